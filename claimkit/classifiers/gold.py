"""Labelled sentences, from a dataset folder, an annotated corpus or a file of uncertainty.

Only labels that people made or reviewed count (``provenance.origin`` human or maintainer_reviewed); brat, CoNLL and the
Szeged files are gold as they are, but for claimkit's own exports. Of an article only the body is read. Where a dataset
says nothing of a sentence's hedges (it lies in no claim), the sentence is context alone.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.classifiers.folds import NO_EVENT
from claimkit.classifiers.sentences import Sentence, outer_quotations, sentences_at, sentences_of
from claimkit.classifiers.tasks import NONE, Link, Task, hedge_cues, label_hedges, label_links, link_cues
from claimkit.errors import DataError, OptionError
from claimkit.evaluation.brat import ARTICLES, is_brat
from claimkit.evaluation.conll import SUFFIXES
from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.gold import read_gold
from claimkit.evaluation.relations import GoldDocument
from claimkit.evaluation.uncertainty import READERS, UncertainDocument, UncertaintyFormat, detect_uncertainty_format
from claimkit.extraction.quotes import style_of
from claimkit.reading.hub import is_address, local_path, path_name
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import Article, Attribution, Origin, SegmentKind, Span

METADATA = "metadata.tsv"
_TRUSTED = frozenset({Origin.HUMAN, Origin.MAINTAINER_REVIEWED})


@dataclass(frozen=True, slots=True)
class Document:
    """A text as sentences with their labels; ``None`` for a sentence that nobody labelled.

    ``styles`` are direct, indirect, mixed or none, and serve the slices of an evaluation. ``cues`` are those of each
    sentence, ``None`` for one that nobody labelled.
    """

    name: str
    publisher: str | None
    event: str
    sentences: tuple[Sentence, ...]
    labels: tuple[str | None, ...]
    styles: tuple[str, ...]
    cues: tuple[tuple[Span, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Documents with labels of one task, and where they come from, for the card of a model."""

    task: Task
    documents: tuple[Document, ...]
    source: Mapping[str, Any]


def read_labelled(path: Path | str, task: Task, *, allow_machine: bool = False) -> Labelled:
    """The labelled sentences at ``path``: a dataset (a folder or ``hub://OWNER/NAME``), brat, CoNLL, or a Szeged file.

    Raises :class:`OptionError` where nothing of the kind lies there, or an export of claimkit, whose labels may be a
    machine's, or an article comes without its text, :class:`DataError` where labels are of a machine's making and
    ``allow_machine`` is not set.
    """
    name = path_name(path) if is_address(path) else Path(path).name
    path = local_path(path)
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    if path.is_dir() and is_brat(path) and (path / ARTICLES).is_file():
        raise OptionError(
            f"{path} is an export of claimkit; run `claimkit import {path} --from brat -o reviewed/` and train on "
            "reviewed/, which knows what a person changed"
        )
    if path.is_dir() and not is_brat(path) and _is_dataset(path):
        documents, origins, licences = _dataset(path, task, allow_machine=allow_machine)
        form, events = "dataset", "claimkit.group_articles"
    elif task is Task.HEDGING:
        documents, form = list(_uncertain(path)), detect_uncertainty_format(path).value
        origins, licences, events = {Origin.HUMAN.value: len(documents)}, (), NO_EVENT
    else:
        if task is Task.SOURCE_TYPE:
            raise OptionError(f"{path}: brat and CoNLL name no types of sources; train source-type on a dataset folder")
        documents, form = list(_attributed(path, task)), "brat" if path.is_dir() and is_brat(path) else "conll"
        origins, licences, events = {Origin.HUMAN.value: len(documents)}, (), NO_EVENT
    source = {
        "name": name,
        "format": form,
        "sha256": digest(documents),
        "documents": len(documents),
        "sentences": sum(label is not None for each in documents for label in each.labels),
        "publishers": len({each.publisher for each in documents if each.publisher}),
        "origins": dict(sorted(origins.items())),
        "licences": list(licences),
        "events": events,
    }
    return Labelled(task, tuple(documents), source)


def digest(documents: Iterable[Document]) -> str:
    """SHA-256 over sentences and labels."""
    made = hashlib.sha256()
    for document in documents:
        for sentence, label in zip(document.sentences, document.labels, strict=True):
            made.update(f"{document.name}\x1f{sentence.text}\x1f{label}\x1e".encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def _is_dataset(path: Path) -> bool:
    try:
        return "articles" in find_tables(path)
    except OptionError:
        return False


# --- brat and CoNLL ------------------------------------------------------------------------------------------------


def _attributed(path: Path, task: Task) -> Iterator[Document]:
    if path.is_file() and path.suffix not in SUFFIXES:
        raise OptionError(f"{path}: expected a dataset folder, brat or CoNLL for {task}")
    publishers = _publishers(path)
    for gold in read_gold(path):
        yield _gold_document(gold, task, publishers.get(gold.name))


def _gold_document(gold: GoldDocument, task: Task, publisher: str | None) -> Document:
    outer = outer_quotations(gold.text)
    links = [
        Link(each.source, each.cue, each.content, style_of(gold.text, each.content, outer).value)
        for each in gold.attributions
    ]
    sentences = sentences_of(gold.text)
    spans = [each.span for each in sentences]
    labels = label_links(task, gold.text, spans, links)
    styles = labels if task is Task.STYLE else label_links(Task.STYLE, gold.text, spans, links)
    cues = link_cues(task, spans, links)
    return Document(gold.name, publisher, gold.name, tuple(sentences), tuple(labels), tuple(styles), tuple(cues))


def _publishers(path: Path) -> dict[str, str]:
    """Publishers by document: PolNeAR's ``metadata.tsv`` lies in the folder or above it."""
    file = next((each for each in (path / METADATA, path.parent / METADATA) if each.is_file()), None)
    if file is None:
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {row["filename"]: row["publisher"] for row in rows if row.get("filename") and row.get("publisher")}


# --- uncertainty ---------------------------------------------------------------------------------------------------


def _uncertain(path: Path) -> Iterator[Document]:
    form = detect_uncertainty_format(path)
    if form is not UncertaintyFormat.SZEGED:
        raise OptionError(f"{path}: is {form}; hedging is learned from a Szeged file or a dataset folder")
    return (_uncertain_document(each) for each in READERS[form](path))


def _uncertain_document(document: UncertainDocument) -> Document:
    spans = [span for span in document.sentences if document.text[span.start : span.end].strip()]
    cues = [hedge.cue for hedge in document.hedges]
    labels = label_hedges(spans, cues)
    sentences = tuple(sentences_at(document.text, spans))
    styles = (NONE,) * len(spans)
    return Document(
        document.name, None, document.name, sentences, tuple(labels), styles, tuple(hedge_cues(spans, cues))
    )


# --- dataset folders -----------------------------------------------------------------------------------------------


def _dataset(
    folder: Path, task: Task, *, allow_machine: bool
) -> tuple[list[Document], dict[str, int], tuple[str, ...]]:
    articles = [Article.from_dict(row) for row in read_rows(folder, "articles")]
    silent = sum(article.text is None for article in articles)
    if silent:
        raise OptionError(f"{folder}: {silent} articles come without their text: run `claimkit hydrate` first")
    links = _links(folder)
    claims = read_claims(folder) if task is Task.HEDGING else {}
    rows = [row for group in (claims or links).values() for row in group]
    origins = Counter(row.provenance.origin for row in rows)
    machine = sum(count for origin, count in origins.items() if origin not in _TRUSTED)
    if machine and not allow_machine:
        raise DataError(
            f"{folder}: {machine:,} of {len(rows):,} labels are of a machine's making: a model would learn what "
            "claimkit says already. Review them, or pass --allow-machine-labels"
        )
    if not rows:
        raise DataError(f"{folder}: holds no {'claims' if task is Task.HEDGING else 'attributions'} to learn from")
    events = _events(articles)
    documents = []
    for article in articles:
        own = links.get(article.article_id, ())
        hedges = None
        if task is Task.HEDGING:
            of_article = claims.get(article.article_id, ())
            cues = [hedge.cue for claim in of_article for hedge in claim.hedges if hedge.szeged_type is not None]
            hedges = (cues, [claim.sentence for claim in of_article])
        documents.append(_article_document(article, task, own, hedges, events[article.article_id]))
    return (
        documents,
        {origin.value: count for origin, count in sorted(origins.items())},
        tuple(sorted({article.licence for article in articles if article.licence})),
    )


def _links(folder: Path) -> dict[str, list[Attribution]]:
    links: dict[str, list[Attribution]] = {}
    for row in read_rows(folder, "attributions"):
        link = Attribution.from_dict(row)
        links.setdefault(link.article_id, []).append(link)
    return links


def _events(articles: Sequence[Article]) -> dict[str, str]:
    """Each article's event, named by the first of its articles."""
    from claimkit.comparison.grouping import group_articles

    return {each: group[0] for group in group_articles(articles) for each in group}


def _article_document(
    article: Article,
    task: Task,
    links: Sequence[Attribution],
    hedges: tuple[Sequence[Span], Sequence[Span]] | None,
    event: str,
) -> Document:
    text = article.text or ""
    body = sorted(Span(each.start, each.end) for each in article.segments if each.kind is SegmentKind.BODY)
    sentences = tuple(each for each in sentences_of(text) if _inside(each.span, body))
    spans = [each.span for each in sentences]
    outermost = [each for each in links if each.parent is None]
    made = [_link(each) for each in outermost]
    styles = label_links(Task.STYLE, text, spans, made)
    labels: list[str | None]
    found: list[tuple[Span, ...] | None]
    if hedges is None:
        labels, found = [*label_links(task, text, spans, made)], [*link_cues(task, spans, made)]
    else:
        cues, read = hedges
        known = label_hedges(spans, read)  # a sentence that holds a claim was looked at
        labels = [
            label if was == "hedged" else None for label, was in zip(label_hedges(spans, cues), known, strict=True)
        ]
        found = [own if was == "hedged" else None for own, was in zip(hedge_cues(spans, cues), known, strict=True)]
    return Document(article.article_id, article.publisher, event, sentences, tuple(labels), tuple(styles), tuple(found))


def _link(link: Attribution) -> Link:
    source, cue = ((span,) if span else () for span in (link.source, link.cue))
    return Link(source, cue, link.content, link.style.value, link.source_type.value)


def _inside(span: Span, body: Sequence[Span]) -> bool:
    """Whether the sentence begins in the body; layout cuts at lines, as sentences do."""
    at = bisect_right(body, span.start, key=lambda each: each.start) - 1
    return at >= 0 and span.start < body[at].end
