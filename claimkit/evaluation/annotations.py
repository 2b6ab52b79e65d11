"""How far people agree: the table of annotations, in which every label has its annotator and its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import DataError, OptionError
from claimkit.evaluation.agreement import AGREEMENT, SELF_CONSISTENCY, Agreement, ArticleAgreement, difference_at
from claimkit.evaluation.reliability import Unit, by_field
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import Annotation, Span

# By record and field, then by annotator in the order of time.
Labels = dict[tuple[str, str], dict[str, list[str]]]


def compare_annotations(folder: Path | str) -> list[Agreement]:
    """Measure the table ``annotations`` of a folder: one report of all annotators, one of each who labelled twice.

    Of labels that one annotator gave more than once to the same field the last one (by ``at``) goes into the first.
    Raises :class:`OptionError` where nothing was labelled twice by anybody, :class:`DataError` for a broken row.
    """
    labels, annotators = _read_annotations(Path(folder))
    places = _Places.read(Path(folder))
    reports = []
    if len(annotators) > 1:
        last = [
            (record, field, tuple(given[name][-1] if name in given else None for name in annotators))
            for (record, field), given in labels.items()
        ]
        reports.append(_of_annotations(AGREEMENT, annotators, last, places))
    for name in annotators:
        rounds = max(len(given.get(name, ())) for given in labels.values())
        if rounds > 1:
            own = [
                (record, field, (*given[name], *(None,) * (rounds - len(given[name]))))
                for (record, field), given in labels.items()
                if name in given
            ]
            reports.append(
                _of_annotations(SELF_CONSISTENCY, tuple(f"{name} ({n})" for n in range(1, rounds + 1)), own, places)
            )
    if not reports:
        raise OptionError(f"{folder}: one annotator labelled everything once; there is nothing to compare")
    return reports


def _read_annotations(folder: Path) -> tuple[Labels, tuple[str, ...]]:
    """The labels, and the annotators, sorted."""
    rows = []
    for row in read_rows(folder, "annotations"):
        try:
            rows.append(Annotation.from_dict(row))
        except DataError as error:
            raise DataError(f"{folder}: annotation {row.get('annotation_id')}: {error}") from error
    labels: Labels = {}
    for each in sorted(rows, key=lambda each: _moment(folder, each)):
        labels.setdefault((each.record_id, each.field), {}).setdefault(each.annotator, []).append(each.value)
    if not labels:
        raise OptionError(f"{folder}: the table of annotations has no rows")
    return labels, tuple(sorted({each.annotator for each in rows}))


def _moment(folder: Path, annotation: Annotation) -> float:
    try:
        moment = datetime.fromisoformat(annotation.at)
    except ValueError as error:
        raise DataError(
            f"{folder}: annotation {annotation.annotation_id}: $.at: {annotation.at!r} is no time (RFC 3339)"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


@dataclass(frozen=True, slots=True)
class _Places:
    """Where records stand, and the texts of articles, as far as they lie beside the annotations."""

    records: Mapping[str, tuple[str, Span | None]]
    texts: Mapping[str, str | None]

    @classmethod
    def read(cls, folder: Path) -> _Places:
        tables = find_tables(folder)
        texts: dict[str, str | None] = {}
        records: dict[str, tuple[str, Span | None]] = {}
        if "articles" in tables:
            texts = {row["article_id"]: row["text"] for row in read_rows(folder, "articles")}
            records = {name: (name, None) for name in texts}
        for config, (name, place) in _PLACES.items():
            if config in tables:
                for row in read_rows(folder, config):
                    span = place(row)
                    where = Span(span["start"], span["end"]) if span else None
                    records[row[name]] = (row["article_id"], where)
        return cls(records, texts)


_PLACES: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Any]]] = MappingProxyType(
    {
        "mentions": ("entity_id", lambda row: row["spans"][0]),
        "attributions": ("attribution_id", lambda row: row["cue"] or row["source"]),
        "claims": ("claim_id", lambda row: row["predicate"]),
    }
)


def _of_annotations(
    measure: str,
    annotators: tuple[str, ...],
    labels: Iterable[tuple[str, str, tuple[str | None, ...]]],
    places: _Places,
) -> Agreement:
    units = []
    for record, field, values in labels:
        article, place = places.records.get(record, (None, None))
        units.append(Unit(article, record, field, values, place))
    # Of a unit that one alone labelled there is nothing to say.
    units = [unit for unit in units if unit.pairable]
    if not units:
        raise OptionError(f"no record was labelled by two of {', '.join(annotators)} in the same field")
    by_article: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.article_id is not None:
            by_article.setdefault(unit.article_id, []).append(unit)
    rows = [
        ArticleAgreement(article_id=name, claims=(), predicates=0, labels=len(own), same=sum(unit.same for unit in own))
        for name, own in by_article.items()
    ]
    found = [
        difference_at(unit, places.texts.get(unit.article_id) if unit.article_id else None)
        for unit in units
        if not unit.same
    ]
    unknown = sum(unit.article_id is None for unit in units)
    notes = (f"{unknown:,} labels are of records that do not lie beside the annotations",) if unknown else ()
    return Agreement(
        measure=measure,
        annotators=annotators,
        fields=MappingProxyType(by_field(units, {})),
        spans=MappingProxyType({}),
        articles=tuple(rows),
        differences=tuple(found),
        notes=notes,
    )
