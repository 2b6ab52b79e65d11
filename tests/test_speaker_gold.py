"""The hand-made labels of speakers: stand-off, true to the corpus, and scored as their codebook says."""

import importlib
import json
import re
from pathlib import Path

import pytest

from claimkit.evaluation.brat import read_brat
from claimkit.extraction.parsing import parse
from claimkit.records import SourceType, Span

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
NOTES = {
    "anonymous",
    "coordination",
    "elided",
    "first_person",
    "generic",
    "group",
    "swapped",
    "text",
}


@pytest.fixture
def speakers(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("speakers")


@pytest.fixture
def draw(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("speaker_gold.draw").draw


@pytest.fixture
def labels(speakers):
    return speakers.read_labels()


@pytest.fixture(scope="module")
def polnear(corpora):
    return list(read_brat(corpora / "attribution" / "polnear" / "dev"))


def spans_of(label):
    return [span for span in (label.source, label.cue, label.antecedent) if span]


def test_there_are_three_hundred_from_every_publisher(labels):
    assert len(labels) == 300
    assert len({label.document for label in labels}) == 30
    assert len({label.document.partition("_")[0] for label in labels}) == 7


def test_values_are_of_the_closed_lists(speakers, labels):
    for label in labels:
        assert label.type in set(SourceType)
        assert label.form in {*speakers.FORMS, None}
        assert label.note in {*NOTES, None}
        assert label.entity is None or re.fullmatch(r"e\d{1,2}", label.entity)


def test_without_a_source_there_is_no_speaker_to_name(labels):
    silent = [label for label in labels if label.source is None]
    assert len(silent) == 15
    assert {label.type for label in silent} <= {"hearsay", "unknown"}
    assert {(label.entity, label.antecedent, label.form) for label in silent} == {(None, None, None)}
    for label in labels:
        assert label.source is None or (label.entity and label.form and label.type != "hearsay")


def test_withheld_names_are_the_anonymous_sources(labels):
    assert {label.place for label in labels if label.note == "anonymous"} == {
        label.place for label in labels if label.type == "anonymous"
    }


def test_an_antecedent_is_another_mention(labels):
    for label in labels:
        if label.antecedent:
            assert label.antecedent.end <= label.source.start or label.source.end <= label.antecedent.start


def test_one_place_belongs_to_one_entity(labels):
    held = {}
    for label in labels:
        for span in (label.source, label.antecedent):
            if span:
                held.setdefault((label.document, span), set()).add(label.entity)
    assert [place for place, entities in held.items() if len(entities) > 1] == []


@pytest.mark.parametrize("name", ["polnear_dev.jsonl", "again.jsonl"])
def test_no_word_of_an_article_is_stored(name):
    rows = [json.loads(line) for line in (BENCHMARKS / "speaker_gold" / name).read_text(encoding="utf-8").splitlines()]
    allowed = {"document", "source", "cue", "source_type", "entity", "antecedent", "form", "note", "uncertain"}
    for row in rows:
        assert set(row) <= allowed
        for key in ("source", "cue", "antecedent"):
            assert row[key] is None or [type(offset) for offset in row[key]] == [int, int]


def test_second_labels_are_of_rows_of_the_first(speakers, labels):
    first = {(label.document, label.source, label.cue) for label in labels}
    again = speakers.read_labels(speakers.GOLD / "again.jsonl")
    assert len({(label.document, label.source, label.cue) for label in again} & first) == len(again) == 60


def test_spans_lie_in_their_document_at_word_borders(labels, polnear):
    texts = {document.name: document.text for document in polnear}
    for label in labels:
        text = texts[label.document]
        for start, end in spans_of(label):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_the_rows_are_the_drawn_sample(labels, polnear, draw):
    rows = [(one.document, *((one.cue, one.source) if one.note == "swapped" else spans_of(one)[:2])) for one in labels]
    drawn = [(name, source, cue) if source else (name, cue) for name, source, cue in draw(polnear)]
    assert [row if label.source else row[:2] for row, label in zip(rows, labels, strict=True)] == drawn


# --- how it is scored ---


def label(speakers, place, source, entity, antecedent=None, **more):
    values = {"type": "person", "form": "short", "note": None, "uncertain": False, "cue": None} | more
    return speakers.Label(
        place=place,
        document="d",
        source=Span(*source),
        entity=entity,
        antecedent=Span(*antecedent) if antecedent else None,
        **values,
    )


def judged(speakers, rows, clusters, given):
    answers = {row.place: speakers.Answer("person", cluster) for row, cluster in zip(rows, given, strict=True)}
    entities = tuple(tuple(Span(*span) for span in cluster) for cluster in clusters)
    return speakers.judge_speakers(rows, speakers.Answers(answers, entities))


def test_a_speaker_is_right_if_the_entity_has_the_antecedent(speakers):
    rows = [label(speakers, 0, (20, 25), "e1", (0, 12)), label(speakers, 1, (30, 35), "e1", (0, 12))]
    clusters = [[(5, 12), (20, 25)], [(30, 35)]]
    assert judged(speakers, rows, clusters, [0, 1]) == {0: True, 1: False}


def test_the_narrowest_mention_has_the_place(speakers):
    rows = [label(speakers, 0, (40, 42), "e1", (18, 30))]
    spokesman = [(0, 30), (40, 42)]  # «a spokesman for Ilsa Dunmore», «he»
    assert judged(speakers, rows, [spokesman, [(18, 30)]], [0]) == {0: False}


def test_a_mention_of_the_last_word_has_the_place_if_none_has_it_all(speakers):
    clusters = [(Span(0, 4),), (Span(5, 12),)]
    assert speakers.owner(clusters, Span(0, 12)) == 1
    assert speakers.owner(clusters[:1], Span(0, 12)) is None


def test_an_unresolved_source_is_right_only_where_there_is_nothing_to_resolve(speakers):
    rows = [label(speakers, 0, (20, 25), "e1", (0, 12)), label(speakers, 1, (30, 35), "e2")]
    assert judged(speakers, rows, [[(0, 12)]], [None, None]) == {0: False, 1: True}


def test_two_people_in_one_entity_are_both_wrong(speakers):
    rows = [label(speakers, 0, (20, 25), "e1", (0, 5)), label(speakers, 1, (30, 35), "e2", (8, 12))]
    assert judged(speakers, rows, [[(0, 5), (8, 12), (20, 25), (30, 35)]], [0, 0]) == {0: False, 1: False}


def test_a_phrase_lost_in_another_entity_is_wrong_alone(speakers):
    rows = [
        label(speakers, 0, (20, 25), "e1", (0, 5)),
        label(speakers, 1, (30, 35), "e2", form="description", type="collective"),
    ]
    assert judged(speakers, rows, [[(0, 5), (20, 25), (30, 35)]], [0, 0]) == {0: True, 1: False}


def test_a_coordination_is_not_judged(speakers):
    assert judged(speakers, [label(speakers, 0, (0, 9), "e1", note="coordination")], [[(0, 4)]], [0]) == {}


def test_the_head_of_a_prepositional_phrase_is_its_object(speakers):
    parsed = parse("Orvan faced questions from the river committee on Monday.")
    start = parsed.text.index("from")
    assert speakers.head_of(parsed, Span(start, parsed.text.index(" on"))).text == "committee"


def test_accuracy_counts_rows_and_is_certain_of_what_never_varies(speakers):
    rows = [label(speakers, place, (0, 5), "e1") for place in range(4)]
    assert speakers.accuracy(rows, dict.fromkeys(range(4), True)) == {"accuracy": 1.0, "interval": [1.0, 1.0], "n": 4}
    assert speakers.accuracy(rows, {0: True, 1: True, 2: True, 3: False})["accuracy"] == 0.75
