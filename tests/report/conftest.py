"""Datasets the page is made of: the demo gold, compared, with one conflict; and articles that try to break out."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimkit import ClaimCluster, ClaimPair, ClusterStatus, Dependence, Difference, Relation, compare
from claimkit.dataset.additions import add_tables
from claimkit.report.page import write_report
from claimkit.resources import resource

TABLES = ("articles", "attributions", "claims", "mentions")
REJECTS = (
    {"input": "old.doc", "line": None, "reason": "binary", "detail": "the file is no text"},
    {"input": "feed.jsonl", "line": 7, "reason": "not_english", "detail": "the text is in Finnish"},
    {"input": "feed.jsonl", "line": 9, "reason": "not_english", "detail": "the text is in Welsh"},
)


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo gold as ``extract`` would have written it, not compared yet."""
    folder = tmp_path_factory.mktemp("report") / "gold"
    folder.mkdir()
    for table in TABLES:
        text = resource("demo").joinpath("gold").joinpath(f"{table}.jsonl").read_text(encoding="utf-8")
        (folder / f"{table}.jsonl").write_text(text, encoding="utf-8")
    rejects = "".join(json.dumps(row) + "\n" for row in REJECTS)
    (folder / "rejects.jsonl").write_text(rejects, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def compared(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo gold with its pairs and clusters, and with a conflict between the first two tolls that are in none."""
    folder = tmp_path_factory.mktemp("report") / "compared"
    folder.mkdir()
    for file in gold.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    found = compare(folder)
    taken = {claim_id for cluster in found.clusters for claim_id in cluster.claim_ids}
    one, other = _tolls(folder, taken)
    pair, cluster = _conflict(one, other)
    tables: dict[str, list[Any]] = {
        "pairs": [*found.pairs, pair],
        "clusters": [*found.clusters, cluster],
        "verification": list(found.verification),
    }
    add_tables(folder, {config: (record.to_dict() for record in records) for config, records in tables.items()})
    return folder


@pytest.fixture(scope="session")
def page_file(compared: Path) -> Path:
    """The page of the compared demo gold."""
    out = compared.parent / "report.html"
    write_report(compared, out)
    return out


@pytest.fixture(scope="session")
def hostile_file(gold: Path) -> Path:
    """The page of the demo gold after somebody has put markup where words were."""
    folder = gold.parent / "hostile"
    folder.mkdir()
    for file in gold.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    rewrite(folder / "articles.jsonl", hostile_article)
    rewrite(folder / "claims.jsonl", lambda row: {**row, "text": BREAKING_OUT, "text_resolved": BREAKING_OUT})
    rewrite(folder / "mentions.jsonl", lambda row: {**row, "name": BREAKING_OUT})
    rewrite(folder / "rejects.jsonl", lambda row: {**row, "input": BREAKING_OUT, "detail": BREAKING_OUT})
    out = folder.parent / "hostile.html"
    write_report(folder, out, title=BREAKING_OUT)
    return out


BREAKING_OUT = "\"'><img src=x onerror=broken()></script><script>broken()</script><!--<script> {{scripts}} & 😀"


def hostile_article(row: dict[str, Any]) -> dict[str, Any]:
    """The article with markup for its words; as long as before, so that spans stay inside."""
    length = len(row["text"])
    text = (BREAKING_OUT + "\n") * (length // len(BREAKING_OUT) + 1)
    return {
        **row,
        "title": BREAKING_OUT,
        "publisher": BREAKING_OUT,
        "url": "javascript:broken()",
        "text": text[:length],
    }


def rewrite(file: Path, change: Any) -> None:
    """Every row of a JSON Lines table changed."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lines = "".join(json.dumps(change(row), ensure_ascii=False) + "\n" for row in rows)
    file.write_text(lines, encoding="utf-8")


def _tolls(folder: Path, taken: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two claims of two outlets that each give a number of people."""
    rows = [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = {
        row["article_id"]: row["publisher"]
        for row in map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    }
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["claim_id"] not in taken and any(each["counted"] for each in row["quantities"]):
            found.setdefault(outlets[row["article_id"]], row)
    one, other, *_ = found.values()
    return one, other


def _conflict(one: dict[str, Any], other: dict[str, Any]) -> tuple[ClaimPair, ClaimCluster]:
    a, b = sorted((one["claim_id"], other["claim_id"]))
    pair = ClaimPair(
        pair_id="c" * 16,
        claim_a=a,
        claim_b=b,
        relation=Relation.CONTRADICTION,
        narrower=None,
        differences=(Difference(field="quantities", a="7 death", b="9 death"),),
        dependence=Dependence.INDEPENDENT,
        score=0.9,
    )
    cluster = ClaimCluster(
        cluster_id="c" * 16,
        claim_ids=(a, b),
        publishers=("Corran Herald", "The Osterby Post"),
        observers=("Corran Herald", "The Osterby Post"),
        witnesses=("rescue service",),
        independent_min=1,
        independent_max=2,
        first_appearance="2024-03-05",
        low=None,
        high=None,
        status=ClusterStatus.CONFLICTING,
    )
    return pair, cluster
