"""``validate`` reports every fault with its place, of files in whatever state, and raises only for a wrong call."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.dataset.build import write_dataset
from claimkit.errors import OptionError
from claimkit.quality.validation import MOST_FAULTS, validate
from claimkit.records import Article, Attribution, Claim, Mention
from claimkit.schema import FLAT_COLUMNS


def test_a_fault_names_file_line_record_path_and_what_is_wrong(rows, write):
    rows["claims"][1]["kind"] = "rumour"
    report = validate(write(rows))
    (fault,) = report.faults
    assert str(fault).startswith(f"claims.jsonl:2 › {rows['claims'][1]['claim_id']} › $.kind: 'rumour' is not one of")


def test_all_faults_of_a_row_are_told(rows, write):
    rows["claims"][0] |= {"kind": "rumour", "negated": "no", "confidence": 2}
    assert {fault.path for fault in validate(write(rows)).faults} == {"$.kind", "$.negated", "$.confidence"}


def test_the_report_counts_rows_and_goes_to_json(rows, write):
    rows["pairs"][0]["score"] = 7
    report = validate(write(rows))
    assert not report.ok
    assert report.counts["claims"] == 2
    data = json.loads(json.dumps(report.to_dict()))
    assert data["fault_count"] == 1
    assert data["faults"][0] == {
        "file": "pairs.jsonl",
        "line": 1,
        "record_id": rows["pairs"][0]["pair_id"],
        "path": "$.score",
        "message": "7 is greater than the maximum of 1",
        "check": "schema-violation",
    }
    assert "1 fault (1 articles" in str(report)


def test_a_thousand_faults_are_listed_and_all_of_them_counted(tmp_path):
    (tmp_path / "claims.jsonl").write_text("{\n" * (MOST_FAULTS + 5), encoding="utf-8")
    report = validate(tmp_path)
    assert len(report.faults) == MOST_FAULTS
    assert report.fault_count == MOST_FAULTS + 5
    assert "… and 5 more" in str(report)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "no JSON"),
        (b"[1]", "expected an object, found list"),
        (b'{"a": NaN}', "no JSON"),
        (b'{"a": "\xff"}', "no JSON"),
        (b'{"a": "\\ud83d"}', "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"schema_version": "2.0"}', "of schema version '2.0'"),
    ],
    ids=["truncated", "list", "nan", "not-utf-8", "half-an-emoji", "nested-without-end", "newer"],
)
def test_a_line_that_cannot_be_read_is_a_fault_of_that_line_and_the_next_is_read(rows, tmp_path, line, words):
    good = json.dumps(rows["articles"][0]).encode()
    (tmp_path / "articles.jsonl").write_bytes(good + b"\n\n" + line + b"\n")
    (fault,) = validate(tmp_path).faults
    assert (fault.file, fault.line) == ("articles.jsonl", 3)
    assert words in fault.message


def test_a_byte_order_mark_and_a_missing_last_line_break_are_no_faults(rows, tmp_path):
    (tmp_path / "articles.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(rows["articles"][0]).encode())
    assert validate(tmp_path).ok


@given(garbage=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_it_raise(tmp_path, garbage):
    (tmp_path / "claims.jsonl").write_bytes(garbage)
    assert validate(tmp_path / "claims.jsonl").counts["claims"] >= 0


class TestSingleFile:
    def test_what_lies_beside_is_not_read_and_what_cannot_be_checked_is_counted(self, rows, write):
        report = validate(write(rows) / "claims.jsonl")
        assert report.ok, str(report)
        assert list(report.counts) == ["claims"]
        assert report.skipped == {
            "spans and article_id: no articles lie beside": 2,
            "chain against attributions: no attributions lie beside": 1,
            "entity_id: no mentions lie beside": 1,
        }

    def test_the_chain_is_checked_by_itself(self, rows, write):
        rows["claims"][0]["chain"][0]["content"][0]["end"] = 0
        (fault,) = validate(write(rows) / "claims.jsonl").faults
        assert fault.path == "$.chain[0].content[0]"

    @pytest.mark.parametrize("config", ["articles", "mentions", "attributions", "claims", "pairs", "clusters"])
    def test_a_file_of_any_name_is_known_by_its_first_row(self, rows, write, config):
        folder = write({config: rows[config]})
        report = validate((folder / f"{config}.jsonl").rename(folder / "mine.jsonl"))
        assert list(report.counts) == [config]

    def test_references_of_pairs_and_annotations_are_skipped(self, rows, write):
        folder = write(rows)
        assert validate(folder / "pairs.jsonl").skipped == {"claim ids: no claims lie beside": 1}
        assert validate(folder / "annotations.jsonl").skipped == {"record_id: no records lie beside": 1}


class TestWrongCalls:
    def test_a_path_without_a_table(self, tmp_path):
        with pytest.raises(OptionError, match="no table lies here"):
            validate(tmp_path)

    def test_a_path_that_is_not_there(self, tmp_path):
        with pytest.raises(OptionError, match="no such file"):
            validate(tmp_path / "claims.jsonl")

    def test_a_file_of_another_kind(self, tmp_path):
        (tmp_path / "claims.csv").write_text("claim_id\n")
        with pytest.raises(OptionError, match=r"\.jsonl or a \.parquet"):
            validate(tmp_path / "claims.csv")

    def test_rows_that_could_be_anything(self, tmp_path):
        (tmp_path / "mine.jsonl").write_text('{"a": 1}\n')
        with pytest.raises(OptionError, match="cannot tell what its rows are"):
            validate(tmp_path / "mine.jsonl")

    def test_two_forms_of_one_table(self, rows, write, tmp_path):
        write(rows)
        (tmp_path / "claims.parquet").write_bytes(b"")
        with pytest.raises(OptionError, match="both"):
            validate(tmp_path)


class TestParquet:
    @pytest.fixture
    def folder(self, rows, tmp_path):
        claim = {name: value for name, value in rows["claims"][0].items() if name not in FLAT_COLUMNS}
        extraction = SimpleNamespace(
            article=Article.from_dict(rows["articles"][0]),
            attributions=(Attribution.from_dict(rows["attributions"][0]),),
            claims=(Claim.from_dict(claim),),
            mentions=(Mention.from_dict(rows["mentions"][0]),),
        )
        write_dataset([extraction], tmp_path / "out")
        return tmp_path / "out"

    def rewrite(self, folder, config, change):
        import pyarrow
        import pyarrow.parquet

        file = folder / config / "train-00000-of-00001.parquet"
        table = pyarrow.parquet.read_table(file)
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([change(row) for row in table.to_pylist()]), file)

    def test_it_is_as_valid_as_json_lines(self, folder):
        report = validate(folder)
        assert report.ok, str(report)
        assert not report.skipped

    def test_the_line_is_the_row(self, folder, rows):
        self.rewrite(folder, "claims", lambda row: {**row, "kind": "rumour"})
        (fault,) = validate(folder).faults
        assert (fault.file, fault.line) == ("claims/train-00000-of-00001.parquet", 1)
        assert fault.record_id == rows["claims"][0]["claim_id"]

    def test_columns_of_another_type_are_faults(self, folder):
        import datetime

        self.rewrite(folder, "articles", lambda row: {**row, "published": datetime.date(2021, 4, 9)})
        assert {fault.path for fault in validate(folder).faults} == {"$.published"}

    def test_not_a_number_is_a_fault(self, folder):
        self.rewrite(folder, "claims", lambda row: {**row, "confidence": float("nan")})
        assert [fault.path for fault in validate(folder).faults] == ["$.confidence"]

    @pytest.mark.parametrize("damage", [slice(0), slice(40, None), slice(-40)])
    def test_a_damaged_file_is_a_fault_of_the_file(self, folder, damage):
        file = folder / "mentions" / "train-00000-of-00001.parquet"
        file.write_bytes(file.read_bytes()[damage])
        report = validate(folder)
        first = next(fault for fault in report.faults if fault.file.startswith("mentions/"))
        assert first.line == 0
        assert "cannot be read" in first.message


@pytest.fixture
def written(rows, tmp_path):
    """A folder that a run has written, as JSON Lines."""
    extraction = SimpleNamespace(
        article=Article.from_dict(rows["articles"][0]),
        attributions=tuple(map(Attribution.from_dict, rows["attributions"])),
        claims=tuple(
            Claim.from_dict({name: value for name, value in row.items() if name not in FLAT_COLUMNS})
            for row in rows["claims"]
        ),
        mentions=tuple(map(Mention.from_dict, rows["mentions"])),
    )
    return write_dataset([extraction], tmp_path / "written", format="jsonl").path


def test_what_a_run_wrote_has_the_rows_it_counted(written):
    assert validate(written).ok


def test_a_row_that_is_gone_without_a_trace_is_missed_by_the_count_of_the_run(written):
    file = written / "claims.jsonl"
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    (fault,) = validate(written).faults
    assert str(fault).startswith("run.json:0 › - › $.counts.claims: the run wrote 2 rows, and 1 can be read")


def test_a_table_that_is_gone_is_missed(written):
    (written / "claims.jsonl").unlink()
    assert [fault.path for fault in validate(written).faults] == ["$.counts.claims"]


@pytest.mark.parametrize("content", ["{", "\xff"])
def test_a_broken_run_json_is_a_fault(written, content):
    (written / "run.json").write_text(content, encoding="latin-1")
    assert [(fault.file, fault.path) for fault in validate(written).faults] == [("run.json", "$")]
