"""A good dataset, made from the demo's gold, and ways to break it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimkit.checks.gate import check
from claimkit.checks.report import CheckReport
from claimkit.reading.tables import read_rows
from claimkit.records import SCHEMA_VERSION, make_id
from claimkit.resources import resource
from claimkit.schema import flat_columns

Rows = dict[str, list[dict[str, Any]]]
# Read again by every check of it, and no part of what most tests are about.
CONFIGS = ("articles", "mentions", "attributions", "claims")


@pytest.fixture(scope="session")
def good_rows() -> bytes:
    """The rows as JSON, which is the fastest copy of them."""
    gold = Path(str(resource("demo/gold")))
    rows: Rows = {config: list(read_rows(gold, config)) for config in CONFIGS}
    for article in rows["articles"]:
        article["licence"] = "CC-BY-4.0"
    names = {mention["entity_id"]: mention["name"] for mention in rows["mentions"]}
    for claim in rows["claims"]:
        claim |= flat_columns(claim, names)
    return json.dumps(rows | dict(_compared(rows["claims"]))).encode()


def _compared(claims: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What a comparison and a review of it would add: one pair of each kind, a cluster, a verdict, two labels."""
    a, b, c = (claims[at]["claim_id"] for at in (1, 16, 19))
    common = {"schema_version": SCHEMA_VERSION}
    difference = {"field": "quantities", "a": "2.3", "b": "6000"}
    pairs = [
        (a, b, "equivalence", None, []),
        (a, c, "contradiction", None, [difference]),
        (b, c, "subsumption", "a", [difference]),
    ]
    yield (
        "pairs",
        [
            {
                "pair_id": make_id("pair", one, other),
                "claim_a": one,
                "claim_b": other,
                "relation": relation,
                "narrower": narrower,
                "differences": differences,
                "dependence": "unknown",
                "score": 0.9,
                **common,
            }
            for one, other, relation, narrower, differences in pairs
        ],
    )
    yield (
        "clusters",
        [
            {
                "cluster_id": make_id("cluster", a),
                "claim_ids": [a, b],
                "publishers": ["Corran Herald", "Lowland Courier"],
                "observers": ["Corran Herald", "Lowland Courier"],
                "witnesses": ["Water Ministry"],
                "independent_min": 0,
                "independent_max": 1,
                "first_appearance": None,
                "low": 2.3,
                "high": 2.3,
                "status": "single_source",
                **common,
            }
        ],
    )
    verdict = {"claim_id": a, "evidence_claim_ids": [b], "label": "supports", "label_origin": "pair"}
    yield "verification", [verdict | common]
    labels = [(make_id("pair", a, c), "$.relation", "contradiction"), (a, "$.kind", "event")]
    yield (
        "annotations",
        [
            {
                "annotation_id": make_id("annotation", record, field),
                "record_id": record,
                "field": field,
                "value": value,
                "annotator": "reader 1",
                "at": "2031-04-05T10:00:00Z",
                **common,
            }
            for record, field, value in labels
        ],
    )


@pytest.fixture
def rows(good_rows: bytes) -> Rows:
    """A copy of the good dataset, to be broken."""
    copy: Rows = json.loads(good_rows)
    return copy


def _write(rows: Rows, folder: Path) -> Path:
    """A JSON Lines dataset; a key ``config/split`` is a split of it."""
    for config, table in rows.items():
        file = folder / f"{config}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(row) + "\n" for row in table), encoding="utf-8")
    return folder


@pytest.fixture
def write() -> Callable[[Rows, Path], Path]:
    """Write rows as a JSON Lines dataset into a folder."""
    return _write


Judge = Callable[..., CheckReport]


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """Write rows and check them without the column contracts, which have tests of their own."""

    def _judged(rows: Rows, **options: Any) -> CheckReport:
        settings = options.pop("settings_text", None)
        if settings is not None:
            options["settings"] = tmp_path / "claimkit-checks.toml"
            options["settings"].write_text(settings, encoding="utf-8")
        folder = _write(rows, tmp_path / "dataset")
        return check(folder, **{"great_expectations": False, **options})

    return _judged
