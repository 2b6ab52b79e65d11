"""BIO labels with link ids: which tokens are the source, the cue and the content of which link.

A label is ``B-source-1``, ``I-cue-1``, ``B-content-7``: the place in its segment, the role, the id of the link, which
is unique in the document; case means nothing but in the id. ``B-CUE-NE-3``, as in PARC 3, belongs to a nested link. A
token with several labels has them in several columns, or in one cell, separated by a space or ``|``; ``O``, ``_``,
``0``, ``-`` and the empty cell are none. A second segment of a role begins with B, or after a gap. E, L, S and U are
read as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.errors import BrokenRecordError
from claimkit.evaluation.relations import ROLES, GoldAttribution
from claimkit.records import Span

NO_LABEL = frozenset({"O", "_", "0", "-", ""})
_LABEL = re.compile(r"([BIELSU])-(source|cue|content)(-NE)?-([^\s|]+)", re.IGNORECASE)
_BEGINS = frozenset("BSU")
_SEPARATOR = re.compile(r"[\s|]+")


def read_labels(columns: Sequence[Sequence[str]], spans: Sequence[Span], lines: Sequence[int]) -> list[GoldAttribution]:
    """The links that ``columns`` (each a cell a token) mark, by first appearance; ``spans`` are the tokens' places.

    Raises :class:`BrokenRecordError` for a label that cannot be read in a column that holds labels; ``lines`` are the
    numbers it names.
    """
    segments: dict[str, dict[str, list[tuple[int, int]]]] = {}
    nested: set[str] = set()
    marked = [column for column in columns if any(_looks_like_labels(cell) for cell in column)]
    for at, cells in enumerate(zip(*marked, strict=True)):
        for label in (each for cell in cells for each in _SEPARATOR.split(cell) if each not in NO_LABEL):
            match = _LABEL.fullmatch(label)
            if match is None:
                raise BrokenRecordError(
                    f"{lines[at]}: {label!r} is no label; expected a place, a role and a link's id, such as B-source-1"
                )
            place, role, inner, link = match[1].upper(), match[2].lower(), match[3], match[4]
            if inner:
                nested.add(link)
            own = segments.setdefault(link, {role: [] for role in ROLES})[role]
            if own and place not in _BEGINS and own[-1][1] == at - 1:
                own[-1] = (own[-1][0], at)
            else:
                own.append((at, at))
    links = []
    for link, roles in segments.items():
        source, cue, content = (
            tuple(Span(spans[first].start, spans[last].end) for first, last in roles[role]) for role in ROLES
        )
        links.append(GoldAttribution(source, cue, content, nested=link in nested))
    return links


def _looks_like_labels(cell: str) -> bool:
    # "B-cue" without an id shows what the column is for, and is the commonest mistake.
    return bool(re.search(r"(?:^|[\s|])[BIELSU]-(?:source|cue|content)(?![a-z])", cell, re.IGNORECASE))
