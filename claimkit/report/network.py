"""Who quotes whom: outlets, whom they give the word to, and whom those give it to in turn, in three columns.

A layout of columns has no knots to untangle and is the same every time; a source that is quoted both directly and
through another stands in both columns.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claimkit.report.chart import UNNAMED, Table, chart, words
from claimkit.resources import load_lexicon

COLUMNS = ("outlet", "source", "source’s source")
MOST = 14  # in a column; the rest stand together
_REST = "(others)"
_ROW = 26  # pixels

Row = Mapping[str, Any]


class Edge(NamedTuple):
    """``who`` of one column quotes ``whom`` of the next."""

    column: int
    who: str
    whom: str


def network(articles: Sequence[Row], claims: Iterable[Row]) -> dict[str, Any] | None:
    """The chart; ``None`` where nobody is quoted. Links that name nobody stand under their type, in brackets."""
    edges = edges_of(articles, claims)
    if not edges:
        return None
    places = placed(edges)
    ordered = sorted(edges.items(), key=lambda each: (-each[1], each[0]))
    named = [(edge, count) for edge, count in ordered if _REST not in edge]
    told = "; ".join(f"{edge.who} quotes {edge.whom} in {_claims(count)}" for edge, count in named[:3])
    rows = [[edge.who, edge.whom, "directly" if edge.column == 0 else "through a source", n] for edge, n in ordered]
    return chart(
        "network",
        "Who quotes whom",
        "claims by outlet, source, and source’s source; a line is as wide as the claims are many",
        f"Most often, {told}." if told else "Each of many sources is quoted seldom.",
        Table(["who", "quotes", "how", "claims"], rows, [_filter(edge) for edge, _ in ordered]),
        _spec(edges, places),
    )


def edges_of(articles: Sequence[Row], claims: Iterable[Row]) -> dict[Edge, int]:
    """How many claims each quotes of each; of longer chains the first two links, of a column its most frequent."""
    chains: Counter[tuple[str, ...]] = Counter()
    for claim in claims:
        article = articles[claim["article"]]
        links = [article["links"][place] for place in claim.get("chain", ())]
        if links:
            chains[(article.get("outlet", UNNAMED), *map(_name, links[: len(COLUMNS) - 1]))] += 1
    chains = Counter(_as_one(chains))
    kept = [_most_frequent(chains, column) for column in range(len(COLUMNS))]
    edges: Counter[Edge] = Counter()
    for chain, count in chains.items():
        names = [name if name in kept[column] else _REST for column, name in enumerate(chain)]
        for column in range(len(names) - 1):
            edges[Edge(column, names[column], names[column + 1])] += count
    return dict(edges)


def placed(edges: Mapping[Edge, int]) -> dict[tuple[int, str], float]:
    """The height of each name in its column, from 0 to 1: near the middle of those that quote it."""
    weights: dict[tuple[int, str], int] = defaultdict(int)
    for edge, count in edges.items():
        weights[edge.column, edge.who] = max(weights[edge.column, edge.who], count)
        weights[edge.column + 1, edge.whom] += count
    places: dict[tuple[int, str], float] = {}
    for column in range(len(COLUMNS)):
        middles = _middles(edges, places, column)
        names = sorted(
            (name for at, name in weights if at == column),
            key=lambda name, column=column: (name == _REST, middles.get(name, 0.0), -weights[column, name], name),  # type: ignore[misc]  # of the loop's column
        )
        for number, name in enumerate(names):
            places[column, name] = (number + 0.5) / len(names)
    return places


def _middles(edges: Mapping[Edge, int], places: Mapping[tuple[int, str], float], column: int) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for edge, count in sorted(edges.items()):
        if edge.column == column - 1:
            sums[edge.whom] += count * places[edge.column, edge.who]
            counts[edge.whom] += count
    return {name: sums[name] / counts[name] for name in sums}


def _most_frequent(chains: Mapping[tuple[str, ...], int], column: int) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for chain, count in chains.items():
        if len(chain) > column:
            counts[chain[column]] += count
    names = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return frozenset(name for name, _ in names[:MOST])


def _name(link: Row) -> str:
    """The source; one that names nobody, and a pronoun, stands under its type: "I" is somebody else each time."""
    who = link.get("who")
    return str(who) if who and who.lower() not in _pronouns() else f"({words(link['type'])})"


@functools.cache
def _pronouns() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["pronouns"].split())


def _as_one(chains: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """Names that differ in their capitals alone are one: "Police" opens a sentence, "police" does not."""
    written: dict[str, str] = {}
    for name in sorted({name for chain in chains for name in chain[1:]}):
        # The form with fewer capitals, which no sentence has put there.
        written[name.casefold()] = name
    found: Counter[tuple[str, ...]] = Counter()
    for chain, count in chains.items():
        found[(chain[0], *(written[name.casefold()] for name in chain[1:]))] += count
    return found


def _claims(count: int) -> str:
    return f"{count:,} claim{'s' if count > 1 else ''}"


def _spec(edges: Mapping[Edge, int], places: Mapping[tuple[int, str], float]) -> dict[str, Any]:
    columns = 1 + max(column for column, _ in places)
    longest = max(sum(1 for at, _ in places if at == column) for column in range(columns))
    points = [{"name": name, "x": column, "y": height} for (column, name), height in sorted(places.items())]
    return {
        "height": _ROW * (longest + 1),
        "layer": [
            _lines(edges, places),
            {
                "data": {"values": points},
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"y": _Y, "tooltip": [{"field": "name"}]},
            },
            *(layer for column in range(columns) for layer in _labels(points, column, columns)),
        ],
        "encoding": {"x": _x(columns)},
    }


def _x(columns: int) -> dict[str, Any]:
    """The columns side by side, with room for the labels of the outer ones."""
    room = "min(140, width * 0.32)"
    scale = {"domain": [0, columns - 1], "nice": False, "zero": False}
    return {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {**scale, "range": [{"expr": room}, {"expr": f"width - {room}"}]},
    }


_Y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "reverse": True}}


def _lines(edges: Mapping[Edge, int], places: Mapping[tuple[int, str], float]) -> dict[str, Any]:
    """The thin ones last, so that they lie on the wide ones and can be pointed at."""
    rows = [
        {
            "who": edge.who,
            "quotes": edge.whom,
            "claims": count,
            "x": edge.column,
            "y": places[edge.column, edge.who],
            "x2": edge.column + 1,
            "y2": places[edge.column + 1, edge.whom],
            "filter": _filter(edge),
        }
        for edge, count in sorted(edges.items(), key=lambda each: (-each[1], each[0]))
    ]
    width = {"field": "claims", "type": "quantitative", "legend": None, "scale": {"type": "sqrt", "range": [1, 12]}}
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "opacity": 0.45, "strokeCap": "round", "cursor": "pointer"},
        "encoding": {
            "y": _Y,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": width,
            "tooltip": [{"field": name} for name in ("who", "quotes", "claims")],
        },
    }


def _labels(points: Iterable[Row], column: int, columns: int) -> Iterator[dict[str, Any]]:
    """The names of a column, each on a ground that the lines do not run through, and what the column is."""
    place: dict[str, Any] = {"align": "center", "dy": -10}
    if column == 0:
        place = {"align": "right", "dx": -9}
    elif column == columns - 1:
        place = {"align": "left", "dx": 9}
    own = {"values": [point for point in points if point["x"] == column]}
    for style in ("halo", "label"):
        yield {
            "data": own,
            "mark": {"type": "text", "style": style, "limit": 130, **place},
            "encoding": {"y": _Y, "text": {"field": "name"}},
        }
    yield {
        "data": {"values": [{"x": column, "heading": COLUMNS[column]}]},
        "mark": {"type": "text", "style": "heading", "align": place["align"]},
        "encoding": {"y": {"value": -14}, "text": {"field": "heading"}},
    }


def _filter(edge: Edge) -> dict[str, str]:
    found = {"source": edge.whom} if edge.whom != _REST and not edge.whom.startswith("(") else {}
    return {**found, **({"outlet": edge.who} if edge.column == 0 and edge.who not in (_REST, UNNAMED) else {})}
