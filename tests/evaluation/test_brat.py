"""Brat stand-off gold, as PolNeAR is distributed."""

from pathlib import Path

import pytest

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.brat import GoldAttribution, read_annotations, read_brat
from claimkit.records import Span

TEXT = "“We won,” said Berg, “at last.”\n"
ANNOTATIONS = """T1\tSource 15 19\tBerg
T2\tCue 10 14\tsaid
T3\tContent 0 9;21 31\t“We won,” “at last.”
T4\tAttribution 10 14\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions" / "one_b7.ann").write_text("", encoding="utf-8")
    (tmp_path / "attributions" / "one_a1.ann").write_text(ANNOTATIONS, encoding="utf-8")
    return tmp_path


def test_first_annotator_in_alphabetical_order(folder):
    (document,) = read_brat(folder)
    assert (document.name, document.text) == ("one", TEXT)
    assert document.attributions == (
        GoldAttribution(source=(Span(15, 19),), cue=(Span(10, 14),), content=(Span(0, 9), Span(21, 31))),
    )


def test_carriage_returns_are_characters(folder):
    (folder / "text" / "one.txt").write_bytes(b"a\r\nb")
    (document,) = read_brat(folder)
    assert document.text == "a\r\nb"


def test_text_without_annotations_is_left_out(folder):
    (folder / "text" / "two.txt").write_text("x", encoding="utf-8")
    assert [document.name for document in read_brat(folder)] == ["one"]


@pytest.mark.parametrize("event", ["Discuss", "Discard"])
def test_discarded_relations_are_none(tmp_path, event):
    path = tmp_path / "a.ann"
    path.write_text(ANNOTATIONS.replace("E1\tAttribution", f"E1\t{event}"), encoding="utf-8")
    assert read_annotations(path) == ()


def test_second_content_joins_the_first(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text(ANNOTATIONS.replace("Content:T3", "Content:T3 Content2:T1"), encoding="utf-8")
    (relation,) = read_annotations(path)
    assert relation.content == (Span(0, 9), Span(15, 19), Span(21, 31))


def test_covered_text_with_a_line_break(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text(ANNOTATIONS.replace("\tBerg", "\tAnna\nTBerg"), encoding="utf-8")
    (relation,) = read_annotations(path)
    assert relation.source == (Span(15, 19),)


def test_broken_line_is_named(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text("T1\tSource fifteen 19\tBerg\n", encoding="utf-8")
    with pytest.raises(BrokenRecordError, match=r"a\.ann:1"):
        read_annotations(path)


def test_other_folder_is_an_error(tmp_path):
    with pytest.raises(OptionError, match="attributions"):
        list(read_brat(tmp_path))


def test_polnear_dev(corpora):
    documents = list(read_brat(corpora / "attribution" / "polnear" / "dev"))
    assert len(documents) == 84
    for document in documents:
        for relation in document.attributions:
            for span in (*relation.source, *relation.cue, *relation.content):
                assert 0 <= span.start < span.end <= len(document.text)
