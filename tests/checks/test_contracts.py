"""Column contracts: what the schema says of a column, Great Expectations says of the table."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimkit.checks.contracts import BATCH, Contracts, expectations_of, export_suites, scalar_columns
from claimkit.dataset.storage import open_file
from claimkit.errors import OptionError
from claimkit.schema import SCHEMA_OF, load_schema

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def broken(config, rows):
    contracts = Contracts()
    found = [fault for row in rows for fault in contracts.see(config, row)]
    return [*found, *contracts.close()]


@pytest.fixture(scope="module")
def suites(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("suites")
    assert len(export_suites(folder)) == len(SCHEMA_OF)
    return folder


@pytest.mark.parametrize("config", SCHEMA_OF)
def test_every_column_of_every_table_has_its_contract(config):
    named = {each.arguments.get("column") for each in expectations_of(config)}
    schema = load_schema(SCHEMA_OF[config])
    assert set(schema["required"]) <= named
    constrained = {
        name for name in scalar_columns(config) if {"enum", "const", "pattern"} & schema["properties"][name].keys()
    }
    assert constrained <= named


def test_good_tables_keep_theirs(rows):
    contracts = Contracts()
    found = [fault for config, table in rows.items() for row in table for fault in contracts.see(config, row)]
    assert [*found, *contracts.close()] == []


COLUMN_FAULTS = [
    ("claims", {"kind": "rumour"}, "$.kind", "expect_column_values_to_be_in_set"),
    ("claims", {"confidence": 1.5}, "$.confidence", "expect_column_values_to_be_between"),
    ("claims", {"claim_id": "XYZ"}, "$.claim_id", "expect_column_values_to_match_regex"),
    ("claims", {"negated": None}, "$.negated", "expect_column_values_to_not_be_null"),
    ("claims", {"schema_version": "0.9"}, "$.schema_version", "expect_column_values_to_be_in_set"),
    ("articles", {"published": "12/06/2024"}, "$.published", "expect_column_values_to_match_regex"),
    ("articles", {"text_sha256": "a" * 64 + "\n"}, "$.text_sha256", "expect_column_values_to_match_regex"),
    ("annotations", {"at": "yesterday"}, "$.at", "expect_column_values_to_match_regex"),
]


@pytest.mark.parametrize(("config", "change", "path", "expectation"), COLUMN_FAULTS)
def test_a_value_that_breaks_its_contract_is_named(rows, config, change, path, expectation):
    rows[config][0] |= change
    faults = broken(config, rows[config])
    assert {(fault.path, fault.check) for fault in faults} == {(path, "column-contract")}
    assert any(fault.message.startswith(expectation) for fault in faults)


def test_an_identifier_that_occurs_twice_breaks_its_contract(rows):
    (fault,) = broken("mentions", [*rows["mentions"], rows["mentions"][0]])
    assert (fault.path, fault.message.split(":")[0]) == ("$.entity_id", "expect_column_values_to_be_unique")


def test_a_column_that_is_gone_is_one_fault_and_a_column_that_may_be_left_out_none(rows):
    flat = ("source", "root_source", "source_type", "cue", "style", "certainty")
    without = [{name: value for name, value in row.items() if name not in ("kind", *flat)} for row in rows["claims"]]
    (fault,) = broken("claims", without)
    assert fault.path == "$.kind"
    assert fault.message.startswith("expect_column_to_exist")


def test_values_of_all_kinds_in_one_column_raise_nothing(rows):
    odd = [None, 7, "x", True, {"a": 1}, [1], 1e400]
    for row, value in zip(rows["claims"], odd, strict=False):
        row |= {"confidence": value, "kind": value, "claim_id": value}
    assert {fault.path for fault in broken("claims", rows["claims"])} >= {"$.kind", "$.claim_id"}


def test_batches_are_bounded(rows, monkeypatch):
    monkeypatch.setattr("claimkit.checks.contracts.BATCH", 50)
    rows["claims"][0]["kind"] = rows["claims"][-1]["kind"] = "rumour"
    assert BATCH > 50
    assert [fault.path for fault in broken("claims", rows["claims"])] == ["$.kind", "$.kind"]


def test_a_suite_is_taken_by_a_context_of_the_users_own_as_the_page_shows(suites, rows, tmp_path):
    shown = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[-1]
    (tmp_path / "suites").symlink_to(suites)
    write_parquet(tmp_path / "claims" / "claims", rows["claims"])
    script = tmp_path / "own.py"
    # Kept in the file context, read again by another, and run on a table with one wrong label.
    script.write_text(
        shown
        + """
again = gx.get_context(mode="file", project_root_dir=".").suites.get("claimkit_claims")
frame.loc[0, "kind"] = "rumour"
batch = asset.add_batch_definition_whole_dataframe("again").get_batch({"dataframe": frame})
failed = [result.expectation_config for result in batch.validate(again).results if not result.success]
print(len(again.expectations), [(each.type, each.severity.value) for each in failed])
""",
        encoding="utf-8",
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, cwd=tmp_path)
    count = len(expectations_of("claims"))
    assert run.stdout.splitlines() == ["True", f"{count} [('expect_column_values_to_be_in_set', 'critical')]"]


def write_parquet(folder, claims):
    folder.mkdir(parents=True)
    table = open_file(folder / "train-00000-of-00001.parquet", "claims")
    for claim in claims:
        table.add(claim)
    table.close()


def test_suites_need_a_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError, match="is a file"):
        export_suites(tmp_path / "file")
