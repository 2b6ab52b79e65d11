"""Putting words back: the same bytes as if they had never been left out, or a refusal that says why."""

import errno
import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import claimkit.reading.text
from claimkit import extract, hydrate, read_articles, validate
from claimkit.dataset.build import write_dataset
from claimkit.errors import DataError, OptionError, OtherTextError, OutputError, OutputExistsError
from claimkit.extraction.pipeline import Extraction
from claimkit.reading.tables import read_rows
from claimkit.records import Reader

FLOOD = "01_corran_flood.txt"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def bare(demo: list[Extraction], tmp_path: Path) -> Path:
    """The dataset without its words, as JSON Lines."""
    write_dataset(demo, tmp_path / "bare", format="jsonl", text="none")
    return tmp_path / "bare"


def change(file: Path, **values: Any) -> None:
    """Set fields of the first row of a JSON Lines table."""
    first, *rest = file.read_text(encoding="utf-8").splitlines()
    lines = [json.dumps(json.loads(first) | values, ensure_ascii=False), *rest]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
class TestRoundTrip:
    def test_to_a_new_folder(self, form: Any, demo: list[Extraction], articles: Path, tmp_path: Path) -> None:
        for text in ("full", "none"):
            write_dataset(demo, tmp_path / text, format=form, text=text, options={"max_characters": 9})  # type: ignore[arg-type]  # a loop over literals
        before = contents(tmp_path / "none")
        done = hydrate(tmp_path / "none", articles, tmp_path / "back")
        assert contents(tmp_path / "back") == contents(tmp_path / "full")
        assert contents(tmp_path / "none") == before
        assert done.readers == ("text 1",)
        assert done.counts["articles"] == 3

    def test_in_its_place(self, form: Any, demo: list[Extraction], articles: Path, tmp_path: Path) -> None:
        write_dataset(demo, tmp_path / "full", format=form)
        write_dataset(demo, tmp_path / "set", format=form, text="none")
        hydrate(tmp_path / "set", [articles])
        assert contents(tmp_path / "set") == contents(tmp_path / "full")

    def test_the_dataset_is_valid_before_and_after(
        self, form: Any, demo: list[Extraction], articles: Path, tmp_path: Path
    ) -> None:
        write_dataset(demo, tmp_path / "set", format=form, text="none")
        report = validate(tmp_path / "set")
        assert report.ok, str(report)
        assert any("without its text" in reason for reason in report.skipped)
        hydrate(tmp_path / "set", articles)
        report = validate(tmp_path / "set")
        assert report.ok, str(report)
        assert not report.skipped


def test_the_order_of_the_files_and_of_the_rows_does_not_count(
    demo: list[Extraction], bare: Path, articles: Path, tmp_path: Path
) -> None:
    for table in ("articles", "claims", "mentions", "attributions"):
        lines = (bare / f"{table}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (bare / f"{table}.jsonl").write_text("".join(reversed(lines)), encoding="utf-8")
    hydrate(bare, [articles / name for name in ("08_osterby_rate.txt", FLOOD, "04_meridian_flood.txt")])
    write_dataset(demo, tmp_path / "full", format="jsonl")
    assert list(read_rows(bare, "claims")) == list(read_rows(tmp_path / "full", "claims"))[::-1]


def test_shards_and_splits_keep_their_files(demo: list[Extraction], articles: Path, tmp_path: Path) -> None:
    write_dataset(demo, tmp_path / "set", text="none")
    (file,) = (tmp_path / "set" / "claims").iterdir()
    file.rename(file.with_name("test-00000-of-00001.parquet"))
    hydrate(tmp_path / "set", articles)
    assert [file.name for file in (tmp_path / "set" / "claims").iterdir()] == ["test-00000-of-00001.parquet"]
    assert all(row["text"] for row in read_rows(tmp_path / "set", "claims"))


def test_what_else_lies_in_the_folder_goes_along(bare: Path, articles: Path, tmp_path: Path) -> None:
    (bare / "clusters.jsonl").write_text('{"cluster_id": "0123456789abcdef"}\n', encoding="utf-8")
    (bare / "LICENSE").write_text("CC BY 4.0", encoding="utf-8")
    done = hydrate(bare, articles, tmp_path / "back")
    assert done.counts["clusters"] == 1
    for name in ("clusters.jsonl", "LICENSE", "rejects.jsonl"):
        assert (tmp_path / "back" / name).read_bytes() == (bare / name).read_bytes()


PAGE = """<html><head><title>Harbour</title><meta property="og:title" content="Piers closed for the winter"></head>
<body><article><h1>Piers closed</h1><p>The harbour office said on Monday that two piers were closed.</p>
<p>The third pier will open in May, according to a notice at the gate.</p></article></body></html>"""
LINES = (
    {"text": "The mayor said the tunnel was safe.", "title": "A tunnel", "url": "https://example.org/1"},
    {"text": "Two bridges may close in June, a notice said.", "url": "https://example.org/2"},
    {"text": "The mayor said the tunnel was safe.", "title": "The same elsewhere", "publisher": "Orvan Post"},
)


def test_pages_records_and_compressed_files_come_back_too(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.html").write_text(PAGE, encoding="utf-8")
    lines = "".join(json.dumps(line) + "\n" for line in LINES)
    (folder / "bridges.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    found = [extract(article, rules_only=True) for article in read_articles(folder)]
    assert len(found) == 4
    for text in ("full", "none"):
        write_dataset(found, tmp_path / text, text=text)  # type: ignore[arg-type]  # a loop over literals
    done = hydrate(tmp_path / "none", folder, tmp_path / "back")
    assert contents(tmp_path / "back") == contents(tmp_path / "full")
    assert [reader.split()[0] for reader in done.readers] == ["html", "jsonl"]


class TestRefusal:
    """Each time the article and what differs are named, and not a byte is written."""

    def refused(self, bare: Path, articles: Path, out: Path | None = None) -> str:
        before = contents(bare)
        with pytest.raises(OtherTextError) as caught:
            hydrate(bare, articles, out)
        assert contents(bare) == before
        assert out is None or not out.exists()
        return str(caught.value)

    def test_a_file_that_was_changed(self, bare: Path, articles: Path, demo: list[Extraction], tmp_path: Path) -> None:
        file = articles / FLOOD
        file.write_text(file.read_text(encoding="utf-8").replace("Monday", "Sunday"), encoding="utf-8")
        words = self.refused(bare, articles, tmp_path / "out")
        assert f"1 of 3 articles cannot be put back, nothing is written\narticle {demo[0].article.article_id}" in words
        assert "https://corranherald.example/dam" in words
        assert "text_sha256" in words
        assert "source_sha256" in words

    def test_a_file_that_is_not_there(self, bare: Path, articles: Path, demo: list[Extraction]) -> None:
        (articles / "04_meridian_flood.txt").unlink()
        words = self.refused(bare, articles)
        assert f"article {demo[1].article.article_id} (Meridian Daily): no file has its text" in words

    def test_the_same_text_in_a_file_with_other_bytes(self, bare: Path, articles: Path) -> None:
        file = articles / FLOOD
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        words = self.refused(bare, articles)
        assert "source_sha256 is" in words
        assert "the text is the same" in words

    def test_another_version_of_the_reader(self, bare: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = claimkit.reading.text.article_of

        def newer(*given: Any, **named: Any) -> Any:
            return replace(made(*given, **named), reader=Reader(name="text", version="2"))

        monkeypatch.setattr("claimkit.reading.text.article_of", newer)
        words = self.refused(bare, articles)
        assert "3 of 3" in words
        assert "reader is text 2, annotated was with text 1" in words

    def test_another_title(self, bare: Path, articles: Path) -> None:
        file = articles / "metadata.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("The night", "How"), encoding="utf-8")
        words = self.refused(bare, articles)
        assert "the title 'How the gates went up' is another one" in words

    def test_no_title(self, bare: Path, articles: Path) -> None:
        (articles / "metadata.csv").unlink()
        assert "there is no title: state the annotated one in metadata.csv" in self.refused(bare, articles)

    def test_files_that_could_not_be_read_are_named_too(self, bare: Path, articles: Path) -> None:
        (articles / FLOOD).write_bytes(b"caf\x00")
        assert f"not read: {FLOOD}: binary" in self.refused(bare, articles)


class TestBrokenDataset:
    def test_a_span_beyond_the_text_is_named_with_its_article(
        self, bare: Path, articles: Path, demo: list[Extraction]
    ) -> None:
        change(bare / "claims.jsonl", spans=[{"start": 4, "end": 99999}])
        before = contents(bare)
        with pytest.raises(DataError, match=rf"claims.jsonl:1: article {demo[0].article.article_id}: .*99999"):
            hydrate(bare, articles)
        assert contents(bare) == before

    def test_a_claim_that_was_added_by_hand(self, bare: Path, articles: Path) -> None:
        change(bare / "claims.jsonl", claim_id="0123456789abcdef")
        with pytest.raises(DataError, match="knows no claim 0123456789abcdef"):
            hydrate(bare, articles)

    def test_a_row_without_its_fields(self, bare: Path, articles: Path) -> None:
        change(bare / "claims.jsonl", arguments=None)
        with pytest.raises(DataError, match=r"claims\.jsonl:1: the row is broken"):
            hydrate(bare, articles)

    def test_a_column_that_would_be_lost(self, bare: Path, articles: Path) -> None:
        change(bare / "claims.jsonl", my_notes="check this one")
        with pytest.raises(DataError, match="no column 'my_notes'"):
            hydrate(bare, articles)

    @pytest.mark.parametrize("line", ["{", "[]", "{}", '{"article_id": "0123456789abcdef"}'])
    def test_a_broken_line_beside_the_tables(self, line: str, bare: Path, articles: Path) -> None:
        (bare / "standoff.jsonl").write_text(line + "\n", encoding="utf-8")
        with pytest.raises(DataError, match=r"standoff\.jsonl:1: "):
            hydrate(bare, articles)

    def test_without_the_places_there_is_no_way_back(self, bare: Path, articles: Path) -> None:
        (bare / "standoff.jsonl").unlink()
        with pytest.raises(OptionError, match=r"standoff\.jsonl: is not there"):
            hydrate(bare, articles)


class TestCalls:
    def test_a_dataset_that_has_its_text(self, demo: list[Extraction], articles: Path, tmp_path: Path) -> None:
        write_dataset(demo, tmp_path / "set", format="jsonl", text="none")
        shutil.copyfile(tmp_path / "set" / "standoff.jsonl", tmp_path / "kept")
        hydrate(tmp_path / "set", articles)
        shutil.copyfile(tmp_path / "kept", tmp_path / "set" / "standoff.jsonl")
        with pytest.raises(OptionError, match="has its text already"):
            hydrate(tmp_path / "set", articles)

    def test_a_folder_with_something_in_it_is_left_alone(self, bare: Path, articles: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.txt").write_text("five years of work")
        with pytest.raises(OutputExistsError, match="not empty"):
            hydrate(bare, articles, tmp_path / "out")
        assert set(contents(tmp_path / "out")) == {"thesis.txt"}

    def test_a_single_table_is_no_dataset(self, bare: Path, articles: Path) -> None:
        with pytest.raises(OptionError, match="expected the folder"):
            hydrate(bare / "claims.jsonl", articles)


def test_a_disk_that_fills_up_leaves_the_dataset_as_it_was(
    bare: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(bare)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("claimkit.dataset.storage.JsonlTable.add", full)
    with pytest.raises(OutputError, match=r"No space left on device.* the same command does it"):
        hydrate(bare, articles)
    assert contents(bare) == before


KILLED = """
import os, pathlib, sys
from claimkit import hydrate
moves = 0
replace = pathlib.Path.replace
def counting(self, target):
    global moves
    if moves == int(sys.argv[3]):
        os.kill(os.getpid(), 9)
    moves += 1
    return replace(self, target)
pathlib.Path.replace = counting
hydrate(sys.argv[1], sys.argv[2])
"""


@pytest.mark.parametrize("moves", [0, 2, 4])
def test_killed_while_it_moves_files_it_can_be_run_again(
    moves: int, demo: list[Extraction], bare: Path, articles: Path, tmp_path: Path
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, bare, articles, str(moves)], check=False)
    assert done.returncode == -9
    hydrate(bare, articles)
    write_dataset(demo, tmp_path / "full", format="jsonl")
    assert contents(bare) == contents(tmp_path / "full")
