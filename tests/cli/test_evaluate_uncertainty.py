"""Scores of hedging, scope and factuality on the command line."""

import json
import shutil
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


def test_errors_of_cues_are_listed_with_both_sides_and_their_place(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    marked = SZEGED.replace("The mayor left", 'The mayor <ccue type="speculation_hypo_doxastic _">left</ccue>')
    file.write_text(marked, encoding="utf-8")
    result = run("hedging", "--gold", file, "--errors", 5)
    assert "missed-cue: 1" in result.stdout
    assert "[left]" in result.stdout
    (error,) = json.loads(run("hedging", "--gold", file, "--errors", 5, "--json").stdout)["errors"]["examples"]
    assert (error["kind"], error["article"], error["gold"], error["found"]) == ("missed-cue", "1", "D", None)
    assert (error["words"], error["end"] - error["start"]) == ("left", 4)


def test_without_asking_errors_are_counted_and_not_listed(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    file.write_text(SZEGED.replace("probable", "possible").replace("may", "will"), encoding="utf-8")
    errors = json.loads(run("hedging", "--gold", file, "--json").stdout)["errors"]
    assert errors == {"counts": {"missed-cue": 1}, "examples": []}


def test_scopes_and_values_that_differ_are_listed(gold: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(gold, other)
    rows = [json.loads(line) for line in (gold / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    hedged = next(row for row in rows if row["hedges"])
    hedged["hedges"][0]["scope"][-1]["end"] += 1
    hedged["factuality"][-1]["value"] = "CTu"
    (other / "claims.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    scope = json.loads(run("scope", "--gold", gold, "--predicted", other, "--errors", 3, "--json").stdout)["errors"]
    assert scope["counts"] == {"ends-late": 1}
    values = json.loads(run("factuality", "--gold", gold, "--predicted", other, "--errors", 3, "--json").stdout)
    (example,) = values["errors"]["examples"]
    assert example["kind"] == "wrong-value"
    assert example["found"].endswith("CTu")


def test_scores_of_events_far_off_are_errors(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl"
    file.write_text(EVENTS.replace('"label": 3.0', '"label": -3.0'), encoding="utf-8")
    errors = json.loads(run("factuality", "--gold", file, "--errors", 1, "--json").stdout)["errors"]
    assert errors["counts"]["far-score"] >= 1
    assert errors["examples"][0]["gold"] == "-3.00"
