"""A compared dataset made by hand: three articles that tell of one port, one of them a copy, and one that disagrees."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import claimkit
from claimkit.records import (
    Article,
    ClaimCluster,
    ClusterStatus,
    LabelOrigin,
    Verification,
    VerificationLabel,
)
from claimkit.schema import flat_columns

Rows = dict[str, list[dict[str, Any]]]
TELLINGS = (
    ("Harbour Post", "2031-02-03", "Lena Brandt said the port closed in January. Rain fell."),
    ("Veldt Daily", "2031-02-01", "Fog lay over the town. The port closed in January."),
    ("Osthaven Courier", None, "The port stayed open in January."),
)


@pytest.fixture(scope="session")
def compared() -> Rows:
    rows: Rows = {"articles": [], "mentions": [], "claims": []}
    for publisher, day, text in TELLINGS:
        url = f"https://news.example/{publisher.split()[0].lower()}"
        article = Article.from_text(text, publisher=publisher, url=url, published=day)
        found = claimkit.extract(article)
        names = {mention.entity_id: mention.name for mention in found.mentions}
        rows["articles"].append(found.article.to_dict())
        rows["mentions"] += [mention.to_dict() for mention in found.mentions]
        rows["claims"] += [{**row, **flat_columns(row, names)} for claim in found.claims for row in (claim.to_dict(),)]
    a, b, c = (claim_about_the_port(rows, number) for number in range(3))
    cluster = ClaimCluster(
        cluster_id="5f77bac16b33cc8e",
        claim_ids=(a["claim_id"], b["claim_id"], c["claim_id"]),
        publishers=tuple(publisher for publisher, _, _ in TELLINGS),
        observers=(),
        witnesses=("lena brandt",),
        independent_min=1,
        independent_max=3,
        first_appearance="2031-02-01",
        low=None,
        high=None,
        status=ClusterStatus.CONFLICTING,
    )
    rows["clusters"] = [cluster.to_dict()]
    rows["verification"] = [
        verification(a, "supports", b),
        verification(b, "conflicting", a, c),
        verification(c, "refutes", b, a),
    ]
    return rows


def claim_about_the_port(rows: Rows, article: int) -> dict[str, Any]:
    article_id = rows["articles"][article]["article_id"]
    return next(
        row
        for row in rows["claims"]
        if row["article_id"] == article_id and row["predicate"]["lemma"] in ("close", "stay")
    )


def verification(claim: dict[str, Any], label: str, *evidence: dict[str, Any]) -> dict[str, Any]:
    return Verification(
        claim_id=claim["claim_id"],
        evidence_claim_ids=tuple(each["claim_id"] for each in evidence),
        label=VerificationLabel(label),
        label_origin=LabelOrigin.PAIR,
    ).to_dict()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Path]:
    def write_to_folder(rows: Rows) -> Path:
        for config, table in rows.items():
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
            (tmp_path / f"{config}.jsonl").write_text(lines, encoding="utf-8")
        return tmp_path

    return write_to_folder


@pytest.fixture
def folder(compared: Rows, write: Callable[[Rows], Path]) -> Path:
    return write(compared)
