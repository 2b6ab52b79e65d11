"""The news annotated for hedging: stand-off that fits the corpus, and prose that reads as it is marked."""

import importlib
import re
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def news(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("hedge_news")


@pytest.fixture
def training(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("train_hedging")


def test_there_are_five_hundred_sentences_and_every_cue_is_inside_one(news, corpora):
    documents = news.read_news(corpora)
    assert sum(len(document.sentences) for document in documents) >= 500
    for document in documents:
        for hedge in document.hedges:
            assert re.fullmatch(r"[\w' -]+", document.text[slice(*hedge.cue)])
            assert any(start <= hedge.cue.start and hedge.cue.end <= end for start, end in document.sentences)


def test_both_passes_are_of_the_same_sentences(news, corpora):
    first, second = (news.read_pass(corpora, which) for which in ("first", "second"))
    assert [document.sentences for document in first] == [document.sentences for document in second]


def test_the_files_hold_no_text_of_the_corpus(news):
    for file in sorted(news.GOLD.glob("meantime_*.csv")):
        lines = file.read_text(encoding="utf-8").splitlines()[1:]
        assert all(re.fullmatch(r"\d+,\d+,\d+,\d+,[EDIN]", line) for line in lines)


def test_the_marks_of_the_prose_are_taken_off_its_text(training):
    prose = training.read_prose()
    assert not set("[]|") & set(prose.text)
    assert {hedge.type.value for hedge in prose.hedges} == set("EDIN")
    words = {prose.text[slice(*hedge.cue)].lower() for hedge in prose.hedges}
    assert {"could", "would", "whether", "believed"} <= words


@pytest.fixture
def hedge_seeds(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("hedge_seeds")


def test_every_hedge_of_the_seeds_is_found_with_its_type(hedge_seeds, seeds):
    scores = hedge_seeds.seed_scores(seeds)
    assert scores["missed"] == []
    assert scores["type_right"] == scores["gold"] == 21


def test_scopes_and_false_alarms_on_the_seeds_get_no_worse(hedge_seeds, seeds):
    scores = hedge_seeds.seed_scores(seeds)
    assert scores["scope_right"] >= 20
    assert scores["alarms"] == []


def test_the_cues_of_the_seeds_are_words_inside_their_scope(hedge_seeds):
    for hedges in hedge_seeds.read_gold().values():
        for hedge in hedges:
            assert any(span.start <= hedge.cue.start and hedge.cue.end <= span.end for span in hedge.scope)


def test_the_file_of_the_seeds_holds_no_text(hedge_seeds):
    lines = hedge_seeds.GOLD.read_text(encoding="utf-8").splitlines()[1:]
    assert all(re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt,\d+,\d+,[a-z_]+,[EDIN]?,[\d|-]+", line) for line in lines)
