"""The tagger alone: what it reads at the outermost level of PolNeAR, how fast, and what rounding to int8 costs.

    python benchmarks/tagger.py --corpora ../shared/corpora [--parent FOLDER] [--part dev]
        [--output benchmarks/results/tagger.json]

``--parent`` is the same network exported in floating point (``claimkit train tagger --keep-float``), scored beside the
shipped one. Speed is word pieces a second of the encoder and all that follows it, the best of three rounds over
every fourth article, on one and on two threads; the parse and the rules that the tagger reads are not in it. Scores are
F1 in percent with the 95 % interval of 1,000 bootstrap samples of articles.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from attribution import add_corpus_options, percent, read_corpus, write

from claimkit.evaluation.analysis import Analysis, analyse
from claimkit.evaluation.attribution import score_attributions
from claimkit.evaluation.relations import GoldAttribution, GoldDocument
from claimkit.extraction.attribution import context_for_tagger
from claimkit.resources import resource
from claimkit.tagging.model import SHIPPED, Tagger, open_tagger
from claimkit.tagging.windows import Context, windows

MEASURES = ("source_exact", "cue_exact", "content_exact", "linked", "full", "source_of_linked")
ROUNDS = 3


def main() -> None:
    """Score and time, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpus_options(parser)
    parser.add_argument("--parent", type=Path, help="model folder in floating point")
    arguments = parser.parse_args()
    documents = read_corpus(arguments)
    contexts = [context_for_tagger(document.text) for document in documents]
    analyses = {document.text: analyse(document.text) for document in documents}
    with as_file(resource(SHIPPED)) as shipped:
        folders = {"shipped": shipped} | ({"parent": arguments.parent} if arguments.parent else {})
        models = {
            name: {
                "name": open_tagger(folder).name,
                "megabytes": round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6, 1),
                "scores": scores(open_tagger(folder), documents, contexts, analyses),
                "pieces_per_second": {str(n): speed(open_tagger(folder, threads=n), contexts[::4]) for n in (1, 2)},
            }
            for name, folder in folders.items()
        }
    write({"corpus": f"PolNeAR 1.0, {arguments.part}", "articles": len(documents), "models": models}, arguments.output)


def scores(
    tagger: Tagger, documents: Sequence[GoldDocument], contexts: Sequence[Context], analyses: dict[str, Analysis]
) -> dict[str, Any]:
    """The measures of the tagger's own links."""
    cases = [
        (
            document,
            [
                GoldAttribution((link.source,) if link.source else (), (link.cue,), link.content)
                for link in tagger.read(context)
            ],
        )
        for document, context in zip(documents, contexts, strict=True)
    ]
    measures = score_attributions(cases, analyses=analyses).measures
    return {
        name: {"value": percent(each.value), "interval": [percent(each.low), percent(each.high)]}
        for name, each in measures.items()
        if name in MEASURES
    }


def speed(tagger: Tagger, contexts: Sequence[Context]) -> int:
    """Word pieces a second."""
    pieces = sum(
        len(window.ids) for context in contexts for window in windows(context, tagger.tokenizer, tagger.vocabulary)
    )
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for context in contexts:
            tagger.read(context)
        best = min(best, time.perf_counter() - begin)
    return round(pieces / best)


if __name__ == "__main__":
    main()
