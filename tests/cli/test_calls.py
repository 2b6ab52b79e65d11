"""How a call is read: --debug anywhere, mistakes in one line, help by subject."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.cli.calls import debug_first, examples
from claimkit.errors import OptionError


@pytest.mark.parametrize(
    ("given_words", "read"),
    [
        (["show", "claims/", "12"], ["show", "claims/", "12"]),
        (["show", "claims/", "12", "--debug"], ["--debug", "show", "claims/", "12"]),
        (["--debug", "doctor"], ["--debug", "doctor"]),
        (["doctor", "--debug", "--debug"], ["--debug", "doctor"]),
        (["find", "--", "--debug"], ["find", "--", "--debug"]),
        (["find", "--debug", "--", "--debug"], ["--debug", "find", "--", "--debug"]),
        ([], []),
    ],
)
def test_debug_may_stand_anywhere_but_in_text(given_words: list[str], read: list[str]) -> None:
    assert debug_first(given_words) == read


@given(st.lists(st.sampled_from(["--debug", "--", "show", "-o", "x"])))
def test_the_other_words_keep_their_order(words: list[str]) -> None:
    head = words[: words.index("--")] if "--" in words else words
    kept = [word for word in head if word != "--debug"] + words[len(head) :]
    assert [word for word in debug_first(words) if word != "--debug"] == [word for word in kept if word != "--debug"]


def test_debug_behind_the_command_shows_the_traceback(tmp_path: Path) -> None:
    words = ["validate", str(tmp_path / "missing")]
    assert isinstance(CliRunner().invoke(app, words).exception, SystemExit)
    assert isinstance(CliRunner().invoke(app, [*words, "--debug"]).exception, OptionError)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["extrct"], "claimkit: No such command 'extrct'. Did you mean 'extract', 'export'? See `claimkit --help`"),
        (["--loud"], "claimkit: No such option: --loud. See `claimkit --help`"),
        (["validate"], "claimkit: Missing argument 'DATASET'. See `claimkit validate --help`"),
        (
            ["compare", "claims/", "--fail-on", "rain"],
            "claimkit: Invalid value for '--fail-on': 'rain' is not one of 'never', 'contradiction'. "
            "See `claimkit compare --help`",
        ),
        (["evaluate", "rain"], "claimkit: No such command 'rain'. See `claimkit evaluate --help`"),
    ],
)
def test_a_wrong_call_is_one_line_with_the_way_to_the_help(words: list[str], line: str) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert result.stderr == line + "\n"


@pytest.mark.parametrize("words", [[], ["evaluate"], ["train"]], ids=" ".join)
def test_a_group_without_a_command_prints_its_help(words: list[str]) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Usage: {' '.join(['claimkit', *words])} ")


def test_an_error_of_the_system_names_the_file_and_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def examine() -> None:
        raise PermissionError(13, "Permission denied", "claims.jsonl")

    monkeypatch.setattr("claimkit.cli.doctor.examine", examine)
    result = CliRunner().invoke(app, ["doctor"])
    assert (result.exit_code, result.stderr) == (2, "claimkit: claims.jsonl: Permission denied\n")


def test_the_overview_is_by_subject_and_cuts_no_sentence() -> None:
    overview = CliRunner().invoke(app, ["--help"]).stdout
    assert overview.index("Make a dataset:") < overview.index("  extract") < overview.index("Look at claims:")
    assert "..." not in overview.partition("Make a dataset:")[2]


def test_examples_are_never_folded() -> None:
    line = "claimkit extract articles/ " + "x" * 80
    assert examples(line).splitlines() == ["\b", "Examples:", f"  {line}"]
