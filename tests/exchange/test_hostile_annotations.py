"""Files that nobody should have written: what is wrong in them is counted, and the rest is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.exchange.documents import Document
from claimkit.exchange.formats import import_file

TEXT = "The quay of Veldt broke on Friday, Mayor Ann Lesk said. Two boats sank 🌊 in the harbour."
QUAY = (0, 33)


def read(path: Path, form: str) -> tuple[list[Document], dict[str, Any]]:
    outcomes, tally = import_file(path, form)
    documents = [each for each in outcomes if isinstance(each, Document)]
    return documents, tally.to_dict()


def tasks(tmp_path: Path, *result: Any, **task: Any) -> Path:
    file = tmp_path / "tasks.json"
    whole = {"data": {"text": TEXT}, "annotations": [{"result": list(result)}], **task}
    file.write_text(json.dumps([whole]), encoding="utf-8")
    return file


def region(name: Any, label: Any, start: Any, end: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "labels", "value": {"start": start, "end": end, "labels": [label], **more}}


def relation(start: Any, end: Any, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "labels": list(labels), "direction": direction}


CLAIM = region("a", "claim", *QUAY)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (region("b", "claim", 80, 900), "span_outside_text"),
        (region("b", "claim", -3, 9), "span_outside_text"),
        (region("b", "claim", 9, 9), "span_outside_text"),
        (region("b", "claim", 4, 8, text="port"), "words_differ"),
        (region("b", "claim", "4", 8), "no_span"),
        (region("b", "claim", True, 8), "no_span"),
        (region("b", "rumour", 4, 8), "unknown_label"),
        (region("b", ["claim"], 4, 8), "unknown_label"),
        (region("b", "claim", *QUAY), "no_predicate"),
        (region("b", "cue", 50, 54), "link_without_content"),
        (relation("a", "nowhere", "predicate"), "tie_without_ends"),
        (relation("a", "a", "nested"), "tie_without_ends"),
        ({"id": "a", "type": "choices", "from_name": "claim_kind", "value": {"choices": ["rumour"]}}, "unknown_choice"),
        ({"id": "a", "type": "choices", "from_name": "claim_colour", "value": {"choices": ["red"]}}, "unknown_choice"),
    ],
)
def test_label_studio_what_is_wrong_is_counted_and_the_rest_read(item: Any, reason: str, tmp_path: Path) -> None:
    (document,), tally = read(tasks(tmp_path, CLAIM, item), "label-studio")
    assert [claim.predicate.lemma for claim in document.claims] == ["break"]
    assert tally["rejected"] == {reason: 1}


@pytest.mark.parametrize(
    "item", [None, 7, "x", [], {}, {"type": "relation"}, {"type": "choices"}, {"value": 3}, {"type": "rectangle"}]
)
def test_label_studio_results_of_any_form(item: Any, tmp_path: Path) -> None:
    (document,), _ = read(tasks(tmp_path, CLAIM, item), "label-studio")
    assert len(document.claims) == 1


@pytest.mark.parametrize(
    "task", [None, 7, [], {}, {"data": 7}, {"data": {"image": "a.png"}}, {"data": {"text": ["a"]}}]
)
def test_label_studio_tasks_of_any_form(task: Any, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps([task]), encoding="utf-8")
    documents, tally = read(file, "label-studio")
    assert (documents, sum(tally["rejected"].values())) == ([], 1)


@pytest.mark.parametrize("content", ["", "{}", "[", '"text"', "[" * 100_000])
def test_label_studio_a_file_of_another_form(content: str, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(OptionError):
        read(file, "label-studio")


def test_of_several_annotations_the_last_one_counts_and_cancelled_ones_do_not(tmp_path: Path) -> None:
    annotations = [
        {"updated_at": "2031-02-02", "result": [region("b", "claim", 56, 71)]},
        {"updated_at": "2031-02-01", "result": [CLAIM]},
        {"updated_at": "2031-02-03", "result": [CLAIM], "was_cancelled": True},
    ]
    (document,), tally = read(tasks(tmp_path, annotations=annotations), "label-studio")
    assert [claim.predicate.lemma for claim in document.claims] == ["sink"]
    assert tally["dropped"] == {"annotation before the last one of a task": 1}


def test_relations_may_be_drawn_the_other_way_round_or_without_a_label(tmp_path: Path) -> None:
    source, cue, content = region("s", "source", 35, 49), region("c", "cue", 50, 54), region("t", "content", *QUAY)
    word = region("p", "predicate", 18, 23)
    ties = (
        relation("s", "c"),
        relation("c", "t", direction="left"),
        relation("a", "c"),
        relation("p", "a", "predicate"),
    )
    (document,), tally = read(tasks(tmp_path, CLAIM, source, cue, content, word, *ties), "label-studio")
    (claim,) = document.claims
    assert [(link.source_head, link.cue_lemma, link.source_type) for link in claim.chain] == [("Lesk", "say", "person")]
    assert (claim.predicate.lemma, tally["rejected"]) == ("break", {})


def test_links_nested_in_a_ring_are_parted(tmp_path: Path) -> None:
    cues = [region("c", "cue", 50, 54), region("d", "cue", 18, 23)]
    contents = [region("t", "content", *QUAY), region("u", "content", 24, 33)]
    ties = (relation("c", "t"), relation("d", "u"), relation("c", "d", "nested"), relation("d", "c", "nested"))
    (document,), tally = read(tasks(tmp_path, *cues, *contents, *ties), "label-studio")
    assert sum(link.parent is None for link in document.attributions) == 1
    assert tally["rejected"] == {"nested_in_itself": 1}


@given(st.lists(st.tuples(st.sampled_from(["claim", "cue", "source", "content", "hedge", "mention", "scope", "time"]),
                          st.integers(-5, 99), st.integers(-5, 99)), max_size=6),
       st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8))  # fmt: skip
def test_any_regions_and_relations_do_no_harm(
    regions: list[tuple[str, int, int]], pairs: list[tuple[int, int]]
) -> None:
    import tempfile

    drawn = [region(str(number), *each) for number, each in enumerate(regions)]
    with tempfile.TemporaryDirectory() as folder:
        documents, _ = read(tasks(Path(folder), *drawn, *(relation(str(a), str(b)) for a, b in pairs)), "label-studio")
    for document in documents:
        for claim in document.claims:
            assert claim.text == " … ".join(TEXT[start:end] for start, end in claim.spans)


def brat(tmp_path: Path, *lines: str) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("T2\tRumour 4 8\tquay", {"unknown_label": 1}),
        ("T2\tCue 4 900\tquay", {"span_outside_text": 1}),
        ("T2\tCue 4 8\tport", {"words_differ": 1}),
        ("R1\tpredicate Arg1:T1 Arg2:T9", {"tie_without_ends": 1}),
        ("A1\tclaim_kind T1 rumour", {"unknown_choice": 1}),
    ],
)
def test_brat_what_is_wrong_is_counted_and_the_rest_read(line: str, counted: dict[str, int], tmp_path: Path) -> None:
    folder = brat(tmp_path, f"T1\tClaim 0 33\t{TEXT[:33]}", line)
    (document,), tally = read(folder, "brat")
    assert [claim.predicate.lemma for claim in document.claims] == ["break"]
    assert tally["rejected"] == counted


def test_brat_a_broken_line_costs_its_file(tmp_path: Path) -> None:
    documents, tally = read(brat(tmp_path, "T1\tClaim zero 33\tx"), "brat")
    assert (documents, tally["rejected"]) == ([], {"broken_record": 1})


def test_brat_a_person_reads_a_kind_into_a_claim(tmp_path: Path) -> None:
    lines = (f"T1\tClaim 0 33\t{TEXT[:33]}", "A1\tclaim_kind T1 opinion", "#1\tAnnotatorNotes T1\tI doubt it")
    (document,), tally = read(brat(tmp_path, *lines), "brat")
    assert (document.claims[0].kind, tally["dropped"]) == ("opinion", {"note of an annotator": 1})


def annotation(start: int, end: int, exact: str | None, **more: Any) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    selectors += [{"type": "TextQuoteSelector", "exact": exact, **more}] if exact is not None else []
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "Claim"}
    return {"type": "Annotation", "body": tag, "target": {"source": "https://news.example/1", "selector": selectors}}


def page(tmp_path: Path, *items: Any) -> tuple[list[Document], dict[str, Any]]:
    from claimkit.exchange.documents import Articles
    from claimkit.records import Article

    file = tmp_path / "page.json"
    file.write_text(json.dumps({"type": "AnnotationPage", "items": list(items)}), encoding="utf-8")
    articles = Articles([Article.from_text(TEXT, url="https://news.example/1")])
    outcomes, tally = import_file(file, "web-annotation", articles)
    return [each for each in outcomes if isinstance(each, Document)], tally.to_dict()


@pytest.mark.parametrize(
    ("start", "end", "mended"),
    [
        (TEXT.index("in the"), TEXT.index("."[-1], 60), {}),
        (TEXT.index("in the") + 1, TEXT.index(".", 60) + 1, {"offsets in UTF-16": 1}),
        (3, 9, {"found by its quotation": 1}),
    ],
)
def test_web_annotation_the_quotation_tells_which_offsets_they_are(
    start: int, end: int, mended: dict[str, int], tmp_path: Path
) -> None:
    (document,), tally = page(tmp_path, annotation(start, end, "in the harbour"))
    assert [claim.text for claim in document.claims] == ["in the harbour"]
    assert tally["mended"] == mended


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (annotation(0, 9, "The harbour of"), "words_differ"),
        (annotation(0, 0, "a"), "words_twice"),
        (annotation(0, 900, None), "span_outside_text"),
        ({**annotation(0, 9, None), "body": {"purpose": "tagging", "value": "rumour"}}, "unknown_label"),
        ({**annotation(0, 9, None), "body": []}, "unknown_label"),
        ({"type": "Annotation", "target": 7}, "broken_record"),
        (None, "broken_record"),
        ({"motivation": "linking", "body": {"id": "x"}, "target": "nobody"}, "tie_without_ends"),
    ],
)
def test_web_annotation_what_is_wrong_is_counted(item: Any, reason: str, tmp_path: Path) -> None:
    (document,), tally = page(tmp_path, annotation(*QUAY, None), item)
    assert [claim.predicate.lemma for claim in document.claims] == ["break"]
    assert tally["rejected"] == {reason: 1}
