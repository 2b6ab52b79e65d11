"""Every command with wrong material: an exit code, a word about what to do, never a traceback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.reading.tables import CONFIGS as TABLES
from claimkit.records import SCHEMA_VERSION

# Neither reads anything that a caller names.
WITHOUT_INPUT = {("demo",), ("doctor",)}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        elif (*path, name) not in WITHOUT_INPUT:
            yield (*path, name), command


COMMANDS = dict(sorted(commands(typer.main.get_command(app))))


def missing(folder: Path) -> Path:
    return folder / "not-there"


def empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def picture(folder: Path) -> Path:
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return folder / "photo.png"


def other_tables(folder: Path) -> Path:
    """A dataset of somebody else: tables of our names with other rows in them."""
    theirs = folder / "theirs"
    theirs.mkdir()
    for config in TABLES:
        (theirs / f"{config}.jsonl").write_text('{"id": 7, "claim": ["a", 1]}\n', encoding="utf-8")
    return theirs


def bare_rows(folder: Path) -> Path:
    """Rows that have their ids and no more."""
    bare = folder / "bare"
    bare.mkdir()
    ids = ("claim_id", "article_id", "attribution_id", "entity_id", "pair_id", "cluster_id", "evidence_claim_ids")
    row = json.dumps({"schema_version": SCHEMA_VERSION, **dict.fromkeys(ids, "1")})
    for config in TABLES:
        (bare / f"{config}.jsonl").write_text(row + "\n", encoding="utf-8")
    return bare


def no_parquet(folder: Path) -> Path:
    """Parquet files of which an interrupted download left the head."""
    for config in TABLES:
        (folder / "cut" / config).mkdir(parents=True)
        (folder / "cut" / config / "train-00000-of-00001.parquet").write_bytes(b"PAR1\x15\x04")
    return folder / "cut"


def broken_json(folder: Path) -> Path:
    broken = folder / "broken"
    broken.mkdir()
    for config in TABLES:
        (broken / f"{config}.jsonl").write_text('{"claim_id": "1', encoding="utf-8")
    return broken


WRONG = (missing, empty, picture, other_tables, bare_rows, no_parquet, broken_json)


def call(command: Any, wrong: Path, folder: Path) -> list[str]:
    """Words for every parameter that is required or names what to read; what is written goes into ``folder``."""
    words: list[str] = []
    for parameter in command.params:
        reads = "Path" in str(parameter.type_descriptor.annotation) and parameter.name != "output"
        if not (parameter.required or reads or parameter.name in ("dataset", "claim_id")):
            continue
        value = str(wrong) if reads or parameter.name == "dataset" else _other(parameter, folder)
        words += [value] if parameter.param_type_name == "argument" else [parameter.opts[0], value]
    return words


def _other(parameter: Any, folder: Path) -> str:
    choices = parameter.type_descriptor.choices
    if choices:
        return str(choices[0].value)
    return str(folder / "out") if parameter.name == "output" else "fever" if "--to" in parameter.opts else "1"


@pytest.mark.parametrize("wrong", WRONG, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_a_mistake_ends_without_a_traceback(
    name: tuple[str, ...], wrong: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (name, wrong) == (("migrate",), bare_rows):
        pytest.skip("migrate looks at the schema version alone, and copies what has the present one")
    place = tmp_path / "input"
    place.mkdir()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*name, *call(COMMANDS[name], wrong(place), tmp_path)])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    if wrong is missing:
        assert result.exit_code == 2
        assert result.stdout == ""
    assert result.output.strip(), "nobody is told what is wrong"
