"""Predictions beside their gold."""

from dataclasses import dataclass

import pytest

from claimkit.errors import OptionError
from claimkit.evaluation.predictions import count_lacking, of_texts, with_gold


@dataclass(frozen=True)
class Gold:
    text: str


RAIN, HAIL = Gold("Rain fell."), Gold("Hail fell.")


def test_a_prediction_of_some_of_the_texts_will_do():
    found = {RAIN.text: [1], "Snow fell.": [2]}
    assert of_texts(found, [RAIN, HAIL], "predicted") == found


def test_a_prediction_of_other_texts_is_a_wrong_call():
    with pytest.raises(OptionError, match="predicted: holds none of the gold's texts"):
        of_texts({"Rain fell. ": [1]}, [RAIN], "predicted")


def test_a_text_that_the_prediction_lacks_has_nothing_in_it_and_is_counted():
    found = {RAIN.text: [1]}
    assert list(with_gold([RAIN, HAIL], found, len)) == [(RAIN, [1]), (HAIL, ())]
    assert count_lacking([RAIN, HAIL], found) == 1


def test_without_a_prediction_the_texts_are_read_one_by_one():
    read = []
    cases = with_gold([RAIN, HAIL], None, lambda gold: read.append(gold) or [gold.text])
    assert next(cases) == (RAIN, [RAIN.text])
    assert read == [RAIN]
    assert count_lacking([RAIN, HAIL], None) == 0
