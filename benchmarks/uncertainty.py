"""Corpora of uncertainty, parsed once and kept: what the benchmarks of hedging and factuality share."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.evaluation.uncertainty import UncertainDocument
from claimkit.extraction.parsing import Parse, load_model, model_name, parse, spacy_doc
from claimkit.extraction.tokens import tokens_of

if TYPE_CHECKING:
    from argparse import ArgumentParser

CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))


def add_options(parser: ArgumentParser) -> None:
    """``--corpora``, ``--parses``, ``--every``, ``--output``."""
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--parses", type=Path, help="folder that keeps parses from one run to the next")
    parser.add_argument("--every", type=int, default=1, help="read every n-th document")
    parser.add_argument("--output", type=Path)


def parsed(documents: Sequence[UncertainDocument], keep: Path | None) -> Iterator[Parse]:
    """The parse of each document, its sentences taken for paragraphs; from ``keep`` where it was kept there."""
    if keep is None:
        yield from (parse(document.text, _paragraphs(document)) for document in documents)
        return
    from spacy.tokens import DocBin

    keep.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256("\0".join([model_name(), *(document.text for document in documents)]).encode())
    file = keep / f"{digest.hexdigest()[:16]}.spacy"
    if not file.is_file():
        kept = DocBin(docs=(spacy_doc(document.text, _paragraphs(document)) for document in documents))
        kept.to_disk(file)
    docs = DocBin().from_disk(file).get_docs(load_model().vocab)
    for document, doc in zip(documents, docs, strict=True):
        yield Parse(document.text, tokens_of(doc, len(document.text)), tuple(_paragraphs(document)))


def folds(count: int, parts: int, seed: int = 0) -> list[int]:
    """The part each of ``count`` documents belongs to: equal parts of a seeded shuffle."""
    import random

    order = list(range(count))
    random.Random(seed).shuffle(order)  # noqa: S311  # cross-validation, no secret
    parts_of = dict(zip(order, itertools.cycle(range(parts)), strict=False))
    return [parts_of[number] for number in range(count)]


def _paragraphs(document: UncertainDocument) -> tuple[object, ...]:
    return tuple(span for span in document.sentences if span.start < span.end)
