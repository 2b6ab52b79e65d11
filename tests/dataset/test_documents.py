"""The documents of a dataset: generated from its data, a person's words kept, the same bytes every time."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimkit import compare, document_dataset
from claimkit.dataset import front_matter
from claimkit.dataset.additions import add_tables
from claimkit.dataset.build import write_dataset
from claimkit.dataset.documents import DOCUMENTS
from claimkit.dataset.facts import facts_of
from claimkit.dataset.folder import DATA_STATEMENT, DATASHEET
from claimkit.dataset.manifest import card as minimal_card
from claimkit.dataset.sections import generated_parts
from claimkit.dataset.splits import split_dataset
from claimkit.errors import DataError, OptionError
from claimkit.extraction.pipeline import Extraction
from claimkit.reading.tables import read_rows

CARD = "README.md"


def metadata(folder: Path) -> dict[str, object]:
    return front_matter.read((folder / CARD).read_text(encoding="utf-8"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def without(words: str) -> Callable[[str], str]:
    return lambda text: text.replace(words, "")


def compared(folder: Path) -> dict[str, list[dict[str, object]]]:
    found = compare(folder)
    tables = {"pairs": found.pairs, "clusters": found.clusters, "verification": found.verification}
    return {config: [record.to_dict() for record in records] for config, records in tables.items()}


def test_the_minimal_card_gives_place_to_one_with_figures(demo_dataset: Path) -> None:
    done = document_dataset(demo_dataset, licence="cc-by-4.0", name="Two floods")
    card = (demo_dataset / CARD).read_text(encoding="utf-8")
    claims = len(list(read_rows(demo_dataset, "claims")))
    assert set(DOCUMENTS) < set(done.written)
    assert "# Two floods\n" in card
    assert f"| {claims} |" in card
    assert metadata(demo_dataset)["license"] == "cc-by-4.0"
    assert metadata(demo_dataset)["language"] == ["en"]


def test_what_waits_for_people_is_named(demo_dataset: Path) -> None:
    done = document_dataset(demo_dataset)
    assert "Purpose" in done.unanswered[CARD]
    sheet = (demo_dataset / DATASHEET).read_text(encoding="utf-8")
    assert "Not answered yet:\n\n- For what purpose was it made?\n" in sheet
    edit(
        demo_dataset / DATASHEET,
        lambda text: text.replace("<!-- The task in mind, the gap to be filled. -->", "For fun."),
    )
    done = document_dataset(demo_dataset)
    assert "For what purpose was it made?" not in done.unanswered[DATASHEET]
    assert "- For what purpose was it made?" not in (demo_dataset / DATASHEET).read_text(encoding="utf-8")


def test_a_second_time_nothing_is_written(demo_dataset: Path) -> None:
    document_dataset(demo_dataset)
    before = bytes_of(demo_dataset)
    assert document_dataset(demo_dataset).written == ()
    assert bytes_of(demo_dataset) == before


def test_another_process_with_settings_of_its_own_writes_the_same_bytes(demo_dataset: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(demo_dataset, other)
    document_dataset(demo_dataset)
    (tmp_path / "matplotlibrc").write_text("font.size: 20\naxes.facecolor: red\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(f"from claimkit import document_dataset\ndocument_dataset({str(other)!r})\n", encoding="utf-8")
    subprocess.run([sys.executable, script], check=True, cwd=tmp_path, env=None)
    assert bytes_of(other) == bytes_of(demo_dataset)


def test_words_of_people_stay_byte_for_byte(demo_dataset: Path) -> None:
    document_dataset(demo_dataset)
    mine = "<!-- claimkit:end limits -->\n\n- Mine: 1 < 2 | “so”\r\n\n"
    edit(demo_dataset / CARD, lambda text: text.replace("<!-- claimkit:end limits -->", mine))
    edit(demo_dataset / CARD, lambda text: text.replace("tags:\n", "doi: 10.1/x   # ours\ntags:\n"))
    edit(demo_dataset / CARD, lambda text: text.replace("## Contact and citation", "## Whom to ask"))
    before = (demo_dataset / CARD).read_bytes()
    document_dataset(demo_dataset)
    assert (demo_dataset / CARD).read_bytes() == before


def test_figures_that_a_person_changed_are_set_right(demo_dataset: Path) -> None:
    document_dataset(demo_dataset)
    before = (demo_dataset / CARD).read_bytes()
    edit(
        demo_dataset / CARD,
        lambda text: text.replace("num_examples: 3", "num_examples: 4").replace("| claims | share |", ""),
    )
    assert document_dataset(demo_dataset).written == (CARD,)
    assert (demo_dataset / CARD).read_bytes() == before


def test_a_part_that_was_taken_out_stays_out(demo_dataset: Path) -> None:
    document_dataset(demo_dataset)
    edit(
        demo_dataset / CARD,
        lambda text: text.replace("<!-- claimkit:begin documents -->", "").replace(
            "<!-- claimkit:end documents -->", ""
        ),
    )
    document_dataset(demo_dataset)
    parts = generated_parts((demo_dataset / CARD).read_text(encoding="utf-8"))
    assert "documents" not in {part.name for part in parts}


def test_a_card_of_somebody_elses_gets_the_parts_at_its_end(demo_dataset: Path) -> None:
    (demo_dataset / CARD).write_text("# Mine\n\nWords.\n", encoding="utf-8")
    document_dataset(demo_dataset)
    card = (demo_dataset / CARD).read_text(encoding="utf-8")
    assert "\n# Mine\n\nWords.\n" in card
    assert {"contents", "limits", "licence"} <= {part.name for part in generated_parts(card)}


def test_datasets_loads_every_config_by_the_card(demo_dataset: Path, tmp_path: Path) -> None:
    from datasets import load_dataset

    add_tables(demo_dataset, compared(demo_dataset))
    document_dataset(demo_dataset)
    facts = facts_of(demo_dataset)
    assert {"claims", "pairs"} <= {config.name for config in facts.configs if config.rows}
    for config in facts.configs:
        if not config.rows:
            continue  # `datasets` loads no table without rows
        loaded = load_dataset(str(demo_dataset), config.name, split="train", cache_dir=str(tmp_path / "cache"))
        assert len(loaded) == config.rows
        assert loaded.column_names == config.schema.names


def test_tables_that_come_later_leave_a_persons_card_loadable(demo_dataset: Path, tmp_path: Path) -> None:
    from datasets import load_dataset

    document_dataset(demo_dataset, name="Mine")
    add_tables(demo_dataset, compared(demo_dataset))
    assert {"claims", "pairs"} <= {entry["config_name"] for entry in metadata(demo_dataset)["configs"]}  # type: ignore[attr-defined]
    assert "dataset_info" not in metadata(demo_dataset)
    assert "# Mine\n" in (demo_dataset / CARD).read_text(encoding="utf-8")
    assert load_dataset(str(demo_dataset), "claims", split="train", cache_dir=str(tmp_path / "cache")).num_rows


def test_a_new_run_into_the_folder_keeps_the_words_of_the_card(demo: list[Extraction], demo_dataset: Path) -> None:
    document_dataset(demo_dataset, name="Mine")
    write_dataset(demo[:1], demo_dataset, overwrite=True)
    assert "# Mine\n" in (demo_dataset / CARD).read_text(encoding="utf-8")
    assert "dataset_info" not in metadata(demo_dataset)
    assert CARD in document_dataset(demo_dataset).written
    assert "dataset_info" in metadata(demo_dataset)


def test_a_split_takes_the_words_along(compared_demo: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "whole", tmp_path / "split"
    shutil.copytree(compared_demo, source)
    document_dataset(source, name="Mine")
    edit(source / DATASHEET, lambda text: text.replace("<!-- The task in mind, the gap to be filled. -->", "For fun."))
    split_dataset(source, out, sizes=(0.5, 0.5))
    assert "dataset_info" not in metadata(out)
    done = document_dataset(out)
    assert {CARD, DATASHEET} <= set(done.written)
    assert "# Mine\n" in (out / CARD).read_text(encoding="utf-8")
    assert "For what purpose was it made?" not in done.unanswered[DATASHEET]
    assert "| train | test |" in (out / CARD).read_text(encoding="utf-8")


def test_a_card_in_no_encoding_is_not_lost_with_a_new_run(demo: list[Extraction], demo_dataset: Path) -> None:
    (demo_dataset / CARD).write_bytes(b"---\nconfigs: []\n---\nFl\xfcsse\n")
    write_dataset(demo[:1], demo_dataset, overwrite=True)
    assert (demo_dataset / CARD).read_bytes().endswith(b"Fl\xfcsse\n")
    with pytest.raises(DataError, match="no text in UTF-8"):
        document_dataset(demo_dataset)


def test_a_new_run_replaces_a_card_that_nobody_touched(demo: list[Extraction], demo_dataset: Path) -> None:
    write_dataset(demo[:1], demo_dataset, overwrite=True)
    assert (demo_dataset / CARD).read_text(encoding="utf-8") == minimal_card(
        ("articles", "attributions", "claims", "mentions")
    )


def test_without_text_the_card_says_how_to_put_it_back(demo: list[Extraction], tmp_path: Path) -> None:
    write_dataset(demo, tmp_path / "bare", text="none")
    document_dataset(tmp_path / "bare")
    card = (tmp_path / "bare" / CARD).read_text(encoding="utf-8")
    assert "claimkit hydrate" in card
    assert "The articles' text is not included." in card
    assert "- stand-off\n" in card


def test_names_in_the_data_cannot_break_the_document(demo: list[Extraction], tmp_path: Path) -> None:
    import dataclasses

    wicked = "<!-- claimkit:end articles --> $x^ | {y}\n"
    article = dataclasses.replace(demo[0].article, publisher=wicked)
    folder = tmp_path / "wicked"
    write_dataset([dataclasses.replace(demo[0], article=article)], folder)
    document_dataset(folder)
    assert document_dataset(folder).written == ()
    assert "&lt;!-- claimkit:end articles --> $x^ \\| {y}" in (folder / CARD).read_text(encoding="utf-8")


def test_a_dataset_without_claims_or_articles_is_documented(tmp_path: Path) -> None:
    write_dataset([], tmp_path / "empty")
    document_dataset(tmp_path / "empty")
    assert "0 claims reported in 0 news articles" in (tmp_path / "empty" / CARD).read_text(encoding="utf-8")


@pytest.mark.parametrize("licence", ["cc-by", "CC-BY-4.0", "GPLv3", ""])
def test_an_unknown_licence_is_refused_before_anything_is_written(demo_dataset: Path, licence: str) -> None:
    before = bytes_of(demo_dataset)
    with pytest.raises(OptionError, match="did you mean"):
        document_dataset(demo_dataset, licence=licence)
    assert bytes_of(demo_dataset) == before


def test_json_lines_have_no_card(demo: list[Extraction], tmp_path: Path) -> None:
    write_dataset(demo, tmp_path / "lines", format="jsonl")
    with pytest.raises(OptionError, match="JSON Lines have no card"):
        document_dataset(tmp_path / "lines")


def test_broken_yaml_and_markers_are_named_with_their_file(demo_dataset: Path) -> None:
    document_dataset(demo_dataset)
    edit(demo_dataset / DATA_STATEMENT, lambda text: text.replace("<!-- claimkit:end dates -->", ""))
    before = bytes_of(demo_dataset)
    with pytest.raises(DataError, match=r"DATA_STATEMENT\.md: line \d+: .*begin dates"):
        document_dataset(demo_dataset)
    (demo_dataset / CARD).write_text("---\na: [\n---\n", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        document_dataset(demo_dataset)
    assert {**bytes_of(demo_dataset), CARD: b""} == {**before, CARD: b""}
