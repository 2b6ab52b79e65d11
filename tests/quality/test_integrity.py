"""What a schema cannot say, one broken thing at a time."""

import pytest

from claimkit.quality.validation import validate
from claimkit.records import make_id


def faults(folder):
    return [(fault.file, fault.line, fault.path) for fault in validate(folder).faults]


def words(folder):
    return "\n".join(fault.message for fault in validate(folder).faults)


def change(row, path, value):
    *steps, last = path
    for step in steps:
        row = row[step]
    row[last] = value


def test_the_sound_dataset_is_sound_and_nothing_is_skipped(rows, write):
    report = validate(write(rows))
    assert report.ok, str(report)
    assert not report.skipped


SPAN_FAULTS = [
    ("articles", ["segments", 1, "end"], 10_000, "$.segments[1]", "reaches beyond the text"),
    ("articles", ["segments", 1, "start"], 10, "$.segments[1]", "before the end of the one before"),
    ("attributions", ["content", 0, "end"], 0, "$.content[0]", "is empty"),
    ("attributions", ["source", "end"], 10_000, "$.source", "reaches beyond the text"),
    ("attributions", ["time", "span", "end"], 10_000, "$.time.span", "reaches beyond the text"),
    ("attributions", ["time", "start"], "2022-01-01", "$.time.start", "more than end 2021-04-09"),
    ("claims", ["text"], "The port slept", "$.text", "but the article reads 'The port of Osthaven"),
    ("claims", ["sentence", "end"], 60, "$.spans", "beyond $.sentence"),
    ("claims", ["sentence", "end"], 10_000, "$.sentence", "reaches beyond the text"),
    ("claims", ["arguments", 0, "end"], 10_000, "$.arguments[0]", "reaches beyond the text"),
    ("claims", ["arguments", 0, "head"], "harbour", "$.arguments[0].head", "does not stand in the argument"),
    ("claims", ["hedges", 0, "cue"], {"start": 0, "end": 8}, "$.hedges[0].cue", "outside $.sentence"),
    ("claims", ["hedges", 0, "scope", 0, "end"], 10_000, "$.hedges[0].scope[0]", "reaches beyond the text"),
    ("claims", ["quantities", 0, "span", "end"], 10_000, "$.quantities[0].span", "reaches beyond the text"),
    ("claims", ["quantities", 0, "low"], 13.0, "$.quantities[0].low", "more than high 12.0"),
    ("claims", ["times", 0, "end"], "2020-03-31", "$.times[0].start", "more than end 2020-03-31"),
    ("claims", ["times", 0, "span", "start"], 130, "$.times[0].span", "is empty"),
    ("clusters", ["low"], 5.0, "$.low", "more than high 4.0"),
    ("clusters", ["independent_min"], 9, "$.independent_min", "more than independent_max 2"),
]


@pytest.mark.parametrize(("config", "at", "value", "path", "message"), SPAN_FAULTS)
def test_spans_and_intervals(rows, write, config, at, value, path, message):
    rows["clusters"][0]["high"] = 4.0
    change(rows[config][0], at, value)
    if config == "attributions":
        change(rows["claims"][0]["chain"][0], at, value)
    folder = write(rows)
    assert faults(folder) == [(f"{config}.jsonl", 1, path)]
    assert message in words(folder)


def test_every_span_of_an_entity_lies_in_the_text_and_may_nest_but_not_repeat_another(rows, write):
    (name,) = rows["mentions"][0]["spans"]
    rows["mentions"][0]["spans"] = [name, {**name, "start": name["start"] + 1}]
    assert validate(write(rows)).ok
    rows["mentions"][0]["spans"] = [name, {**name, "end": 10_000}]
    assert faults(write(rows)) == [("mentions.jsonl", 1, "$.spans[1]")]
    rows["mentions"][0]["spans"] = [name, name]
    assert faults(write(rows)) == [("mentions.jsonl", 1, "$.spans[1]")]


def test_a_claim_in_two_pieces_reads_with_an_ellipsis_between_and_its_pieces_stand_in_order(rows, write):
    claim, text = rows["claims"][0], rows["articles"][0]["text"]
    (span,) = claim["spans"]
    first, second = {**span, "end": span["end"] - 14}, {**span, "start": span["end"] - 10}
    claim["spans"] = [first, second]
    claim["text"] = " … ".join(text[each["start"] : each["end"]] for each in (first, second))
    assert validate(write(rows)).ok
    claim["spans"] = [second, first]
    assert ("claims.jsonl", 1, "$.spans[1]") in faults(write(rows))


def test_the_predicate_lies_in_one_of_the_spans(rows, write):
    claim = rows["claims"][1]
    claim["predicate"] = {"start": 30, "end": 34, "lemma": "port"}
    claim["claim_id"] = make_id(claim["article_id"], 30, 34)
    found = faults(write({key: rows[key] for key in ("articles", "mentions", "attributions", "claims")}))
    assert found == [("claims.jsonl", 2, "$.predicate")]


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("config", "name"),
        [("articles", "article_id"), ("mentions", "entity_id"), ("attributions", "attribution_id")],
    )
    def test_they_follow_their_rule(self, rows, write, config, name):
        rows[config][0][name] = "0" * 16
        assert (f"{config}.jsonl", 1, f"$.{name}") in faults(write(rows))

    def test_that_of_a_claim_follows_its_predicate(self, rows, write):
        rows["claims"][1]["predicate"]["start"] += 1
        assert faults(write(rows)) == [("claims.jsonl", 2, "$.claim_id")]

    def test_that_of_a_link_without_cue_follows_its_source_and_then_its_content(self, rows, write):
        link = rows["attributions"][0]
        for name in ("cue", "source"):
            link[name] = rows["claims"][0]["chain"][0][name] = None
            place = link["source"] or link["content"][0]
            link_id = make_id(link["article_id"], "attribution", place["start"], place["end"])
            link["attribution_id"] = rows["claims"][0]["chain"][0]["attribution_id"] = link_id
            rows["claims"][0]["factuality"][1]["holder"] = link_id
            assert validate(write(rows)).ok

    def test_a_link_with_nothing_to_stand_on_is_a_fault(self, rows, write):
        for link in (rows["attributions"][0], rows["claims"][0]["chain"][0]):
            link |= {"cue": None, "source": None, "content": []}
        assert faults(write(rows)) == [("attributions.jsonl", 1, "$")]

    @pytest.mark.parametrize(
        "config", ["articles", "mentions", "attributions", "pairs", "clusters", "verification", "annotations"]
    )
    def test_they_occur_once(self, rows, write, config):
        rows[config] *= 2
        folder = write(rows)
        assert [(file, line) for file, line, _ in faults(folder)] == [(f"{config}.jsonl", 2)]
        assert "occurs a second time" in words(folder)

    def test_those_of_claims_occur_once(self, rows, write):
        rows["claims"].append(rows["claims"][1])
        assert faults(write(rows)) == [("claims.jsonl", 3, "$.claim_id")]


REFERENCES = [
    ("claims", ["repeats"], "$.repeats"),
    ("claims", ["arguments", 0, "entity_id"], "$.arguments[0].entity_id"),
    ("claims", ["factuality", 1, "holder"], "$.factuality[1].holder"),
    ("pairs", ["claim_b"], "$.claim_b"),
    ("clusters", ["claim_ids", 1], "$.claim_ids[1]"),
    ("verification", ["evidence_claim_ids", 0], "$.evidence_claim_ids[0]"),
    ("annotations", ["record_id"], "$.record_id"),
]


@pytest.mark.parametrize(("config", "at", "path"), REFERENCES)
def test_what_a_row_refers_to_exists(rows, write, config, at, path):
    change(rows[config][0], at, "0" * 16)
    if "holder" in at:
        rows["claims"][0]["certainty"] = None
    assert faults(write(rows)) == [(f"{config}.jsonl", 1, path)]


def test_a_row_of_an_article_that_is_not_there(rows, write):
    rows["articles"] = []
    found = faults(write(rows))
    assert ("mentions.jsonl", 1, "$.article_id") in found
    assert ("claims.jsonl", 2, "$.article_id") in found


def test_a_claim_repeats_an_earlier_one_of_its_article_and_never_itself(rows, write):
    first, second = rows["claims"]
    second["repeats"] = first["claim_id"]
    assert validate(write(rows)).ok
    second["repeats"] = second["claim_id"]
    assert faults(write(rows)) == [("claims.jsonl", 2, "$.repeats")]


def test_no_claim_is_its_own_pair_or_its_own_evidence(rows, write):
    rows["pairs"][0]["claim_b"] = rows["pairs"][0]["claim_a"]
    rows["verification"][0]["evidence_claim_ids"] = [rows["verification"][0]["claim_id"]]
    assert faults(write(rows)) == [
        ("pairs.jsonl", 1, "$.claim_b"),
        ("verification.jsonl", 1, "$.evidence_claim_ids[0]"),
    ]


class TestTexts:
    def test_a_text_that_was_changed_no_longer_has_its_hash(self, rows, write):
        rows["articles"][0]["text"] += " "
        assert faults(write(rows)) == [("articles.jsonl", 1, "$.text_sha256")]

    def test_a_text_is_there_where_the_mode_says_so(self, rows, write):
        rows["articles"][0]["text"] = None
        assert faults(write(rows)) == [("articles.jsonl", 1, "$.text")]

    def test_without_texts_their_checks_are_skipped_and_counted(self, rows, write):
        leave_out_text(rows)
        report = validate(write(rows))
        assert report.ok, str(report)
        assert report.skipped == {"text[start:end]: the article comes without its text": 5}

    @pytest.mark.parametrize(
        ("config", "at"),
        [
            ("articles", ["title"]),
            ("articles", ["text"]),
            ("claims", ["text"]),
            ("claims", ["text_resolved"]),
            ("claims", ["arguments", 0, "head"]),
            ("attributions", ["source_head"]),
        ],
    )
    def test_no_words_are_left_behind_where_the_text_is_left_out(self, rows, write, config, at):
        text = rows["articles"][0]["text"]
        leave_out_text(rows)
        change(rows[config][0], at, text if at == ["text"] and config == "articles" else "words")
        if config == "attributions":
            change(rows["claims"][0]["chain"][0], at, "words")
        path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
        assert (f"{config}.jsonl", 1, path) in faults(write(rows))


def leave_out_text(rows):
    rows["articles"][0] |= {"text": None, "title": None, "text_mode": "none"}
    for claim in rows["claims"]:
        claim |= {"text": None, "text_resolved": None}
        for argument in claim["arguments"]:
            argument["head"] = None
    for link in (rows["attributions"][0], rows["claims"][0]["chain"][0]):
        link["source_head"] = None


def nest(rows):
    """A second link around the first: the agency says that Brandt said."""
    text, inner = rows["articles"][0]["text"], rows["attributions"][0]
    start = text.index("Meridian Wire")
    source = {"start": start, "end": start + len("Meridian Wire")}
    link_id = make_id(inner["article_id"], "attribution", source["start"], source["end"])
    outer = {
        **inner,
        "attribution_id": link_id,
        "parent": None,
        "source": source,
        "source_head": "Wire",
        "entity_id": None,
        "cue": None,
        "cue_lemma": None,
        "time": None,
    }
    inner["parent"] = link_id
    rows["attributions"].append(outer)
    rows["claims"][0]["chain"] = [outer, dict(inner)]
    rows["claims"][0]["root_source"] = "Wire"


class TestChains:
    def test_they_are_the_links_of_the_table_outermost_first(self, rows, write):
        nest(rows)
        assert validate(write(rows)).ok
        rows["claims"][0]["chain"].reverse()
        assert {path for _, _, path in faults(write(rows))} >= {"$.chain[0].parent", "$.chain[1].parent"}

    def test_a_chain_that_lacks_its_outermost_link(self, rows, write):
        nest(rows)
        claim = rows["claims"][0]
        claim |= {"chain": claim["chain"][1:], "root_source": "Lena Brandt"}
        assert faults(write(rows)) == [("claims.jsonl", 1, "$.chain[0].parent")]

    @pytest.mark.parametrize(
        ("at", "value"),
        [
            (["confidence"], 0.5),
            (["negated"], True),
            (["content", 0, "end"], 80),
            (["time", "timex"], "2021-W14"),
            (["provenance", "rule"], "another"),
            (["medium"], {"start": 0, "end": 3, "lemma": "note"}),
        ],
    )
    def test_an_embedded_link_equals_its_row(self, rows, write, at, value):
        link = rows["claims"][0]["chain"][0]
        change(link, at, value)
        folder = write(rows)
        assert faults(folder) == [("claims.jsonl", 1, "$.chain[0]")]
        assert "table of attributions" in words(folder)

    def test_the_order_of_keys_does_not_count(self, rows, write):
        link = rows["claims"][0]["chain"][0]
        rows["claims"][0]["chain"][0] = dict(reversed(link.items()))
        assert validate(write(rows)).ok

    def test_an_embedded_link_that_the_table_lacks(self, rows, write):
        rows["attributions"] = []
        assert faults(write(rows)) == [("claims.jsonl", 1, "$.chain[0].attribution_id")]

    @pytest.mark.parametrize("column", ["source", "root_source", "source_type", "cue", "style", "certainty"])
    def test_the_flat_columns_say_what_the_chain_says(self, rows, write, column):
        rows["claims"][0][column] = None
        assert faults(write(rows)) == [("claims.jsonl", 1, f"$.{column}")]

    def test_a_claim_without_flat_columns_is_a_claim(self, rows, write):
        for column in ("source", "root_source", "source_type", "cue", "style", "certainty"):
            del rows["claims"][0][column]
        assert validate(write(rows)).ok
