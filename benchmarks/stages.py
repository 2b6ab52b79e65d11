"""Where the time of an extraction goes: CPU milliseconds an article by stage, on one process.

    python benchmarks/stages.py [--corpora ../shared/corpora] [--articles 60]

Articles: an even sample of PolNeAR train (Newell, Margolin and Ruths 2018). CPU time, threads included, since seconds
on a shared machine tell of its other users. ``parse`` is given once more by the components of the language model, and
the tagger's ``encode`` (the network alone) is part of its ``read``, which is part of ``links_in``. What hedging adds is
``hedges_in`` and of ``claims_in`` the judges of kind and factuality (``hedging_share``). To compare two
commits run both in turn, twice. Prints JSON and writes benchmarks/results/stages.json.
"""

import argparse
import csv
import json
import os
import platform
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimkit import Article
from claimkit.extraction import claims, pipeline
from claimkit.extraction.parsing import load_model, model_name
from claimkit.tagging.model import Tagger, load_tagger

HERE = Path(__file__).parent
RESULT = HERE / "results" / "stages.json"
CORPORA = os.environ.get("CLAIMKIT_CORPORA", str(HERE.parents[1] / "shared" / "corpora"))
STAGES = (
    "lay_out",
    "parse",
    "pair_quotes",
    "find_mentions",
    "times_in",
    "links_in",
    "hedges_in",
    "quantities_in",
    "claims_in",
)
# Within ``claims_in``: kind and check-worthiness, factuality by rule, its score from the parse.
OF_CLAIMS = ("judge", "factuality_of", "event_score")
Spent = defaultdict[str, float]  # seconds by name
WARMING = 3  # articles read before the clock starts


def main() -> None:
    """Time every stage on the same articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(CORPORA))
    parser.add_argument("--articles", type=int, default=60)
    options = parser.parse_args()
    articles = _articles(options.corpora / "attribution" / "polnear", options.articles)
    stages: Spent = defaultdict(float)
    parts: Spent = defaultdict(float)
    for name in STAGES:
        setattr(pipeline, name, _timed(getattr(pipeline, name), name, stages))
    for name in OF_CLAIMS:
        setattr(claims, name, _timed(getattr(claims, name), name, parts))
    for name in ("read", "encode"):
        setattr(Tagger, name, _timed(getattr(Tagger, name), name, parts))
    nlp: Any = load_model()
    # Not ``nlp.pipeline``, which is a copy: what is called.
    for number, (name, component) in enumerate(nlp._components):
        nlp._components[number] = (name, _timed(component, name, parts))
    nlp.tokenizer = _timed(nlp.tokenizer, "tokenizer", parts)
    load_tagger()
    for article in articles[:WARMING]:
        pipeline.extract(article)
    stages.clear()
    parts.clear()
    begin = time.process_time()
    for article in articles[WARMING:]:
        pipeline.extract(article)
    total, count = time.process_time() - begin, len(articles) - WARMING

    def milliseconds(seconds: Spent) -> dict[str, float]:
        return {
            name: round(1000 * spent / count, 1) for name, spent in sorted(seconds.items(), key=lambda each: -each[1])
        }

    result = {
        "corpus": "PolNeAR 1.0, an even sample of train",
        "articles": count,
        "words_per_article": round(sum(len((article.text or "").split()) for article in articles[WARMING:]) / count),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "language_model": model_name(),
        "cpu_milliseconds_per_article": round(1000 * total / count, 1),
        "by_stage": milliseconds(stages),
        "of_parse_and_tagger": milliseconds(parts),
        "hedging_share": round((stages["hedges_in"] + sum(parts[name] for name in OF_CLAIMS)) / total, 3),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _timed(function: Callable[..., Any], name: str, spent: Spent) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        begin = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[name] += time.process_time() - begin

    return timed


def _articles(corpus: Path, limit: int) -> list[Article]:
    with (corpus / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["filename"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    train = sorted((corpus / "train" / "text").glob("*.txt"))
    articles = []
    for path in (train[number * len(train) // limit] for number in range(limit)):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        row = rows.get(path.stem, {})
        articles.append(
            Article.from_text(
                text, url=path.stem, publisher=row.get("publisher"), published=row.get("publication_date")
            )
        )
    return articles


if __name__ == "__main__":
    main()
