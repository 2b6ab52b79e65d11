"""A sound dataset of one article, to be broken in one place by each test."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.records import make_id
from claimkit.schema import SCHEMA_OF, load_schema

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def rows() -> Rows:
    """The examples of the schemas, which belong together, with a second claim for the pair to point to."""
    found = {config: [copy.deepcopy(load_schema(name)["examples"][0])] for config, name in SCHEMA_OF.items()}
    (first,) = found["claims"]
    lena = {"start": first["sentence"]["start"] + 62, "end": first["sentence"]["start"] + 88}
    text = found["articles"][0]["text"]
    second = {
        **copy.deepcopy(first),
        "claim_id": make_id(first["article_id"], lena["start"], lena["end"]),
        "spans": [lena],
        "text": text[lena["start"] : lena["end"]],
        "predicate": {**lena, "lemma": "master"},
        "arguments": [],
        "chain": [],
        "hedges": [],
        "factuality": [{"holder": "author", "value": "CT+", "score": 3.0}],
        "quantities": [],
        "times": [],
    }
    second |= dict.fromkeys(("source", "root_source", "source_type", "cue", "style")) | {"certainty": "CT+"}
    found["claims"].append(second)
    for config in ("pairs", "clusters", "verification"):
        point_to(found[config][0], second["claim_id"])
    return found


def point_to(row: dict[str, Any], claim_id: str) -> None:
    """The second claim of a pair, a cluster or a verification."""
    if "claim_b" in row:
        row["claim_b"] = claim_id
    else:
        ids = row.get("claim_ids") or row["evidence_claim_ids"]
        ids[-1] = claim_id


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Path]:
    """Write the rows as a JSON Lines dataset and give its folder."""

    def _write(rows: Rows) -> Path:
        for config, table in rows.items():
            lines = "".join(json.dumps(row) + "\n" for row in table)
            (tmp_path / f"{config}.jsonl").write_text(lines, encoding="utf-8")
        return tmp_path

    return _write
