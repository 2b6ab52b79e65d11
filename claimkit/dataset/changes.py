"""What another model, or another hand, changed: the claims of two datasets of the same articles side by side.

Claims are the same claim if their predicates are the same characters, else if their characters overlap by half or more
(``segmentation.pair_claims``). What a claim holds (links, numbers, times, hedges, arguments) is paired by overlap too,
so that a number that is gone does not make those after it look changed. Confidences and scores on a scale, provenance
and identifiers are not compared: they change with every training, and say nothing by themselves.

Rows that are equal are never held: what is in memory is one number for each claim, and the rows that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.matching import jaccard, one_to_one, overlapping
from claimkit.evaluation.segmentation import pair_claims
from claimkit.reading.tables import whole_rows
from claimkit.records import Claim, Span, span_text
from claimkit.schema import FLAT_COLUMNS

Row = Mapping[str, Any]

_ADDED, _GONE = "added", "gone"
_NOT_COMPARED = frozenset(
    {
        *("article_id", "claim_id", "attribution_id", "entity_id", "parent", "holder", "schema_version"),
        *FLAT_COLUMNS,
        # They change with every training, by a little.
        *("confidence", "score", "provenance"),
        # They follow from the spans.
        *("text",),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field with both values; ``part`` is the words of the number, link or hedge it belongs to, if it does.

    A part that one side alone has is ``None`` on the other.
    """

    field: str
    part: str | None
    a: str | None
    b: str | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"field": self.field, "part": self.part, "a": self.a, "b": self.b}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """A claim that both have, one that was ``added`` or one that is ``gone``; ``fields`` is empty for the last two.

    ``claim_id`` is that of B, of a claim that is gone that of A; ``before`` is the one of A where it differs, because
    the predicate is another. ``words`` are the claim's own, its offsets in a stand-off dataset.
    """

    what: str
    article_id: str
    claim_id: str
    before: str | None
    predicate: str
    words: str
    fields: tuple[FieldChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "what": self.what,
            "article_id": self.article_id,
            "claim_id": self.claim_id,
            "before": self.before,
            "predicate": self.predicate,
            "words": self.words,
            "fields": [each.to_dict() for each in self.fields],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDiff:
    """What differs between the claims of A and B, over the articles that both have.

    ``articles`` counts those that both have, A alone and B alone; ``same`` is the claims without a change, ``fields``
    how often each field changed, the most frequent first.
    """

    articles: tuple[int, int, int]
    same: int
    changes: tuple[ClaimChange, ...]
    fields: Mapping[str, int]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not any(self.articles[1:])

    def counts(self) -> dict[str, int]:
        """Claims by what became of them."""
        found = Counter(each.what for each in self.changes)
        return {"same": self.same, **{what: found[what] for what in ("changed", _ADDED, _GONE)}}

    def values(self, field: str) -> list[tuple[str | None, str | None, int]]:
        """How often each value of a field became which other, the most frequent first."""
        found = Counter((each.a, each.b) for claim in self.changes for each in claim.fields if each.field == field)
        return [(a, b, count) for (a, b), count in found.most_common()]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "equal": self.equal,
            "articles": dict(zip(("both", "a", "b"), self.articles, strict=True)),
            "claims": self.counts(),
            "fields": dict(self.fields),
            "changes": [each.to_dict() for each in self.changes],
        }


def diff_datasets(a: Path | str, b: Path | str) -> DatasetDiff:
    """Compare the claims of two dataset folders.

    Raises :class:`OptionError` where a folder lacks its tables or the two share no article, :class:`DataError` for a
    claim that cannot be read.
    """
    texts, articles = _articles(a, b)
    before, after, same = _differing(a, b, texts)
    changes: list[ClaimChange] = []
    for article in texts:
        pairs, gone, added = _paired(before.get(article, {}), after.get(article, {}))
        found = [*(_changed(one, other, texts[article]) for one, other in pairs)]
        same += sum(not each.fields for each in found)
        found = [each for each in found if each.fields]
        found += [_alone(_GONE, row, texts[article]) for row in gone]
        found += [_alone(_ADDED, row, texts[article]) for row in added]
        changes += found
    fields = Counter(each.field for change in changes for each in change.fields)
    return DatasetDiff(
        articles=articles,
        same=same,
        changes=tuple(changes),
        fields=MappingProxyType(dict(sorted(fields.items(), key=lambda item: (-item[1], item[0])))),
    )


def _articles(a: Path | str, b: Path | str) -> tuple[dict[str, str | None], tuple[int, int, int]]:
    """The texts of the articles that both have, in the order of A, and how many both, A alone and B alone have."""
    ours = {row["article_id"]: row.get("text") for row in whole_rows(a, "articles")}
    theirs = {row["article_id"]: row.get("text") for row in whole_rows(b, "articles")}
    shared = {name: text if text is not None else theirs[name] for name, text in ours.items() if name in theirs}
    if not shared:
        raise OptionError(
            f"{a} and {b} have no article in common; both must hold the same texts with the same publisher and url"
        )
    return shared, (len(shared), len(ours) - len(shared), len(theirs) - len(shared))


Rows = dict[str, dict[str, Row]]


def _differing(a: Path | str, b: Path | str, shared: Mapping[str, Any]) -> tuple[Rows, Rows, int]:
    """The rows of A and of B that have no equal on the other side, by article and claim, and how many have one."""
    known = {row["claim_id"]: _digest(row) for row in whole_rows(a, "claims") if row["article_id"] in shared}
    after: Rows = {}
    same = 0
    for row in whole_rows(b, "claims"):
        if row["article_id"] not in shared:
            continue
        if known.get(row["claim_id"]) == _digest(row):
            same += 1
            del known[row["claim_id"]]
        else:
            after.setdefault(row["article_id"], {})[row["claim_id"]] = row
    before: Rows = {}
    for row in whole_rows(a, "claims"):
        if row["claim_id"] in known:
            before.setdefault(row["article_id"], {})[row["claim_id"]] = row
    return before, after, same


def _digest(row: Row) -> int:
    """A number that rows share if, and but for a chance in 2⁶⁴ only if, nothing that is compared differs."""
    from orjson import OPT_SORT_KEYS, dumps

    return hash(dumps(_compared(row), option=OPT_SORT_KEYS))


def _compared(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _compared(each) for name, each in value.items() if name not in _NOT_COMPARED}
    return [_compared(each) for each in value] if isinstance(value, list) else value


def _paired(
    before: Mapping[str, Row], after: Mapping[str, Row]
) -> tuple[list[tuple[Row, Row]], Iterable[Row], Iterable[Row]]:
    """The claims of one article that belong together, and those of either side that are left."""
    # A claim's identifier is made of its article and the place of its predicate.
    pairs = [(row, after[name]) for name, row in before.items() if name in after]
    gone = {name: row for name, row in before.items() if name not in after}
    added = {name: row for name, row in after.items() if name not in before}
    if gone and added:
        sides = ([_claim(row) for row in rows.values()] for rows in (gone, added))
        for one, other in pair_claims(*sides):
            pairs.append((gone.pop(one.claim_id), added.pop(other.claim_id)))
    pairs.sort(key=lambda pair: (pair[1]["predicate"]["start"], pair[1]["predicate"]["end"]))
    return pairs, gone.values(), added.values()


def _claim(row: Row) -> Claim:
    return Claim.from_dict({name: value for name, value in row.items() if name not in FLAT_COLUMNS})


def _alone(what: str, row: Row, text: str | None) -> ClaimChange:
    return ClaimChange(
        what=what,
        article_id=row["article_id"],
        claim_id=row["claim_id"],
        before=None,
        predicate=row["predicate"]["lemma"],
        words=_words(row["spans"], text),
        fields=(),
    )


def _changed(one: Row, other: Row, text: str | None) -> ClaimChange:
    moved = one["claim_id"] != other["claim_id"]
    return ClaimChange(
        what="changed",
        article_id=other["article_id"],
        claim_id=other["claim_id"],
        before=one["claim_id"] if moved else None,
        predicate=other["predicate"]["lemma"],
        words=_words(other["spans"], text),
        fields=tuple(_field_changes(one, other, text)),
    )


def _field_changes(one: Row, other: Row, text: str | None) -> Iterator[FieldChange]:
    for name in other:
        if name in _NOT_COMPARED:
            continue
        if name in _PARTS:
            yield from _part_changes(name, one, other, text)
        else:
            yield from _leaves(name, None, one.get(name), other[name], text)


def _part_changes(name: str, one: Row, other: Row, text: str | None) -> Iterator[FieldChange]:
    """Of a list of parts: those that one side alone has, and the fields of the others."""
    place = _PARTS[name]
    ours, theirs = one[name], other[name]
    here, there = [place(part, one) for part in ours], [place(part, other) for part in theirs]
    near = overlapping(here, there)
    pairs = dict(one_to_one((jaccard((here[n],), (there[m],)), n, m) for n, m in near if _alike(ours[n], theirs[m])))
    for n, part in enumerate(ours):
        words = _words((here[n],), text)
        if n in pairs:
            a, b = _with_span(part), _with_span(theirs[pairs[n]])
            for field in b:
                yield from _leaves(f"{name}.{field}", words, a.get(field), b[field], text)
        else:
            yield FieldChange(field=name, part=words, a=_kind(part), b=None)
    for m in sorted(set(range(len(theirs))) - set(pairs.values())):
        yield FieldChange(field=name, part=_words((there[m],), text), a=None, b=_kind(theirs[m]))


def _with_span(part: Row) -> Row:
    """An argument has its place as two fields, which are one thing to a reader; of a time they are its days."""
    if "role" not in part or "span" in part:
        return part
    bare = {name: value for name, value in part.items() if name not in ("start", "end")}
    return {**bare, "span": {"start": part["start"], "end": part["end"]}}


def _alike(one: Row, other: Row) -> bool:
    """Whether two parts at one place can be the same: the author's judgement is never that of a source."""
    return (one.get("holder") == "author") == (other.get("holder") == "author")


def _leaves(field: str, part: str | None, a: Any, b: Any, text: str | None) -> Iterator[FieldChange]:
    if field.rpartition(".")[2] in _NOT_COMPARED or a == b or _compared(a) == _compared(b):
        return
    yield FieldChange(field=field, part=part, a=_value(a, text), b=_value(b, text))


def _value(value: Any, text: str | None) -> str | None:
    """A value in words: whatever has a place by the words that stand there."""
    if value is None:
        return None
    if isinstance(value, dict):
        return _words((value.get("span", value),), text)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _words(value, text)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(spans: Sequence[Any], text: str | None) -> str:
    places = tuple(Span(each["start"], each["end"]) if isinstance(each, dict) else each for each in spans)
    if text is None:
        return ", ".join(f"{place.start}–{place.end}" for place in places)
    return " ".join(span_text(text, places).split())


def _kind(part: Row) -> str:
    """What a part is, for one that the other side has not."""
    return str(next((part[name] for name in ("source_type", "type", "role", "value") if name in part), "there"))


def _span(value: Row) -> Span:
    return Span(value["start"], value["end"])


def _link_place(link: Row, _: Row) -> Span:
    place = link["cue"] or link["source"] or link["content"][0]
    return _span(place)


def _holder_place(judgement: Row, claim: Row) -> Span:
    """That of the link whose holder judges; the author's is that of the predicate."""
    link = next((each for each in claim["chain"] if each["attribution_id"] == judgement["holder"]), None)
    return _span(claim["predicate"]) if link is None else _link_place(link, claim)


_PARTS: Mapping[str, Callable[[Row, Row], Span]] = MappingProxyType(
    {
        "arguments": lambda part, _: _span(part),
        "chain": _link_place,
        "hedges": lambda part, _: _span(part["cue"]),
        "factuality": _holder_place,
        "quantities": lambda part, _: _span(part["span"]),
        "times": lambda part, _: _span(part["span"]),
    }
)
