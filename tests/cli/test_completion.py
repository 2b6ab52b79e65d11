"""Completion as the shells see it: commands, options, choices, formats, and ids of a dataset."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def script(shell: str) -> str:
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "claimkit", "--show-completion", shell]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def offered(folder: Path, *words: str) -> list[str]:
    """What bash offers behind ``words``, the last of which is being typed; our own line runs the function."""
    line = " ".join(f"'{word}'" for word in ("claimkit", *words))
    ask = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _claimkit_completion claimkit"
    # The command beside this interpreter, not another one of the machine.
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script('bash')}\n{ask}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""],
        cwd=folder, env={**os.environ, **path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on this machine")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_script_for_the_shell(shell: str) -> None:
    assert "claimkit" in script(shell)
    assert f"complete_{shell}" in script(shell)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh on this machine")
def test_zsh_reads_its_script() -> None:
    subprocess.run(["zsh", "-n"], input=script("zsh"), text=True, check=True)


@needs_bash
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ext",), ["extract"]),
        (("evaluate", "a"), ["attribution"]),
        (("extract", "articles/", "--format", "j"), ["jsonl"]),
        (("extract", "--over"), ["--overwrite"]),
        (("export", "claims/", "--to", "schema"), ["schema-org"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_bash_completes_names(words: tuple[str, ...], found: list[str], tmp_path: Path) -> None:
    assert offered(tmp_path, *words) == found


@needs_bash
def test_bash_completes_ids_of_the_dataset_named_before_or_around(dataset: Path, rows: dict[str, Any]) -> None:
    claim_id = rows["claims"][0]["claim_id"]
    assert offered(dataset.parent, "show", dataset.name, claim_id[:3]) == [claim_id]
    assert offered(dataset, "show", claim_id[:3]) == [claim_id]


@needs_bash
def test_nothing_is_offered_and_nothing_printed_where_there_is_no_dataset(tmp_path: Path) -> None:
    assert offered(tmp_path, "show", "here", "12") == []
