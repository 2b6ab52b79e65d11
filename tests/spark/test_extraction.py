"""Extraction on Spark gives the records of the local engine, whatever the files, and survives what kills a process."""

import codecs
import dataclasses
import datetime
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
from claimkit.dataset.shards import batch_of
from claimkit.dataset.storage import arrow_schema, parquet_writer
from claimkit.errors import EngineError, OptionError
from claimkit.reading import Entry, Located, Location, find_entries
from claimkit.reading.metadata import Given
from claimkit.reading.tables import read_rows
from claimkit.records import Article
from claimkit.resources import resource
from claimkit.schema import ID_OF
from claimkit.spark.damage import usable
from claimkit.spark.entries import ENTRIES, Named, entries_of
from claimkit.spark.extraction import extract_entries, outcome_schema, work_of
from claimkit.spark.inputs import find_inputs
from claimkit.spark.runs import Options, extract_on_spark
from claimkit.spark.target import target_of
from claimkit.tagging.model import RULES_ONLY, TAGGER_VARIABLE


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
    local, out = folder / "local", folder / "on {spark} [1] *?"
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
    write_other_tables(folder)
    # Spark takes these for notes of its own.
    (folder / "_earlier").mkdir()
    for name, number in (("_2031-01-04.txt", 70), ("_earlier/_a b%20.txt", 71)):
        (folder / name).write_text(told(number)["text"])
    (folder / "_empty.txt").write_bytes(b"")
    write_lines(folder / "_x.jsonl", [told(72), "{broken"])
    shutil.copy(folder / "page.parquet", folder / "_x.parquet")
    return folder


def write_other_tables(folder: Path) -> None:
    """Tables whose columns differ from those of others: by their types, by what only some have, by Spark's measure."""
    near_midnight = datetime.datetime(2031, 5, 3, 23, 30, tzinfo=datetime.UTC)
    days = {
        "dated": pyarrow.array([datetime.date(2031, 5, 3)]),
        "zoned": pyarrow.array([near_midnight], pyarrow.timestamp("us", tz="Asia/Tokyo")),
        "nanoseconds": pyarrow.array([near_midnight], pyarrow.timestamp("ns", tz="Asia/Tokyo")),
    }
    unread = pyarrow.array([1])
    for number, (name, published) in enumerate(days.items(), start=80):
        columns = {"text": [told(number)["text"]], "published": published, "unread": unread.cast("int32")}
        pyarrow.parquet.write_table(pyarrow.table(columns), folder / f"{name}.parquet")
    page = f"<html><body><article><p>{told(90)['text']}</p></article></body></html>"
    pyarrow.parquet.write_table(pyarrow.table({"html": [page], "unread": unread}), folder / "page.parquet")
    papers = pyarrow.table({"paper": ["Corran Herald"], "unread": ["none"]})
    pyarrow.parquet.write_table(papers, folder / "papers.parquet")
    own = Article.from_text(told(95)["text"], publisher="Corran Herald").to_dict()
    with parquet_writer(folder / "own.parquet", arrow_schema("articles")) as writer:
        writer.write_batch(batch_of([own], arrow_schema("articles")))


def test_the_records_and_the_rejects_are_those_of_the_local_engine(spark: Any, articles: Path, tmp_path: Path) -> None:
    out = assert_same(spark, articles, tmp_path)

    aside = rejects(out)
    broken = [(each["input"], each["line"]) for each in aside if each["reason"] == "broken_record"]
    assert broken == [
        ("_x.jsonl", 2),
        *(("lines.jsonl", line) for line in (4, 20, 38)),
        ("papers.parquet", None),
        ("table.parquet", 2),
    ]
    assert [each["input"] for each in aside if each["reason"] == "duplicate"] == [
        *("lines.jsonl", "packed.jsonl.gz", "page.parquet")
    ]
    assert [each["input"] for each in aside if each["reason"] == "damaged"] == ["torn.jsonl.gz", "torn.parquet"]


def test_the_words_are_left_out_as_the_local_engine_does(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path / "a.jsonl", [told(1), told(2)])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    out = assert_same(spark, Path("../a.jsonl"), Path(".."), text="none")

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


def test_a_worker_with_another_tagger_ends_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TAGGER_VARIABLE, raising=False)
    work = work_of(rules_only=False, max_characters=1000, text="full")
    monkeypatch.setenv(TAGGER_VARIABLE, RULES_ONLY)

    with pytest.raises(EngineError, match=r"differs from the driver: attribution rules, not "):
        list(extract_entries(iter([packed(good(1))]), work))


def test_an_article_given_as_such_keeps_its_place() -> None:
    article = Article.from_text("Ana Rusk said that it rained.", url="https://brask.example/1")
    work = work_of(rules_only=True, max_characters=1000, text="full")
    (batch,) = extract_entries(iter([packed(Located(Location("a.jsonl", 7), article))]), work)  # type: ignore[arg-type]

    (row,) = batch.to_pylist()
    assert (row["input"], row["line"], row["article_id"]) == ("a.jsonl", 7, article.article_id)


def test_files_have_the_addresses_that_their_file_system_gives_them(spark: Any, tmp_path: Path) -> None:
    """A view of Hadoop's stands for HDFS, which names its files otherwise than the user does, too."""
    settings = spark.sparkContext._jsc.hadoopConfiguration()
    settings.set("fs.viewfs.mounttable.default.link./data", tmp_path.as_uri())
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", [told(1)])

    inputs = find_inputs(spark, ["viewfs:///data/in/../in/"])
    read = entries_of(spark, inputs, usable(spark, ())).collect()

    assert [each.name for each in inputs.files] == ["a.jsonl"]
    assert {row["name"] for row in read} == {"a.jsonl"}
    assert target_of(spark, "viewfs:///data/out").address == "viewfs:/data/out"
    (tmp_path / "in" / "_a.txt").write_text("Ana Rusk said that it rained.")
    with pytest.raises(OptionError, match=r"_a\.txt: Spark passes over files whose names begin with _"):
        find_inputs(spark, ["viewfs:///data/in/_a.txt"])


def test_a_file_in_none_of_the_sources_is_named() -> None:
    with pytest.raises(EngineError, match=r"Spark has read file:/b/x\.txt, which lies in none of the sources"):
        Named({}, (("file:/a/", 0),), Given(), {}).place("file:/b/x.txt")


def run(*words: Any) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.usefixtures("spark")
def test_the_command_writes_what_validate_reads(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    write_lines(articles / "a.jsonl", [told(1), "{broken"])
    # A byte-order mark and nothing else: Spark gives no line of it, and a file must not vanish without a word.
    (articles / "mark.jsonl").write_bytes(codecs.BOM_UTF8)

    first = run("extract", articles, "-o", out, "--engine", "spark", "--rules-only", "--json")
    again = run("extract", articles, "-o", out, "--engine", "spark", "--rules-only")

    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["rejects"] == {"broken_record": 1, "unreadable": 1}
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
