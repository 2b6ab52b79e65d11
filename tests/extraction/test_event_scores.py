"""The score of an event: certain things high, denied things low, and what is only wanted in between."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.errors import MissingModelError, OptionError
from claimkit.extraction.event_features import Governor
from claimkit.extraction.event_scores import EventModel, event_score, open_event_model, save_event_model
from claimkit.extraction.parsing import parse


def score(text: str, word: str) -> float:
    (token,) = (token for token in parse(text).doc if token.text == word)
    return event_score(token)


def test_what_happened_scores_high_and_what_did_not_lower() -> None:
    assert score("The dam burst on Monday.", "burst") > 2
    # UDS-IH2 has denied events on both sides of 0: readers were sure, of this or of that.
    assert score("The dam did not burst on Monday.", "burst") < 1


@pytest.mark.parametrize(
    ("likelier", "other", "word"),
    [
        ("The crew managed to leave.", "The crew wanted to leave.", "leave"),
        ("The crew managed to leave.", "The crew failed to leave.", "leave"),
        ("She knew that the dam burst.", "She doubted that the dam burst.", "burst"),
        ("The dam burst.", "The dam may burst.", "burst"),
        ("The dam burst.", "If the dam burst, the town would drown.", "burst"),
    ],
)
def test_the_word_above_decides(likelier: str, other: str, word: str) -> None:
    assert score(likelier, word) > score(other, word) + 0.5


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["not", "may", "leave", "to", "failed", "if", "dam", "?", "“", "no"]), min_size=1).map(
        " ".join
    )
)
def test_any_word_has_a_score_on_the_scale(text: str) -> None:
    assert all(-3 <= event_score(token) <= 3 for token in parse(text).doc)


def test_a_source_is_judged_by_what_it_says_alone() -> None:
    words = {token.text: token for token in parse("The mayor hopes that the dam burst.").doc}
    assert event_score(words["burst"], below=words["hopes"]) > event_score(words["burst"]) + 0.5


def model() -> EventModel:
    """One feature, one word with a vector of one dimension, two heads; every second circumstance counts."""
    ones = np.ones(2, dtype=np.float32)
    return EventModel(
        heads=("UDS_IH2", "MEANTIME"),
        rows={"neg": 0},
        inner=np.array([[0.5, -1.0]], dtype=np.float32),
        inner_bias=ones,
        words={"fail": 0},
        vectors=np.array([[0.5]], dtype=np.float32),
        governing=np.array([[1, 0], [-1, 0], [0, 0], [0, 0], [0, 0], [0, 0]], dtype=np.float32),
        outer=np.array([[1, 0], [1, 0]], dtype=np.float32),
        direct=np.array([[-2, 1]], dtype=np.float32),
        bias=np.array([1, 2], dtype=np.float32),
    )


def test_a_score_adds_features_and_the_word_above_and_stays_on_the_scale() -> None:
    assert model().score(["neg", "neg", "unknown"]) == 0.5
    assert model().score(["neg"], Governor("fail", negated=False, passive=False, infinitive=True)) == 1.0
    assert model().score(["neg"], Governor("fail", negated=True, passive=False, infinitive=True)) == 0.5
    assert model().score(["neg"], Governor("unknown", negated=True, passive=False, infinitive=True)) == 0.5
    assert model().score(["neg"], head="MEANTIME") == 3.0
    with pytest.raises(OptionError, match="no head 'FactBank'"):
        model().score([], head="FactBank")


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_event_model(model(), tmp_path / "score.npz")
    read = open_event_model(tmp_path / "score.npz")
    governor = Governor("fail", negated=False, passive=False, infinitive=True)
    assert (read.heads, read.rows, read.words) == (model().heads, model().rows, model().words)
    assert read.score(["neg"], governor) == model().score(["neg"], governor)
    with pytest.raises(MissingModelError, match="train_factuality"):
        open_event_model(tmp_path / "none.npz")
