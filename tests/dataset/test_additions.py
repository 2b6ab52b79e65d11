"""Tables that come to a finished dataset later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import claimkit
from claimkit.dataset.additions import add_tables
from claimkit.errors import OptionError
from claimkit.reading.tables import read_rows
from claimkit.records import Article

TEXT = "Maria Velden closed the port on Monday. The port lost 12 ships, Ada Brandt said."
VERIFICATION = {
    "claim_id": "30e21f3a04a74e49",
    "evidence_claim_ids": ["d937ceb8e7138b5f"],
    "label": "refutes",
    "label_origin": "pair",
    "schema_version": "1.0",
}


@pytest.fixture(params=["parquet", "jsonl"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    claimkit.build_dataset(
        [Article.from_text(TEXT, publisher="The Harbour Post")], tmp_path / "out", format=request.param
    )
    return tmp_path / "out"


def test_a_table_is_added_in_the_format_of_the_claims(folder: Path) -> None:
    assert add_tables(folder, {"verification": [VERIFICATION]}) == {"verification": 1}
    assert list(read_rows(folder, "verification")) == [VERIFICATION]
    forms = {
        file.suffix for file in (*folder.glob("*.jsonl"), *folder.rglob("*.parquet")) if "rejects" not in file.name
    }
    assert len(forms) == 1


def test_adding_again_replaces_what_was_there_and_every_shard_of_it(folder: Path) -> None:
    add_tables(folder, {"verification": [VERIFICATION] * 3})
    add_tables(folder, {"verification": []})
    assert list(read_rows(folder, "verification")) == []


def test_the_card_that_extract_wrote_learns_the_new_config(tmp_path: Path) -> None:
    claimkit.build_dataset([Article.from_text(TEXT)], tmp_path / "out")
    add_tables(tmp_path / "out", {"verification": [VERIFICATION]})
    assert "path: verification/train-*.parquet" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    add_tables(tmp_path / "out", {"pairs": []})
    assert "path: pairs/train-*.parquet" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_a_card_of_the_users_stays_as_it_is(tmp_path: Path) -> None:
    claimkit.build_dataset([Article.from_text(TEXT)], tmp_path / "out")
    (tmp_path / "out" / "README.md").write_text("mine", encoding="utf-8")
    add_tables(tmp_path / "out", {"verification": [VERIFICATION]})
    assert (tmp_path / "out" / "README.md").read_text(encoding="utf-8") == "mine"


def test_rows_that_fail_half_way_leave_the_old_table(folder: Path) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield VERIFICATION
        raise ValueError("the comparison broke off")

    add_tables(folder, {"verification": [VERIFICATION]})
    with pytest.raises(ValueError, match="broke off"):
        add_tables(folder, {"verification": rows()})
    assert list(read_rows(folder, "verification")) == [VERIFICATION]
    assert not list(folder.glob(".claimkit*"))


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no table lies here"):
        add_tables(tmp_path, {"pairs": []})
    with pytest.raises(OptionError, match="no claims lie here"):
        add_tables(tmp_path / "nowhere", {"pairs": []})
