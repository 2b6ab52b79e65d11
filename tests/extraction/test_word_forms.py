"""Word forms are what the model's attribute ruler and lemmatizer make of them."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from claimkit.extraction.parsing import load_model, model_name
from claimkit.extraction.word_forms import COMPONENT, remember_word_forms

COLUMNS = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
# Words that the model's patterns name: contractions, expletives, auxiliaries used as verbs, white space.
WORDS = st.sampled_from(
    [
        "I",
        "it",
        "that",
        "you",
        "Ann",
        "'s",
        "n't",
        "ai",
        "gon",
        "na",
        "got",
        "ta",
        "let",
        "c'm",
        "on",
        "y'",
        "all",
        "there",
        "is",
        "are",
        "was",
        "had",
        "do",
        "nothin'",
        "this",
        "had",
        "to",
        "be",
        "mayor",
        "said",
        "rivers",
        "swimming",
        "worse",
        "up",
        "5",
        "2021",
        ",",
        ".",
        '"',
        "\n",
        "\u2003",
        "–",
        "😀",
        "which",
        "who'd've",
        "U.S.",
    ]
)


@pytest.fixture(scope="module")
def stock() -> Language:
    """The same model with its own components."""
    nlp = spacy.load(model_name())
    load_model()
    nlp.add_pipe("claimkit_borders", before="parser")
    return nlp


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, max_size=40))
def test_word_forms_are_those_of_the_model(stock: Language, words: list[str]) -> None:
    text = " ".join(words)
    ours, theirs = load_model()(text), stock(text)
    assert ours.to_array(list(COLUMNS)).tolist() == theirs.to_array(list(COLUMNS)).tolist()


def test_a_pattern_over_several_tokens_is_read_in_its_order(stock: Language) -> None:
    text = "We gotta go and they're gonna leave. Let's see, c'mon, y'all. There is no bridge, and it ain't ours."
    assert [token.lemma_ for token in load_model()(text)] == [token.lemma_ for token in stock(text)]


def test_a_pipeline_without_a_rule_lemmatizer_is_left_as_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler")
    remember_word_forms(nlp)
    assert nlp.pipe_names == ["attribute_ruler"]


def test_a_ruler_with_patterns_of_another_kind_is_left_as_it_is() -> None:
    nlp = spacy.load(model_name())
    ruler: spacy.pipeline.AttributeRuler = nlp.get_pipe("attribute_ruler")  # type: ignore[assignment]  # by its name
    ruler.add([[{"SHAPE": "Xx"}]], {"POS": "X"})
    remember_word_forms(nlp)
    assert COMPONENT not in nlp.pipe_names
    assert "attribute_ruler" in nlp.pipe_names
