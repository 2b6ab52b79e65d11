"""Scores against gold on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.resources import resource


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", "claims", *map(str, arguments)])


def test_a_dataset_scored_against_itself_is_right_everywhere(dataset: Path) -> None:
    scores = json.loads(run("--gold", dataset, "--predicted", dataset, "--json").stdout)
    assert {row["value"] for row in scores["measures"].values()} == {1.0}
    assert (scores["paired"], scores["missed"], scores["spurious"]) == (1, [], [])


def test_a_claim_that_is_not_predicted_is_named(dataset: Path, rows: dict[str, Any], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for file in dataset.iterdir():
        (other / file.name).write_bytes(file.read_bytes() if file.name != "claims.jsonl" else b"")
    scores = json.loads(run("--gold", dataset, "--predicted", other, "--json").stdout)
    assert scores["measures"]["predicate"]["recall"] == 0
    assert scores["missed"] == [rows["claims"][0]["claim_id"]]


def test_the_table_for_people(dataset: Path) -> None:
    result = run("--gold", dataset, "--predicted", dataset)
    assert result.exit_code == 0
    assert "predicate" in result.stdout
    assert "1 articles, 1 claims paired, 0 missed, 0 in excess" in result.stdout


def test_without_options_the_demo_is_extracted_and_scored_against_its_gold() -> None:
    scores = json.loads(run("--json").stdout)
    gold = resource("demo/gold/claims.jsonl").read_text(encoding="utf-8").count("\n")
    assert scores["measures"]["predicate"]["gold"] == gold
    assert 0 < scores["measures"]["predicate"]["value"] <= 1


def test_a_folder_without_gold_is_a_wrong_call(tmp_path: Path) -> None:
    result = run("--gold", tmp_path)
    assert result.exit_code == 2
    assert "holds no articles" in result.stderr


def test_a_floor_makes_a_gate_of_the_score(dataset: Path) -> None:
    held = run("--gold", dataset, "--predicted", dataset, "--floor", "predicate=1", "--json")
    assert held.exit_code == 0
    assert json.loads(held.stdout)["floors"] == [{"measure": "predicate", "floor": 1.0, "value": 1.0, "held": True}]
    assert run("--gold", dataset, "--floor", "predicates=1").exit_code == 2


# --- attribution ---------------------------------------------------------------------------------------------------

TEXT = "“We warned them,” Anna Berg said. She believed \x1b[31m that [bold]nobody[/bold] had listened.\n"
GOLD = """T1\tSource 18 27\tAnna Berg
T2\tCue 28 32\tsaid
T3\tContent 0 17\t“We warned them,”
T4\tSource 34 37\tShe
T5\tCue 38 46\tbelieved
T6\tContent 53 90\tthat [bold]nobody[/bold] had listened
E1\tCue:T2 Source:T1 Content:T3
E2\tCue:T5 Source:T4 Content:T6
"""
FOUND = GOLD.replace("Source 18 27\tAnna Berg", "Source 23 27\tBerg").replace("E2\tCue", "E2\tDiscard")


@pytest.fixture
def brat(tmp_path: Path) -> tuple[Path, Path]:
    for name, annotations in (("gold", GOLD), ("predicted", FOUND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / name / "one.ann").write_text(annotations, encoding="utf-8")
    return tmp_path / "gold", tmp_path / "predicted"


def evaluate(gold: Path, predicted: Path, *options: str) -> Any:
    arguments = ["evaluate", "attribution", "--gold", str(gold), "--predicted", str(predicted), *options]
    return CliRunner().invoke(app, arguments)


def test_links_as_tables(brat: tuple[Path, Path]) -> None:
    result = evaluate(*brat)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["full", "f1", "0.667", "0.667–0.667", "1.000", "0.500", "1", "1", "2"] in lines
    assert ["source_exact", "f1", "0.000", "0.000–0.000", "0.000", "0.000", "0", "1", "2"] in lines
    assert next(line for line in lines if line[:1] == ["direct"])[:4] == ["direct", "1", "1.00", "(1.00–1.00)"]
    assert ["missed-link", "1", "the", "gold", "has", "a", "link,", "nothing", "was", "found", "there"] in lines
    assert result.stdout.splitlines()[-1] == "1 articles, 2 links in the gold, 1 found"


def test_links_as_json(brat: tuple[Path, Path]) -> None:
    row = json.loads(evaluate(*brat, "--json").stdout)
    assert row["measures"]["full"]["value"] == 0.6667
    assert row["slices"]["pronoun_source"]["full_recall"] == {
        "value": 0.0,
        "low": 0.0,
        "high": 0.0,
        "right": 0,
        "of": 1,
    }
    assert row["errors"] == {"counts": {"missed-link": 1, "source-edges": 1}, "examples": []}
    assert row["calibration"] is None
    assert row["floors"] == []


def test_errors_for_reading(brat: tuple[Path, Path]) -> None:
    output = evaluate(*brat, "--errors", "5").stdout
    listing = output[output.index("missed-link: 1") :]
    assert "  one 53–90\n    gold   She | believed | that [bold]nobody[/bold] had listened\n    found  –\n" in listing
    assert "    gold   Anna Berg | said | “We warned them,”\n    found  Berg | said | “We warned them,”\n" in listing
    assert "[that [bold]nobody[/bold] had listened]. …" in listing
    assert "\x1b" not in output


def test_errors_as_json(brat: tuple[Path, Path]) -> None:
    missed, edges = json.loads(evaluate(*brat, "--errors", "5", "--json").stdout)["errors"]["examples"]
    assert (missed["kind"], edges["kind"]) == ("missed-link", "source-edges")
    assert edges["found"][0]["source"] == {"spans": [{"start": 23, "end": 27}], "text": "Berg"}


@pytest.mark.parametrize(("floor", "code"), [("full=.66", 0), ("full=.67", 1)])
def test_floors_of_links(brat: tuple[Path, Path], floor: str, code: int) -> None:
    result = evaluate(*brat, "--floor", floor, "--floor", "linked=.5")
    assert result.exit_code == code
    assert result.stderr == ("" if code == 0 else "claimkit: full is 0.6667, below its floor of 0.67\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--floor", "fool=.6"], "no measure 'fool'; there are source_exact"),
        (["--floor", "full=60"], "between 0 and 1"),
        (["--format", "conll"], "holds no CoNLL file"),
        (["--format", "jsonl"], "holds no attributions"),
        (["--format", "xml"], "xml"),
        (["--errors", "-1"], "--errors"),
    ],
)
def test_a_wrong_call_ends_with_2(brat: tuple[Path, Path], options: list[str], message: str) -> None:
    result = evaluate(*brat, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_no_gold_is_a_wrong_call(tmp_path: Path, brat: tuple[Path, Path]) -> None:
    (tmp_path / "empty").mkdir()
    assert evaluate(tmp_path / "empty", brat[1]).exit_code == 2
    assert evaluate(tmp_path / "nowhere", brat[1]).exit_code == 2
    assert "no gold of attribution lies here" in evaluate(tmp_path / "empty", brat[1]).stderr


def test_a_broken_file_is_data_that_falls_short(brat: tuple[Path, Path]) -> None:
    (brat[0] / "one.ann").write_text("T1\tSource 18 x\tAnna", encoding="utf-8")
    result = evaluate(*brat)
    assert result.exit_code == 1
    assert "one.ann:1: no brat stand-off line" in result.stderr


def test_a_dataset_of_ours_against_itself_on_all_levels(dataset: Path) -> None:
    row = json.loads(evaluate(dataset, dataset, "--all-levels", "--json").stdout)
    assert {measure["value"] for measure in row["measures"].values()} == {1.0}
    assert row["calibration"]["ece"] == 0.0


def test_without_options_the_demo_is_read_and_its_levels_scored() -> None:
    outer, everything = (
        json.loads(CliRunner().invoke(app, ["evaluate", "attribution", option, "--json"]).stdout)["measures"]["linked"]
        for option in ("--outermost", "--all-levels")
    )
    links = resource("demo/gold/attributions.jsonl").read_text(encoding="utf-8").splitlines()
    assert everything["gold"] == len(links)
    assert outer["gold"] == sum(json.loads(link)["parent"] is None for link in links) < len(links)
    assert outer["value"] > 0.5


def run_times(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", "times", *map(str, arguments)])


@pytest.fixture
def timeml(tmp_path: Path) -> Path:
    folder = tmp_path / "timeml"
    folder.mkdir()
    (folder / "fair.tml").write_text(
        '<TimeML><DCT><TIMEX3 type="DATE" value="2021-01-08">Jan. 8</TIMEX3></DCT><TEXT>It opened on '
        '<TIMEX3 type="DATE" value="2021-01-07">Thursday</TIMEX3> and <TIMEX3 type="DATE" value="XX">then</TIMEX3>.'
        "</TEXT></TimeML>",
        encoding="utf-8",
    )
    return folder


def test_times_are_scored_against_timeml_with_floors_and_errors(timeml: Path) -> None:
    result = run_times("--gold", timeml, "--errors", "1", "--floor", "value=.5", "--json")
    assert result.exit_code == 0
    scores = json.loads(result.stdout)
    assert (scores["measures"]["strict"]["precision"], scores["measures"]["strict"]["recall"]) == (1.0, 0.5)
    assert scores["errors"]["counts"] == {"missed-time": 1}
    assert run_times("--gold", timeml, "--floor", "value=.9").exit_code == 1


def test_errors_of_times_are_listed_for_reading(timeml: Path) -> None:
    out = run_times("--gold", timeml, "--errors", "1").stdout
    assert "1 articles, 2 times in the gold, 1 found" in out
    assert "missed-time: 1" in out
    assert "then | DATE | XX" in out


def test_gold_of_no_known_format_is_a_wrong_call(tmp_path: Path) -> None:
    result = run_times("--gold", tmp_path)
    assert result.exit_code == 2
    assert "no gold of times" in result.stderr


def run_quantities(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", "quantities", *map(str, arguments)])


@pytest.fixture
def newsquant(tmp_path: Path) -> Path:
    def row(value: str, unit: str, change: str = "=") -> dict[str, str]:
        return {"value": value, "unit": unit, "normalized_unit": unit, "change": change}

    text = "Tolls fell by 3 percent and 7 ferries were sold."
    cases = [{"text": text, "quantities": [row("3.0", "percent", "down"), row("8", "ferry")]}]
    (tmp_path / "gold.json").write_text(json.dumps(cases), encoding="utf-8")
    return tmp_path


def test_quantities_are_scored_with_floors_and_errors(newsquant: Path) -> None:
    result = run_quantities("--gold", newsquant, "--no-parse", "--errors", "1", "--floor", "value=.5", "--json")
    assert result.exit_code == 0
    scores = json.loads(result.stdout)
    assert (scores["measures"]["value"]["value"], scores["measures"]["direction"]["value"]) == (0.5, 1.0)
    assert scores["errors"]["counts"] == {"missed-value": 1, "spurious-value": 1}
    assert run_quantities("--gold", newsquant, "--no-parse", "--floor", "value=.9").exit_code == 1


def test_errors_of_quantities_are_listed_for_reading(newsquant: Path) -> None:
    out = run_quantities("--gold", newsquant, "--no-parse", "--errors", "1").stdout
    assert "1 texts, 2 quantities in the gold, 2 found" in out
    assert "7 | = 7 ferry" in out


def test_a_folder_without_gold_of_quantities_is_a_wrong_call(tmp_path: Path) -> None:
    result = run_quantities("--gold", tmp_path)
    assert result.exit_code == 2
    assert "no gold of quantities" in result.stderr
