"""Files of one split of one config: their names, their sizes, the rows in them."""

import json

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.dataset.shards import Shards, batch_of, batches_of, rows_in, shards, split_of, splits_of
from claimkit.dataset.storage import arrow_schema
from claimkit.errors import BrokenRecordError, DataError
from claimkit.schema import load_schema

ROW = load_schema("verification")["examples"][0]


def batch(count):
    return batch_of([{**ROW, "claim_id": f"{number:016x}"} for number in range(count)], arrow_schema("verification"))


def test_one_small_split_is_one_file(tmp_path):
    with shards(tmp_path, "verification", ["train", "test"], arrow_schema("verification")) as writers:
        writers["train"].add(batch(3))
    assert sorted(file.name for file in (tmp_path / "verification").iterdir()) == [
        "test-00000-of-00001.parquet",
        "train-00000-of-00001.parquet",
    ]
    found = splits_of(tmp_path)["verification"]
    assert [len(list(rows_in(batches_of(found[split], "verification")))) for split in ("train", "test")] == [3, 0]


def test_a_file_that_has_grown_too_large_is_followed_by_another(tmp_path):
    writer = Shards(tmp_path, "verification", "train", arrow_schema("verification"), shard_bytes=10_000)
    for _ in range(5):
        writer.add(batch(5_000))
    files = writer.close()
    assert [file.name for file in files] == [f"train-{at:05d}-of-{len(files):05d}.parquet" for at in range(len(files))]
    assert len(files) > 1
    assert sum(pyarrow.parquet.read_metadata(file).num_rows for file in files) == writer.rows == 25_000
    assert not [file for file in (tmp_path / "verification").iterdir() if file.name.startswith(".")]


def test_what_was_begun_and_failed_has_no_name(tmp_path):
    with pytest.raises(ZeroDivisionError), shards(tmp_path, "pairs", ["train"], arrow_schema("pairs")):
        _ = 1 / 0
    assert not list((tmp_path / "pairs").glob("*.parquet"))


@given(st.lists(st.integers(1, 700), max_size=30))
def test_bytes_depend_on_the_rows_alone(tmp_path_factory, counts):
    folder = tmp_path_factory.mktemp("shards")
    rows = batch(sum(counts))
    for name, cuts in (("one", [sum(counts)]), ("many", counts)):
        writer, at = Shards(folder, name, "train", arrow_schema("verification")), 0
        for count in cuts:
            writer.add(rows.slice(at, count))
            at += count
        writer.close()
    one, many = ((folder / name / "train-00000-of-00001.parquet").read_bytes() for name in ("one", "many"))
    assert one == many


def test_tables_of_both_formats_and_of_other_tools_give_the_same_rows(tmp_path):
    (tmp_path / "verification.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([ROW]), tmp_path / "verification.parquet")
    for name in ("verification.jsonl", "verification.parquet"):
        assert list(rows_in(batches_of([tmp_path / name], "verification"))) == [ROW]


def test_a_file_that_is_none_says_so(tmp_path):
    (tmp_path / "claims.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises((BrokenRecordError, DataError), match=r"claims\.parquet"):
        list(batches_of([tmp_path / "claims.parquet"], "claims"))
    (tmp_path / "claims.jsonl").write_text("[]\n", encoding="utf-8")
    with pytest.raises(BrokenRecordError, match=r"claims\.jsonl:1: expected an object"):
        list(batches_of([tmp_path / "claims.jsonl"], "claims"))


def test_the_split_is_in_the_name(tmp_path):
    assert split_of(tmp_path / "validation-00000-of-00012.parquet") == "validation"
    assert split_of(tmp_path / "claims.jsonl") == split_of(tmp_path / "claims.parquet") == "train"
