"""The dataset this project publishes: whole, without anybody's text, and true to the articles where they are there."""

import importlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlcroissant
import pytest

from claimkit import check_card, document_dataset, hydrate, validate
from claimkit.dataset.build import TABLES
from claimkit.evaluation.segmentation import ClaimScores, evaluate_claims
from claimkit.reading import read_articles
from claimkit.reading.tables import read_rows

ROOT = Path(__file__).parents[2]
DATASET = ROOT / "dataset"
ANNOTATIONS = ROOT / "benchmarks" / "dataset_gold"
FILES = sorted(ANNOTATIONS.glob("*.toml"))
MOST_WORDS = 9
SPAN = r"\d+-\d+"
HEADED = rf"{SPAN}\*{SPAN}"
WORD = rf"{SPAN}/[\w ]+"
# What the fields of the annotations that point into an article must look like: offsets, and lemmas or values beside.
FORMS = {
    "s": SPAN,
    "m": rf"[a-z_]+('s)? {SPAN}",
    "source": HEADED,
    **dict.fromkeys("SOXL", HEADED),
    "cue": WORD,
    "p": WORD,
    "medium": WORD,
    "content": SPAN,
    "spans": SPAN,
    "time": rf"{SPAN}; [A-Z]+; .*",
    "T": rf"{SPAN}; [A-Z]+; .*",
    "Q": rf"{SPAN}; .*",
    "H": rf"{SPAN}; \w+; {SPAN}( \| {SPAN})*",
    "N": rf"{SPAN}; \w+; {SPAN}( \| {SPAN})*",
    "Z": rf"={SPAN}|\{{\w+\}}|[\w' ]+",
}
# A little below benchmarks/results/dataset.json.
FLOORS = {"predicate": 0.86, "span": 0.83, "times": 0.72, "chain": 0.78, "hedges": 0.9, "kind": 0.8}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (found for each in value.values() for found in strings(each))
    elif isinstance(value, list):
        yield from (found for each in value for found in strings(each))


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {config: list(read_rows(folder, config)) for config in TABLES}


@pytest.fixture(scope="module")
def hydrated(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release") / "hydrated"
    hydrate(DATASET, seeds, out)
    return out


class TestAsPublished:
    def test_it_is_valid_and_says_what_cannot_be_checked_without_text(self) -> None:
        report = validate(DATASET)
        assert report.ok, str(report)
        assert list(report.skipped) == ["text[start:end]: the article comes without its text"]

    def test_every_record_was_reviewed(self) -> None:
        tables = rows(DATASET)
        origins = {row["provenance"]["origin"] for config in ("attributions", "claims") for row in tables[config]}
        assert origins == {"maintainer_reviewed"}

    def test_no_string_is_long_enough_to_be_a_sentence(self) -> None:
        lines = map(json.loads, (DATASET / "standoff.jsonl").read_text(encoding="utf-8").splitlines())
        for value in strings([rows(DATASET), list(lines)]):
            assert len(value.split()) <= MOST_WORDS, value

    def test_text_title_and_surface_strings_are_null(self) -> None:
        tables = rows(DATASET)
        assert {(row["text_mode"], row["text"], row["title"]) for row in tables["articles"]} == {("none", None, None)}
        assert {row["source_head"] for row in tables["attributions"]} == {None}
        assert {value for row in tables["claims"] for value in (row["text"], row["text_resolved"])} == {None}

    def test_the_last_stated_digit_is_that_of_the_article_not_of_an_offset(self) -> None:
        found = {each["low"]: each["resolution"] for row in rows(DATASET)["claims"] for each in row["quantities"]}
        assert (found[8.5], found[10000.0]) == (0.1, 1.0)

    def test_the_card_names_every_config_and_counts_its_rows(self) -> None:
        card = (DATASET / "README.md").read_text(encoding="utf-8")
        for config, table in rows(DATASET).items():
            assert f"- config_name: {config}\n" in card
            assert re.search(rf"^\| `{config}` \|.*\| {len(table)} \|$", card, re.MULTILINE), (config, len(table))
            assert list(DATASET.glob(f"{config}/train-*.parquet"))

    def test_the_documents_are_those_of_the_data_and_answer_every_question(self) -> None:
        assert [str(finding) for finding in check_card(DATASET)] == []

    def test_every_file_beside_the_tables_is_generated_or_of_people(self, tmp_path: Path) -> None:
        shutil.copytree(DATASET, tmp_path / "copy")
        done = document_dataset(tmp_path / "copy")
        assert done.written == ()
        tables = {name for name in files(DATASET) if name.endswith(".parquet")}
        assert {*done.unchanged, *tables, "standoff.jsonl"} == set(files(DATASET))

    def test_programs_read_it_by_its_croissant(self) -> None:
        described = mlcroissant.Dataset(jsonld=str(DATASET / "croissant.json"))
        for config, table in rows(DATASET).items():
            assert len(list(described.records(config))) == len(table)

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_the_annotations_hold_offsets_and_no_quotations(self, file: Path) -> None:
        source = tomllib.loads(file.read_text(encoding="utf-8"))
        for sentence in source["s"]:
            for entry in (sentence, *sentence.get("l", ()), *sentence.get("c", ())):
                for key in FORMS.keys() & entry.keys():
                    for value in strings(entry[key]):
                        assert re.fullmatch(FORMS[key], value), (key, value)
            assert "t" not in sentence
        assert all(re.fullmatch(SPAN, offsets) for _, offsets in source["furniture"])
        assert all(len(value.split()) <= MOST_WORDS for value in strings(source))


class TestWithTheArticles:
    def test_it_takes_its_words_back_and_is_valid(self, hydrated: Path) -> None:
        report = validate(hydrated)
        assert report.ok, str(report)
        assert not report.skipped

    def test_it_is_what_the_annotations_compile_to(
        self, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
        importlib.import_module("build_dataset").build(seeds, tmp_path / "built")
        assert rows(tmp_path / "built") == rows(DATASET)
        assert files(tmp_path / "built") == files(DATASET)

    def test_offsets_stay_as_they_are_and_quotations_become_offsets(
        self, seeds: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
        offsets = importlib.import_module("dataset_gold.offsets")
        for file in FILES:
            source = tomllib.loads(file.read_text(encoding="utf-8"))
            (article,) = read_articles(seeds / source["file"])
            assert offsets.dumped(offsets.converted(article, source)) == file.read_text(encoding="utf-8")

    def test_no_ten_words_of_an_article_stand_in_any_file(self, seeds: Path) -> None:
        grams = set()
        for file in seeds.glob("*.txt"):
            words = re.findall(r"\w+", file.read_text(encoding="utf-8").lower())
            grams |= {tuple(words[n : n + MOST_WORDS + 1]) for n in range(len(words) - MOST_WORDS)}
        lines = (DATASET / "standoff.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [*strings(rows(DATASET)), *strings([json.loads(line) for line in lines])]
        texts += [
            file.read_text(encoding="utf-8")
            for file in (*FILES, *ANNOTATIONS.glob("*.md"), *DATASET.glob("*.md"), DATASET / "croissant.json")
        ]
        for text in texts:
            words = re.findall(r"\w+", text.lower())
            assert not any(tuple(words[n : n + MOST_WORDS + 1]) in grams for n in range(len(words)))

    def test_claims_lie_in_their_sentence_and_their_edges_are_clean(self, hydrated: Path) -> None:
        tables = rows(hydrated)
        texts = {row["article_id"]: row["text"] for row in tables["articles"]}
        for claim in tables["claims"]:
            text = texts[claim["article_id"]]
            for span in claim["spans"]:
                words = text[span["start"] : span["end"]]
                assert words == words.strip(' ,;:.“”"'), words
            for each in (*claim["quantities"], *claim["times"]):
                owned = [
                    s for s in claim["spans"] if s["start"] <= each["span"]["start"] < each["span"]["end"] <= s["end"]
                ]
                assert owned, claim["text"]

    def test_every_time_and_quantity_has_one_owner(self, hydrated: Path) -> None:
        tables = rows(hydrated)
        places = [
            (claim["article_id"], each["span"]["start"])
            for claim in tables["claims"]
            for each in (*claim["quantities"], *claim["times"])
        ]
        places += [
            (link["article_id"], link["time"]["span"]["start"]) for link in tables["attributions"] if link["time"]
        ]
        assert len(places) == len(set(places))


@pytest.fixture(scope="module")
def scores(hydrated: Path) -> ClaimScores:
    return evaluate_claims(hydrated)


@pytest.mark.parametrize("measure", FLOORS)
def test_the_program_does_not_fall_behind_on_it(measure: str, scores: ClaimScores) -> None:
    assert scores.measures[measure].value >= FLOORS[measure]
