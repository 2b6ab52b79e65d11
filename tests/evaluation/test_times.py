"""Scores of times: what counts as right, and what is said of the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.evaluation.timeml import GoldTime, TimedText
from claimkit.evaluation.times import MEASURES, evaluate_times, pair_times, score_times
from claimkit.records import Span
from claimkit.resources import resource

TEXT = "The fair opened on Thursday and lasts two days. It closed last year."


def time(words: str, kind: str = "DATE", value: str | None = "2021-01-07") -> GoldTime:
    start = TEXT.index(words)
    return GoldTime(Span(start, start + len(words)), kind, value)


def score(found: list[GoldTime], gold: list[GoldTime]):
    return score_times([(TimedText("fair", TEXT, None, tuple(gold)), found)])


def test_the_same_times_are_right_in_all_measures() -> None:
    times = [time("Thursday"), time("two days", "DURATION", "P2D")]
    scores = score(times, times)
    assert {name: scores.measures[name].value for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert scores.errors == ()


def test_edges_type_and_value_are_told_apart() -> None:
    gold = [time("Thursday"), time("two days", "DURATION", "P2D"), time("last year", "DATE", "2020")]
    found = [time("on Thursday"), time("two days", "SET", "P2D"), time("last year", "DATE", "2019")]
    scores = score(found, gold)
    assert scores.measures["relaxed"].right == 3
    assert {name: scores.measures[name].right for name in ("strict", "type", "value")} == {
        "strict": 2,
        "type": 2,
        "value": 2,
    }
    assert sorted(error.kind for error in scores.errors) == ["wrong-edges", "wrong-type", "wrong-value"]


def test_a_zone_is_no_other_value() -> None:
    assert (
        score([time("Thursday", "TIME", "2021-01-07T08:30")], [time("Thursday", "TIME", "2021-01-07T08:30Z")]).errors
        == ()
    )


def test_what_is_missed_and_what_is_too_much() -> None:
    scores = score([time("two days", "DURATION", "P2D")], [time("Thursday")])
    assert {error.kind: TEXT[slice(*error.place)] for error in scores.errors} == {
        "missed-time": "Thursday",
        "spurious-time": "two days",
    }
    example = scores.to_dict(examples=1)["errors"]["examples"][0]
    assert (example["gold"]["words"], example["found"]) == ("Thursday", None)


def test_one_long_time_is_no_two() -> None:
    whole = GoldTime(Span(0, len(TEXT)), "DATE", None)
    assert score([whole], [time("Thursday"), time("last year")]).measures["relaxed"].right == 1


_TIMES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6).map(
    lambda spans: [GoldTime(Span(start, start + length), "DATE", None) for start, length in sorted(spans)]
)


@given(_TIMES, _TIMES)
def test_pairs_are_one_to_one_and_overlap(found: list[GoldTime], gold: list[GoldTime]) -> None:
    pairs = pair_times(found, gold)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert all(found[a].span.start < gold[b].span.end and gold[b].span.start < found[a].span.end for a, b in pairs)


def test_a_dataset_against_itself_is_right_everywhere() -> None:
    gold = Path(str(resource("demo/gold")))
    scores = evaluate_times(gold, gold)
    assert {scores.measures[name].value for name in MEASURES} == {1.0}
    assert scores.unpredicted == 0


def test_a_prediction_of_other_texts_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "other.tml").write_text("<TimeML><TEXT>Nothing of it.</TEXT></TimeML>", encoding="utf-8")
    with pytest.raises(OptionError, match="none of the gold's texts"):
        evaluate_times(Path(str(resource("demo/gold"))), tmp_path)


def test_gold_without_a_time_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "empty.tml").write_text("<TimeML><TEXT>Nothing of it.</TEXT></TimeML>", encoding="utf-8")
    with pytest.raises(OptionError, match="is this gold"):
        evaluate_times(tmp_path)


def test_texts_are_read_now_where_nothing_is_predicted(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text(
        '<TimeML><DCT><TIMEX3 type="DATE" value="2021-01-08">Jan. 8</TIMEX3></DCT>'
        '<TEXT>It opened on <TIMEX3 type="DATE" value="2021-01-07">Thursday</TIMEX3>.</TEXT></TimeML>',
        encoding="utf-8",
    )
    assert evaluate_times(tmp_path).measures["value"].value == 1.0
