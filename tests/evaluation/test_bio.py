"""BIO labels with link ids."""

import pytest

from claimkit.errors import BrokenRecordError
from claimkit.evaluation.bio import read_labels
from claimkit.evaluation.relations import GoldAttribution
from claimkit.records import Span

SPANS = [Span(n, n + 1) for n in range(0, 20, 2)]


def read(*columns: str) -> list[GoldAttribution]:
    cells = [column.split(",") for column in columns]
    return read_labels(cells, SPANS[: len(cells[0])], range(1, 21))


def test_a_link_from_its_labels():
    (link,) = read("B-source-1,I-source-1,B-cue-1,B-content-1,I-content-1,O")
    assert link == GoldAttribution((Span(0, 3),), (Span(4, 5),), (Span(6, 9),))


@pytest.mark.parametrize(
    "column",
    [
        "b-SOURCE-1,i-SOURCE-1,B-CUE-1,_,0,-",
        "B-source-1,L-source-1,U-cue-1,,O,O",
        "B-source-1,E-source-1,S-cue-1,O,O,O",
        "I-source-1,I-source-1,I-cue-1,O,O,O",
    ],
)
def test_dialects(column):
    assert read(column) == [GoldAttribution((Span(0, 3),), (Span(4, 5),), ())]


def test_a_gap_or_a_b_begins_another_segment():
    (link,) = read("B-content-1,I-content-1,O,I-content-1,B-content-1")
    assert link.content == (Span(0, 3), Span(6, 7), Span(8, 9))


def test_links_by_first_appearance():
    first, second = read("B-cue-x,B-cue-7,I-cue-7")
    assert (first.cue, second.cue) == ((Span(0, 1),), (Span(2, 5),))


@pytest.mark.parametrize("cell", ["B-source-1|B-content-2", "B-source-1 B-content-2"])
def test_several_labels_in_one_cell(cell):
    one, two = read(f"{cell},O")
    assert (one.source, two.content) == ((Span(0, 1),), (Span(0, 1),))


def test_several_labels_in_several_columns():
    one, two = read("B-source-1,O", "B-content-2,I-content-2")
    assert (one.source, two.content) == ((Span(0, 1),), (Span(0, 3),))


def test_one_slot_a_link_and_nested_links_as_in_parc():
    outer, inner = read("B-CUE-0 _,B-CONTENT-0 B-CUE-NE-1,I-CONTENT-0 B-CONTENT-NE-1")
    assert (outer.nested, inner.nested) == (False, True)
    assert outer.content == (Span(2, 5),)
    assert inner.cue == (Span(2, 3),)


def test_columns_of_something_else_are_passed_over():
    assert read("NN,VBD,B-PER,I-PER", "O,B-cue-1,O,O") == [GoldAttribution((), (Span(2, 3),), ())]
    assert read("NN,VBD") == []


@pytest.mark.parametrize("label", ["B-cue", "B-cues-1", "X-cue-1", "B-speaker-1", "cue"])
def test_what_is_no_label_among_labels_is_named_with_its_line(label):
    with pytest.raises(BrokenRecordError, match=f"2: '{label}' is no label.*such as B-source-1"):
        read(f"B-source-1,{label}")


def test_labels_without_ids_are_a_mistake_and_not_another_column():
    with pytest.raises(BrokenRecordError, match="1: 'B-source' is no label"):
        read("B-source,I-source,B-cue")
