"""The transformers count as scikit-learn's vectorizers do, and keep scikit-learn's contract.

Of scikit-learn's own checks those on the constructor, cloning, parameters and tags apply. The others feed
numbers in two dimensions, which a transformer of texts refuses (its tags say so, and scikit-learn leaves them out);
what they check is checked below on texts: fitting twice, subsets, no change of the input, feature names, set_output.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.estimator_checks import parametrize_with_checks

from claimkit.classifiers.encoder import SentenceVectors
from claimkit.classifiers.grams import CharacterGrams, TokenGrams

TEXTS = ["the mine may close", "the mine closed", "she may say so", "nobody may close the mine"]
TRANSFORMERS = [TokenGrams(), CharacterGrams()]
words = st.lists(st.text(alphabet="abc", min_size=3, max_size=6), max_size=8).map(" ".join)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@parametrize_with_checks([TokenGrams(), CharacterGrams(), SentenceVectors()])
def test_scikit_learns_own_checks(estimator: Any, check: Any) -> None:
    check(estimator)


@given(st.lists(words, min_size=1, max_size=6))
def test_tokens_are_counted_as_by_scikit_learn(texts: Sequence[str]) -> None:
    theirs = CountVectorizer(analyzer="word", lowercase=False, ngram_range=(1, 3))
    ours = TokenGrams(longest=3, min_df=1)
    if not any(texts):
        assert ours.fit_transform(texts).shape == (len(texts), 0)
        return
    assert columns(ours.fit_transform(texts), ours) == columns(theirs.fit_transform(texts), theirs)


@given(st.lists(words, min_size=1, max_size=6))
def test_characters_are_counted_as_by_scikit_learn(texts: Sequence[str]) -> None:
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    ours = CharacterGrams(3, 5, min_df=1)
    if not any(texts):
        return
    found = {name.strip("[]"): counts for name, counts in columns(ours.fit_transform(texts), ours).items()}
    assert found == columns(theirs.fit_transform(texts), theirs)


def columns(matrix: Any, vectorizer: Any) -> dict[str, list[float]]:
    return dict(zip(vectorizer.get_feature_names_out(), matrix.toarray().T.tolist(), strict=True))


def test_case_and_digits_make_no_difference_to_characters() -> None:
    grams = CharacterGrams(3, 3, 1).fit(["May 15"])
    assert (grams.transform(["MAY 99"]).toarray() == grams.transform(["may 15"]).toarray()).all()
    assert "[may]" in grams.get_feature_names_out()


def test_rare_n_grams_are_left_out() -> None:
    names = TokenGrams(longest=1, min_df=2).fit(TEXTS).get_feature_names_out()
    assert sorted(names) == ["close", "may", "mine", "the"]


@pytest.mark.parametrize("transformer", TRANSFORMERS)
class TestContract:
    def test_a_clone_has_the_same_parameters(self, transformer: Any) -> None:
        assert clone(transformer).get_params() == transformer.get_params()

    def test_fitting_twice_gives_the_same(self, transformer: Any) -> None:
        made = clone(transformer)
        first = made.fit(TEXTS).transform(TEXTS).toarray()
        assert (made.fit(TEXTS).transform(TEXTS).toarray() == first).all()
        assert (made.fit_transform(TEXTS).toarray() == first).all()

    def test_a_row_does_not_depend_on_the_others(self, transformer: Any) -> None:
        made = clone(transformer).fit(TEXTS)
        whole = made.transform(TEXTS).toarray()
        parts = np.vstack([made.transform([text]).toarray() for text in TEXTS])
        assert (whole == parts).all()

    def test_the_input_is_not_changed(self, transformer: Any) -> None:
        texts = list(TEXTS)
        clone(transformer).fit_transform(texts)
        assert texts == TEXTS

    def test_every_column_has_a_name(self, transformer: Any) -> None:
        made = clone(transformer)
        assert len(made.fit_transform(TEXTS).toarray().T) == len(set(made.get_feature_names_out()))

    def test_columns_are_in_32_bits(self, transformer: Any) -> None:
        # scikit-learn's linear models refuse indices of 64.
        assert clone(transformer).fit_transform(TEXTS).indices.dtype == np.int32

    def test_unfitted_it_says_so(self, transformer: Any) -> None:
        with pytest.raises(NotFittedError):
            clone(transformer).transform(TEXTS)

    def test_what_is_no_text_is_refused(self, transformer: Any) -> None:
        for wrong, words in (("a text", "put it into a list"), ([1], "expected strings"), ([], "no text")):
            with pytest.raises(ValueError, match=words):
                clone(transformer).fit(wrong)

    def test_empty_texts_have_no_n_gram(self, transformer: Any) -> None:
        made = clone(transformer).fit(TEXTS)
        assert made.transform(["", "\ud800", "😀"]).toarray().sum() == 0

    def test_parameters_out_of_range_are_refused(self, transformer: Any) -> None:
        with pytest.raises(ValueError, match="longest"):
            clone(transformer).set_params(longest=99).fit(TEXTS)


def test_an_encoder_vector_for_each_text() -> None:
    vectors = SentenceVectors().fit_transform([*TEXTS, ""])
    assert vectors.shape == (5, 384)
    assert not vectors[-1].any()
    assert vectors[0].any()
    assert len(SentenceVectors().get_feature_names_out()) == 384
    named = SentenceVectors().set_output(transform="pandas").fit_transform(TEXTS)
    assert list(named.columns[:2]) == ["encoder_0", "encoder_1"]
