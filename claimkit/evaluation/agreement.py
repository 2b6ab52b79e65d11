"""How far people agree: two datasets of the same articles, field by field.

Labels that one hand made twice measure how constant that hand is, which is no agreement: it is called self-consistency,
in every output. Claims are paired by predicate; a claim that one side alone has counts once, among the predicates, and
is listed for adjudication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.labels import LEVELS, claim_units
from claimkit.evaluation.markings import Layers, Marking, layers_of, markings
from claimkit.evaluation.reliability import Reliability, Unit, by_field
from claimkit.evaluation.segmentation import pair_claims
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim, Origin, span_text

AGREEMENT, SELF_CONSISTENCY = "agreement", "self-consistency"
# The field of a claim that one annotator alone has.
PRESENCE = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One thing to decide: a record, the field, what each annotator said (``None``: nothing), and where it stands.

    ``words`` are those at the place, ``None`` for a stand-off dataset.
    """

    article_id: str | None
    record_id: str
    field: str
    values: tuple[str | None, ...]
    start: int | None
    end: int | None
    words: str | None

    def to_dict(self, annotators: Sequence[str]) -> dict[str, Any]:
        """JSON-ready, ``values`` by annotator."""
        place = {"start": self.start, "end": self.end, "words": self.words}
        named = dict(zip(annotators, self.values, strict=True))
        return {
            "article_id": self.article_id,
            "record_id": self.record_id,
            "field": self.field,
            "values": named,
            **place,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAgreement:
    """One article: the claims of each annotator, those with the same predicate, and the labels that are the same.

    Scores on a scale are not among ``labels``. ``claims`` is empty and ``predicates`` 0 where labels come from a table
    of annotations.
    """

    article_id: str
    claims: tuple[int, ...]
    predicates: int
    labels: int
    same: int

    @property
    def predicate_f1(self) -> float | None:
        """The share of claims that both have; ``None`` where neither has any."""
        return 2 * self.predicates / sum(self.claims) if sum(self.claims) else None

    @property
    def share(self) -> float | None:
        """The share of labels that are the same."""
        return self.same / self.labels if self.labels else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        figures = {"predicate_f1": self.predicate_f1, "share": self.share}
        return {
            "article_id": self.article_id,
            "claims": list(self.claims),
            "predicates": self.predicates,
            "labels": self.labels,
            "same": self.same,
            **{name: None if value is None else round(value, 4) for name, value in figures.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was measured (``measure``: agreement, or the self-consistency of one hand) between which annotators.

    ``fields`` has the reliability of each field, ``spans`` of each layer of spans (none for a table of annotations);
    ``differences`` are in the order of the text; ``notes`` say what bears on reading the figures.
    """

    measure: str
    annotators: tuple[str, ...]
    fields: Mapping[str, Reliability]
    spans: Mapping[str, Marking]
    articles: tuple[ArticleAgreement, ...]
    differences: tuple[Disagreement, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return {
            "measure": self.measure,
            "annotators": list(self.annotators),
            "fields": {name: each.to_dict() for name, each in self.fields.items()},
            "spans": {name: each.to_dict() for name, each in self.spans.items()},
            "articles": [each.to_dict() for each in self.articles],
            "differences": [each.to_dict(self.annotators) for each in self.differences],
            "notes": list(self.notes),
        }


def compare_annotators(
    a: Path | str, b: Path | str, *, annotators: tuple[str, str] | None = None, same_annotator: bool = False
) -> Agreement:
    """Measure two dataset folders of the same articles against each other.

    It is self-consistency if ``same_annotator`` says so, if both ``annotators`` have one name, or if nobody is named
    and every claim on both sides is ``maintainer_reviewed``: there is but one maintainer. Raises :class:`OptionError`
    where the folders share no article.
    """
    articles = _shared_articles(Path(a), Path(b))
    ours, theirs = read_claims(a), read_claims(b)
    documents = [(each, ours.get(each.article_id, ()), theirs.get(each.article_id, ())) for each in articles.shared]
    origins = (_origins(each[1] for each in documents), _origins(each[2] for each in documents))
    alone = same_annotator or _one_hand(annotators, origins)
    names = annotators or (Path(a).name or "a", Path(b).name or "b")
    units: list[Unit] = []
    layers, rows, found = [], [], []
    for article, one, other in documents:
        pairs = pair_claims(one, other)
        own = list(claim_units(article.article_id, pairs, one, other))
        units += own
        layers.append(layers_of(one, other, article.text))
        rows.append(_article_row(article.article_id, (len(one), len(other)), layers[-1], own))
        found += _sorted([*_unpaired(article, pairs, one, other), *_differing(own, article.text)])
    return Agreement(
        measure=SELF_CONSISTENCY if alone else AGREEMENT,
        annotators=_apart(names),
        fields=MappingProxyType(by_field(units, LEVELS)),
        spans=MappingProxyType(markings(layers)),
        articles=tuple(rows),
        differences=tuple(found),
        notes=(*articles.notes, *_origin_notes(names, origins)),
    )


@dataclass(frozen=True, slots=True)
class _Articles:
    shared: list[Article]
    notes: tuple[str, ...]


def _shared_articles(a: Path, b: Path) -> _Articles:
    ours = {row["article_id"]: row for row in read_rows(a, "articles")}
    theirs = {row["article_id"]: row for row in read_rows(b, "articles")}
    shared = [name for name in ours if name in theirs]
    if not shared:
        raise OptionError(
            f"{a} and {b} have no article in common; both must hold the same texts with the same publisher and url"
        )
    # One of the two may have been published without its words.
    rows = [ours[name] if ours[name].get("text") is not None else theirs[name] for name in shared]
    notes = [
        f"{len(known) - len(shared):,} articles are in {folder.name} alone and count for nothing"
        for folder, known in ((a, ours), (b, theirs))
        if len(known) > len(shared)
    ]
    silent = sum(row.get("text") is None for row in rows)
    notes += [f"{silent:,} articles come without their text: their words are not counted"] if silent else []
    return _Articles([Article.from_dict(row) for row in rows], tuple(notes))


def _origins(claims: Iterable[Iterable[Claim]]) -> Counter[Origin]:
    return Counter(claim.provenance.origin for each in claims for claim in each)


def _one_hand(annotators: tuple[str, str] | None, origins: Iterable[Counter[Origin]]) -> bool:
    if annotators is not None:
        return annotators[0] == annotators[1]
    return all(set(each) == {Origin.MAINTAINER_REVIEWED} for each in origins)


def _origin_notes(names: Sequence[str], origins: Sequence[Counter[Origin]]) -> Iterator[str]:
    for name, each in zip(names, origins, strict=True):
        if each[Origin.MACHINE]:
            share = "all" if len(each) == 1 else f"{each[Origin.MACHINE]:,} of {each.total():,}"
            yield f"{share} claims of {name} are a program's: figures of it say how it does, not how far people agree"


def _apart(names: tuple[str, str]) -> tuple[str, str]:
    """Two names that can head two columns."""
    return names if names[0] != names[1] else (f"{names[0]} (1)", f"{names[1]} (2)")


def _article_row(article_id: str, claims: tuple[int, int], layers: Layers, units: Sequence[Unit]) -> ArticleAgreement:
    usable = [unit for unit in units if _decidable(unit)]
    return ArticleAgreement(
        article_id=article_id,
        claims=claims,
        predicates=layers.exact["predicate"].right,
        labels=len(usable),
        same=sum(unit.same for unit in usable),
    )


def _differing(units: Iterable[Unit], text: str | None) -> Iterator[Disagreement]:
    for unit in units:
        if _decidable(unit) and not unit.same:
            yield difference_at(unit, text)


def _decidable(unit: Unit) -> bool:
    """Whether two said something, and it can be the same: two scores on a scale hardly ever are."""
    return unit.pairable and unit.field not in LEVELS


def difference_at(unit: Unit, text: str | None) -> Disagreement:
    """The unit as a thing to decide, with the words at its place in ``text``."""
    start, end = unit.place or (None, None)
    words = None if text is None or unit.place is None else text[start:end]
    return Disagreement(
        article_id=unit.article_id,
        record_id=unit.record_id,
        field=unit.field,
        values=unit.values,
        start=start,
        end=end,
        words=words,
    )


def _unpaired(
    article: Article, pairs: Iterable[tuple[Claim, Claim]], a: Iterable[Claim], b: Iterable[Claim]
) -> Iterator[Disagreement]:
    """Claims that one side alone has, with their whole words; their value is the lemma of the predicate."""
    paired = [{claim.claim_id for claim in side} for side in zip(*pairs, strict=True)] or [set(), set()]
    for side, claims in enumerate((a, b)):
        for claim in claims:
            if claim.claim_id not in paired[side]:
                values = (claim.predicate.lemma, None) if side == 0 else (None, claim.predicate.lemma)
                yield Disagreement(
                    article_id=article.article_id,
                    record_id=claim.claim_id,
                    field=PRESENCE,
                    values=values,
                    start=claim.predicate.start,
                    end=claim.predicate.end,
                    words=None if article.text is None else span_text(article.text, claim.spans),
                )


def _sorted(found: Iterable[Disagreement]) -> list[Disagreement]:
    return sorted(found, key=lambda each: (each.start or 0, each.end or 0))
