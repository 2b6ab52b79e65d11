"""Records of an older schema version carried forward, by a step invented here: version 0.8 called the kind a type."""

import json
import shutil
from pathlib import Path

import pytest

from claimkit.dataset.migration import STEPS, Step, migrate_dataset
from claimkit.errors import DataError, OptionError, OutputExistsError
from claimkit.quality.validation import validate
from claimkit.reading.tables import read_rows
from claimkit.records import SCHEMA_VERSION
from claimkit.resources import resource

GOLD = resource("demo").joinpath("gold")


def renamed(config, row):
    return {("kind" if name == "type" else name): value for name, value in row.items()} if config == "claims" else row


def spelt(config, row):
    return {**row, "type": row["type"].lower()} if config == "claims" else row


STEP = Step(before="0.9", after="1.0", carry=renamed, why="a claim's type is its kind")
FIRST = Step(before="0.8", after="0.9", carry=spelt, why="kinds are in lower case")


def aged(value, version):
    if isinstance(value, dict):
        return {name: version if name == "schema_version" else aged(each, version) for name, each in value.items()}
    return [aged(each, version) for each in value] if isinstance(value, list) else value


def write(folder, config, rows):
    (folder / f"{config}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def old(tmp_path):
    """The demo gold as version 0.8 would have written it."""
    folder = tmp_path / "old"
    shutil.copytree(GOLD, folder)
    for config in ("articles", "attributions", "claims", "mentions"):
        rows = [aged(row, "0.8") for row in read_rows(GOLD, config)]
        if config == "claims":
            rows = [{**row, "type": row.pop("kind").upper()} for row in rows]
        write(folder, config, rows)
    (folder / "run.json").write_text(
        '{"tool": "claimkit", "schema_version": "0.8", "counts": {"claims": 187}}', "utf-8"
    )
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_steps_that_ship_lead_to_the_version_that_is_read():
    ends = {step.before: step.after for step in STEPS}
    for before in ends:
        at = before
        while at in ends:
            at = ends.pop(at)
        assert at == SCHEMA_VERSION


def test_rows_go_through_every_step_on_their_way(old, tmp_path):
    done = migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
    for config in ("articles", "attributions", "claims", "mentions"):
        assert list(read_rows(tmp_path / "new", config)) == list(read_rows(GOLD, config))
    assert validate(tmp_path / "new").ok
    assert done.versions == {"0.8": sum(done.rows.values())}
    assert done.steps == (FIRST.why, STEP.why)


def test_the_run_says_what_the_rows_are_and_were(old, tmp_path):
    migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
    run = json.loads((tmp_path / "new" / "run.json").read_text("utf-8"))
    assert (run["schema_version"], run["migrated_from"], run["counts"]) == (SCHEMA_VERSION, ["0.8"], {"claims": 187})


def test_migrating_again_changes_nothing(old, tmp_path):
    migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
    again = migrate_dataset(tmp_path / "new", tmp_path / "newer", steps=(STEP, FIRST))
    assert contents(tmp_path / "newer") == contents(tmp_path / "new")
    assert again.steps == ()


def test_what_is_there_already_is_copied_with_all_that_lies_beside(tmp_path):
    folder = tmp_path / "now"
    shutil.copytree(GOLD, folder)
    (folder / "README.md").write_text("my own words", "utf-8")
    migrate_dataset(folder, tmp_path / "copy")
    assert contents(tmp_path / "copy") == contents(folder)


def test_shards_of_either_version_and_format_keep_their_names(old, tmp_path):
    from claimkit.dataset.storage import open_file

    (old / "mentions.jsonl").unlink()
    (old / "mentions").mkdir()
    rows = list(read_rows(GOLD, "mentions"))
    for name, part in (("train-00000-of-00001", rows[:100]), ("test-00000-of-00001", rows[100:])):
        table = open_file(old / "mentions" / f"{name}.parquet", "mentions")
        for row in part:
            table.add(aged(row, "0.9") if name.startswith("test") else row)
        table.close()
    done = migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
    files = contents(tmp_path / "new")
    assert files["mentions/train-00000-of-00001.parquet"] == contents(old)["mentions/train-00000-of-00001.parquet"]
    assert list(read_rows(tmp_path / "new" / "mentions" / "test-00000-of-00001.parquet", "mentions")) == rows[100:]
    assert set(done.versions) == {"0.8", "0.9", "1.0"}


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2.0", "schema version 2.0, and this claimkit reads 1.0: install a newer claimkit"),
        ("0.7", "no step leads from 0.7 to 1.0"),
        ("new", "'new' is no version"),
        (None, "no schema_version"),
    ],
)
def test_a_version_that_cannot_be_carried_forward(version, message, old, tmp_path):
    write(old, "mentions", [{**row, "schema_version": version} for row in read_rows(GOLD, "mentions")])
    with pytest.raises(DataError, match=message):
        migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["old"]


def test_a_row_that_is_not_valid_afterwards_is_named_and_nothing_is_written(old, tmp_path):
    with pytest.raises(DataError, match=r"claims\.jsonl:1 › 893262fad72174a6 › .*carried forward, it is not valid"):
        migrate_dataset(
            old, tmp_path / "new", steps=(STEP, Step(before="0.8", after="0.9", carry=lambda _, row: row, why=""))
        )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["old"]


def test_a_folder_that_is_not_free_stays_as_it_is(old, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    with pytest.raises(OutputExistsError):
        migrate_dataset(old, tmp_path / "full", steps=(STEP, FIRST))
    with pytest.raises(OutputExistsError):
        migrate_dataset(old, old, steps=(STEP, FIRST))
    with pytest.raises(OptionError, match="lies in"):
        migrate_dataset(old, old / "new", steps=(STEP, FIRST))
    assert contents(tmp_path / "full") == {"mine.txt": b""}


def test_an_unfinished_run_is_not_migrated(old, tmp_path):
    (old / ".claimkit-partial").mkdir()
    with pytest.raises(OptionError, match="unfinished"):
        migrate_dataset(old, tmp_path / "new", steps=(STEP, FIRST))
