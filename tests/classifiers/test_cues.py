"""Scores of likely cues: learned from marks and neighbours, out of fold while training, blind to marks afterwards."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks

from claimkit.classifiers.cues import FLOOR, NAMES, SCALE, CueScores
from claimkit.classifiers.glosses import gloss_of, marked_gloss
from claimkit.classifiers.skeletons import View, classes_of, words_of

LOWEST = FLOOR / SCALE


def gloss(text: str, cue: str | None = None, document: int = 0) -> str:
    """``cue`` is the word that is marked; the empty string marks none, ``None`` says that nobody looked."""
    words = words_of(text)
    marks = None if cue is None else [word == cue for word in words]
    return marked_gloss(gloss_of(words, classes_of(words, View.HEDGES)), marks, document)


# A permission and a possibility: only the neighbours tell them apart.
MARKED = [
    each
    for name in ("Ann", "Tom", "Eva", "Jan", "Ida", "Leo", "Mia", "Kai", "Una", "Pia")
    for each in (
        gloss(f"{name} may have left the mine", "may"),
        gloss(f"guests of {name} may not enter", ""),
        gloss(f"{name} left the mine", ""),
    )
]


@pytest.fixture(scope="module")
def fitted() -> CueScores:
    return CueScores().fit(MARKED)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@parametrize_with_checks([CueScores()])
def test_scikit_learns_own_checks(estimator: Any, check: Any) -> None:
    check(estimator)


def test_neighbours_tell_a_cue_from_the_same_word(fitted: CueScores) -> None:
    cue, none, absent = fitted.transform([gloss("Pavel may have left"), gloss("dogs may not enter"), gloss("it left")])
    assert cue[0] > 0 > none[0] > absent[0] == LOWEST


def test_one_cue_of_two_is_enough(fitted: CueScores) -> None:
    (scores,) = fitted.transform([gloss("Pavel may have left and Ida may have left the mine")])
    best, second, either = scores
    assert either >= best >= second > 0


def test_marks_are_not_looked_at_in_scoring(fitted: CueScores) -> None:
    with_marks, without = (fitted.transform([gloss("Pavel may go", mark)]) for mark in ("may", None))
    assert (with_marks == without).all()


def test_a_text_is_not_scored_by_what_was_learned_from_it() -> None:
    texts = [gloss("mining reportedly ended", "reportedly"), *MARKED]
    scores = CueScores()
    while_training = scores.fit_transform(texts)
    assert while_training[0, 0] == LOWEST
    assert scores.transform(texts)[0, 0] > LOWEST


def test_a_text_is_not_scored_by_what_was_learned_from_its_document() -> None:
    twice = [gloss("mining reportedly ended", "reportedly", document=3)] * 2
    others = [each.rpartition("\n")[0] + f"\n{number % 3}" for number, each in enumerate(MARKED)]
    # Far apart, as rows in sequence they would be in different folds.
    scores = CueScores().fit_transform([twice[0], *others, twice[1]])
    assert scores[0, 0] == scores[-1, 0] == LOWEST


def test_a_word_that_is_no_cue_but_rarely_is_no_candidate() -> None:
    texts = [gloss("the mine may close", "the" if not number else "may") for number in range(50)]
    fitted = CueScores(rate=0.1).fit(texts)
    assert "may" in fitted.words_
    assert "the" not in fitted.words_


@pytest.mark.parametrize("cue", [None, ""])
def test_without_marks_every_text_scores_lowest(cue: str | None) -> None:
    texts = [gloss("it may rain", cue)] * 8
    scores = CueScores()
    assert (scores.fit_transform(texts) == LOWEST).all()
    assert (scores.transform(texts) == LOWEST).all()


def test_unmarked_texts_teach_nothing() -> None:
    fitted, more = (CueScores().fit(texts) for texts in (MARKED, [*MARKED, gloss("it may have rained")]))
    assert (fitted.weights_ == more.weights_).all()


def test_fitting_twice_gives_the_same(fitted: CueScores) -> None:
    assert (clone(fitted).fit(MARKED).weights_ == fitted.weights_).all()


def test_columns_have_names_in_a_table(fitted: CueScores) -> None:
    table = clone(fitted).set_output(transform="pandas").fit_transform(MARKED)
    assert list(table.columns) == list(NAMES)


def test_an_unfitted_one_says_so() -> None:
    with pytest.raises(NotFittedError):
        CueScores().transform(MARKED)


def test_lines_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="2 words has 1 classes and 2 marks"):
        CueScores().fit(["it rains\nIT\n0 1"])


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_has_scores(fitted: CueScores, texts: list[str]) -> None:
    glosses = [gloss(text) for text in texts]
    found = fitted.transform(glosses)
    assert found.shape == (len(texts), len(NAMES))
    assert np.abs(found).max() <= -LOWEST


def test_scores_do_not_depend_on_the_other_texts(fitted: CueScores) -> None:
    together = fitted.transform(MARKED)
    assert (np.vstack([fitted.transform([each]) for each in MARKED]) == together).all()
