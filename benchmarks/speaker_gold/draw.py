"""Draw the attributions of PolNeAR dev that ``polnear_dev.jsonl`` labels: a fixed seed, every publisher in turn.

    python benchmarks/speaker_gold/draw.py --corpora ../shared/corpora

Prints one JSON line an attribution: document, source and cue, without labels and without text. The first annotator's
attributions with a source, at most :data:`AN_ARTICLE` of an article, and :data:`SOURCELESS` without one of the same
articles, :data:`TOTAL` together.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimkit.evaluation.brat import GoldAttribution, GoldDocument, read_brat
from claimkit.records import Span

SEED = 20260
TOTAL = 300
SOURCELESS = 15
AN_ARTICLE = 10

Drawn = tuple[str, Span | None, Span | None]  # document, source, cue


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora")))
    folder = parser.parse_args().corpora / "attribution" / "polnear" / "dev"
    for document, source, cue in draw(list(read_brat(folder))):
        print(json.dumps({"document": document, "source": source, "cue": cue}))


def draw(documents: Sequence[GoldDocument], seed: int = SEED) -> list[Drawn]:
    """The sample, sorted by document and place; the same for the same documents and seed."""
    choice = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    rows: list[Drawn] = []
    silent: list[Drawn] = []
    for document in _in_turn(documents, choice):
        spoken = [one for one in document.attributions if one.source]
        taken = choice.sample(spoken, min(len(spoken), AN_ARTICLE, TOTAL - SOURCELESS - len(rows)))
        rows += [_row(document, one) for one in taken]
        silent += [_row(document, one) for one in document.attributions if not one.source]
        if len(rows) == TOTAL - SOURCELESS:
            break
    rows += choice.sample(silent, min(len(silent), SOURCELESS))
    return sorted(rows, key=lambda row: (row[0], row[1] or row[2] or Span(0, 0), row[2] or Span(0, 0)))


def _in_turn(documents: Sequence[GoldDocument], choice: random.Random) -> Iterator[GoldDocument]:
    """One document of each publisher, then a second of each, and so on, each publisher's in random order."""
    shelves: dict[str, list[GoldDocument]] = {}
    for document in documents:
        shelves.setdefault(document.name.partition("_")[0], []).append(document)
    for name in sorted(shelves):
        choice.shuffle(shelves[name])
    for row in range(max(map(len, shelves.values()), default=0)):
        yield from (shelf[row] for _, shelf in sorted(shelves.items()) if row < len(shelf))


def _row(document: GoldDocument, one: GoldAttribution) -> Drawn:
    return document.name, one.source[0] if one.source else None, one.cue[0] if one.cue else None


if __name__ == "__main__":
    main()
