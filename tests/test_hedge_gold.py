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
