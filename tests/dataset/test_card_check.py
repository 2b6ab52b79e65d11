"""The check of a card without the network: each fault is found, told and mended as it says."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimkit import check_card, document_dataset
from claimkit.dataset import card_check, metadata_check
from claimkit.dataset.additions import add_tables
from claimkit.dataset.build import write_dataset
from claimkit.errors import OptionError
from claimkit.extraction.pipeline import Extraction

CARD = "README.md"


@pytest.fixture(scope="module")
def filled(demo: list[Extraction], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documented dataset whose card waits for nobody."""
    folder = tmp_path_factory.mktemp("card") / "good"
    write_dataset(demo, folder)
    document_dataset(folder, licence="cc-by-4.0")
    edit(folder, lambda text: text.replace("-->\n\n## Contents", "-->\n\nFor tests.\n\n## Contents"))
    edit(folder, lambda text: text.replace("-->\n\n### Outlets", "-->\n\nBy hand.\n\n### Outlets"))
    edit(folder, lambda text: f"{text}\nmaintainer@claims.example\n")
    return folder


@pytest.fixture
def good(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path / "good")
    return tmp_path / "good"


def edit(folder: Path, change: Callable[[str], str]) -> None:
    file = folder / CARD
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before


def errors(folder: Path) -> list[str]:
    return [finding.id for finding in check_card(folder) if finding.severity == "error"]


def test_a_good_card_has_no_errors_and_open_questions_are_warnings(good: Path) -> None:
    findings = check_card(good)
    assert not errors(good), [str(each) for each in findings]
    assert {(each.id, each.file) for each in findings} == {
        ("section-empty", "DATASHEET.md"),
        ("section-empty", "DATA_STATEMENT.md"),
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("license: cc-by-4.0", "license: cc-by-5.0", ["licence-unknown"]),
        ("license: cc-by-4.0", "license: CC-BY-4.0", ["licence-unknown"]),
        ("license: cc-by-4.0", "license: unknown", ["licence-none"]),
        ("license: cc-by-4.0", "license: other", ["licence-unnamed"]),
        ("license: cc-by-4.0\n", "", ["licence-missing"]),
        ("language:\n- en\n", "", ["language-missing"]),
        ("language:\n- en\n", "language: English\n", ["language-unknown"]),
        ("- n<1K", "- 1K<n<10K", ["size-wrong"]),
        ("size_categories:\n- n<1K\n", "", ["size-wrong"]),
        ("- token-classification", "- tokens-classification", ["task-unknown"]),
        ("- token-classification\n- text-classification\n", "- other\n", ["task-id-astray"]),
        ("- multi-class-classification", "- attribution-extraction", ["task-id-unknown"]),
        ("- machine-generated", "- machines", ["value-unknown"]),
        ("- config_name: mentions\n  data", "- config_name: names\n  data", ["config-absent", "config-unlisted"]),
        ("  - split: train\n    path: claims/", "  - split: test\n    path: claims/", ["split-wrong"]),
        ("num_examples: 3", "num_examples: 4", ["info-wrong"]),
        ("configs:\n- config_name: claims", "configs:\n- name: claims", ["config-unlisted", "metadata-unreadable"]),
        ("## Purpose", "## Weather", ["section-missing"]),
        ("For tests.", "", ["section-empty"]),
        ("For tests.", "<!-- For tests. -->", ["section-empty"]),
        ("For tests.", "For tests. ![A map](assets/map.png)", ["image-missing"]),
    ],
)  # fmt: skip
def test_each_fault_is_found(good: Path, old: str, new: str, expected: list[str]) -> None:
    edit(good, lambda text: text.replace(old, new, 1))
    found = errors(good)
    assert set(expected) <= set(found)
    # What the program writes is also out of date then; nothing else is found.
    assert set(found) - set(expected) <= {"document-stale"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("license: cc-by-4.0", "license: [cc-by-4.0", "card-unreadable"),
        ("license: cc-by-4.0", "license: cc-by-4.0\nlicense: mit", "card-unreadable"),
        ("<!-- claimkit:end limits -->", "", "card-unreadable"),
        ("| certainty | claims |", "| certainty | Claims |", "document-stale"),
    ],
)
def test_a_card_that_cannot_be_read_or_is_out_of_date_is_refused(good: Path, old: str, new: str, expected: str) -> None:
    edit(good, lambda text: text.replace(old, new, 1))
    assert errors(good) == [expected]


def test_without_a_card_it_says_so(good: Path) -> None:
    (good / CARD).unlink()
    assert errors(good) == ["card-missing"]


def test_the_minimal_card_is_not_enough(demo_dataset: Path) -> None:
    assert {"licence-missing", "language-missing", "info-missing", "section-missing"} <= set(errors(demo_dataset))


def test_a_card_without_yaml_or_in_another_encoding_is_refused(good: Path) -> None:
    (good / CARD).write_text("# Mine\n", encoding="utf-8")
    assert "metadata-missing" in errors(good)
    (good / CARD).write_bytes("---\nlicense: mit\n---\n# Flüsse\n".encode("latin-1"))
    assert errors(good) == ["card-encoding"]


def test_new_data_make_the_documents_stale(demo: list[Extraction], good: Path) -> None:
    write_dataset(demo[:1], good, overwrite=True)
    found = check_card(good)
    assert {"info-missing", "document-stale"} <= set(errors(good))
    assert "croissant.json" in {each.file for each in found if each.id == "document-stale"}
    document_dataset(good)
    assert not errors(good)


def test_a_table_without_rows_is_a_warning(good: Path) -> None:
    add_tables(good, {"pairs": []})
    document_dataset(good)
    assert "config-empty" in {each.id for each in check_card(good) if each.severity == "warning"}


def test_every_finding_says_how_to_mend_it(demo_dataset: Path) -> None:
    findings = check_card(demo_dataset)
    assert findings
    for finding in findings:
        assert finding.remedy
        assert str(finding).startswith(f"{finding.file}: {finding.severity} {finding.id}: ")


def test_the_page_of_cards_names_every_finding() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cards.md").read_text(encoding="utf-8")
    sources = [Path(module.__file__ or "").read_text(encoding="utf-8") for module in (card_check, metadata_check)]
    ids = {name for source in sources for name in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)}
    assert len(ids) > 20
    assert ids <= set(re.findall(r"`([a-z-]+)`", page))


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no tables lie here"):
        check_card(tmp_path)
