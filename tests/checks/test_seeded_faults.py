"""The gate proves itself: a good dataset is broken in one place at a time, and the check meant for it says so."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from claimkit.checks.gate import check
from claimkit.checks.shipped import SHIPPED
from claimkit.records import Article, make_id, text_sha256
from claimkit.schema import flat_columns

Rows = dict[str, list[dict[str, Any]]]
Fault = Callable[[Rows], object]
FAULTS: list[tuple[str, str, Fault]] = []


def fault(check_id: str) -> Callable[[Fault], Fault]:
    """A way to break the dataset, and the check that has to notice."""

    def _listed(break_: Fault) -> Fault:
        FAULTS.append((check_id, break_.__name__, break_))
        return break_

    return _listed


def having(rows: Rows, name: str, config: str = "claims") -> dict[str, Any]:
    """The first row with something in a field."""
    return next(row for row in rows[config] if row[name])


def relabel(rows: Rows, change: Callable[[dict[str, Any]], object], wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Change a link everywhere it is written down, as a wrong model would: the table, the chains, the flat columns."""
    link = next(each for each in rows["attributions"] if wanted(each))
    names = {mention["entity_id"]: mention["name"] for mention in rows["mentions"]}
    change(link)
    for claim in rows["claims"]:
        for each in claim["chain"]:
            if each["attribution_id"] == link["attribution_id"]:
                change(each)
                claim |= flat_columns(claim, names)


def add_article(rows: Rows, **values: Any) -> dict[str, Any]:
    """One more article, complete in itself."""
    article = Article.from_text("The lock at Verrin was mended.", licence="CC0-1.0", publisher="Verrin Post").to_dict()
    article |= values
    article["text_sha256"] = text_sha256(article["text"])
    article["article_id"] = make_id(article["publisher"], article["url"], article["text_sha256"])
    article["segments"] = [{"kind": "body", "start": 0, "end": len(article["text"])}]
    rows["articles"].append(article)
    return article


def split_at(rows: Rows, number: int) -> None:
    """The dataset in two splits: the articles before ``number`` for training, the others for the test."""
    test = {article["article_id"] for article in rows["articles"][number:]}
    for config in list(rows):
        table = rows.pop(config)
        rows[f"{config}/train"] = [row for row in table if row.get("article_id") not in test]
        rows[f"{config}/test"] = [row for row in table if row.get("article_id") in test]


# Offsets and texts


@fault("span-text-mismatch")
def a_span_is_off_by_one(rows):
    span = rows["claims"][1]["spans"][0]
    span["start"] -= 1


@fault("span-text-mismatch")
def the_stored_text_has_another_word(rows):
    claim = rows["claims"][1]
    claim["text"] = claim["text"].replace("rose", "fell")


@fault("span-text-mismatch")
def a_head_stands_elsewhere(rows):
    having(rows, "arguments")["arguments"][0]["head"] = "Verrin"


@fault("text-changed")
def one_byte_of_an_article_changed(rows):
    article = rows["articles"][0]
    article["text"] = article["text"][:-2] + "x" + article["text"][-1:]


@fault("text-missing")
def a_text_is_gone(rows):
    rows["articles"][0]["text"] = None


@fault("text-leak")
def a_title_is_left_behind(rows):
    rows["articles"][0]["text_mode"] = "none"


@fault("span-out-of-range")
def a_span_ends_behind_the_text(rows):
    rows["mentions"][0]["spans"][-1]["end"] = 100_000


@fault("span-out-of-range")
def a_span_is_empty(rows):
    span = having(rows, "hedges")["hedges"][0]["cue"]
    span["end"] = span["start"]


@fault("span-order")
def segments_overlap(rows):
    rows["articles"][0]["segments"][1]["start"] = 0


@fault("span-outside")
def a_predicate_stands_outside_its_claim(rows):
    claim = rows["claims"][1]
    claim["sentence"]["end"] = claim["spans"][-1]["end"] - 1


@fault("claim-in-furniture")
def a_claim_is_made_of_a_headline(rows):
    facts = rows["articles"][0]
    body = next(each for each in facts["segments"] if each["kind"] == "body")
    body["kind"] = "caption"


@fault("garbled-text")
def a_text_was_decoded_twice(rows):
    article = add_article(rows, text="The lockâ€™s gates at Verrin were mended.")
    assert "â€™" in article["text"]


@fault("garbled-text")
def a_text_holds_a_replacement_character(rows):
    add_article(rows, text="The lock at Verrin was \ufffd mended.")


# Identifiers and references


@fault("wrong-id")
def an_identifier_is_made_up(rows):
    rows["claims"][-1]["claim_id"] = "0" * 16


@fault("duplicate-id")
def a_row_is_written_twice(rows):
    rows["mentions"].append(rows["mentions"][3])


@fault("orphan-id")
def an_article_is_dropped(rows):
    del rows["articles"][2]


@fault("orphan-id")
def an_entity_is_dropped(rows):
    link = having(rows, "entity_id", "attributions")
    rows["mentions"] = [row for row in rows["mentions"] if row["entity_id"] != link["entity_id"]]


@fault("orphan-id")
def a_claim_of_a_pair_is_dropped(rows):
    gone = rows["pairs"][0]["claim_b"]
    rows["claims"] = [row for row in rows["claims"] if row["claim_id"] != gone]


@fault("orphan-id")
def a_label_is_of_no_record(rows):
    rows["annotations"][0]["record_id"] = "f" * 16


@fault("chain-loop")
def two_links_hang_on_each_other(rows):
    inner = having(rows, "parent", "attributions")
    outer = next(row for row in rows["attributions"] if row["attribution_id"] == inner["parent"])
    outer["parent"] = inner["attribution_id"]


@fault("broken-chain")
def a_chain_is_turned_round(rows):
    next(row for row in rows["claims"] if len(row["chain"]) > 1)["chain"].reverse()


@fault("broken-chain")
def a_label_is_changed_in_the_table_alone(rows):
    rows["attributions"][0]["negated"] = True


@fault("flat-column")
def a_flat_column_is_swapped(rows):
    having(rows, "source_type")["source_type"] = "social_media"


@fault("self-reference")
def a_claim_is_compared_with_itself(rows):
    rows["pairs"][0]["claim_b"] = rows["pairs"][0]["claim_a"]


@fault("duplicate-pairs")
def a_pair_is_compared_twice(rows):
    pair = rows["pairs"][0]
    turned = pair | {"pair_id": "e" * 16, "claim_a": pair["claim_b"], "claim_b": pair["claim_a"]}
    rows["pairs"].append(turned)


# Schema


@fault("schema-violation")
def a_field_is_missing(rows):
    del rows["claims"][0]["negated"]


@fault("schema-violation")
def a_label_is_unknown(rows):
    rows["claims"][0]["kind"] = "rumour"


@fault("schema-violation")
def a_date_is_written_the_other_way_round(rows):
    rows["articles"][0]["published"] = "12/06/2024"


@fault("schema-version")
def a_row_is_of_another_version(rows):
    rows["claims"][0]["schema_version"] = "9.0"


# Values


@fault("value-not-reproducible")
def a_number_is_ten_times_too_large(rows):
    quantity = having(rows, "quantities")["quantities"][0]
    quantity["low"] = quantity["high"] = quantity["high"] * 10


@fault("value-not-reproducible")
def a_quantity_has_the_value_of_its_neighbour(rows):
    one, other = [row for row in rows["claims"] if row["quantities"]][:2]
    one["quantities"][0] |= {name: other["quantities"][0][name] for name in ("low", "high")}


@fault("quantity-outside-claim")
def a_quantity_belongs_to_another_claim(rows):
    one, *_, other = [row for row in rows["claims"] if row["quantities"]][:5]
    one["quantities"].append(other["quantities"].pop())


@fault("orphan-quantities")
def quantities_are_lost(rows):
    for claim in rows["claims"]:
        claim["quantities"] = []


@fault("interval-reversed")
def a_range_runs_backwards(rows):
    quantity = having(rows, "quantities")["quantities"][0]
    quantity["high"] = quantity["low"] - 1


@fault("time-not-reproducible")
def a_day_is_moved(rows):
    time = next(
        time for row in rows["claims"] for time in row["times"] if time["edtf"] and time["start"] == time["end"]
    )
    time["start"] = time["end"] = "2031-01-01"


@fault("time-outside-claim")
def a_time_belongs_to_another_claim(rows):
    one, *_, other = [row for row in rows["claims"] if row["times"]][:6]
    one["times"].append(other["times"].pop())


@fault("unresolved-dates")
def dates_are_not_resolved(rows):
    for claim in rows["claims"]:
        for time in claim["times"]:
            time |= {"start": None, "end": None, "edtf": None, "unresolved": "no_document_date"}


@fault("event-after-publication")
def an_event_lies_in_the_future(rows):
    claim = next(
        row for row in rows["claims"] if row["kind"] == "event" and row["times"] and not row["chain"] + row["hedges"]
    )
    claim["times"][0] |= {"start": "2051-01-01", "end": "2051-12-31", "edtf": "2051", "timex": "2051"}


@fault("said-after-publication")
def it_was_said_after_it_was_printed(rows):
    def later(link):
        link["time"] |= {"start": "2051-01-01", "end": "2051-12-31", "edtf": "2051", "timex": "2051"}

    relabel(rows, later, lambda link: bool(link["time"]))


@fault("future-date")
def an_article_is_from_the_future(rows):
    rows["articles"][0]["published"] = "2999-01-01"


# Labels


@fault("style-mismatch")
def a_quotation_is_labelled_indirect(rows):
    relabel(rows, lambda link: link.update(style="indirect"), lambda link: link["style"] == "direct")


@fault("style-mismatch")
def reported_speech_is_labelled_direct(rows):
    relabel(rows, lambda link: link.update(style="direct"), lambda link: link["style"] == "indirect")


@fault("source-missing")
def a_quotation_loses_its_source(rows):
    gone = {"source": None, "source_head": None, "entity_id": None}
    relabel(rows, lambda link: link.update(gone), lambda link: link["style"] == "direct" and bool(link["cue"]))


@fault("hearsay-with-source")
def a_source_is_labelled_hearsay(rows):
    relabel(rows, lambda link: link.update(source_type="hearsay"), lambda link: bool(link["source"]))


@fault("source-not-named")
def a_person_is_named_who_is_not_in_the_article(rows):
    link = next(each for each in rows["attributions"] if each["source_type"] == "person" and each["entity_id"])
    mention = next(each for each in rows["mentions"] if each["entity_id"] == link["entity_id"])
    for claim in rows["claims"]:
        for name in ("source", "root_source"):
            claim[name] = "Oda Verrin" if claim[name] == mention["name"] else claim[name]
    mention["name"] = "Oda Verrin"


@fault("certainty-conflict")
def a_score_has_the_wrong_sign(rows):
    judgement = next(each for row in rows["claims"] for each in row["factuality"] if each["score"])
    judgement["score"] = -judgement["score"]


@fault("hedge-type-conflict")
def a_condition_is_called_doxastic(rows):
    hedge = next(each for row in rows["claims"] for each in row["hedges"] if each["type"] == "condition")
    hedge["szeged_type"] = "D"


@fault("pair-conflict")
def a_subsumption_does_not_say_which_is_narrower(rows):
    rows["pairs"][2]["narrower"] = None


@fault("pair-conflict")
def a_contradiction_differs_in_nothing(rows):
    rows["pairs"][1]["differences"] = []


@fault("cluster-conflict")
def one_source_corroborates_itself(rows):
    rows["clusters"][0]["status"] = "corroborated"


@fault("verdict-without-evidence")
def a_verdict_loses_its_evidence(rows):
    rows["verification"][0]["evidence_claim_ids"] = []


@fault("annotation-unreadable")
def a_label_is_of_no_field(rows):
    rows["annotations"][1]["field"] = "$.mood"


@fault("annotation-unreadable")
def a_label_has_no_such_value(rows):
    rows["annotations"][1]["value"] = "rumour"


@fault("conflicts-unreviewed")
def a_review_is_lost(rows):
    del rows["annotations"][0]


# The dataset as a whole


@fault("duplicate-claims")
def a_claim_is_told_twice(rows):
    twin(rows, lambda words: words)


@fault("near-duplicate-claims")
def a_claim_is_told_twice_in_another_dress(rows):
    twin(rows, str.upper)


def twin(rows: Rows, dress: Callable[[str], str]) -> None:
    """The first claim once more at another place of its article, as if its predicate stood there."""
    first = rows["claims"][0]
    article = next(each for each in rows["articles"] if each["article_id"] == first["article_id"])
    start = article["text"].index(" ", first["predicate"]["end"]) + 1
    end = article["text"].index(" ", start)
    again = first | {"predicate": {"start": start, "end": end, "lemma": "open"}}
    again |= {"claim_id": make_id(first["article_id"], start, end)}
    first["text_resolved"] = first["text"]
    again["text_resolved"] = dress(first["text"])
    rows["claims"].append(again)


@fault("unbalanced-outlets")
def one_outlet_writes_everything(rows):
    for number in range(20):
        add_article(rows, text=f"Lock {number} at Verrin was mended.")


@fault("same-url")
def a_page_is_crawled_twice(rows):
    add_article(rows, url="https://example.org/lock", text="The lock is shut.")
    add_article(rows, url="https://example.org/lock/#top", text="The lock is open.")


@fault("metadata-missing")
def dates_are_lost(rows):
    for article in rows["articles"][:4]:
        article["published"] = None


@fault("licence-missing")
def a_licence_is_lost(rows):
    rows["articles"][5]["licence"] = None


@fault("personal-data")
def a_mail_address_is_printed(rows):
    add_article(rows, text="Write to the keeper of the lock, o.verrin@example.org, by Monday.")


@fault("personal-data")
def a_telephone_number_is_printed(rows):
    add_article(rows, text="Call the keeper of the lock on (555) 010-4477 by Monday.")


@fault("other-language")
def an_article_is_in_another_language(rows):
    rows["articles"][0]["language"] = "nl"


@fault("hearsay-share")
def nobody_says_anything(rows):
    for number in range(60):
        start = 10 * number
        link = rows["attributions"][0] | {
            "attribution_id": make_id(rows["attributions"][0]["article_id"], "attribution", start, start + 5),
            "source": None,
            "source_head": None,
            "entity_id": None,
            "source_type": "hearsay",
            "style": "mixed",
            "cue": {"start": start, "end": start + 5},
            "time": None,
        }
        rows["attributions"].append(link)


@fault("low-confidence")
def nothing_is_certain(rows):
    for claim in rows["claims"][:40]:
        claim["confidence"] = 0.2


@fault("mixed-tools")
def two_versions_made_it(rows):
    for number, claim in enumerate(rows["claims"]):
        made = {"origin": "machine", "tool": "claimkit", "version": f"0.{number % 2}", "model": None, "rule": None}
        claim["provenance"] = made


@fault("articles-without-claims")
def articles_yield_nothing(rows):
    for number in range(4):
        add_article(rows, text=f"Lock {number} at Verrin was mended.", publisher=f"Post {number}")


@fault("claim-count-outliers")
def an_article_is_torn_to_pieces(rows):
    article = add_article(rows, text="The lock at Verrin was mended by Monday, in the end, as was told.")
    for start in range(20):
        again = rows["claims"][11] | {
            "claim_id": make_id(article["article_id"], start, start + 3),
            "article_id": article["article_id"],
            "spans": [{"start": start, "end": start + 3}],
            "text": article["text"][start : start + 3],
            "text_resolved": None,
            "sentence": {"start": 0, "end": len(article["text"])},
            "predicate": {"start": start, "end": start + 3, "lemma": "mend"},
            "arguments": [],
        }
        rows["claims"].append(again)


@fault("empty-table")
def nothing_is_claimed(rows):
    rows["claims"] = []


@fault("split-mismatch")
def a_claim_strays_into_the_other_split(rows):
    split_at(rows, 4)
    rows["claims/test"].append(rows["claims/train"].pop())


@fault("split-leakage")
def the_test_holds_a_copy_of_a_training_article(rows):
    split_at(rows, 4)
    first = next(each for each in rows["articles/train"] if len(each["text"]) > 500)
    copy = first | {"publisher": "Verrin Post"}
    copy["article_id"] = make_id(copy["publisher"], copy["url"], copy["text_sha256"])
    rows["articles/test"].append(copy)


@fault("split-leakage")
def one_claim_is_told_on_both_sides(rows):
    split_at(rows, 1)


def test_the_good_dataset_passes_every_check_that_can_run(rows, judged):
    report = judged(rows, great_expectations=True)
    assert not report.found, str(report)
    assert report.ok
    assert {each.check.id for each in report.skipped} == {"label-drift", "split-leakage"}


def test_in_splits_by_event_it_passes_too(rows, judged):
    for name in ("pairs", "clusters", "verification", "annotations"):
        del rows[name]
    split_at(rows, 4)
    report = judged(rows)
    assert not report.found, str(report)


@pytest.mark.parametrize(("check_id", "_name", "break_"), FAULTS, ids=[name for _, name, _ in FAULTS])
def test_a_fault_is_caught_by_the_check_meant_for_it(check_id, _name, break_, rows, judged):
    break_(rows)
    found = [outcome.check.id for outcome in judged(rows).found]
    assert check_id in found


@pytest.mark.parametrize("damage", [b"{\n", b'{"a": NaN}\n', b"[]\n"])
def test_a_damaged_line_is_caught(rows, judged, tmp_path, damage):
    judged(rows)
    with (tmp_path / "dataset" / "claims.jsonl").open("ab") as claims:
        claims.write(damage)
    assert [each.check.id for each in check(tmp_path / "dataset", great_expectations=False).found] == ["unreadable-row"]


def test_a_row_that_is_gone_without_a_trace_is_caught_by_the_count_of_the_run(rows, judged, tmp_path):
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "run.json").write_text(json.dumps({"counts": {"claims": len(rows["claims"])}}))
    assert judged(rows).ok
    del rows["claims"][100]
    assert [each.check.id for each in judged(rows).found] == ["row-count"]


def test_labels_that_drift_from_the_baseline_are_caught(rows, judged, write, tmp_path, good_rows):
    baseline = write(json.loads(good_rows), tmp_path / "baseline")
    assert judged(rows, baseline=baseline).ok
    for claim in rows["claims"][:90]:
        claim["kind"] = "opinion"
    (found,) = judged(rows, baseline=baseline).found
    assert found.check.id == "label-drift"
    assert "kind: Cramér's V" in found.faults[0].message


def test_there_are_at_least_forty_faults_and_every_check_has_one():
    elsewhere = {"unreadable-row", "row-count", "label-drift", "column-contract"}
    assert len(FAULTS) >= 40
    assert {each.id for each in SHIPPED} == {each for each, _, _ in FAULTS} | elsewhere
