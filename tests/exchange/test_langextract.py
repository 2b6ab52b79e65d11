"""Claims that a language model extracted, as LangExtract writes them down."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimkit import validate
from claimkit.dataset.build import write_dataset
from claimkit.exchange.documents import Articles, Document
from claimkit.exchange.formats import find_format, import_file
from claimkit.reading.rejects import Reject
from claimkit.records import Article

TEXT = (
    "The port of Osthaven probably lost 40 boats 🚤 in 2031, Ilse Brandt said on Friday.\n\n"
    "A survey by the Veldt Institute followed. The quay will be rebuilt by May, the mayor promised."
)
LOST = "The port of Osthaven probably lost 40 boats 🚤 in 2031"


def claim(words: str, start: int | None = None, end: int | None = None, **attributes: Any) -> dict[str, Any]:
    interval = None if start is None else {"start_pos": start, "end_pos": end}
    return {
        "extraction_class": "claim",
        "extraction_text": words,
        "char_interval": interval,
        "alignment_status": "match_exact" if interval else None,
        "extraction_index": 1,
        "group_index": 0,
        "description": None,
        "attributes": attributes,
    }


def imported(
    folder: Path, *extractions: Any, text: Any = TEXT, articles: Articles | None = None, **more: Any
) -> tuple[list[Document], list[Reject], dict[str, Any]]:
    file = folder / "found.jsonl"
    line = {"extractions": list(extractions), "text": text, "document_id": "doc_1f", **more}
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    outcomes, tally = import_file(file, "langextract", articles)
    read = list(outcomes)
    return [d for d in read if isinstance(d, Document)], [r for r in read if isinstance(r, Reject)], tally.to_dict()


def test_a_claim_becomes_a_record_with_all_that_the_text_says_of_it(tmp_path: Path) -> None:
    (document,), rejects, tally = imported(tmp_path, claim(LOST, 0, len(LOST)))
    (found,) = document.claims
    assert (found.text, found.predicate.lemma, found.confidence) == (LOST, "lose", 1.0)
    assert [(quantity.low, quantity.counted) for quantity in found.quantities] == [(40.0, ("boat",))]
    assert [time.timex for time in found.times] == ["2031"]
    assert [hedge.type for hedge in found.hedges] == ["epistemic_probable"]
    assert [link.source_head for link in found.chain] == ["Brandt"]
    assert (found.provenance.tool, found.provenance.rule) == ("langextract", "aligned-exact")
    assert found.chain[0].provenance.tool == "claimkit"
    assert (rejects, tally["mended"], tally["rejected"]) == ([], {}, {})


@pytest.mark.parametrize(
    ("words", "start", "end", "how"),
    [
        (LOST, 3, 3 + len(LOST), "moved"),
        (LOST, None, None, "moved"),
        (LOST.upper(), 0, 10, "respelt"),
        ("The port of Osthaven has probably lost 40 boats in 2031", 0, 10, "near"),
    ],
)
def test_a_span_that_is_off_is_put_right(
    words: str, start: int | None, end: int | None, how: str, tmp_path: Path
) -> None:
    (document,), _, tally = imported(tmp_path, claim(words, start, end))
    assert document.claims[0].text == LOST
    assert tally["mended"] == {f"words found {how}": 1}
    assert document.claims[0].provenance.rule == f"aligned-{how}"


@pytest.mark.parametrize(
    "words", ["The port lost 400 boats in 2031", "Osthaven did not lose any boats", "", None, ["a"]]
)
def test_words_that_are_not_there_are_rejected(words: Any, tmp_path: Path) -> None:
    (document,), (reject,), tally = imported(tmp_path, claim(words, 0, 20))
    assert document.claims == ()
    assert (reject.input, reject.line, reject.reason) == ("found.jsonl", 1, "words_not_there")
    assert tally["rejected"] == {"words_not_there": 1}


def test_a_source_of_the_models_is_found_and_typed(tmp_path: Path) -> None:
    words = "The quay will be rebuilt by May"
    (document,), _, tally = imported(tmp_path, claim(words, speaker="the Veldt Institute", predicate="rebuilt"))
    (found,) = document.claims
    (link,) = found.chain
    assert (link.source_head, link.source_type, link.cue) == ("Institute", "research", None)
    assert (link.provenance.tool, link.provenance.rule) == ("langextract", "stated-source")
    assert found.predicate.lemma == "rebuild"
    assert tally["dropped"] == {}


def test_the_source_may_be_an_extraction_of_the_same_group(tmp_path: Path) -> None:
    source = claim("the Veldt Institute") | {"extraction_class": "Speaker", "group_index": 4}
    said = claim("The quay will be rebuilt by May") | {"group_index": 4}
    (document,), _, _ = imported(tmp_path, said, source)
    assert [link.source_head for link in document.claims[0].chain] == ["Institute"]


def test_a_source_nobody_named_is_dropped_and_counted(tmp_path: Path) -> None:
    (document,), _, tally = imported(tmp_path, claim(LOST, 0, len(LOST), source="Admiral Okonkwo"))
    assert [link.source_head for link in document.claims[0].chain] == ["Brandt"]
    assert tally["dropped"] == {"source whose name is not near the claim": 1}


def test_a_claim_is_cut_to_one_sentence(tmp_path: Path) -> None:
    words = "A survey by the Veldt Institute followed. The quay will be rebuilt by May"
    (document,), _, tally = imported(tmp_path, claim(words))
    assert document.claims[0].text == "A survey by the Veldt Institute followed."
    assert tally["mended"]["claim cut to the sentence of its predicate"] == 1


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    other = claim("Osthaven") | {"extraction_class": "place"}
    noted = claim(LOST, 0, len(LOST), topic="shipping", certainty=0.4) | {"description": "the loss"}
    _, _, tally = imported(tmp_path, other, noted, claim(LOST, 0, len(LOST)))
    assert tally["dropped"] == {
        "attribute of a claim that is no source, cue, predicate or kind": 2,
        "claim that was extracted twice": 1,
        "description of an extraction": 1,
        "extraction of another class than claim, source, cue": 1,
    }


def test_two_claims_do_not_share_a_predicate(tmp_path: Path) -> None:
    (document,), (reject,), _ = imported(tmp_path, claim(LOST, 0, len(LOST)), claim("probably lost 40 boats"))
    assert ([each.text for each in document.claims], reject.reason) == ([LOST], "no_predicate")


def test_the_article_is_that_of_the_same_text(tmp_path: Path) -> None:
    article = Article.from_text(TEXT, publisher="Harbour Post", published="2031-06-01")
    (document,), _, _ = imported(tmp_path, claim(LOST), articles=Articles([article]))
    assert (document.article.article_id, document.article.published) == (article.article_id, "2031-06-01")
    named = {"text": None, "articles": Articles([article]), "document_id": article.article_id}
    (document,), _, tally = imported(tmp_path, claim(LOST, 0, len(LOST)), **named)
    assert (document.article.article_id, len(document.claims)) == (article.article_id, 1)
    assert tally["mended"] == {"words found exact": 1}


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{",
        '{"extractions": []}',
        '{"text": 7, "extractions": []}',
        '{"text": "", "extractions": []}',
        '{"text": "\\ud83d", "extractions": []}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_document_is_set_aside(line: str, tmp_path: Path) -> None:
    file = tmp_path / "found.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    outcomes, tally = import_file(file, "langextract")
    assert [type(each) for each in outcomes] == [Reject]
    assert sum(tally.rejected.values()) == 1


@pytest.mark.parametrize(
    "extractions", [None, 7, [None], [[]], [{}], [{"extraction_class": ["claim"]}], [{"extraction_class": "claim"}]]
)
def test_extractions_of_any_form_do_no_harm(extractions: Any, tmp_path: Path) -> None:
    file = tmp_path / "found.jsonl"
    file.write_text(json.dumps({"text": TEXT, "extractions": extractions}) + "\n", encoding="utf-8")
    outcomes, _ = import_file(file, "langextract")
    assert [each.claims for each in outcomes if isinstance(each, Document)] == [()]


def test_what_is_imported_is_a_valid_dataset(tmp_path: Path) -> None:
    said = (claim(LOST, 0, len(LOST)), claim("The quay will be rebuilt by May", source="the Veldt Institute"))
    documents, rejects, _ = imported(tmp_path, *said)
    write_dataset((*documents, *rejects), tmp_path / "out", format="jsonl")
    report = validate(tmp_path / "out")
    assert report.ok, str(report)


def test_our_claims_go_out_and_come_back(tmp_path: Path) -> None:
    documents: Iterator[Document]
    documents = iter(imported(tmp_path, claim(LOST), claim("The quay will be rebuilt by May"))[0])
    write_dataset(documents, tmp_path / "out", format="jsonl")
    exported = find_format("langextract").export(tmp_path / "out")
    (item,) = exported.items
    assert [each["attributes"]["source"] for each in item["extractions"]] == ["Ilse Brandt", "the mayor"]
    assert item["extractions"][0]["char_interval"] == {"start_pos": 0, "end_pos": len(LOST)}
    assert exported.left_out["hedges of claims"] == 1
    (back,), _, _ = imported(tmp_path, *item["extractions"], text=item["text"])
    assert [each.text for each in back.claims] == [LOST, "The quay will be rebuilt by May"]
