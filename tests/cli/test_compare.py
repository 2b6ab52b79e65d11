"""`claimkit compare`: what it prints of conflicts, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.records import Article

EXPORTS = ("Exports of Norland rose in 2023, the ministry said.", "Exports of Norland fell in 2023, the bank said.")
TOLLS = (
    "A blast tore through the Dellport mill on Monday. The blast killed 12 people, police said.",
    "A blast tore through the Dellport mill on Monday. The blast killed 17 people, the hospital said.",
)


def dataset(folder: Path, *texts: str) -> Path:
    reports = [
        Article.from_text(text, publisher=f"Outlet {number}", published="2024-05-06", title="Norland")
        for number, text in enumerate(texts)
    ]
    claimkit.build_dataset(reports, folder)
    return folder


@pytest.fixture(scope="module")
def opposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("opposed") / "claims", *EXPORTS)


@pytest.fixture(scope="module")
def tolls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("tolls") / "claims", *TOLLS)


def test_a_contradiction_in_a_cluster_is_told_voice_by_voice(tolls: Path) -> None:
    run = CliRunner().invoke(app, ["compare", str(tolls), "--fail-on", "contradiction"])

    assert run.exit_code == 1
    assert run.stdout.startswith("status")
    assert "conflicting" in run.stdout
    assert "12 people  Outlet 0 ← police" in run.stdout
    assert "17 people  Outlet 1 ← hospital" in run.stdout


def test_a_contradiction_outside_all_clusters_is_shown_too(opposed: Path) -> None:
    run = CliRunner().invoke(app, ["compare", str(opposed), "--fail-on", "contradiction"])

    assert run.exit_code == 1
    assert "two claims that cannot both hold, told too differently for one row: predicate" in run.stdout
    assert [line for line in EXPORTS if line not in run.stdout] == []


def test_conflicts_are_in_the_json(opposed: Path) -> None:
    run = CliRunner().invoke(app, ["compare", str(opposed), "--json"])

    report = json.loads(run.stdout)
    assert (run.exit_code, report["findings"]) == (0, [])
    assert [conflict["over"] for conflict in report["conflicts"]] == [["predicate"]]


def test_a_pair_is_explained_by_the_beginnings_of_its_ids(tolls: Path) -> None:
    found = claimkit.compare(tolls)
    (finding,) = (each for each in found.findings() if "killed" in each.headline)

    run = CliRunner().invoke(
        app, ["compare", str(tolls), "--explain", *(each[:12] for each in finding.cluster.claim_ids)]
    )

    assert run.exit_code == 0
    assert "another amount" in run.stdout
