"""Extraction on Spark gives the records of the local engine, whatever the files, and survives what kills a process."""

import dataclasses
import gzip
import json
import os
import pickle
import shutil
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.dataset.build import build_dataset
from claimkit.dataset.manifest import TABLES
from claimkit.errors import EngineError
from claimkit.reading import Entry, Located, Location, find_entries
from claimkit.reading.tables import read_rows
from claimkit.records import Article
from claimkit.resources import resource
from claimkit.schema import ID_OF
from claimkit.spark.entries import ENTRIES
from claimkit.spark.extraction import extract_entries, outcome_schema, work_of
from claimkit.spark.inputs import find_inputs
from claimkit.spark.runs import Options, extract_on_spark
from claimkit.spark.target import target_of


def told(number: int) -> dict[str, str]:
    return {
        "text": f"The Brask Institute said on Monday that output fell by {number + 40} tonnes in 2031.",
        "url": f"https://brask.example/{number}",
        "publisher": "Corran Herald",
        "published": "2032-01-05",
    }


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    return sorted(read_rows(folder, config), key=lambda row: str(row[ID_OF[config]]))


def by_article(folder: Path, config: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_rows(folder, config):
        found.setdefault(row["article_id"], []).append(row[ID_OF[config]])
    return found


def assert_same(spark: Any, articles: Path, folder: Path, text: Any = "full") -> Path:
    """Both engines on the same articles; returns what Spark wrote."""
    local, out = folder / "local", folder / "spark"
    build_dataset(find_entries([articles]), local, text=text)
    written = extract_on_spark(spark, find_inputs(spark, [articles]), target_of(spark, out), Options(text=text))

    for config in TABLES:
        assert rows(out, config) == rows(local, config)
        assert by_article(out, config) == by_article(local, config), "within an article the order is that of the text"
    assert rejects(out) == rejects(local)
    run, expected = (json.loads((each / "run.json").read_bytes()) for each in (out, local))
    assert (run["counts"], run["rejects"]) == (expected["counts"], expected["rejects"])
    assert (run["options"], run["language_model"]) == (expected["options"], expected["language_model"])
    assert dict(written.counts) == run["counts"]
    return out


def rejects(folder: Path) -> list[dict[str, Any]]:
    """What a library says of a damaged table is its own."""
    found = [json.loads(line) for line in (folder / "rejects.jsonl").read_text().splitlines()]
    return [{**each, "detail": each["detail"].partition(" be read")[0]} for each in found]


def write_lines(file: Path, lines: Iterable[Any]) -> None:
    written = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    file.write_text("\n".join(written) + "\n", encoding="utf-8")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Files of every way of reading, good ones and bad ones, in a folder with a space and marks of patterns."""
    folder = tmp_path / "all [sorts]"
    shutil.copytree(str(resource("demo/articles")), folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "page.html").write_text(
        "<html><head><title>Ferry</title></head><body><article><p>Ana Rusk, the mayor of Corran, said on Friday that"
        " the ferry would probably return in May.</p><p>The line had stopped in March.</p></article></body></html>"
    )
    # Forty lines of a hundred bytes and more: several blocks, with a line that is none in each.
    lines: list[Any] = [told(number) for number in range(40)]
    for at in (3, 19, 37):
        lines[at] = "{broken"
    lines[8], lines[9] = "", " \r"
    lines[30] = told(2)
    write_lines(folder / "lines.jsonl", lines)
    packed = json.dumps(told(50)) + "\n" + json.dumps(told(1)) + "\n"
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(packed.encode()))
    (folder / "torn.jsonl.gz").write_bytes(gzip.compress(json.dumps(told(51)).encode() * 30)[:60])
    table = pyarrow.Table.from_pylist([told(60), {**told(61), "text": None}, told(62)])
    pyarrow.parquet.write_table(table, folder / "table.parquet")
    (folder / "torn.parquet").write_bytes((folder / "table.parquet").read_bytes()[:200])
    return folder


def test_the_records_and_the_rejects_are_those_of_the_local_engine(spark: Any, articles: Path, tmp_path: Path) -> None:
    out = assert_same(spark, articles, tmp_path)

    aside = rejects(out)
    assert [each["line"] for each in aside if each["reason"] == "broken_record" and each["line"]] == [4, 20, 38, 2]
    assert [each["input"] for each in aside if each["reason"] == "duplicate"] == ["lines.jsonl", "packed.jsonl.gz"]


def test_the_words_are_left_out_as_the_local_engine_does(spark: Any, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [told(1), told(2)])

    out = assert_same(spark, tmp_path / "a.jsonl", tmp_path, text="none")

    assert set((out / "standoff.jsonl").read_text().splitlines()) == set(
        (tmp_path / "local" / "standoff.jsonl").read_text().splitlines()
    )


@pytest.mark.cluster
def test_fifty_articles_of_polnear_give_the_same_records(spark: Any, corpora: Path, tmp_path: Path) -> None:
    texts = sorted((corpora / "attribution" / "polnear" / "dev").rglob("*.txt"))[:50]
    assert len(texts) == 50
    (tmp_path / "polnear").mkdir()
    for text in texts:
        shutil.copy(text, tmp_path / "polnear")

    assert_same(spark, tmp_path / "polnear", tmp_path)


def packed(*entries: Entry) -> Any:
    table = [
        {"source": 0, "name": each.location.input, "block": 0, "ordinal": 1, "entry": pickle.dumps(each)}
        for each in entries
    ]
    schema = pyarrow.schema(
        [
            *(("source", pyarrow.int32()), ("name", pyarrow.string())),
            *(("block", pyarrow.int64()), ("ordinal", pyarrow.int64()), ("entry", pyarrow.binary())),
        ]
    )
    return pyarrow.RecordBatch.from_pylist(table, schema=schema)


def good(number: int) -> Entry:
    return Entry(Location(f"{number}.txt", None), partial(Article.from_text, told(number)["text"]))


def test_an_article_that_kills_its_process_is_set_aside_and_the_job_goes_on(spark: Any) -> None:
    from pyspark.sql.pandas.types import from_arrow_schema

    poison = Entry(Location("poison.txt", None), partial(os._exit, 9))
    batch = packed(good(1), poison, good(2))
    frame = spark.createDataFrame([tuple(row.values()) for row in batch.to_pylist()], ENTRIES).coalesce(1)
    work = work_of(rules_only=True, max_characters=1000, text="full")

    made = frame.mapInArrow(partial(extract_entries, work=work), from_arrow_schema(outcome_schema()))
    found = {row["name"]: row for row in made.collect()}

    assert found["poison.txt"]["reason"] == "worker_died"
    assert found["poison.txt"]["detail"].endswith("ended with exit code 9, and so did a second one")
    assert [found[name]["article_id"] is not None for name in ("1.txt", "2.txt")] == [True, True]


def test_a_worker_of_another_version_ends_the_job_with_what_differs() -> None:
    work = work_of(rules_only=True, max_characters=1000, text="full")
    other = dataclasses.replace(work, versions={**work.versions, "versions": {"claimkit": "0.0.7", "spacy": "3.8"}})

    with pytest.raises(EngineError, match=r"differs from the driver: versions.claimkit .+, not 0\.0\.7"):
        list(extract_entries(iter([packed(good(1))]), other))


def test_an_article_given_as_such_keeps_its_place() -> None:
    article = Article.from_text("Ana Rusk said that it rained.", url="https://brask.example/1")
    work = work_of(rules_only=True, max_characters=1000, text="full")
    (batch,) = extract_entries(iter([packed(Located(Location("a.jsonl", 7), article))]), work)  # type: ignore[arg-type]

    (row,) = batch.to_pylist()
    assert (row["input"], row["line"], row["article_id"]) == ("a.jsonl", 7, article.article_id)


def run(*words: Any) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.usefixtures("spark")
def test_the_command_writes_what_validate_reads(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [told(1), "{broken"])
    out = tmp_path / "out"

    first = run("extract", tmp_path / "a.jsonl", "-o", out, "--engine", "spark", "--rules-only", "--json")
    again = run("extract", tmp_path / "a.jsonl", "-o", out, "--engine", "spark", "--rules-only")

    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["rejects"] == {"broken_record": 1}
    assert run("validate", out).exit_code == 0
    assert (again.exit_code, "holds a finished run" in again.output) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--engine", "spark", "--workers", "2"), "--workers is of the local engine"),
        (("--engine", "spark", "--format", "jsonl"), "writes a folder of Parquet tables"),
        (("--master", "local[2]"), "--master local[2] is of --engine spark"),
        (("--partitions", "2"), "--partitions is of --engine spark"),
    ],
)
def test_options_of_the_other_engine_are_refused(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ana Rusk said that it rained.")

    found = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out", *words)

    assert (found.exit_code, message in found.output) == (2, True)
    assert not (tmp_path / "out").exists()
