"""The Croissant description, read back by mlcroissant from the files on disk."""

import json
import shutil
from pathlib import Path
from typing import Any

import mlcroissant
import pytest

from claimkit import document_dataset
from claimkit.dataset.croissant import CROISSANT
from claimkit.dataset.facts import facts_of
from claimkit.dataset.inventory import file_sha256
from claimkit.dataset.splits import split_dataset
from claimkit.reading.tables import read_rows


@pytest.fixture(scope="module")
def described(compared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo dataset in two splits, with pairs, rows for a classifier, and its documents."""
    folder = tmp_path_factory.mktemp("croissant") / "split"
    split_dataset(compared_demo, folder, sizes=(0.5, 0.5))
    document_dataset(folder, licence="cc-by-4.0", name="Two floods and a rate")
    return folder


@pytest.fixture(scope="module")
def loaded(described: Path) -> Any:
    return mlcroissant.Dataset(jsonld=str(described / CROISSANT))


def plain(record: dict[str, Any], config: str) -> dict[str, Any]:
    """A record as its row: names without the config, text instead of bytes."""
    return {name.removeprefix(f"{config}/"): _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {name.rsplit("/", 1)[1]: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def test_it_conforms_to_croissant_1_1(described: Path, loaded: Any) -> None:
    raw = json.loads((described / CROISSANT).read_text(encoding="utf-8"))
    assert raw["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert not loaded.metadata.ctx.issues.errors
    assert raw["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert raw["name"] == "Two floods and a rate"


def test_what_the_card_says_of_version_and_citation_goes_along(described: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(described, folder)
    card = (folder / "README.md").read_text(encoding="utf-8")
    added = "---\nversion: 1.1\ncitation: Floods, by us\ndate_published: 2026-01-02\n"
    (folder / "README.md").write_text(card.replace("---\n", added, 1), encoding="utf-8")
    document_dataset(folder)
    metadata = mlcroissant.Dataset(jsonld=str(folder / CROISSANT)).metadata
    assert (metadata.version, metadata.cite_as) == ("1.1", "Floods, by us")
    assert str(metadata.date_published).startswith("2026-01-02")
    assert not metadata.ctx.issues.warnings


def test_every_file_is_there_with_its_hash(described: Path) -> None:
    raw = json.loads((described / CROISSANT).read_text(encoding="utf-8"))
    files = {each["contentUrl"]: each["sha256"] for each in raw["distribution"] if each["@type"] == "cr:FileObject"}
    on_disk = {str(file.relative_to(described)) for file in described.glob("*/*.parquet")}
    assert files == {path: file_sha256(described / path) for path in on_disk}


def test_every_config_reads_as_many_records_as_it_has_rows(described: Path, loaded: Any) -> None:
    facts = facts_of(described)
    assert {"claims", "pairs", "attribution-classification"} <= {config.name for config in facts.configs}
    for config in facts.configs:
        assert len(list(loaded.records(config.name))) == config.rows


def test_a_record_is_the_row_of_its_split(described: Path, loaded: Any) -> None:
    rows = {row["entity_id"]: row for row in read_rows(described, "mentions")}
    for record in loaded.records("mentions"):
        found = plain(record, "mentions")
        assert found.pop("split") in {"train", "test"}
        assert found == rows[found["entity_id"]]


def test_structs_and_lists_of_structs_are_read(described: Path, loaded: Any) -> None:
    rows = {row["claim_id"]: row for row in read_rows(described, "claims")}
    for record in loaded.records("claims"):
        found = plain(record, "claims")
        row = rows[found["claim_id"]]
        assert found["spans"] == row["spans"]
        assert found["predicate"] == row["predicate"]
        assert [each["low"] for each in found["quantities"]] == [each["low"] for each in row["quantities"]]
        assert found["text"] == row["text"]
        assert [each["parent"] for each in found["chain"]] == [each["parent"] for each in row["chain"]]


def test_what_cannot_be_described_is_named(described: Path) -> None:
    raw = json.loads((described / CROISSANT).read_text(encoding="utf-8"))
    words = {each["@id"]: each["description"] for each in raw["recordSet"]}
    assert "hedges[].scope" in words["claims"]
    assert "chain[].content" in words["claims"]
    assert "Parquet files alone" not in words["mentions"]


def test_labels_of_a_classifier_are_spelled_out(described: Path) -> None:
    raw = json.loads((described / CROISSANT).read_text(encoding="utf-8"))
    fields = {each["@id"]: each for record_set in raw["recordSet"] for each in record_set["field"]}
    assert fields["attribution-classification/attributed"]["description"] == "Label: 0 no, 1 yes."
    assert fields["attribution-classification/attributed"]["dataType"] == "sc:Integer"


def test_fields_are_described_by_the_schemas(described: Path) -> None:
    raw = json.loads((described / CROISSANT).read_text(encoding="utf-8"))
    fields = {each["@id"]: each for record_set in raw["recordSet"] for each in record_set["field"]}
    assert all(each.get("description") for name, each in fields.items() if name.startswith("claims/"))
