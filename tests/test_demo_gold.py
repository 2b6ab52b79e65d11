"""The demo articles and their hand-made gold: what ships is whole, true to the text and rebuilt from its source."""

import csv
import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from claimkit.records import (
    Article,
    Attribution,
    Bound,
    Claim,
    ClaimKind,
    Direction,
    FactualityValue,
    HedgeType,
    Mention,
    Origin,
    QuantityRole,
    RangeKind,
    SegmentKind,
    SourceType,
    Style,
    TimeAnchor,
    TimeType,
    make_id,
    span_text,
    text_sha256,
)
from claimkit.resources import resource

ROOT = Path(__file__).parents[1]
TABLES = {"articles": Article, "attributions": Attribution, "claims": Claim, "mentions": Mention}
# Every sentence of the demo gives its source away; nothing in it is of a source whose type cannot be told.
NOT_IN_DEMO = {SourceType.UNKNOWN}
# FactBank's rest: certain but of unknown polarity, and the negative half of the hedged values.
RARE = {
    FactualityValue.CERTAIN_UNKNOWN,
    FactualityValue.POSSIBLE_NEGATIVE,
}


def read(name):
    lines = resource("demo").joinpath("gold", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [TABLES[name].from_dict(json.loads(line)) for line in lines]


@pytest.fixture(scope="module")
def gold():
    return {name: read(name) for name in TABLES}


@pytest.fixture(scope="module")
def texts(gold):
    return {article.article_id: article.text for article in gold["articles"]}


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("build_demo_gold")


def metadata():
    path = resource("demo").joinpath("articles", "metadata.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_gold_rebuilds_to_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, ROOT / "benchmarks" / "build_demo_gold.py", tmp_path], check=True)
    for name in TABLES:
        shipped = resource("demo").joinpath("gold", f"{name}.jsonl").read_bytes()
        assert (tmp_path / f"{name}.jsonl").read_bytes() == shipped


def test_a_quotation_that_is_missing_or_ambiguous_stops_the_build(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from demo_gold.notation import GoldError, Place, find

    from claimkit.records import Span

    place = Place("x.txt", "The dam held. The dam broke.", "0" * 16, ())
    whole = Span(0, len(place.text))
    assert find(place, whole, "dam#2") == Span(18, 21)
    assert find(place, whole, "The#1 ~ held") == Span(0, 12)
    with pytest.raises(GoldError, match="is not there"):
        find(place, whole, "river")
    with pytest.raises(GoldError, match="is not there"):
        find(place, whole, "The da")
    with pytest.raises(GoldError, match="2 times"):
        find(place, whole, "The dam")
    with pytest.raises(GoldError, match="only 2 times"):
        find(place, whole, "dam#3")


def test_a_sentence_left_out_stops_the_build(builder):
    import tomllib

    row = metadata()[0]
    source = tomllib.loads((builder.SOURCES / row["file"]).with_suffix(".toml").read_text(encoding="utf-8"))
    del source["s"][-1]
    with pytest.raises(builder.GoldError, match=r"no sentence covers|named but not marked"):
        builder.compile_article(row, source)


def test_records_come_back_as_they_are_stored(gold):
    for name, records in gold.items():
        lines = resource("demo").joinpath("gold", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == [record.to_dict() for record in records]


def test_articles_are_the_files_that_ship(gold):
    rows = metadata()
    assert len(rows) == len(gold["articles"]) == 12
    for row, article in zip(rows, gold["articles"], strict=True):
        text = resource("demo").joinpath("articles", row["file"]).read_bytes().decode("utf-8")
        assert article.text == text
        assert article.text_sha256 == text_sha256(text)
        assert article.article_id == make_id(row["publisher"], row["url"], article.text_sha256)
        assert (article.publisher, article.published or "") == (row["publisher"], row["published"])
        assert 90 <= len(text.split()) <= 220


def test_four_outlets_tell_three_events_and_one_article_has_no_date(gold):
    assert len({article.publisher for article in gold["articles"]}) == 4
    assert sum(article.published is None for article in gold["articles"]) == 1


def test_segments_cover_every_word_once(gold):
    for article in gold["articles"]:
        rest = list(article.text)
        for segment in article.segments:
            assert "".join(rest[segment.start : segment.end]).strip()
            rest[segment.start : segment.end] = " " * (segment.end - segment.start)
        assert not "".join(rest).strip()
    kinds = {segment.kind for article in gold["articles"] for segment in article.segments}
    assert kinds == set(SegmentKind)


def test_identifiers_follow_from_positions_and_are_unique(gold):
    for claim in gold["claims"]:
        assert claim.claim_id == make_id(claim.article_id, claim.predicate.start, claim.predicate.end)
    for link in gold["attributions"]:
        assert link.attribution_id == make_id(link.article_id, "attribution", *link.cue)
    for mention in gold["mentions"]:
        assert mention.entity_id == make_id(mention.article_id, "entity", *mention.spans[0])
    ids = [claim.claim_id for claim in gold["claims"]]
    ids += [link.attribution_id for link in gold["attributions"]] + [each.entity_id for each in gold["mentions"]]
    assert len(ids) == len(set(ids))


def test_claims_lie_in_their_sentence_in_the_body_and_reproduce_their_words(gold, texts):
    bodies = {
        article.article_id: [part for part in article.segments if part.kind is SegmentKind.BODY]
        for article in gold["articles"]
    }
    for claim in gold["claims"]:
        text = texts[claim.article_id]
        assert claim.text == span_text(text, claim.spans)
        assert any(
            part.start <= claim.sentence.start < claim.sentence.end <= part.end for part in bodies[claim.article_id]
        )
        inner = [*claim.spans, claim.predicate, *claim.arguments]
        inner += [part.span for part in (*claim.quantities, *claim.times)] + [hedge.cue for hedge in claim.hedges]
        assert all(claim.sentence.start <= part.start < part.end <= claim.sentence.end for part in inner)
        assert any(span.start <= claim.predicate.start and claim.predicate.end <= span.end for span in claim.spans)
        for argument in claim.arguments:
            assert argument.head in text[argument.start : argument.end]


def test_claim_spans_are_trimmed(gold, texts):
    for claim in gold["claims"]:
        for start, end in claim.spans:
            words = texts[claim.article_id][start:end]
            assert words == words.strip(' ,;:“”"'), words
            assert not re.match(r"(and|but|when|after|before|because|as|while) ", words, re.IGNORECASE), words


def test_what_a_claim_owns_lies_in_its_spans(gold):
    for claim in gold["claims"]:
        for part in (*claim.quantities, *claim.times):
            assert any(span.start <= part.span.start and part.span.end <= span.end for span in claim.spans), claim.text


def test_every_quantity_and_time_has_one_owner(gold):
    owners = Counter(
        (claim.article_id, part.span) for claim in gold["claims"] for part in (*claim.quantities, *claim.times)
    )
    owners.update((link.article_id, link.time.span) for link in gold["attributions"] if link.time)
    assert [spot for spot, count in owners.items() if count > 1] == []


def test_chains_are_the_links_from_the_outside_in(gold):
    links = {link.attribution_id: link for link in gold["attributions"]}
    for claim in gold["claims"]:
        assert all(links[link.attribution_id] == link for link in claim.chain)
        parents = [link.parent for link in claim.chain]
        assert parents == [None, *(link.attribution_id for link in claim.chain)][: len(parents)]
        assert {each.holder for each in claim.factuality} == {"author", *(link.attribution_id for link in claim.chain)}


def test_links_and_mentions_reproduce_their_words(gold, texts):
    known = {(each.article_id, each.entity_id) for each in gold["mentions"]}
    for link in gold["attributions"]:
        text = texts[link.article_id]
        assert (link.source is None) == (link.source_type is SourceType.HEARSAY) == (link.source_head is None)
        if link.source:
            assert link.source_head in text[link.source.start : link.source.end]
        assert link.entity_id is None or (link.article_id, link.entity_id) in known
        for start, end in link.content:
            assert not re.match(r"[\s,]|.*[\s]$", text[start:end])
    for mention in gold["mentions"]:
        assert mention.spans == tuple(sorted(set(mention.spans)))
        assert all(text.strip() == text for text in (texts[mention.article_id][s.start : s.end] for s in mention.spans))


def test_direct_contents_stand_in_quotation_marks(gold, texts):
    nested = {link.attribution_id for link in gold["attributions"] if link.parent}
    for link in gold["attributions"]:
        opening = texts[link.article_id][link.content[0].start]
        if link.style is Style.DIRECT and link.attribution_id not in nested:
            assert opening in '“"'
        if link.style is Style.INDIRECT:
            assert opening not in '“"'


def test_one_quotation_reopens_and_one_never_closes(gold, texts):
    several = [link for link in gold["attributions"] if len(link.content) > 2]
    assert any(sum("“" in texts[link.article_id][s.start : s.end] for s in link.content) > 2 for link in several)
    assert any("”" not in texts[link.article_id][link.content[-1].start : link.content[-1].end] for link in several)


def test_two_people_share_a_surname(gold):
    by_article = Counter((each.article_id, each.name.split()[-1]) for each in gold["mentions"] if each.type == "person")
    assert any(count > 1 for count in by_article.values())


def test_everything_was_reviewed_by_hand(gold):
    records = [*gold["claims"], *gold["attributions"]]
    assert {record.provenance.origin for record in records} == {Origin.MAINTAINER_REVIEWED}


def test_every_value_that_extraction_can_give_occurs(gold):
    claims, links = gold["claims"], gold["attributions"]
    quantities = [quantity for claim in claims for quantity in claim.quantities]
    assert {claim.kind for claim in claims} == set(ClaimKind)
    assert {hedge.type for claim in claims for hedge in claim.hedges} == set(HedgeType)
    assert {link.source_type for link in links} == set(SourceType) - NOT_IN_DEMO
    assert {link.style for link in links} == set(Style)
    assert {quantity.role for quantity in quantities} == set(QuantityRole)
    assert {quantity.bound for quantity in quantities} == set(Bound)
    assert {quantity.direction for quantity in quantities} == set(Direction)
    assert {quantity.range_kind for quantity in quantities} == set(RangeKind)
    assert {time.type for claim in claims for time in claim.times} == set(TimeType)
    assert {time.anchor for claim in claims for time in claim.times} == set(TimeAnchor)
    assert {each.value for claim in claims for each in claim.factuality} == set(FactualityValue) - RARE
    assert {len(claim.chain) for claim in claims} == {0, 1, 2, 3}
    for field in ("negated", "presupposed", "chain_certain", "check_worthy"):
        assert {getattr(claim, field) for claim in claims} == {True, False}
    assert any(claim.repeats for claim in claims)
    assert any(link.negated for link in links)
    assert any(link.medium for link in links)
    assert any(link.time for link in links)


def test_time_intervals_are_dates_in_order_or_have_a_reason(gold):
    for claim in gold["claims"]:
        for time in claim.times:
            if time.start is not None:
                assert time.start <= time.end
                assert time.unresolved is None
            elif time.type in (TimeType.DATE, TimeType.TIME):
                assert time.unresolved


def test_the_guidelines_hold_forty_worked_cases():
    text = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
    cases = re.findall(r"^### (\d+)\. ", text, re.MULTILINE)
    assert len(cases) >= 40
    assert cases == [str(n) for n in range(1, len(cases) + 1)]


def test_sentences_of_the_gold_are_whole(gold, texts):
    for claim in gold["claims"]:
        words = texts[claim.article_id][claim.sentence.start : claim.sentence.end]
        assert words[-1] in '.”"?!'
        assert words[0].isupper() or words[0] in '“"0123456789'
