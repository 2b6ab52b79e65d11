"""From what an annotation tool wrote to documents: one driver for every format of parts and ties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimkit.errors import InputError
from claimkit.exchange.assembly import assemble
from claimkit.exchange.documents import Articles, Document, Rejected, Tally, article_of
from claimkit.exchange.markup import Markup, Part, Tie
from claimkit.reading.rejects import Reject
from claimkit.records import Reader


@dataclass(slots=True)
class Marks:
    """What stands in one annotated text, and what of it was put right, dropped or cannot be used."""

    parts: list[Part] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, reason: str, detail: str) -> None:
        """Note what cannot be used."""
        self.rejected.append(Rejected(reason, detail))


class Annotated(NamedTuple):
    """One annotated text in a file.

    ``text`` is ``None`` where the file does not hold it; ``marks`` reads what is marked once the text is known.
    """

    input: str
    line: int | None
    row: Any
    text: Any
    marks: Callable[[str], Marks]


def documents_of(
    annotated: Iterable[Annotated | Reject], articles: Articles, tally: Tally, *, tool: str
) -> Iterator[Document | Reject]:
    """The documents that a file of one format holds, each followed by what of it was rejected."""
    reader = Reader(name=tool, version="1")
    for each in annotated:
        if isinstance(each, Reject):
            yield counted(each, tally)
            continue
        try:
            article = article_of(each.row, each.text, articles, reader=reader)
        except InputError as error:
            yield counted(Reject(each.input, each.line, error.reason, str(error)), tally)
            continue
        marks = each.marks(article.text or "")
        markup = Markup(article={}, parts=tuple(marks.parts), ties=tuple(marks.ties))
        document, rejected, dropped = assemble(markup, article, tool=tool)
        tally.mended.update(marks.mended)
        tally.dropped.update(marks.dropped)
        tally.dropped.update(dropped)
        tally.documents += 1
        tally.claims += len(document.claims)
        yield document
        for reason, detail in (*marks.rejected, *rejected):
            yield counted(Reject(each.input, each.line, reason, detail), tally)


def counted(reject: Reject, tally: Tally) -> Reject:
    """The reject, counted."""
    tally.rejected[reject.reason] += 1
    return reject


def mapping(value: Any) -> Mapping[str, Any]:
    """``value`` if it is an object, else an empty one: files of others hold anything anywhere."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> Sequence[Any]:
    """``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def offsets_in(value: Mapping[str, Any], start: str, end: str) -> tuple[int, int] | None:
    """Two offsets of an object; ``None`` where one is no number of a character."""
    pair = value.get(start), value.get(end)
    if any(isinstance(each, bool) or not isinstance(each, int) for each in pair):
        return None
    return pair  # type: ignore[return-value]  # both are int, which the line before found
