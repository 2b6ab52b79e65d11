"""``validate`` and ``check`` on Spark report what the local engine reports, of the same folder."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from claimkit.checks.gate import check
from claimkit.checks.integrity import CONTRACT
from claimkit.cli import app
from claimkit.dataset.build import build_dataset
from claimkit.dataset.shards import batch_of
from claimkit.dataset.storage import arrow_schema, parquet_writer
from claimkit.errors import OptionError
from claimkit.quality.validation import validate
from claimkit.reading import find_entries
from claimkit.reading.tables import find_tables, read_rows
from claimkit.resources import resource
from claimkit.spark.checking import NEED_ALL, validate_on_spark

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The demo, extracted and compared."""
    folder = tmp_path_factory.mktemp("checked") / "set"
    build_dataset(find_entries([str(resource("demo/articles"))]), folder, rules_only=True)
    compared = CliRunner().invoke(app, ["compare", str(folder)])
    assert compared.exit_code == 0, compared.output
    return {config: list(read_rows(folder, config)) for config in find_tables(folder)}


def write(rows: Rows, folder: Path) -> Path:
    """The tables in two files each, named as Spark names them, with what it leaves beside them."""
    for config, table in rows.items():
        (folder / config).mkdir(parents=True)
        (folder / config / "_SUCCESS").write_bytes(b"")
        (folder / config / ".part-00000-1f.parquet.crc").write_bytes(b"crc")
        half = len(table) // 2
        for number, part in enumerate((table[:half], table[half:])):
            file = folder / config / f"part-{number:05d}-1f-c000.zstd.parquet"
            with parquet_writer(file, arrow_schema(config)) as writer:
                writer.write_batch(batch_of(part, arrow_schema(config)))
    (folder / "run.json").write_text(json.dumps({"tool": "claimkit", "counts": {"claims": len(rows["claims"])}}))
    return folder


def broken(rows: Rows) -> Rows:
    """Faults within a row, within an article, between articles, between tables, and of the dataset."""
    rows = copy.deepcopy(rows)
    rows["claims"][1]["spans"][0]["start"] -= 1
    rows["claims"][2]["arguments"][0]["entity_id"] = "0" * 16
    rows["claims"][4]["kind"] = "gossip"
    author = next(row for row in rows["claims"] if not row["chain"])
    rows["claims"].append({**author, "article_id": rows["articles"][-1]["article_id"]})
    rows["claims"].append(rows["claims"][5])
    rows["attributions"][0]["parent"] = "f" * 16
    rows["articles"][1]["text"] += " "
    rows["articles"][3]["url"] = rows["articles"][2]["url"] = "https://brask.example/1"
    rows["mentions"][7]["name"] = ""
    rows["pairs"][0]["claim_b"] = "e" * 16
    rows["clusters"][0]["claim_ids"] = [*rows["clusters"][0]["claim_ids"], "d" * 16]
    return rows


@pytest.mark.cluster
@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(
    ("change", "code"), [pytest.param(copy.deepcopy, 0, id="good"), pytest.param(broken, 1, id="broken")]
)
def test_the_commands_report_what_the_local_engine_does(
    change: Callable[[Rows], Rows], code: int, rows: Rows, tmp_path: Path
) -> None:
    folder = write(change(rows), tmp_path / "set")

    def reported(command: str) -> dict[str, Any]:
        result = CliRunner().invoke(app, [command, str(folder), "--engine", "spark", "--json"])
        assert result.exit_code == code, result.output
        report: dict[str, Any] = json.loads(result.stdout)
        return report

    assert reported("validate") == plainly(validate(folder).to_dict())

    here, there = plainly(check(folder).to_dict()), reported("check")
    for local, found in zip(here["outcomes"], there["outcomes"], strict=True):
        if found["id"] in NEED_ALL or found["id"] == "conflicts-unreviewed":
            assert found["skipped"] == "it looks at all articles at once, which the local engine does"
        elif found["id"] == CONTRACT:
            # A batch of it is a partition here.
            assert bool(found["count"]) == bool(local["count"])
        else:
            assert found == local
    for name in ("counts", "notes"):
        assert there[name] == here[name]


def plainly(report: dict[str, Any]) -> Any:
    """As JSON has it."""
    return json.loads(json.dumps(report))


def test_a_file_that_breaks_off_is_named_and_the_others_are_read(
    spark: Any, rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside it lie files that have a column of two types, and a path may go up and down."""
    folder = write(rows, tmp_path / "set")
    torn = next((folder / "mentions").glob("part-00001*"))
    torn.write_bytes(torn.read_bytes()[:100])
    for number, note in enumerate((7, "seven")):
        file = next((folder / "articles").glob(f"part-0000{number}*"))
        table = parquet.read_table(file)
        parquet.write_table(table.append_column("note", pyarrow.array([note] * len(table))), file)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    report = validate_on_spark(spark, "../set")
    local = validate(folder)

    assert [(each.file, each.check) for each in report.faults if each.check == "unreadable-row"] == [
        (f"mentions/{torn.name}", "unreadable-row")
    ]
    noted = [each for each in local.faults if each.file.startswith("articles/")]
    assert len(noted) >= len(rows["articles"])
    assert [each for each in report.faults if each.file.startswith("articles/")] == noted
    assert report.counts["mentions"] == len(rows["mentions"]) // 2


def test_tables_that_spark_cannot_split_are_refused(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_text("{}\n")

    with pytest.raises(OptionError, match=r"holds claims\.jsonl; --engine spark reads tables of Parquet"):
        validate_on_spark(spark, str(tmp_path))
    with pytest.raises(OptionError, match="there is none"):
        validate_on_spark(spark, str(tmp_path / "nowhere"))


def test_a_baseline_is_of_the_local_engine(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["check", str(tmp_path), "--engine", "spark", "--baseline", str(tmp_path)])

    assert (refused.exit_code, "--baseline is of the local engine" in refused.output) == (2, True)
