"""Average link on a sparse graph."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.agglomeration import average_link


def test_most_pairs_must_be_linked_not_one() -> None:
    chain = [(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.9)]
    assert average_link(5, chain, threshold=0.4, known=10) == [[0, 1], [2, 3], [4]]
    full = [*chain, (0, 2, 0.5), (1, 3, 0.5), (0, 3, 0.5)]
    assert average_link(5, full, threshold=0.4, known=10) == [[0, 1, 2, 3], [4]]


def test_an_item_is_not_asked_for_more_links_than_it_can_have() -> None:
    crowd = [(a, b, 0.9) for a in range(30) for b in range(a)]
    newcomer = [(30, each, 0.9) for each in range(8)]
    assert len(average_link(31, crowd + newcomer, threshold=0.4, known=8)) == 1
    assert len(average_link(31, crowd + newcomer, threshold=0.4, known=31)) == 2


weights = st.lists(st.floats(0, 1), min_size=15, max_size=15)


@given(weights)
def test_it_is_average_link_where_every_pair_is_known(drawn: list[float]) -> None:
    # Against the definition: merge the two clusters with the highest average until none reaches the threshold.
    links = dict(zip(itertools.combinations(range(6), 2), [round(each, 3) + 0.006 for each in drawn], strict=True))
    if len(set(links.values())) < len(links):
        return  # ties may be broken either way
    clusters = [[item] for item in range(6)]

    def average(pair: tuple[list[int], list[int]]) -> float:
        crossing = [links[min(a, b), max(a, b)] for a in pair[0] for b in pair[1]]
        return sum(crossing) / len(crossing)

    while len(clusters) > 1 and average(best := max(itertools.combinations(clusters, 2), key=average)) >= 0.4:
        clusters = [each for each in clusters if each not in best] + [sorted(best[0] + best[1])]
    found = average_link(6, [(a, b, weight) for (a, b), weight in links.items()], threshold=0.4, known=100)
    assert found == sorted(clusters)
