"""Rows of a dataset, wherever and in whatever form its tables lie."""

import json

import pyarrow
import pyarrow.parquet
import pytest

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.reading.tables import find_tables, read_rows, rows_of, whole_rows
from claimkit.records import SCHEMA_VERSION

CLAIMS = [{"claim_id": "a", "spans": [{"start": 0, "end": 3}]}, {"claim_id": "b", "spans": []}]


def write(file, rows=CLAIMS):
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    else:
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "names",
    [
        ["claims.jsonl"],
        ["claims.parquet"],
        ["claims/train-00000-of-00001.parquet"],
        ["claims/train-00000-of-00002.parquet", "claims/train-00001-of-00002.parquet"],
        ["claims/test-00000-of-00001.parquet", "claims/train-00000-of-00001.parquet"],
    ],
)
def test_a_table_is_one_file_or_the_shards_of_a_folder_in_the_order_of_their_names(tmp_path, names):
    for name in names:
        write(tmp_path / name)
    assert find_tables(tmp_path) == {"claims": tuple(tmp_path / name for name in names)}
    assert list(read_rows(tmp_path, "claims")) == CLAIMS * len(names)


def test_tables_come_in_the_order_in_which_they_refer_to_each_other(tmp_path):
    for config in ("pairs", "claims", "attributions", "articles", "mentions"):
        write(tmp_path / f"{config}.jsonl")
    assert list(find_tables(tmp_path)) == ["articles", "mentions", "attributions", "claims", "pairs"]


def test_other_files_beside_are_no_tables(tmp_path):
    write(tmp_path / "claims.jsonl")
    write(tmp_path / "rejects.jsonl")
    write(tmp_path / "run.json")
    assert list(find_tables(tmp_path)) == ["claims"]


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.parquet", "mine.jsonl", "mine.parquet", "claims/any.parquet"])
def test_one_file_is_known_by_its_name_its_folder_or_its_first_row(tmp_path, name):
    file = write(tmp_path / name)
    assert find_tables(file) == {"claims": (file,)}
    assert list(read_rows(file, "claims")) == CLAIMS


def test_a_row_has_its_number_across_batches(tmp_path):
    file = write(tmp_path / "claims.parquet", [{"claim_id": str(n)} for n in range(2_500)])
    assert [(row.line, row.value) for row in rows_of(file)][1_999] == (2_000, {"claim_id": "1999"})


def test_a_config_that_is_not_there_or_not_known(tmp_path):
    write(tmp_path / "claims.jsonl")
    with pytest.raises(OptionError, match="holds no pairs"):
        read_rows(tmp_path, "pairs")
    with pytest.raises(OptionError, match="no config 'rumours'"):
        read_rows(tmp_path, "rumours")


def test_a_broken_line_is_named_once_the_rows_before_it_are_read(tmp_path):
    (tmp_path / "claims.jsonl").write_text('{"claim_id": 1}\n{\n')
    rows = read_rows(tmp_path, "claims")
    assert next(rows) == {"claim_id": 1}
    with pytest.raises(BrokenRecordError, match=r"claims\.jsonl:2: the line is no JSON"):
        next(rows)


def test_whole_rows_have_every_field_of_their_record(tmp_path):
    row = {"schema_version": SCHEMA_VERSION, "claim_id": "1", "evidence_claim_ids": [], "label": "supports"}
    whole = row | {"label_origin": "pair"}
    (tmp_path / "verification.jsonl").write_text(f"{json.dumps(whole)}\n{json.dumps(row)}\n", encoding="utf-8")
    rows = whole_rows(tmp_path, "verification")
    assert next(rows) == whole
    with pytest.raises(BrokenRecordError, match="row 2 of verification has no 'label_origin'; run `claimkit validate`"):
        next(rows)
