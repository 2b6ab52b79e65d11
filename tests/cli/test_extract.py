"""From articles to a dataset on the command line: what is written, what is said, what is refused."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import claimkit.cli.terminal
from claimkit import validate
from claimkit.cli import app
from claimkit.reading.tables import read_rows

FLOOD = """Dam opened at Harl

By Lena Marsh

BRASK, March 5 (ONA) — The Ossel River rose by 2.3 metres in two days, the Lissen Weather Institute said on Monday.

About 6,000 people left their homes. "Nobody called us," said Pavel Rusk, a farmer.
"""
RATE = """The National Bank of Saldria may raise its key rate to 4.5 per cent, according to two people familiar with it.

Inflation climbed to 6.1 per cent in April.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "1_flood.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "2_rate.txt").write_text(RATE, encoding="utf-8")
    (folder / "3_empty.txt").write_text("\n\n", encoding="utf-8")
    (folder / "metadata.csv").write_text(
        "file,publisher,published\n1_flood.txt,Corran Herald,2024-03-05\n", encoding="utf-8"
    )
    return folder


def run(*arguments: str | Path) -> Any:
    # In this process, where the models are loaded already, unless the test is about workers.
    given = [*map(str, arguments)]
    return CliRunner().invoke(app, ["extract", *given, *([] if "--workers" in given else ["--workers", "0"])])


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {config: list(read_rows(folder, config)) for config in ("articles", "attributions", "claims", "mentions")}


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_the_dataset_is_valid_and_the_summary_counts_its_rows(form: str, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(articles, "-o", out, "--format", form, "--json")
    assert result.exit_code == 0, result.output
    summary, rows = json.loads(result.stdout), tables(out)
    assert {config: summary[config] for config in rows} == {config: len(table) for config, table in rows.items()}
    assert summary["articles"] == 2
    assert summary["claims"] >= 4
    assert summary["rejects"] == {"empty_body": 1}
    report = validate(out)
    assert report.ok, str(report)


def test_the_summary_for_people(articles: Path, tmp_path: Path) -> None:
    result = run(articles, "-o", tmp_path / "out")
    assert re.match(r"2 articles, \d+ claims, \d+ links\nset aside: 1 empty_body\nwritten to ", result.stdout)


def test_the_sidecar_and_the_flags_reach_the_articles(articles: Path, tmp_path: Path) -> None:
    options = ("--publisher", "Lowland Courier", "--published", "2024-05-16", "--licence", "CC-BY-4.0")
    run(articles, "-o", tmp_path / "out", *options)
    flood, rate = tables(tmp_path / "out")["articles"]
    assert (flood["publisher"], flood["published"], flood["licence"]) == ("Corran Herald", "2024-03-05", "CC-BY-4.0")
    assert (rate["publisher"], rate["published"], rate["published_evidence"]) == (
        "Lowland Courier",
        "2024-05-16",
        "flag",
    )


def test_a_named_metadata_file_is_used(articles: Path, tmp_path: Path) -> None:
    sidecar = tmp_path / "mine.csv"
    sidecar.write_text("file,publisher\n2_rate.txt,Meridian Daily\n", encoding="utf-8")
    run(articles, "-o", tmp_path / "out", "--metadata", sidecar)
    assert [row["publisher"] for row in tables(tmp_path / "out")["articles"]] == [None, "Meridian Daily"]


def test_stdout_holds_the_rows_of_claims_jsonl_and_nothing_else(articles: Path, tmp_path: Path) -> None:
    run(articles, "-o", tmp_path / "out", "--format", "jsonl")
    result = run(articles, "-o", "-")
    assert result.exit_code == 0
    assert result.stdout_bytes == (tmp_path / "out" / "claims.jsonl").read_bytes()
    assert "set aside: 1 empty_body" in result.stderr
    assert "written to" not in result.stderr


def test_an_article_given_twice_is_written_once_to_stdout_too(articles: Path) -> None:
    once, twice = (run(*[articles / "2_rate.txt"] * times, "-o", "-", "--json") for times in (1, 2))
    assert twice.stdout_bytes == once.stdout_bytes
    assert json.loads(twice.stderr)["rejects"] == {"duplicate": 1}
    assert json.loads(twice.stderr)["articles"] == 1


def test_two_workers_write_the_same_bytes(articles: Path, tmp_path: Path) -> None:
    for workers in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "claimkit",
            "extract",
            articles,
            "-o",
            tmp_path / workers,
            "--workers",
            workers,
        ]
        subprocess.run(command, check=True, capture_output=True)
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (tmp_path / "1", tmp_path / "2")
    )
    assert one == two


def test_where_no_article_can_be_used_the_data_falls_short(articles: Path, tmp_path: Path) -> None:
    result = run(articles / "3_empty.txt", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stdout.startswith("0 articles, 0 claims, 0 links\nset aside: 1 empty_body\n")


def test_a_longer_article_is_set_aside_with_its_length(articles: Path, tmp_path: Path) -> None:
    result = run(articles, "-o", tmp_path / "out", "--max-characters", str(len(RATE)), "--json")
    assert json.loads(result.stdout)["rejects"] == {"empty_body": 1, "too_large": 1}
    rejects = (tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8")
    assert f"{len(FLOOD)} characters, more than {len(RATE)}" in rejects


def test_run_json_names_what_changes_the_rows_and_no_path_or_worker(articles: Path, tmp_path: Path) -> None:
    run(articles, "-o", tmp_path / "out", "--publisher", "Corran Herald")
    text = (tmp_path / "out" / "run.json").read_text(encoding="utf-8")
    options = json.loads(text)["options"]
    assert options["publisher"] == "Corran Herald"
    assert "workers" not in options
    assert str(tmp_path) not in text


def test_a_finished_run_is_replaced_only_when_asked(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(articles, "-o", out)
    again = run(articles / "2_rate.txt", "-o", out)
    assert again.exit_code == 2
    assert "--overwrite" in again.stderr
    assert len(tables(out)["articles"]) == 2
    assert run(articles / "2_rate.txt", "-o", out, "--overwrite").exit_code == 0
    assert len(tables(out)["articles"]) == 1


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (("--published", "yesterday"), "yesterday"),
        (("--format", "csv"), "csv"),
        (("--workers", "-1"), "--workers"),
        (("--max-characters", "0"), "--max-characters"),
        (("--metadata", "no-such-file.csv"), "no-such-file.csv"),
        (("no-such-folder",), "no-such-folder"),
    ],
    ids=str,
)
def test_a_wrong_call_names_what_is_wrong_and_writes_nothing(
    wrong: tuple[str, ...], named: str, articles: Path, tmp_path: Path
) -> None:
    result = run(articles, "-o", tmp_path / "out", *wrong)
    assert result.exit_code == 2
    assert named in result.stderr
    assert not (tmp_path / "out").exists()


def test_without_an_output_it_asks_for_one(articles: Path) -> None:
    result = run(articles)
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_in_a_pipe_progress_is_plain_lines(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimkit.cli.terminal, "SECONDS_BETWEEN_LINES", 0.0)
    lines = run(articles, "-o", "-").stderr.splitlines()
    assert re.fullmatch(r"1 articles, \d+ claims, [\d.]+ articles/s", lines[0])
    assert "\x1b" not in "".join(lines)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix thing")
@pytest.mark.parametrize("no_colour", [True, False])
def test_on_a_terminal_a_bar_counts_articles_and_claims(no_colour: bool, articles: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "claimkit", "extract", articles, "-o", tmp_path / "out"]
    environment |= {"NO_COLOR": "1"} if no_colour else {}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        # Read while it runs: a terminal that nobody reads takes four kilobytes, and then the bar waits for ever.
        shown = _read(ours)
    assert process.returncode == 0
    assert re.search(r"articles.*\d+ claims · [\d.]+ articles/s", shown)
    assert bool(re.search(r"\x1b\[(\d+;)*[34][0-9](;[\d;]*)?m", shown)) is not no_colour


def _read(terminal: int) -> str:
    pieces = []
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux ends a pseudo-terminal with an error once the other side is closed
            piece = b""
        if not piece:
            os.close(terminal)
            return b"".join(pieces).decode("utf-8")
        pieces.append(piece)


def test_words_of_the_users_own_are_used_and_recorded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council met on Founders' Day and raised the fare.\n" * 3, encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text('[times.holidays]\n"founders\' day" = [6, 12]\n', encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "claimkit", "extract", str(tmp_path / "a.txt"), "-o", str(out), "--rules-only"]
    subprocess.run(
        [*command, "--published", "2021-08-02", "--format", "jsonl", "--lexicon", str(own)],
        check=True,
        capture_output=True,
    )
    assert '"2021-06-12"' in (out / "claims.jsonl").read_text(encoding="utf-8")
    assert len(json.loads((out / "run.json").read_text(encoding="utf-8"))["options"]["lexicon"]) == 64
