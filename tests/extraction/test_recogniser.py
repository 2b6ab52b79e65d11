"""Entities decided at once are those that the model's recogniser decides one by one."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from claimkit.extraction.parsing import load_model, model_name
from claimkit.extraction.recogniser import COMPONENT, decide_at_once

# Names and figures that run into each other, sentence ends, white space between them.
WORDS = st.sampled_from(
    [
        "Ann",
        "Lesk",
        "Veldt",
        "Orvania",
        "Bank",
        "of",
        "the",
        "Northern",
        "Sea",
        "Monday",
        ",",
        ".",
        "\n",
        "\u2003",
        "5",
        "million",
        "euros",
        "last",
        "year",
        "U.S.",
        "New",
        "York",
        "Times",
        "President",
        "second",
        "half",
        "said",
        "in",
        "and",
        "30",
        "percent",
        "Orvanian",
        '"',
        "Inc.",
    ]
)
COLUMNS = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID")


@pytest.fixture(scope="module")
def stock() -> Language:
    """The same model with its own recogniser."""
    nlp = spacy.load(model_name())
    load_model()
    nlp.add_pipe("claimkit_borders", before="parser")
    return nlp


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, max_size=60))
def test_entities_are_those_of_the_model(stock: Language, words: list[str]) -> None:
    text = " ".join(words)
    ours, theirs = load_model()(text), stock(text)
    assert ours.to_array(list(COLUMNS)).tolist() == theirs.to_array(list(COLUMNS)).tolist()


def test_entities_set_before_are_kept() -> None:
    nlp = spacy.load(model_name())
    ruler: spacy.pipeline.EntityRuler = nlp.add_pipe("entity_ruler", before="ner")  # type: ignore[assignment]  # by name
    ruler.add_patterns([{"label": "PRODUCT", "pattern": "Veldt Bank"}])
    decide_at_once(nlp)
    assert COMPONENT in nlp.pipe_names
    found = {(entity.text, entity.label_) for entity in nlp("Ann Lesk of Veldt Bank left Paris.").ents}
    assert ("Veldt Bank", "PRODUCT") in found
    assert any("Lesk" in text for text, _ in found)


def test_a_pipeline_without_a_recogniser_is_left_as_it_is() -> None:
    nlp = spacy.blank("en")
    decide_at_once(nlp)
    assert nlp.pipe_names == []
