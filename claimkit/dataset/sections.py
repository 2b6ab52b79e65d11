"""A Markdown document that a program and a person write together.

What stands between ``<!-- claimkit:begin NAME -->`` and ``<!-- claimkit:end NAME -->`` is the program's and is
written anew each time; everything outside is the person's and is kept byte for byte. A person who takes a pair of
markers out is rid of the part; one who moves it finds it in its new place.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from typing import NamedTuple

from claimkit.dataset.front_matter import split
from claimkit.errors import DataError

_MARKER = re.compile(r"<!-- claimkit:(?P<which>begin|end) (?P<name>[a-z][a-z-]*) -->")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t](?P<title>[^\r\n]*)", re.MULTILINE)
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)`*~*[ \t]*\r?$|\Z)", re.MULTILINE | re.DOTALL)


class Generated(NamedTuple):
    """One part of the program's: its name, and where the text between its markers begins and ends."""

    name: str
    start: int
    end: int


class Section(NamedTuple):
    """A heading, how deep it is (1 to 6), its line from 1, and whether nothing stands under it yet."""

    title: str
    level: int
    line: int
    empty: bool


def generated_parts(document: str) -> tuple[Generated, ...]:
    """The program's parts of a document, in order.

    Raises :class:`DataError` for a marker without its partner, parts within parts, or a name used twice.
    """
    parts: list[Generated] = []
    opened: re.Match[str] | None = None
    for marker in _MARKER.finditer(document):
        if marker["which"] == "begin":
            if opened is not None:
                raise _broken(document, opened, "has no `end` before the next `begin`")
            opened = marker
        elif opened is None or opened["name"] != marker["name"]:
            raise _broken(document, marker, "has no `begin` before it")
        else:
            parts.append(Generated(marker["name"], opened.end(), marker.start()))
            opened = None
    if opened is not None:
        raise _broken(document, opened, "has no `end`")
    seen = set()
    for part in parts:
        if part.name in seen:
            raise DataError(f"the part {part.name!r} is there twice: take one pair of its markers out")
        seen.add(part.name)
    return tuple(parts)


def refreshed(document: str, texts: Mapping[str, str]) -> str:
    """``document`` with the text of every part that ``texts`` names put between its markers; the rest as it is."""
    out, position = [], 0
    for part in generated_parts(document):
        if part.name in texts:
            out += [document[position : part.start], _framed(texts[part.name])]
            position = part.end
    return "".join((*out, document[position:]))


def with_parts(document: str, texts: Mapping[str, str]) -> str:
    """``document`` with the named parts added at its end, each between new markers."""
    added = [
        f"<!-- claimkit:begin {name} -->{_framed(text)}<!-- claimkit:end {name} -->" for name, text in texts.items()
    ]
    return "\n\n".join((document.rstrip("\n"), *added)) + "\n" if added else document


def sections(document: str) -> tuple[Section, ...]:
    """The headings of a document outside of its YAML, of code blocks and of comments.

    One is empty if nothing but comments stands before the next heading, and that heading is not below it.
    """
    body = split(document).body
    line_ends = [match.start() for match in re.finditer("\n", document)]
    before = len(document) - len(body)
    found = list(_HEADING.finditer(_blanked(body)))
    if not found:
        return ()
    ends = [*(match.start() for match in found[1:]), len(body)]
    levels = [len(match["marks"]) for match in found]
    return tuple(
        Section(
            title=match["title"].strip().rstrip("#").rstrip(),
            level=level,
            line=bisect.bisect_left(line_ends, before + match.start()) + 1,
            # Code counts as words: what was blanked to find the headings still stands in the body.
            empty=not _COMMENT.sub("", body[match.end() : end]).strip() and below <= level,
        )
        for match, end, level, below in zip(found, ends, levels, [*levels[1:], 0], strict=True)
    )


def _framed(text: str) -> str:
    return f"\n{text.strip(chr(10))}\n" if text.strip() else "\n"


def _blanked(document: str) -> str:
    """The document with comments and code blocks made of spaces, so that no heading is found in them."""
    blank = document
    for pattern in (_FENCE, _COMMENT):
        blank = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), blank)
    return blank


def _broken(document: str, marker: re.Match[str], what: str) -> DataError:
    line = document.count("\n", 0, marker.start()) + 1
    return DataError(f"line {line}: {marker[0]} {what}: mend the markers, or take them out")
