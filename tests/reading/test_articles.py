"""Mixed folders: what is read, in which order, where each article stood, and what a hostile input costs."""

import gzip
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.reading import Entry, Located, Location, Reject, find_entries, open_entry, read_articles
from claimkit.reading.counting import count_about
from claimkit.reading.sources import find_sources

TEXT = "The river rose by two metres on Friday, said Ann Lee."


@pytest.fixture
def mixed(tmp_path: Path, page: Any, warc_record: Any) -> Path:
    """A folder with an article or two in each format."""
    folder = tmp_path / "mixed"
    (folder / "sub").mkdir(parents=True)
    lines = "".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(2))
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.html").write_text(page(), encoding="utf-8")
    (folder / "c.jsonl").write_text(lines, encoding="utf-8")
    (folder / "d.json").write_text(json.dumps([{"text": f"{TEXT} d"}]), encoding="utf-8")
    pq.write_table(pa.table({"text": [f"{TEXT} e", f"{TEXT} f"]}), folder / "e.parquet")
    (folder / "f.warc").write_bytes(warc_record("https://post.example/river", page().encode()))
    (folder / "notes.md").write_text("not an article", encoding="utf-8")
    (folder / "sub" / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    return folder


def outcomes(path: Path, **options: Any) -> list[Located | Reject]:
    found = find_entries(path, **options)
    return [open_entry(item) if isinstance(item, Entry) else item for item in found]


def test_every_article_knows_where_it_was_read(mixed: Path) -> None:
    located = outcomes(mixed)
    assert [item.location for item in located if isinstance(item, Located)] == [
        Location("a.txt", None),
        Location("b.html", None),
        Location("c.jsonl", 1),
        Location("c.jsonl", 2),
        Location("d.json", 1),
        Location("e.parquet", 1),
        Location("e.parquet", 2),
        Location("f.warc", 1),
        Location("sub/a.txt.gz", None),
    ]


def test_the_articles_are_those_of_read_articles(mixed: Path) -> None:
    assert [item.article for item in outcomes(mixed) if isinstance(item, Located)] == list(read_articles(mixed))


def test_an_entry_may_be_opened_in_another_process(mixed: Path) -> None:
    entries = [pickle.loads(pickle.dumps(entry)) for entry in find_entries(mixed)]  # noqa: S301  # our own bytes
    assert [open_entry(entry) for entry in entries] == outcomes(mixed)


def test_no_path_of_the_machine_is_in_what_is_reported(mixed: Path) -> None:
    (mixed / "sub" / "bad.txt").write_bytes(b"\xff")
    (mixed / "metadata.csv").write_text("file,publisher\nlost.txt,Post\n", encoding="utf-8")
    rejects = [item for item in outcomes(mixed) if isinstance(item, Reject)]
    assert [reject.input for reject in rejects] == ["metadata.csv", "sub/bad.txt"]
    assert str(mixed) not in repr(rejects)


def test_a_file_that_goes_away_in_the_meantime_is_unreadable(mixed: Path) -> None:
    entries = list(find_entries(mixed / "a.txt"))
    (mixed / "a.txt").unlink()
    (outcome,) = [open_entry(entry) for entry in entries if isinstance(entry, Entry)]
    assert isinstance(outcome, Reject)
    assert (outcome.input, outcome.reason) == ("a.txt", "unreadable")


@pytest.mark.parametrize("name", ["/etc/hosts", "../a.txt", "sub/../../a.txt", "sub\\a.txt", "x" * 5_000, "a\x01.txt"])
def test_a_metadata_row_that_is_for_no_file_of_the_folder_is_set_aside(name: str, mixed: Path) -> None:
    (mixed.parent / "a.txt").write_text(TEXT, encoding="utf-8")
    (mixed / "metadata.csv").write_text(f"file,publisher\na.txt,Post\n{name},Gazette\n", encoding="utf-8")
    first, second, *_ = outcomes(mixed)
    assert isinstance(first, Reject)
    assert (first.input, first.line, first.reason) == ("metadata.csv", 3, "metadata_without_file")
    assert isinstance(second, Located)
    assert second.article.publisher == "Post"


def test_a_row_for_a_file_of_many_articles_holds_for_all_and_what_they_state_counts_first(
    tmp_path: Path, warc_record: Any, page: Any
) -> None:
    named = page(head='<meta property="og:site_name" content="Osterby Post">').encode()
    records = [warc_record("https://post.example/1", named), warc_record("https://post.example/2", page().encode())]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    (tmp_path / "metadata.csv").write_text("file,publisher\na.warc,Gazette\n", encoding="utf-8")
    articles = list(read_articles(tmp_path, publisher="Herald"))
    assert [article.publisher for article in articles] == ["Osterby Post", "Gazette"]


@pytest.mark.parametrize(
    ("name", "data", "reasons"),
    [
        ("quotes.txt", b'"' * 10_000, []),
        ("nul.txt", b"The river\x00rose.", ["binary"]),
        ("surrogate.jsonl", b'{"text": "so \\ud83d"}\n', ["undecodable"]),
        ("surrogate.txt", "so \ud83d".encode("utf-8", "surrogatepass"), ["undecodable"]),
        ("ends.txt", b"The river rose.\r\nIt fell.\rIt rose.\n\x85It fell.\xe2\x80\xa8", ["undecodable"]),
        ("ends8.txt", "The river rose.\r\nIt fell.\rIt rose.\n\x85It fell.\u2028It rose.".encode(), []),
        ("rtl.txt", "The paper’s name, העיר, means “the town”, said Ann Lee.".encode(), []),
        ("emoji.txt", "😀👩‍👩‍👧 “It is over,” said Ann Lee.".encode(), []),
        ("broken.jsonl", b'{"text": "One day."}\n{"text": "Two\n{"text": "Three days."}\n', ["broken_record"]),
        ("long.jsonl", b'{"text": "' + b"a" * 100_000 + b"\n", ["broken_record"]),
        ("empty.jsonl", b"", []),
    ],
)
def test_hostile_files_are_read_or_counted(
    name: str, data: bytes, reasons: list[str], tmp_path: Path, read: Any
) -> None:
    (tmp_path / name).write_bytes(data)
    articles, rejects = read(tmp_path)
    assert [reject.reason for reject in rejects] == reasons
    assert articles or reasons or not data
    for article in articles:
        assert article.text is not None
        assert article.text.encode("utf-8") in data or name.endswith(".jsonl")


def test_a_line_of_fifty_megabytes_is_one_article_and_one_of_seventy_is_too_large(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for megabytes in (50, 70):
            file.write(b'{"text": "' + b"The river rose. " * (megabytes * 1024 * 64) + b'"}\n')
        file.write(json.dumps({"text": TEXT}).encode())
    articles, rejects = read(path)
    assert [len(article.text) for article in articles] == [50 * 1024 * 1024, len(TEXT)]
    assert [(reject.line, reject.reason) for reject in rejects] == [(2, "too_large")]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    suffix=st.sampled_from(
        [".txt", ".html", ".jsonl", ".json", ".parquet", ".warc", ".txt.gz", ".jsonl.zst", ".parquet.gz", ".warc.gz"]
    ),
)
def test_no_file_of_any_bytes_under_any_name_stops_a_run(data: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").write_bytes(data)
    found = outcomes(tmp_path / f"a{suffix}")
    assert not [item for item in found if isinstance(item, Reject) and item.reason == "reading_failed"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), cut=st.floats(0, 1)
)
@pytest.mark.parametrize("name", ["b.html", "e.parquet", "f.warc", "sub/a.txt.gz", "d.json"])
def test_a_damaged_file_costs_itself_alone(name: str, changes: list[tuple[int, int]], cut: float, mixed: Path) -> None:
    whole = (mixed / name).read_bytes()
    data = bytearray(whole)
    for place, byte in changes:
        data[place % len(data)] = byte
    damaged = mixed.parent / Path(name).name
    damaged.write_bytes(bytes(data[: max(int(cut * 2 * len(data)), 1)]))
    found = outcomes(damaged)
    assert not [item for item in found if isinstance(item, Reject) and item.reason == "reading_failed"]


MEASURE = r"""
import re, sys
from pathlib import Path
from claimkit.reading import find_entries
count = sum(1 for _ in find_entries(sys.argv[1]))
if sys.argv[1].endswith("parquet"):
    # What Arrow holds; how much of it the process keeps afterwards varies by tens of megabytes.
    import pyarrow
    print(count, pyarrow.default_memory_pool().max_memory() // 1024)
else:
    # Not getrusage: its peak is inherited from the process that started this one.
    print(count, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak memory of a process is read from /proc")
@pytest.mark.parametrize("form", ["jsonl", "json", "parquet"])
def test_memory_does_not_grow_with_the_number_of_articles(form: str, tmp_path: Path) -> None:
    peaks = []
    # Arrow reads ahead some forty megabytes: the smaller file is that long.
    for count in (2_000, 4_000):
        texts = [f"{n} {TEXT} " + "It rained. " * 2_000 for n in range(count)]
        path = tmp_path / f"{count}.{form}"
        if form == "parquet":
            pq.write_table(pa.table({"text": texts}), path, use_dictionary=False, compression="none")
        else:
            lines = [json.dumps({"text": text}) for text in texts]
            path.write_text("\n".join(lines) if form == "jsonl" else f"[{','.join(lines)}]", encoding="utf-8")
        run = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
        read, peak = map(int, run.stdout.split())
        assert read == count
        peaks.append(peak)
    # The larger file is 44 MB longer.
    assert peaks[1] < peaks[0] + 10_000


def test_the_number_of_articles_is_foretold_where_it_costs_nothing(mixed: Path) -> None:
    assert count_about(find_sources(mixed / "c.jsonl")) == 2
    assert count_about(find_sources([mixed / "a.txt", mixed / "b.html", mixed / "e.parquet"])) == 4
    assert count_about(find_sources(mixed)) is None
    (mixed / "bad.parquet").write_bytes(b"PAR1")
    assert count_about(find_sources(mixed / "bad.parquet")) is None
