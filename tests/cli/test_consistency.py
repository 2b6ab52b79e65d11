"""One word for one thing over all commands, and help that fits every width."""

import shlex
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from claimkit.cli import app
from claimkit.cli.calls import WIDEST_HELP

ROOT = typer.main.get_command(app)
# The one letter of an option means the same everywhere.
LETTERS = {"-o": "--output", "-h": "--help", "-k": "--count"}
# They write what was asked for to standard output or into a folder, and report nothing else.
SILENT = {("train", "tagger"), ("predict",)}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(sorted(commands(ROOT)))
named = pytest.mark.parametrize("name", COMMANDS, ids=" ".join)


def options(name: tuple[str, ...]) -> list[Any]:
    return [each for each in COMMANDS[name].params if each.param_type_name == "option"]


@named
def test_arguments_are_called_by_nouns_in_capitals(name: tuple[str, ...]) -> None:
    shown = [each.display_name_raw for each in COMMANDS[name].params if each.param_type_name == "argument"]
    assert shown == [each.upper() for each in shown]


@named
def test_every_option_and_argument_is_explained(name: tuple[str, ...]) -> None:
    assert [each.name for each in COMMANDS[name].params if not each.help] == []


@named
def test_a_letter_means_the_same_everywhere(name: tuple[str, ...]) -> None:
    letters = {opt: each.opts for each in options(name) for opt in each.opts if not opt.startswith("--")}
    assert {letter: LETTERS[letter] in names for letter, names in letters.items()} == dict.fromkeys(letters, True)


@named
def test_what_reports_has_json(name: tuple[str, ...]) -> None:
    assert name in SILENT or any("--json" in each.opts for each in options(name))


def test_an_option_takes_the_same_kind_of_value_everywhere() -> None:
    flags = defaultdict(set)
    for name in COMMANDS:
        for each in options(name):
            flags[each.opts[0]].add(bool(each.is_flag))
    assert {option: kinds for option, kinds in flags.items() if len(kinds) > 1} == {}


@named
def test_help_has_examples_that_the_command_understands(name: tuple[str, ...]) -> None:
    lines = [line.strip() for line in (COMMANDS[name].epilog or "").splitlines() if "claimkit" in line]
    assert lines
    for line in lines:
        words = called(line)
        assert words[: len(name)] == list(name) or "--help" in words
        understood(words)


@named
@pytest.mark.parametrize("width", [60, 80, 200])
def test_help_fits_the_page(name: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    root = ROOT.make_context("claimkit", [], resilient_parsing=True)
    context = COMMANDS[name].make_context(" ".join(name), [], parent=root, resilient_parsing=True)
    text, _, _ = context.get_help().partition("Examples:")
    assert [line for line in text.splitlines() if len(line) > width] == []
    assert width < WIDEST_HELP or max(map(len, text.splitlines())) <= WIDEST_HELP


def called(line: str) -> list[str]:
    """The words behind ``claimkit`` in a line of a shell: behind ``cd x &&``, before a pipe and a comment."""
    words = shlex.split(line, comments=True)
    words = words[words.index("claimkit") + 1 :]
    ends = [n for n, word in enumerate(words) if word in ("|", "&&", ">", "2>", ";")]
    return words[: ends[0]] if ends else words


def understood(words: list[str]) -> None:
    """Raises what a wrong call raises; runs nothing."""
    command: Any = ROOT
    while hasattr(command, "commands") and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    if "--help" not in words and words:
        command.make_context(command.name, list(words))
