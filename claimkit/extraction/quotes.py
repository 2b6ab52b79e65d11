"""Quotation marks paired into quotations, whatever state they are in.

Real text mixes curly and straight marks, uses one sign for apostrophe, foot and quotation, reopens a quotation at
every paragraph and closes it once, and forgets to close it at all. A mark's direction is read from its shape, from
the white space on both sides and from what is already open in the paragraph; where they disagree the text around it
wins over the shape. Double marks and guillemets are paired first, single marks afterwards and only between marks
that lie in the same double quotation, so that quotations never cross. Time is linear in the length of the text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimkit.extraction.parsing import trim
from claimkit.records import Span, Style
from claimkit.resources import load_lexicon

_OPENING_BEFORE = frozenset("([{<—–-/|*_")
_CLOSING_AFTER = frozenset(".,;:!?)]}>—–-/…|*_%")
_FEET_AND_INCHES = re.compile(
    r"\d(?P<feet>['’])\d{1,2}(?:½|¼|¾|\.\d)?(?P<inches>[\"”]|''|’’)?|\d(?P<foot>['’])\s\d{1,2}(?P<inch>[\"”]|''|’’)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")  # the marks in <a href="..."> are no quotations
_BRACKET = re.compile(r"[()\[\]]")
_SINGLE_FOR_DOUBLE = re.compile(r"(?:[^'‘’\n]|(?<=\w)['’](?=\w))*[.,?!](?P<mark>['’])(?=[\s.,)]|$)")
_TWO_DIGITS = re.compile(r"\d\ds?\b")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation inside one paragraph; all spans are code points into the text.

    ``span`` includes the marks, ``inner`` does not. ``depth`` is 0 for an outer quotation, 1 for one nested in it.
    ``closed`` is false where the closing mark is missing: at a paragraph that the next one continues, or by mistake;
    then ``span`` and ``inner`` end together. ``continues`` says that the quotation goes on from the paragraph before.
    """

    span: Span
    inner: Span
    depth: int
    closed: bool
    continues: bool


def style_of(text: str, content: Sequence[Span], outer: Sequence[Quotation]) -> Style:
    """Direct if all letters and digits of ``content`` are quoted, indirect if none is, mixed otherwise.

    ``outer`` are the outer quotations of ``text`` in its order; they never overlap.
    """
    words = quoted = 0
    for span in content:
        words += sum(map(str.isalnum, text[span.start : span.end]))
        first = bisect_right(outer, span.start, key=lambda each: each.span.end)
        last = bisect_left(outer, span.end, key=lambda each: each.span.start)
        for each in outer[first:last]:
            quoted += sum(map(str.isalnum, text[max(span.start, each.span.start) : min(span.end, each.span.end)]))
    return Style.INDIRECT if not quoted else Style.DIRECT if quoted == words else Style.MIXED


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    family: str  # double | guillemet | single
    form: str  # open | close | none: what its shape claims
    context: str  # open | close | none: what white space and punctuation claim


_Pair = tuple[_Mark, _Mark]
_Found = tuple[Span, Span, bool]  # with marks, without marks, closed


def pair_quotes(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations in the ``paragraphs`` of ``text``, sorted by position, an outer one before what it holds.

    ``paragraphs`` do not overlap and are in order; what lies outside them is not read. Apostrophes, feet and inches
    are no marks; an empty pair is no quotation. Never raises, for any text.
    """
    found: list[Quotation] = []
    carried = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        quotations = _in_paragraph(text, paragraph, following)
        if carried and quotations:
            quotations[0] = replace(quotations[0], continues=True)
        found += quotations
        carried = _goes_on(text, quotations, paragraph, following)
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span, following: Span | None) -> list[Quotation]:
    marks = _marks(text, paragraph)
    if not marks:
        return []
    pairs, loose = _match_doubles(text, [mark for mark in marks if mark.family != "single"])
    reopened = _reopens(text, following, "double")
    # What the next paragraph goes on with is no slip of the space bar.
    pairs += (slips := _misread_closers(loose[:-1] if reopened else loose, pairs))
    loose = _without(loose, slips)
    found = [_found(first, last) for first, last in pairs]
    found += _unclosed(text, paragraph, loose, [first.span.start for first, _ in pairs], reopened=reopened)
    ends = {inner.end for _, inner, _ in found}  # a single mark that closes a double quotation is spent
    singles = [mark for mark in marks if mark.family == "single" and mark.span.start not in ends]
    for group in _by_container(singles, [span for span, _, _ in found]):
        found += [_found(first, last) for first, last in _match_singles(text, group)]
    if marks and marks[0].family == "single" and _reopens(text, following, "single"):
        found += _open_at_end(text, trim(text, paragraph), marks[0], found)
    return _nest(text, found)


def _found(first: _Mark, last: _Mark) -> _Found:
    return Span(first.span.start, last.span.end), Span(first.span.end, last.span.start), True


def _nest(text: str, found: Iterable[_Found]) -> list[Quotation]:
    nested: list[Quotation] = []
    open_ends: list[int] = []
    for span, inner, closed in sorted(found, key=lambda item: (item[0].start, -item[0].end)):
        if not text[inner.start : inner.end].strip():
            continue
        while open_ends and open_ends[-1] <= span.start:
            open_ends.pop()
        nested.append(Quotation(span=span, inner=inner, depth=len(open_ends), closed=closed, continues=False))
        open_ends.append(span.end)
    return nested


def _goes_on(text: str, quotations: Sequence[Quotation], paragraph: Span, following: Span | None) -> bool:
    """Whether an outer quotation is open at the end of ``paragraph`` and the next paragraph reopens it."""
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    if not outer or outer[-1].closed or text[outer[-1].span.end : paragraph.end].strip():
        return False
    family = _known_marks()[text[outer[-1].span.start : outer[-1].inner.start]][0]
    return _reopens(text, following, family)


def _reopens(text: str, paragraph: Span | None, family: str) -> bool:
    if paragraph is None:
        return False
    first = _pattern().match(text, *trim(text, paragraph))
    return first is not None and _known_marks()[first.group()][0] == family


# --- marks ---------------------------------------------------------------------------------------------------------


@functools.cache
def _known_marks() -> dict[str, tuple[str, str]]:
    marks = load_lexicon("quotes")["marks"]
    return {mark: (entry["family"], entry["form"]) for mark, entry in marks.items()}


@functools.cache
def _pattern() -> re.Pattern[str]:
    # Three apostrophes at the end of a quotation are a single mark, then a double one: «... one of us,''' he said».
    longest_first = sorted(_known_marks(), key=lambda mark: (-len(mark), mark))
    # Each branch begins with a mark, what stands before is asked for afterwards: so the engine skips all other signs.
    return re.compile(r"'(?<=[^\s']')(?=''(?!'))|" + "|".join(map(re.escape, longest_first)))


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    measures = {
        match.start(sign) for match in _FEET_AND_INCHES.finditer(text, *paragraph) for sign in match.groupdict()
    }
    tags = [match.span() for match in _TAG.finditer(text, *paragraph)]
    found = [match for match in _pattern().finditer(text, *paragraph) if match.start() not in measures]
    found = _outside(found, tags)
    body = trim(text, paragraph)
    return [mark for run in _runs(found) for mark in _with_context(text, body, run)]


def _outside(found: Sequence[re.Match[str]], spans: Sequence[tuple[int, int]]) -> list[re.Match[str]]:
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return [match for match in found if bisect_right(starts, match.start()) == bisect_right(ends, match.start())]


def _runs(found: Iterable[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Marks that touch each other share the white space around them: «"'No,' he said."»."""
    run: list[re.Match[str]] = []
    for match in found:
        if run and run[-1].end() != match.start():
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _with_context(text: str, body: Span, run: Sequence[re.Match[str]]) -> Iterator[_Mark]:
    start, end = run[0].start(), run[-1].end()
    before = text[start - 1] if start > body.start else " "
    after = text[end] if end < body.end else " "
    opens = (before.isspace() or before in _OPENING_BEFORE) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _CLOSING_AFTER)
    context = "none" if opens == closes else "open" if opens else "close"
    # Nothing is closed at the start of a paragraph, nothing opened at its end, whatever the white space.
    if start == body.start or end == body.end:
        context = "open" if start == body.start else "close"
    for match in run:
        family, form = _known_marks()[match.group()]
        yield _Mark(Span(*match.span()), family, form, context)


# --- double marks --------------------------------------------------------------------------------------------------


def _match_doubles(text: str, marks: Sequence[_Mark]) -> tuple[list[_Pair], list[_Mark]]:
    """Pairs, and the double openers that found no closer, both by one stack over the paragraph."""
    pairs: list[_Pair] = []
    stack: list[_Mark] = []
    waiting = {"double": 0, "guillemet": 0}
    for mark in marks:
        if _opens(mark, waiting[mark.family]):
            stack.append(mark)
            waiting[mark.family] += 1
        elif waiting[mark.family]:
            # An opener of the other family left inside is a stray: “one «two” has no second quotation.
            while stack[-1].family != mark.family:
                waiting[stack.pop().family] -= 1
            waiting[mark.family] -= 1
            pairs.append((stack.pop(), mark))
        elif pairs and mark.context == "close" and _closed_at_inches(text, pairs[-1]):
            opener = pairs[-1][0]
            while stack and stack[-1].span.start > opener.span.start:  # a stray too: “cut a 12" «hole”
                waiting[stack.pop().family] -= 1
            pairs[-1] = (opener, mark)
    # A mark with space on both sides opens only if it is closed: « '' » alone is litter.
    return pairs, [mark for mark in stack if mark.family == "double" and mark.context == "open"]


def _opens(mark: _Mark, waiting: int) -> bool:
    if not waiting:
        return mark.context == "open" or (mark.context == "none" and mark.form != "close")
    if mark.form == "close":
        return False
    return mark.context == "open"


def _closed_at_inches(text: str, pair: _Pair) -> bool:
    """«"It cut a 12" hole," he said»: the mark after the digit closed nothing."""
    return pair[1].form == "none" and text[pair[1].span.start - 1].isdigit()


def _misread_closers(loose: Sequence[_Mark], pairs: Sequence[_Pair]) -> list[_Pair]:
    """Two straight openers with nothing between are one pair and a slip of the space bar: «"We won, "he said»."""
    starts = sorted(first.span.start for first, _ in pairs)
    found: list[_Pair] = []
    for first, last in pairwise(loose):
        apart = bisect_left(starts, first.span.start) != bisect_left(starts, last.span.start)
        taken = bool(found) and found[-1][1] is first
        if first.form == last.form == "none" and not apart and not taken:
            found.append((first, last))
    return found


def _without(loose: Sequence[_Mark], pairs: Iterable[_Pair]) -> list[_Mark]:
    taken = {mark.span for pair in pairs for mark in pair}
    return [mark for mark in loose if mark.span not in taken]


def _unclosed(
    text: str, paragraph: Span, loose: Sequence[_Mark], openers: Sequence[int], *, reopened: bool
) -> list[_Found]:
    """The quotations of openers without closer.

    One ends at a single mark that stands for the double one, where the next quotation opens, before a reporting frame
    («"We won, he said.»), at a bracket it did not open, or with its paragraph. The last one of a paragraph that the
    next paragraph reopens goes on to the end, over what is nested in it.
    """
    found: list[_Found] = []
    starts = sorted({*openers, *(mark.span.start for mark in loose)})
    body = trim(text, paragraph)
    for number, mark in enumerate(loose):
        later = bisect_right(starts, mark.span.start)
        following = starts[later] if later < len(starts) else body.end
        frame = _frame().search(text, mark.span.end, following)
        goes_on = reopened and number == len(loose) - 1
        goes_on = goes_on and not (frame and (following < body.end or frame.end() == body.end))
        # "A block quotation whose “nested” marks have another shape nests them.
        nests = mark.span.start == body.start and text[following : following + 1] not in ("", text[body.start])
        if goes_on or (nests and following < body.end):
            found.append((Span(mark.span.start, body.end), Span(mark.span.end, body.end), False))
            break
        slip = _SINGLE_FOR_DOUBLE.match(text, mark.span.end, following)
        if slip:
            found.append((Span(mark.span.start, slip.end("mark")), Span(mark.span.end, slip.start("mark")), True))
            continue
        end = frame.start("frame") if frame else following
        end = trim(text, Span(mark.span.end, _before_stray_bracket(text, mark.span.end, end))).end
        found.append((Span(mark.span.start, end), Span(mark.span.end, end), False))
    return found


def _before_stray_bracket(text: str, start: int, end: int) -> int:
    """Where «somewhat liberal), education (...» leaves the bracket that it did not open, or ``end``."""
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        depth += 1 if match.group() in "([" else -1
        if depth < 0:
            return match.start()
    return end


@functools.cache
def _frame() -> re.Pattern[str]:
    verbs = "|".join(load_lexicon("quotes")["frame"]["verbs"])
    return re.compile(rf"[,.?!](?P<frame>)\s+(?:[\w.’'-]+\s+){{0,4}}(?:{verbs})\b[^,;]{{0,40}}")


# --- single marks --------------------------------------------------------------------------------------------------


def _by_container(singles: Sequence[_Mark], spans: Sequence[Span]) -> list[list[_Mark]]:
    """Single marks grouped by the innermost of the nested ``spans`` they lie in, each group in order of position."""
    groups: dict[int, list[_Mark]] = {}
    waiting = sorted(spans, key=lambda span: (-span.start, span.end))
    around: list[Span] = []
    for mark in singles:
        while waiting and waiting[-1].start < mark.span.start:
            span = waiting.pop()
            while around and around[-1].end <= span.start:
                around.pop()
            around.append(span)
        while around and around[-1].end <= mark.span.start:
            around.pop()
        groups.setdefault(around[-1].start if around else -1, []).append(mark)
    return list(groups.values())


def _match_singles(text: str, marks: Sequence[_Mark]) -> list[_Pair]:
    """Pairs of single marks that are no apostrophes; ``marks`` lie in one container.

    «workers' » could close or be a possessive: it closes only if no surer mark does before the next opener.
    """
    pairs: list[_Pair] = []
    opener: _Mark | None = None
    doubtful: _Mark | None = None
    for mark in marks:
        # A later opener makes the waiting one an apostrophe, unless the later one has an apostrophe's shape.
        if _opens_single(text, mark) and (opener is None or doubtful or mark.form != "close"):
            if opener and doubtful:
                pairs.append((opener, doubtful))
            opener, doubtful = mark, None
        elif opener and mark.context == "close":
            if _may_be_apostrophe(text, mark):
                doubtful = doubtful or mark
            else:
                pairs.append((opener, mark))
                opener = doubtful = None
    if opener and doubtful:
        pairs.append((opener, doubtful))
    return pairs


def _open_at_end(text: str, body: Span, first: _Mark, found: Sequence[_Found]) -> list[_Found]:
    """A single mark that opens a paragraph, is not closed in it, and is reopened by the next paragraph."""
    paired = any(span.start == first.span.start for span, _, _ in found)
    if paired or first.span.start != body.start or not _opens_single(text, first):
        return []
    return [(body, Span(first.span.end, body.end), False)]


def _opens_single(text: str, mark: _Mark) -> bool:
    if mark.context != "open":
        return False
    if _TWO_DIGITS.match(text, mark.span.end):
        return False
    word = _WORD.match(text, mark.span.end)
    return not word or word.group().lower() not in load_lexicon("quotes")["elision"]["words"]


def _may_be_apostrophe(text: str, mark: _Mark) -> bool:
    before, after = text[mark.span.start - 1], text[mark.span.end : mark.span.end + 2]
    return before in "sSzxn" and len(after) == 2 and after[0] == " " and after[1].isalnum()
