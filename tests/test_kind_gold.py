"""The claims labelled for kind and check-worthiness: stand-off, apart by document, and labelled twice in part."""

import importlib
import re
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FILES = ("labels.csv", "again.csv", "train.csv")


@pytest.fixture
def training(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("train_kinds")


@pytest.fixture
def labels(training):
    return list(training.read_labels(training.GOLD / "labels.csv"))


def place(label):
    return label.collection, label.document, label.start


def test_there_are_three_hundred_and_a_second_pass_over_a_hundred_of_the_test_half(training, labels):
    again = list(training.read_labels(training.GOLD / "again.csv"))
    tested = {place(label) for label in labels if label.half == "test"}
    assert len({place(label) for label in labels}) == len(labels) >= 300
    assert len({place(label) for label in again} & tested) == len(again) >= 100


def test_no_document_is_in_both_halves_or_trained_on_and_tested(training, labels):
    documents = {
        half: {(one.collection, one.document) for one in labels if one.half == half} for half in ("dev", "test")
    }
    trained = {(one.collection, one.document) for one in training.read_labels(training.GOLD / "train.csv")}
    assert not documents["dev"] & documents["test"]
    assert not trained & (documents["dev"] | documents["test"])
    assert abs(len(documents["dev"]) - len(documents["test"])) <= 4


def test_only_facts_are_worth_checking(training):
    for file in FILES:
        for label in training.read_labels(training.GOLD / file):
            assert label.check_worthy == "no" or label.kind.value in {"event", "state", "rule"}


@pytest.mark.parametrize("name", FILES)
def test_no_word_of_an_article_is_stored(training, name):
    lines = (training.GOLD / name).read_text(encoding="utf-8").splitlines()[1:]
    pattern = r"(seeds|demo|polnear-(train|dev)),[\w.\-+']+,((dev|test),)?\d+,\d+,[a-z]+,(yes|no)"
    assert [line for line in lines if not re.fullmatch(pattern, line)] == []


def test_every_predicate_is_a_word_of_its_document(labels, corpora):
    draw = importlib.import_module("kind_gold.draw")
    texts = {}
    for label in labels:
        key = label.collection, label.document
        texts[key] = texts.get(key) or draw.article_of(*key, corpora.parent).text
        text = texts[key]
        word = text[label.start : label.end]
        assert re.fullmatch(r"\S+", word)
