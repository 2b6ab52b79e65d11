"""Training: folds in whole groups, and data that cannot be learned from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit import train_classifier
from claimkit.classifiers.folds import grouped_folds
from claimkit.classifiers.gold import Labelled, read_labelled
from claimkit.classifiers.model import Classifier
from claimkit.classifiers.pipelines import Model, Recipe
from claimkit.classifiers.tasks import Task
from claimkit.errors import DataError, OptionError


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("uvwxyz")), min_size=30, max_size=60))
def test_no_group_is_on_both_sides(rows: list[tuple[str, str]]) -> None:
    labels, groups = [row[0] for row in rows], [row[1] for row in rows]
    try:
        folds = grouped_folds(labels, groups, 2)
    except (OptionError, DataError):
        return
    for train, test in folds:
        assert {groups[at] for at in train}.isdisjoint(groups[at] for at in test)
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(len(rows)))


def test_a_classifier_says_what_it_learned_from(classifier: Classifier) -> None:
    settings = classifier.settings
    assert settings.classes == ("attributed", "unattributed")
    assert settings.data["sentences"] == sum(settings.data["classes"].values())
    assert 0.5 < settings.validation["macro_f1"]["value"] < 1


def test_training_twice_gives_the_same(classifier: Classifier, labelled: Labelled) -> None:
    again = train_classifier(Task.ATTRIBUTION, labelled, recipe=Recipe(folds=3))
    assert again.settings == classifier.settings
    assert (again.sigmoids == classifier.sigmoids).all()


def test_each_sentence_gets_a_label_and_its_probability(classifier: Classifier) -> None:
    text = 'Output fell, Lissen Research said. "We may close it," said Ann Ives.\n\nThe mine opened in 1990.'
    found = classifier.predict(text)
    assert [each.label for each in found] == ["attributed", "attributed", "unattributed"]
    assert all(0 < each.confidence < 1 for each in found)
    assert text[slice(*found[2].span)] == "The mine opened in 1990."


@pytest.mark.parametrize("text", ["", " \n", "\ud800", "😀", '"' * 10_000])
def test_any_text_can_be_read(classifier: Classifier, text: str) -> None:
    assert isinstance(classifier.predict(text), list)


def test_texts_are_documents_of_their_own(classifier: Classifier) -> None:
    texts = ["", "The mine opened.", "It fell, officials said. Nobody died."]
    assert [len(each) for each in classifier.predict_many(texts)] == [0, 1, 2]
    assert list(classifier.predict_many(texts))[2] == classifier.predict(texts[2])


def test_logistic_regression_is_a_choice(labelled: Labelled) -> None:
    made = train_classifier("attribution", labelled, recipe=Recipe(model=Model.LOGISTIC, folds=2, strengths=(0.1,)))
    assert made.settings.recipe["model"] == "logistic"


def test_fewer_events_than_folds_are_refused(labelled: Labelled) -> None:
    with pytest.raises(OptionError, match=r"3 groups .* 5 folds: pass --folds 3"):
        train_classifier(Task.ATTRIBUTION, labelled)


def test_one_class_is_refused(labelled: Labelled) -> None:
    one = tuple(replace(each, labels=("attributed",) * len(each.labels)) for each in labelled.documents)
    with pytest.raises(DataError, match="two classes"):
        train_classifier(Task.ATTRIBUTION, replace(labelled, documents=one), recipe=Recipe(folds=3))


def test_no_label_at_all_is_refused(labelled: Labelled) -> None:
    none = tuple(replace(each, labels=(None,) * len(each.labels)) for each in labelled.documents)
    with pytest.raises(DataError, match="no labelled sentence"):
        train_classifier(Task.ATTRIBUTION, replace(labelled, documents=none), recipe=Recipe(folds=3))


def test_classes_in_too_few_events_are_left_out_and_counted(demo_gold: Path) -> None:
    found = train_classifier("style", demo_gold, recipe=Recipe(folds=3, strengths=(0.15,)))
    assert found.settings.data["left_out"] == {"mixed": 2}
    assert "mixed" not in found.settings.classes


def test_an_unknown_task_is_refused(demo_gold: Path) -> None:
    with pytest.raises(OptionError, match="hedging"):
        train_classifier("sarcasm", demo_gold)


def test_labels_of_another_task_are_refused(labelled: Labelled) -> None:
    with pytest.raises(OptionError, match="labels are of attribution"):
        train_classifier("style", labelled)


def test_hedging_is_learned_from_claims(demo_gold: Path) -> None:
    found = read_labelled(demo_gold, Task.HEDGING)
    assert any(label is None for each in found.documents for label in each.labels)
