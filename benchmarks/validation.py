"""How many claims a second ``validate`` checks, on synthetic claims of ordinary size.

    python benchmarks/validation.py [--claims 100000] > benchmarks/results/validation.json

The rows are the examples of the schemas, repeated sentence after sentence with their offsets and identifiers moved
along: articles of 40 sentences, one claim each. A third of the claims have a link, a hedge, a quantity and a time, a
third only a link, a third stand in the article's own voice. ``claims_table`` is the table of claims by itself, without
what only the other tables can show; ``whole_folder`` is that with articles, mentions and attributions. The best of
three runs counts, for the others measure the neighbours on the machine; rates are by wall clock in one process.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import claimkit
from claimkit.dataset.build import TABLES, write_dataset
from claimkit.dataset.storage import open_table
from claimkit.quality.validation import validate
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Attribution, Claim, Mention, make_id
from claimkit.schema import FLAT_COLUMNS, load_schema

SENTENCES = 40


def example(name: str) -> dict[str, Any]:
    """The example of a schema."""
    row: dict[str, Any] = load_schema(name)["examples"][0]
    return row


def moved(value: Any, by: int) -> Any:
    """The same with every offset moved."""
    if isinstance(value, list):
        return [moved(item, by) for item in value]
    if isinstance(value, dict):
        return {
            key: item + by if key in ("start", "end") and isinstance(item, int) else moved(item, by)
            for key, item in value.items()
        }
    return value


def extractions(claims: int) -> Iterator[SimpleNamespace]:
    """Synthetic articles with ``claims`` claims in all."""
    text = example("article")["text"] + "\n\n"
    for number in range(0, claims, SENTENCES):
        count = min(SENTENCES, claims - number)
        article = Article.from_text(text * count, url=f"https://example.org/{number}")
        mention = _mention(article.article_id)
        rows = [_claim(article.article_id, mention.entity_id, n, n * len(text)) for n in range(count)]
        links = tuple(Attribution.from_dict(link) for row in rows for link in row["chain"])
        found = tuple(Claim.from_dict(row) for row in rows)
        yield SimpleNamespace(article=article, attributions=links, claims=found, mentions=(mention,))


def _mention(article_id: str) -> Mention:
    row = example("mention")
    entity_id = make_id(article_id, "entity", row["spans"][0]["start"], row["spans"][0]["end"])
    return Mention.from_dict({**row, "article_id": article_id, "entity_id": entity_id})


def _claim(article_id: str, entity_id: str, n: int, offset: int) -> dict[str, Any]:
    row = moved({name: value for name, value in example("claim").items() if name not in FLAT_COLUMNS}, offset)
    (link,) = row["chain"]
    link |= {"article_id": article_id, "entity_id": entity_id}
    link["attribution_id"] = make_id(article_id, "attribution", link["cue"]["start"], link["cue"]["end"])
    row["factuality"][1]["holder"] = link["attribution_id"]
    if n % 3:
        row |= {"hedges": [], "quantities": [], "times": []}
        link["time"] = None
    if n % 3 == 2:
        row |= {"chain": [], "factuality": row["factuality"][:1]}
    predicate = row["predicate"]
    return {**row, "article_id": article_id, "claim_id": make_id(article_id, predicate["start"], predicate["end"])}


def copy_as_parquet(source: Path, target: Path) -> None:
    """The same tables in the other format; making the rows takes longer than everything else."""
    for config in TABLES:
        table = open_table(target, config, "parquet")
        for row in read_rows(source, config):
            table.add(row)
        table.close()


def _seconds(path: Path, runs: int) -> float:
    """The best of ``runs``."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        report = validate(path)
        best = min(best, time.perf_counter() - start)
        if not report.ok:
            raise SystemExit(str(report))
    return best


def measure(claims: int, runs: int = 3) -> dict[str, Any]:
    """Claims per second for each format, and the size of a row."""
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        jsonl, parquet = Path(folder) / "jsonl", Path(folder) / "parquet"
        write_dataset(extractions(claims), jsonl, format="jsonl")
        copy_as_parquet(jsonl, parquet)
        for out, table in ((jsonl, jsonl / "claims.jsonl"), (parquet, next(parquet.glob("claims/*.parquet")))):
            rates[out.name] = {
                "claims_table": round(claims / _seconds(table, runs)),
                "whole_folder": round(claims / _seconds(out, runs)),
            }
        size = (jsonl / "claims.jsonl").stat().st_size
    return {
        "claims": claims,
        "bytes_per_claim": round(size / claims),
        "claims_per_second": rates,
        "floor": 20_000,
        "claimkit": claimkit.__version__,
        "python": platform.python_version(),
        "processor": platform.machine(),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    print(json.dumps(measure(parser.parse_args().claims), indent=2))
