"""Brat stand-off gold: PolNeAR's layout and the flat one, events and plain relations."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import BrokenRecordError, OptionError, UndecodableError
from claimkit.evaluation.brat import read_annotations, read_brat
from claimkit.evaluation.relations import ROLES, GoldAttribution
from claimkit.records import Span

TEXT = "“We won,” said Berg, “at last.”\n"
SPANS = """T1\tSource 15 19\tBerg
T2\tCue 10 14\tsaid
T3\tContent 0 9;21 31\t“We won,” “at last.”
"""
ANNOTATIONS = f"""{SPANS}T4\tAttribution 10 14\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""
LINK = GoldAttribution(source=(Span(15, 19),), cue=(Span(10, 14),), content=(Span(0, 9), Span(21, 31)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions" / "one_b7.ann").write_text("", encoding="utf-8")
    (tmp_path / "attributions" / "one_a1.ann").write_text(ANNOTATIONS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(tmp_path):
    def from_lines(lines: str) -> tuple[GoldAttribution, ...]:
        path = tmp_path / "a.ann"
        path.write_text(lines, encoding="utf-8")
        return read_annotations(path)

    return from_lines


def test_first_annotator_in_alphabetical_order(folder):
    (document,) = read_brat(folder)
    assert (document.name, document.text) == ("one", TEXT)
    assert document.attributions == (LINK,)


def test_text_and_annotations_side_by_side(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.ann").write_text(ANNOTATIONS, encoding="utf-8")
    (document,) = read_brat(tmp_path)
    assert document.attributions == (LINK,)


def test_carriage_returns_are_characters(folder):
    (folder / "text" / "one.txt").write_bytes(b"a\r\n" + TEXT.encode())
    (document,) = read_brat(folder)
    assert document.text.startswith("a\r\n")


def test_text_without_annotations_is_left_out(folder):
    (folder / "text" / "two.txt").write_text("x", encoding="utf-8")
    assert [document.name for document in read_brat(folder)] == ["one"]


@pytest.mark.parametrize("event", ["Discuss", "Discard"])
def test_discarded_relations_are_none(read, event):
    assert read(ANNOTATIONS.replace("E1\tAttribution", f"E1\t{event}")) == ()


def test_second_content_joins_the_first(read):
    (relation,) = read(ANNOTATIONS.replace("Content:T3", "Content:T3 Content2:T1"))
    assert relation.content == (Span(0, 9), Span(15, 19), Span(21, 31))


def test_covered_text_with_a_line_break(read):
    (relation,) = read(ANNOTATIONS.replace("\tBerg", "\tAnna\nTBerg"))
    assert relation.source == (Span(15, 19),)


def test_lines_that_end_as_windows_ends_them(read):
    assert read(ANNOTATIONS.replace("\n", "\r\n")) == (LINK,)


def test_the_cue_may_be_the_trigger(read):
    assert read(f"{SPANS}E1\tCue:T2 Content:T3 Source:T1\n") == (LINK,)


@pytest.mark.parametrize(
    "relations",
    [
        "R1\tsaid Arg1:T2 Arg2:T1\nR2\tsaid Arg1:T2 Arg2:T3\n",
        "R1\tspeaker_of Arg1:T1 Arg2:T2\nR2\tcontent_of Arg1:T3 Arg2:T2\n",
        "R1\tAttribution Arg1:T1 Arg2:T3\nR2\tAttribution Arg1:T3 Arg2:T2\n",
    ],
    ids=["from the cue", "to the cue", "the source hangs on the content"],
)
def test_plain_relations_make_one_link(read, relations):
    assert read(SPANS + relations) == (LINK,)


def test_a_source_and_a_content_without_a_cue(read):
    assert read(f"{SPANS}R1\tsays Arg1:T1 Arg2:T3\n") == (GoldAttribution(LINK.source, (), LINK.content),)


def test_one_source_of_two_cues_makes_two_links(read):
    lines = (
        f"{SPANS}T5\tCue 19 20\t,\nT6\tContent 5 8\twon\n"
        "R1\tx Arg1:T2 Arg2:T1\nR2\tx Arg1:T2 Arg2:T3\nR3\tx Arg1:T5 Arg2:T1\nR4\tx Arg1:T5 Arg2:T6\n"
    )
    assert [link.source for link in read(lines)] == [LINK.source] * 2
    assert [link.content for link in read(lines)] == [LINK.content, (Span(5, 8),)]


def test_types_in_any_case_and_discarded_relations(read):
    lines = SPANS.replace("Source", "SOURCE").replace("Cue", "cue")
    assert read(f"{lines}R1\tx Arg1:T2 Arg2:T1\nR2\tDiscard Arg1:T2 Arg2:T3\n") == (
        GoldAttribution(LINK.source, LINK.cue, ()),
    )


def test_a_link_in_the_content_of_another_is_nested(read):
    inner = "T5\tSource 1 3\tWe\nT6\tCue 4 7\twon\nT7\tAttribution 4 7\twon\nE2\tAttribution:T7 Source:T5 Cue:T6\n"
    assert [link.nested for link in read(ANNOTATIONS + inner)] == [False, True]


@pytest.mark.parametrize("line", ["T1\tSource fifteen 19\tBerg", "T1\tSource", "T1\tSource 15\tBerg"])
def test_broken_line_is_named(read, line):
    with pytest.raises(BrokenRecordError, match=r"a\.ann:1"):
        read(line + "\n")


def test_a_span_beyond_the_text_is_named(folder):
    (folder / "text" / "one.txt").write_text("“We won", encoding="utf-8")
    with pytest.raises(BrokenRecordError, match=re.escape("one_a1.ann: the span 15 19 is empty or not in one.txt")):
        list(read_brat(folder))


def test_a_text_in_another_encoding_is_named(folder):
    (folder / "text" / "one.txt").write_bytes(b"\x93We won\x94")
    with pytest.raises(UndecodableError, match=r"one\.txt: is not UTF-8"):
        list(read_brat(folder))


def test_other_folder_is_an_error(tmp_path):
    with pytest.raises(OptionError, match="attributions"):
        list(read_brat(tmp_path))


SEGMENTS = st.lists(st.integers(0, 29), min_size=2, max_size=6, unique=True).map(sorted)
PLACES = SEGMENTS.map(
    lambda edges: tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
)  # fmt: skip


@given(st.lists(st.tuples(st.just(()) | PLACES, st.just(()) | PLACES, PLACES), max_size=4))
def test_what_is_written_is_read(tmp_path_factory, links):
    """Any links over a text with line breaks, wide characters and a tab, written as brat writes them."""
    text = "«Åse» said:\r\n\t“Go 🎈 — now…”, and"
    assert len(text) >= 30
    lines, number = [], 0
    for event, roles in enumerate(links, start=1):
        arguments = []
        for role, spans in zip(ROLES, roles, strict=True):
            if spans:
                number += 1
                body = ";".join(f"{start} {end}" for start, end in spans)
                lines.append(f"T{number}\t{role.title()} {body}\t…")
                arguments.append(f"{role.title()}:T{number}")
        number += 1
        lines += [f"T{number}\tAttribution 0 1\t…", f"E{event}\tAttribution:T{number} {' '.join(arguments)}"]
    folder = tmp_path_factory.mktemp("brat")
    (folder / "one.txt").write_bytes(text.encode())
    (folder / "one.ann").write_text("\n".join(lines), encoding="utf-8")
    (document,) = read_brat(folder)
    assert document.text == text
    assert [(each.source, each.cue, each.content) for each in document.attributions] == links


def test_polnear_dev(corpora):
    documents = list(read_brat(corpora / "attribution" / "polnear" / "dev"))
    assert len(documents) == 84
    for document in documents:
        for relation in document.attributions:
            assert not relation.nested  # the corpus marks the outermost level
            for span in (*relation.source, *relation.cue, *relation.content):
                assert 0 <= span.start < span.end <= len(document.text)
