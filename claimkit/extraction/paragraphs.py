"""Lines to paragraphs: where one paragraph ends, in files that break their lines in either of two ways.

A file is *hard-wrapped* if its line breaks are where a line had become full: the next word would not have fitted.
There a paragraph is a run of full lines and the short line after it. In any other file every line is a paragraph of
its own, blank lines or not, except where a line breaks off in mid-sentence and the next goes on in small letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from claimkit.records import Span

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?:;…—-][\"'”’»)\]]*$")
_CLOSERS = 8  # characters looked at to see whether a line ends a sentence
_FIRST_WORD = re.compile(r"\S{1,40}")
_GOES_ON = re.compile(r"[^\W\d_A-Z]\S*\s+\S+\s+\S")

# Shorter lines are lists and menus, longer ones are whole paragraphs.
_NARROWEST, _WIDEST = 40, 120
# Greedy wrapping fills every line; optimal wrapping and breaks at hyphens leave a few short ones.
_FULL_SHARE, _SLACK = 0.75, 0.05
_FEWEST_BREAKS = 2
_SHORTEST_BROKEN_LINE = 20


def split_layout_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a page's text, trimmed, in order; all that is not white space lies in one of them."""
    blocks = _blocks(text)
    width = _wrap_width(text, blocks)
    return tuple(paragraph for block in blocks for paragraph in _join(text, block, width))


def _blocks(text: str) -> list[list[Span]]:
    """The lines that are not blank, trimmed, grouped where blank lines stand between."""
    blocks: list[list[Span]] = [[]]
    at = 0
    breaks = [match.span() for match in _BREAK.finditer(text)]
    for end, following in [*breaks, (len(text), len(text))]:
        line = text[at:end]
        bare = line.strip()
        if bare:
            start = at + line.index(bare)
            blocks[-1].append(Span(start, start + len(bare)))
        elif blocks[-1]:
            blocks.append([])
        at = following
    return [block for block in blocks if block]


def _join(text: str, block: Sequence[Span], width: float | None) -> Iterator[Span]:
    current = block[0]
    for previous, line in itertools.pairwise(block):
        goes_on = _is_full(text, previous, line, width) if width else _breaks_off(text, previous, line)
        if goes_on:
            current = Span(current.start, line.end)
        else:
            yield current
            current = line
    yield current


def _wrap_width(text: str, blocks: Sequence[Sequence[Span]]) -> float | None:
    """The width a line must pass to be full, if the file is hard-wrapped."""
    pairs = [pair for block in blocks for pair in itertools.pairwise(block)]
    if len(pairs) < _FEWEST_BREAKS:
        return None
    # One line longer than the rest is a URL, not the width.
    lengths = sorted(end - start for (start, end), _ in pairs)
    longest = lengths[int(0.98 * (len(lengths) - 1))]
    if not _NARROWEST <= longest <= _WIDEST:
        return None
    width = longest * (1 - _SLACK)
    full = [first for first, second in pairs if _is_full(text, first, second, width)]
    mid_sentence = sum(not _ends_sentence(text, line) for line in full)
    return width if len(full) >= _FULL_SHARE * len(pairs) and 2 * mid_sentence > len(full) else None


def _is_full(text: str, line: Span, following: Span, width: float) -> bool:
    word = _FIRST_WORD.match(text, following.start, following.end)
    return (line.end - line.start) + 1 + (word.end() - word.start() if word else 0) > width


def _breaks_off(text: str, line: Span, following: Span) -> bool:
    return (
        line.end - line.start >= _SHORTEST_BROKEN_LINE
        and not _ends_sentence(text, line)
        and _GOES_ON.match(text, following.start, min(following.end, following.start + 200)) is not None
        and text[following.start].islower()
    )


def _ends_sentence(text: str, line: Span) -> bool:
    return _ENDS_SENTENCE.search(text[max(line.start, line.end - _CLOSERS) : line.end]) is not None
