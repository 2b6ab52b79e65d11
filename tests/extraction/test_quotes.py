"""Quotation marks are paired whatever state they are in; see the module's docstring for the rules."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimkit.extraction.parsing import split_paragraphs
from claimkit.extraction.quotes import Quotation, pair_quotes, style_of
from claimkit.records import Span, Style


def pairs(text: str) -> tuple[Quotation, ...]:
    return pair_quotes(text, split_paragraphs(text))


def inner(text: str) -> list[str]:
    return [text[slice(*quotation.inner)] for quotation in pairs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We sailed," she said.', ["We sailed,"]),
        ("“We sailed,” she said.", ["We sailed,"]),
        ('“We sailed," she said. "We sank.”', ["We sailed,", "We sank."]),
        ('"We sailed,” she said. “We sank."', ["We sailed,", "We sank."]),
        ("''We sailed,'' she said. ''We sank.''", ["We sailed,", "We sank."]),
        ("``We sailed,'' she said.", ["We sailed,"]),
        ("”We sailed,” she said.", ["We sailed,"]),
        ("„We sailed“, she said.", ["We sailed"]),
        ("«We sailed», she said.", ["We sailed"]),
        ("»We sailed«, she said.", ["We sailed"]),
        ("the “anti-”harbour” men", ["anti-"]),
        ('“One”—"two"/«three»', ["One", "two", "three"]),
    ],
)
def test_marks_of_every_shape_pair_also_when_mixed(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They don't know the workers' party of the '90s.",
        "They don’t know the workers’ party of the ’90s or the ‘80s.",
        "It's rock 'n' roll, 'cause the dockers' choir can't stop.",
        "The mast is 6'2\" tall, the other 5' 11\" at most.",
        "The boys' and girls' teams of '08 and '12 met.",
        'The <a href="https://example.org" class="x">page</a> is gone.',
        'A stray " between words.',
        '""',
        "“ ”",
    ],
)
def test_apostrophes_measures_and_markup_are_no_quotations(text: str) -> None:
    assert pairs(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbour chief vows ‘new tide’ for port", ["new tide"]),
        ("Harbour chief vows 'new tides' for the workers' port", ["new tides"]),
        ("She doesn't like the 'workers' party' at all.", ["workers' party"]),
        ("’Twas the ‘long night’ of ’98", ["long night"]),
        ("A 'first tide' and a 'second tide' came.", ["first tide", "second tide"]),
    ],
)
def test_single_marks_quote_too(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_single_quotation_nests_in_a_double_one() -> None:
    text = "“He told us ‘no tide today’,” she said."
    outer, nested = pairs(text)
    assert (outer.depth, nested.depth) == (0, 1)
    assert text[slice(*nested.inner)] == "no tide today"


def test_a_double_quotation_nests_in_a_single_one() -> None:
    text = "‘He told us “no tide today” and left,’ she said."
    assert [(quotation.depth, text[slice(*quotation.inner)]) for quotation in pairs(text)] == [
        (0, "He told us “no tide today” and left,"),
        (1, "no tide today"),
    ]


def test_three_apostrophes_close_the_nested_quotation_first() -> None:
    assert inner("''He said, 'no tide today.''' She left.") == ["He said, 'no tide today.'", "no tide today."]


def test_the_span_has_the_marks_and_the_inner_has_not() -> None:
    (quotation,) = pairs("x ''tide'' y")
    assert quotation.span == (2, 10)
    assert quotation.inner == (4, 8)


def test_a_quotation_over_paragraphs_reopens_at_each_and_closes_once() -> None:
    text = "“The tide came.\n\n“It stayed all night.\n\n“Then it went,” she said. “Good.”"
    assert [(text[slice(*q.inner)], q.closed, q.continues) for q in pairs(text)] == [
        ("The tide came.", False, False),
        ("It stayed all night.", False, True),
        ("Then it went,", True, True),
        ("Good.", True, False),
    ]


def test_what_is_nested_in_a_paragraph_that_goes_on_stays_nested() -> None:
    text = "“He called it ‘a flood’ and “a disaster” that night.\n\n“Then it went,” she said."
    assert [q.depth for q in pairs(text)] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke of “a tide that nobody saw.", "a tide that nobody saw."),
        ("He spoke of “a tide, and warned that “high waves” would come.", "a tide,"),
        ("He spoke of “a tide and of “high waves” to come.", "a tide and of"),
        ('"The tide came, the mayor of Brinhaven said.', "The tide came,"),
        ("among “very tall” and “fairly tall) people (of 30)", "very tall"),
    ],
)
def test_a_quotation_that_never_closes_ends_at_a_sensible_place(text: str, expected: str) -> None:
    first = pairs(text)[0]
    assert text[slice(*first.inner)] == expected
    assert first.closed or first.span.end == first.inner.end


def test_an_unclosed_quotation_does_not_swallow_the_next_paragraph() -> None:
    text = "He spoke of “a tide.\n\nNobody answered “yes” to him."
    assert inner(text) == ["a tide.", "yes"]


def test_a_slip_of_the_space_bar_still_closes() -> None:
    assert inner('"The tide came, "she said.') == ["The tide came, "]


def test_a_closing_mark_without_an_opener_opens_nothing() -> None:
    assert inner('The tide came," she said. "It went."') == ["It went."]


def test_marks_outside_the_paragraphs_are_not_read() -> None:
    text = "“Share” this\n\nShe said “yes”."
    assert [text[slice(*q.inner)] for q in pair_quotes(text, split_paragraphs(text)[1:])] == ["yes"]


MARKS = "\"'“”„‘’«»`"
WILD = st.text(st.sampled_from(MARKS + "ab 9.,()\n" + string.whitespace), max_size=80)
TAME = st.text(st.sampled_from("\"'“”‘’ as,\n"), max_size=60)


@given(st.one_of(WILD, TAME, st.text(max_size=60)))
def test_quotations_of_any_text_are_sound(text: str) -> None:
    paragraphs = split_paragraphs(text)
    found = pair_quotes(text, paragraphs)
    assert list(found) == sorted(found, key=lambda q: (q.span.start, -q.span.end))
    for quotation in found:
        assert any(p.start <= quotation.span.start and quotation.span.end <= p.end for p in paragraphs)
        opening = text[quotation.span.start : quotation.inner.start]
        closing = text[quotation.inner.end : quotation.span.end]
        assert re.fullmatch(f"[{MARKS}‛‟‹›＂]{{1,2}}", opening)
        assert bool(closing) == quotation.closed
        assert text[slice(*quotation.inner)].strip()


@given(st.one_of(WILD, TAME))
@example("“9''«9“«")  # a quotation that goes on over inches, and a stray guillemet in what it goes on over
def test_quotations_nest_and_never_cross(text: str) -> None:
    around: list[Quotation] = []
    for quotation in pairs(text):
        while around and around[-1].span.end <= quotation.span.start:
            around.pop()
        assert quotation.depth == len(around)
        if around:
            assert around[-1].inner.start <= quotation.span.start
            assert quotation.span.end <= around[-1].inner.end
        around.append(quotation)


@given(WILD)
def test_the_same_text_gives_the_same_quotations(text: str) -> None:
    assert pairs(text) == pairs(text)


@pytest.mark.parametrize(
    "unit", ['"', '"a ', 'a" ', "'a ", "“", "«a “", "‘a’", "''a '", '"a, ', '"a\n\n', '("a) ', "<a "]
)
def test_ten_thousand_marks_are_read(unit: str) -> None:
    text = unit * 10_000
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in pairs(text))


def test_no_seed_raises_and_every_double_mark_finds_its_place(seeds: Path) -> None:
    found = {path.name[:3]: pairs(path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))}
    unclosed = {name: sum(not q.closed for q in quotations) for name, quotations in found.items()}
    assert unclosed == {"000": 0, "001": 0, "002": 0, "003": 0, "004": 1}


def test_the_seed_quotation_that_is_never_closed_ends_before_the_next(seeds: Path) -> None:
    text = next(seeds.glob("004_*.txt")).read_text(encoding="utf-8")
    (unclosed,) = (q for q in pairs(text) if not q.closed)
    assert text[slice(*unclosed.inner)].startswith("did not meet the Party's")
    assert text[slice(*unclosed.inner)].endswith("and the demands,")


def test_the_seed_quotation_with_two_shapes_of_mark_is_one(seeds: Path) -> None:
    text = next(seeds.glob("003_*.txt")).read_text(encoding="utf-8")
    assert "greater disappointment." in inner(text)


def test_real_news_leaves_few_marks_without_a_partner(corpora: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(corpora.glob("attribution/polnear/dev/text/*.txt"))]
    doubles = sum(len(re.findall("''|[\"“”]", text)) for text in texts)
    paired = sum(1 + q.closed for text in texts for q in pairs(text) if re.match("''|[\"“”]", text[q.span.start :]))
    assert doubles > 1000
    assert paired / doubles > 0.98


@pytest.mark.parametrize(
    ("content", "style"),
    [
        ("“We sailed,”", Style.DIRECT),
        ("We sailed", Style.DIRECT),
        ("that we sailed on a “calm” sea", Style.MIXED),
        ("that we sailed", Style.INDIRECT),
    ],
)
def test_the_style_is_read_off_the_quoted_words(content: str, style: Style) -> None:
    text = f"She said {content}." if style is not Style.DIRECT else "“We sailed,” she said."
    start = text.index(content)
    assert style_of(text, [Span(start, start + len(content))], pairs(text)) is style


def test_content_in_and_out_of_quotations_is_mixed() -> None:
    text = "“We sailed,” she said, and that they sank."
    spans = [Span(0, 12), Span(text.index("that"), len(text) - 1)]
    assert style_of(text, spans, pairs(text)) is Style.MIXED


def test_without_content_there_is_no_quoted_word() -> None:
    assert style_of("", [], ()) is Style.INDIRECT
