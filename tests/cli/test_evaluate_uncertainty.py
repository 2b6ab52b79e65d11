"""Scores of hedging, scope and factuality on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.resources import resource

SZEGED = """<Annotation><Document><DocID>1</DocID>
<Sentence>The dam <ccue type="speculation_modal_probable_">may</ccue> burst.</Sentence>
<Sentence>The mayor left the town.</Sentence></Document></Annotation>"""
EVENTS = """{"idx": 1, "text": "The mayor resigned on Monday .", "targets": [{"span1": [2, 3], "label": 3.0}]}
{"idx": 2, "text": "The mayor may resign .", "targets": [{"span1": [3, 4], "label": 0.5}]}
{"idx": 3, "text": "The mayor refused to resign .", "targets": [{"span1": [4, 5], "label": -2.5}]}
"""


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@pytest.fixture
def gold() -> Path:
    return Path(str(resource("demo/gold")))


@pytest.mark.parametrize(
    ("task", "measures"),
    [
        ("hedging", {"cue", "typed_cue", "E", "D", "I", "N"}),
        ("scope", {"exact", "token", "cue_and_scope"}),
        ("factuality", {"innermost", "all_holders", "CT+", "CT-", "PR+"}),
    ],
)
def test_gold_against_itself_is_right_everywhere(task: str, measures: set[str], gold: Path) -> None:
    scores = json.loads(run(task, "--gold", gold, "--predicted", gold, "--json").stdout)
    assert measures <= scores["measures"].keys()
    assert {row["value"] for row in scores["measures"].values() if row["gold"]} == {1.0}
    assert "measure" in run(task, "--gold", gold, "--predicted", gold).stdout


def test_a_szeged_file_is_scored_on_what_is_found_now(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    file.write_text(SZEGED, encoding="utf-8")
    scores = json.loads(run("hedging", "--gold", file, "--json").stdout)
    assert (scores["measures"]["E"]["right"], scores["measures"]["E"]["found"]) == (1, 1)
    assert run("scope", "--gold", file).exit_code == 2  # it marks no scope


def test_events_are_scored_by_correlation(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl"
    file.write_text(EVENTS, encoding="utf-8")
    result = run("factuality", "--gold", file)
    assert "3 cases, r 0." in result.stdout
    assert run("factuality", "--gold", file, "--floor", "innermost=.5").exit_code == 2
    assert run("hedging", "--gold", file).exit_code == 2  # no cue is marked there


def test_a_floor_makes_a_gate(gold: Path, tmp_path: Path) -> None:
    assert run("hedging", "--gold", gold, "--predicted", gold, "--floor", "cue=1").exit_code == 0
    assert run("scope", "--gold", tmp_path / "nowhere").exit_code == 2
