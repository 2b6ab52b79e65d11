"""Who quotes whom: three columns, counted by claims."""

from __future__ import annotations

from typing import Any

from claimkit.report.network import Edge, edges_of, network, placed


def told(*chains: tuple[str | None, ...], outlet: str = "Post") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One article of the outlet, and a claim for each chain of names; ``None`` is a person without a name."""
    links: list[dict[str, Any]] = []
    claims = []
    for chain in chains:
        claims.append({"article": 0, "chain": list(range(len(links), len(links) + len(chain)))})
        links += [{"who": name, "type": "person"} if name else {"type": "person"} for name in chain]
    return [{"outlet": outlet, "links": links}], claims


def test_each_link_of_a_chain_is_quoted_by_the_one_before_it() -> None:
    assert edges_of(*told(("Agency", "Minister"), ("Agency",))) == {
        Edge(0, "Post", "Agency"): 2,
        Edge(1, "Agency", "Minister"): 1,
    }


def test_a_pronoun_and_a_source_without_a_name_stand_under_their_type() -> None:
    assert edges_of(*told(("I",), ("She",), (None,))) == {Edge(0, "Post", "(person)"): 3}


def test_a_capital_at_the_start_of_a_sentence_makes_no_other_source() -> None:
    assert edges_of(*told(("Police",), ("police",))) == {Edge(0, "Post", "police"): 2}


def test_of_many_sources_the_seldom_ones_stand_together() -> None:
    edges = edges_of(*told(*[(f"Source {number}",) for number in range(30)]))
    assert edges[Edge(0, "Post", "(others)")] == 16


def test_every_name_has_a_place_of_its_own_in_its_column() -> None:
    places = placed(edges_of(*told(("Agency", "Minister"), ("Minister",), ("Agency", "Mayor"))))
    assert {name for column, name in places if column == 1} == {"Agency", "Minister"}
    assert len({height for (column, _), height in places.items() if column == 1}) == 2
    assert all(0 < height < 1 for height in places.values())


def test_nobody_quoted_is_no_chart() -> None:
    assert network([{"outlet": "Post"}], [{"article": 0}]) is None


def test_the_words_name_who_quotes_whom_most() -> None:
    chart = network(*told(("Agency",), ("Agency",), ("Mayor",)))
    assert chart is not None
    assert chart["alternative"] == "Most often, Post quotes Agency in 2 claims; Post quotes Mayor in 1 claim."
