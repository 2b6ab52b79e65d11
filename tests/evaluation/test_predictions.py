"""Predictions beside their gold."""

import pytest

from claimkit.errors import OptionError
from claimkit.evaluation.predictions import of_texts


def test_a_prediction_of_some_of_the_texts_will_do():
    found = {"Rain fell.": [1], "Snow fell.": [2]}
    assert of_texts(found, ["Rain fell.", "Hail fell."], "predicted") == found


def test_a_prediction_of_other_texts_is_a_wrong_call():
    with pytest.raises(OptionError, match="predicted: holds none of the gold's texts"):
        of_texts({"Rain fell. ": [1]}, ["Rain fell."], "predicted")
