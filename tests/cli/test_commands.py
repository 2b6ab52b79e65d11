"""Every command: its help, a wrong argument, and how an error reaches the user."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.errors import ClaimkitError, DataError, MissingModelError, OptionError, OutputExistsError


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = sorted(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_names_the_command_and_what_it_does(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    usage, _, rest = result.stdout.partition("\n\n")
    assert " ".join(command) in usage
    assert rest.strip().splitlines()[0].strip()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_wrong_option_is_named_and_ends_with_2(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--no-such-option"])
    assert result.exit_code == 2
    assert "--no-such-option" in result.stderr
    assert result.stdout == ""


def test_the_overview_lists_every_command() -> None:
    overview = CliRunner().invoke(app, ["--help"]).stdout
    assert {command[0] for command in COMMANDS} <= set(overview.split())


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"claimkit {claimkit.__version__}\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OptionError("no such format"), 2),
        (OutputExistsError("the folder is taken"), 2),
        (MissingModelError("no model. Run: pip install one"), 2),
        (PermissionError("not yours"), 2),
        (DataError("$.low: above high"), 1),
        (ClaimkitError("anything else"), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_an_error_is_one_line_on_stderr(error: Exception, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(error, monkeypatch)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == code
    assert result.stderr == f"claimkit: {error}\n"
    assert result.stdout == ""


def test_debug_lets_the_traceback_through(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(DataError("$.low: above high"), monkeypatch)
    assert isinstance(CliRunner().invoke(app, ["--debug", "doctor"]).exception, DataError)


def test_a_defect_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(ZeroDivisionError("a bug"), monkeypatch)
    assert isinstance(CliRunner().invoke(app, ["doctor"]).exception, ZeroDivisionError)


def fail(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def examine() -> None:
        raise error

    monkeypatch.setattr("claimkit.cli.doctor.examine", examine)


def test_a_pipe_with_few_characters_gets_question_marks(dataset: Path, rows: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "claimkit", "show", dataset, rows["claims"][0]["claim_id"]]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    shown = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    assert b"quantities   ~40 t ? of output" in shown


def test_a_reader_that_stops_early_sees_no_traceback(dataset: Path) -> None:
    # The report of a broken dataset is longer than a pipe's buffer, so the writer meets the closed pipe.
    (dataset / "claims.jsonl").write_text('{"kind": "rumour"}\n' * 200, encoding="utf-8")
    command = [sys.executable, "-m", "claimkit", "validate", dataset]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
