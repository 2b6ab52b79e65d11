"""Scores of partitions, with the worked examples of the papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import DataError
from claimkit.evaluation.coreference import CONLL, MEASURES, find_regions, score_partitions


def partition(text: str) -> list[list[str]]:
    return [list(cluster) for cluster in text.split()]


def figures(gold: str, predicted: str, measure: str) -> tuple[float, float]:
    score = score_partitions(partition(gold), partition(predicted))[measure]
    return score.recall, score.precision


@pytest.mark.parametrize(
    ("measure", "recall", "precision"),
    [
        ("muc", 2 / 5, 2 / 5),
        ("b_cubed", (2**2 / 3 + 1 / 3 + 1 / 4 + 2**2 / 4) / 7, (2**2 / 2 + 1 / 2 + 1 / 2 + 2**2 / 4) / 8),
        ("ceaf_e", 1.3 / 2, 1.3 / 3),
        ("lea", (3 * 1 / 3 + 4 * 1 / 6) / 7, (2 * 1 + 2 * 0 + 4 * 1 / 6) / 8),
    ],
)
def test_the_example_of_the_reference_scorer(measure: str, recall: float, precision: float) -> None:
    # Pradhan et al. 2014, figure 1, with h and i in the prediction alone; LEA by Moosavi and Strube 2016.
    assert figures("abc defg", "ab cd fghi", measure) == pytest.approx((recall, precision))


def test_muc_scores_alike_what_b_cubed_tells_apart() -> None:
    # Bagga and Baldwin 1998: of three clusters a small and a large one are joined, or the two large ones.
    gold, small, large = "12345 67 89ABC", "12345 6789ABC", "67 1234589ABC"
    assert figures(gold, small, "muc") == figures(gold, large, "muc") == (9 / 9, 9 / 10)
    assert figures(gold, small, "b_cubed") == pytest.approx((1, 0.76), abs=0.005)
    assert figures(gold, large, "b_cubed") == pytest.approx((1, 0.58), abs=0.005)


def test_missing_items_cost_recall_alone() -> None:
    assert figures("a bc def", "a de", "b_cubed") == pytest.approx((7 / 18, 1))
    assert figures("a bc def", "a de", "muc") == pytest.approx((1 / 3, 1))
    assert figures("a bc def", "a de", "ceaf_e") == pytest.approx((1.8 / 3, 1.8 / 2))
    assert figures("a bc def", "a de", "lea") == pytest.approx((2 / 6, 1))


def test_a_singleton_is_right_when_it_is_alone_on_both_sides() -> None:
    assert figures("a b", "a b", "lea") == (1, 1)
    assert figures("a b", "ab", "lea") == (0, 0)
    assert figures("a b", "a b", "muc") == (0, 0)  # no link to find: undefined, and given as 0


def test_conll_is_the_mean_of_three() -> None:
    scores = score_partitions(partition("abc defg"), partition("ab cd fghi"))
    assert scores["conll"].value == pytest.approx(sum(scores[name].value for name in CONLL) / 3)


def test_an_item_in_two_clusters_is_an_error() -> None:
    with pytest.raises(DataError, match="the prediction is no partition: 'a'"):
        score_partitions([["a"]], [["a"], ["a", "b"]])


def test_nothing_against_nothing() -> None:
    assert {name: score.value for name, score in score_partitions([], []).items()} == dict.fromkeys(
        [*MEASURES, "conll"], 0.0
    )


def test_regions_hold_what_was_confused() -> None:
    gold, predicted = ([frozenset(cluster) for cluster in partition(text)] for text in ("abc de f", "ab cd e f g"))
    regions = find_regions(gold, predicted)
    assert [("".join(sorted(map("".join, map(sorted, region.gold)))), len(region.predicted)) for region in regions] == [
        ("abcde", 3),
        ("f", 1),
        ("", 1),
    ]


labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20)


def clusters(numbers: list[int]) -> list[list[int]]:
    return [[item for item, number in enumerate(numbers) if number == each] for each in sorted(set(numbers))]


@given(labels)
def test_gold_and_prediction_may_change_places(pairs: list[tuple[int, int]]) -> None:
    gold, predicted = (clusters([pair[side] for pair in pairs]) for side in (0, 1))
    forth, back = score_partitions(gold, predicted), score_partitions(predicted, gold)
    for name in MEASURES:
        assert (forth[name].recall, forth[name].precision) == pytest.approx((back[name].precision, back[name].recall))
        assert 0 <= forth[name].value <= 1 + 1e-9


@given(labels)
def test_the_gold_itself_is_right(pairs: list[tuple[int, int]]) -> None:
    gold = clusters([pair[0] for pair in pairs])
    scores = score_partitions(gold, reversed(gold))
    assert all(scores[name].value == pytest.approx(1) for name in ("b_cubed", "ceaf_e", "lea"))


@given(labels)
def test_b_cubed_is_the_mean_over_items(pairs: list[tuple[int, int]]) -> None:
    score = score_partitions(*(clusters([pair[side] for pair in pairs]) for side in (0, 1)))["b_cubed"]
    recalls = [sum(other == pair for other in pairs) / sum(other[0] == pair[0] for other in pairs) for pair in pairs]
    assert score.recall == pytest.approx(sum(recalls) / len(recalls))


def test_the_interval_holds_the_value_and_repeats() -> None:
    gold = [[f"{each}a", f"{each}b"] for each in range(20)]
    predicted = [
        cluster if number % 3 else [item]
        for number, cluster in enumerate(gold)
        for item in cluster[: 1 if number % 3 else 2]
    ]
    first, again = (score_partitions(gold, predicted)["b_cubed"] for _ in range(2))
    assert first == again
    assert first.low < first.value < first.high
