"""Embeddings that are remembered are those of the model, bit by bit."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from claimkit.extraction import embeddings
from claimkit.extraction.embeddings import remember_embeddings
from claimkit.extraction.parsing import model_name

WORDS = st.sampled_from(
    ["Ann", "ANN", "said", "worse", "2021", "won't", ",", "\n", "\u2003", "😀", "Veldt", "co-operate"]
)


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(model_name(), exclude=["ner"])


@pytest.fixture(scope="module")
def remembering() -> Language:
    nlp = spacy.load(model_name(), exclude=["ner"])
    remember_embeddings(nlp)
    return nlp


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, max_size=40))
def test_vectors_are_those_of_the_model(stock: Language, remembering: Language, words: list[str]) -> None:
    text = " ".join(words)
    assert remembering(text).tensor.tolist() == stock(text).tensor.tolist()


def test_a_memory_that_is_full_is_begun_anew(stock: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "REMEMBERED", 3)
    nlp = spacy.load(model_name(), exclude=["ner"])
    remember_embeddings(nlp)
    for text in ("Ann left the bridge.", "Ann left.", "The bridge left Ann."):
        assert nlp(text).tensor.tolist() == stock(text).tensor.tolist()
