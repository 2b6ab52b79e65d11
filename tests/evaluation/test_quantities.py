"""Scores of quantities: what counts as right, and what is said of the rest."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.evaluation.quantities import MEASURES, evaluate_quantities, pair, same_value, score_quantities
from claimkit.evaluation.quantity_gold import CountedText, Told, told_by
from claimkit.extraction.quantities import find_quantities
from claimkit.resources import resource


def told(low: float, *names: str, sign: str = "=", high: float | None = None) -> Told:
    direction = sign if sign in ("up", "down") else "none"
    return Told(low, low if high is None else high, frozenset(names), None, sign, direction, plain_sign=sign)


def score(found: list[Told], gold: list[Told]):
    return score_quantities([(CountedText("fair", "The fair.", tuple(gold)), found)])


def test_the_same_quantities_are_right_in_all_measures():
    gold = [told(3, "%", sign="down"), told(40, "boat", sign="~"), told(5)]
    scores = score(gold, gold)
    assert {name: scores.measures[name].value for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert scores.errors == ()


def test_value_unit_and_change_are_told_apart():
    gold = [told(3, "%", sign="down"), told(40, "boat"), told(5, "m"), told(7, "cow")]
    found = [told(3, "%"), told(40, "ship"), told(5, "m"), told(8, "cow")]
    scores = score(found, gold)
    right = {name: scores.measures[name].right for name in MEASURES}
    assert right == {
        "value": 3,
        "value_unit": 2,
        "value_unit_change": 1,
        "value_unit_plain_change": 1,
        "direction": 0,
    }
    assert sorted(error.kind for error in scores.errors) == [
        "missed-value",
        "spurious-value",
        "wrong-change",
        "wrong-unit",
    ]


def test_a_direction_counts_whatever_the_bound():
    found = replace(told(3, "%", sign="~"), direction="down")
    assert score([found], [told(3, "%", sign="down")]).measures["direction"].value == 1.0


def test_one_quantity_is_right_once():
    assert score([told(3)], [told(3), told(3)]).measures["value"].right == 1


def test_ordinals_are_not_judged_where_the_gold_has_none():
    assert score([replace(told(3), ordinal=True), told(5)], [told(5)]).measures["value"].value == 1.0


def test_an_item_of_a_specification_may_be_an_end_of_a_range_or_a_range_told_in_two():
    item = Told(10, 10, None, sign=None, plain_sign=None)
    assert pair([told(8, high=10)], [item], same_value) == [(0, 0)]
    assert pair([told(10), told(20)], [replace(item, high=20)], same_value) == [(0, 0)]
    assert pair([told(10)], [replace(item, high=20)], same_value) == []


def test_a_change_told_by_a_noun_has_no_sign_of_its_own():
    text = "Exports fell by 3 per cent after a 5 per cent drop."
    verb, noun = told_by(find_quantities(text, parse=False), text)
    assert (verb.sign, verb.plain_sign) == ("down", "down")
    assert (noun.sign, noun.plain_sign, noun.direction) == ("=", "down", "down")


def test_from_and_to_are_one_range_where_the_gold_has_it_so():
    text = "Exports rose from 3 to 5 tonnes."
    found = find_quantities(text, parse=False)
    assert [(each.low, each.high) for each in told_by(found, text, pairs_as_ranges=True)] == [(3, 5)]
    assert [each.low for each in told_by(found, text)] == [3, 5]


def test_the_demo_scored_against_itself_is_right():
    folder = Path(str(resource("demo/gold")))
    scores = evaluate_quantities(folder, folder)
    assert scores.measures["value_unit_change"].value == 1.0
    assert scores.unpredicted == 0


def test_a_prediction_of_other_texts_is_a_wrong_call(tmp_path):
    (tmp_path / "gold.json").write_text('[{"text": "x", "quantities": []}]', encoding="utf-8")
    with pytest.raises(OptionError, match="no quantity in them"):
        evaluate_quantities(tmp_path)
    with pytest.raises(OptionError, match="none of the gold's texts"):
        evaluate_quantities(Path(str(resource("demo/gold"))), tmp_path)


@given(
    found=st.lists(st.builds(told, st.integers(0, 5), st.sampled_from(["m", "%"])), max_size=6),
    gold=st.lists(st.builds(told, st.integers(0, 5), st.sampled_from(["m", "%"])), max_size=6),
)
def test_pairs_are_one_to_one(found, gold):
    pairs = pair(found, gold, same_value)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
