"""The charts of the page: Vega-Lite specifications, each with its numbers as a table and in words."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimkit.report.chart import UNNAMED, Table, chart, words
from claimkit.report.network import network

# Outlets shown one by one; what is told of the others is told of all of them together.
MOST_OUTLETS = 15
_OTHERS = "(all other outlets)"
_DAYS, _MONTHS = 92, 366 * 8

Row = Mapping[str, Any]


def charts(articles: Sequence[Row], claims: Sequence[Row]) -> list[dict[str, Any]]:
    """The charts of articles and claims as the page holds them; one that has nothing to show is left out."""
    made = (
        sources_by_type(articles),
        hedging_by_outlet(articles, claims),
        network(articles, claims),
        claims_over_time(articles, claims),
    )
    return [chart for chart in made if chart is not None]


def sources_by_type(articles: Iterable[Row]) -> dict[str, Any] | None:
    """How many links each type of source has."""
    counts = Counter(link["type"] for article in articles for link in article.get("links", ()))
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    total = counts.total()
    told = ", ".join(f"{words(name)} {count:,} ({count / total:.0%})" for name, count in ordered[:4])
    return chart(
        "sources",
        "Sources by type",
        "links of a chain, by the type of their source",
        f"Of {total:,} links of a chain: {told}.",
        Table(
            ["source type", "links"],
            [[words(name), count] for name, count in ordered],
            [{"type": name} for name, _ in ordered],
        ),
        {
            "data": {"values": [{"type": words(name), "links": n, "filter": {"type": name}} for name, n in ordered]},
            "mark": {"type": "bar", "tooltip": True, "cursor": "pointer"},
            "height": {"step": 22},
            "encoding": {
                "y": {"field": "type", "type": "nominal", "sort": None, "title": None},
                "x": _quantity("links", "links"),
            },
        },
    )


def hedging_by_outlet(articles: Sequence[Row], claims: Iterable[Row]) -> dict[str, Any] | None:
    """Hedges of each type in a hundred claims of an outlet: outlets of different sizes side by side."""
    totals: Counter[str] = Counter()
    hedged: Counter[tuple[str, str]] = Counter()
    shown = _shown_outlets(articles, claims)
    for claim in claims:
        outlet = _outlet(articles[claim["article"]])
        outlet = outlet if outlet in shown else _OTHERS
        totals[outlet] += 1
        hedged.update({(outlet, hedge["type"]) for hedge in claim.get("hedges", ())})
    if not hedged:
        return None
    order = sorted(totals, key=lambda outlet: (-_rate(hedged, totals, outlet), outlet))
    types = sorted({kind for _, kind in hedged})
    rows = [
        {
            "outlet": outlet,
            "hedge": words(kind),
            "rate": round(100 * hedged[outlet, kind] / totals[outlet], 1),
            "claims": hedged[outlet, kind],
            "filter": {"outlet": outlet, "hedge": kind} if outlet in shown else {"hedge": kind},
        }
        for outlet in order
        for kind in types
        if hedged[outlet, kind]
    ]
    return chart(
        "hedging",
        "Hedging by outlet",
        "claims with a hedge of each type, per 100 claims of the outlet",
        _hedging_words(hedged, totals, order),
        Table(
            ["outlet", "claims", *map(words, types)],
            [
                [outlet, totals[outlet], *(round(100 * hedged[outlet, kind] / totals[outlet], 1) for kind in types)]
                for outlet in order
            ],
            [{"outlet": outlet} if outlet in shown else {} for outlet in order],
        ),
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "tooltip": True, "cursor": "pointer"},
            "height": {"step": 26},
            "encoding": {
                "y": {"field": "outlet", "type": "nominal", "sort": order, "title": None},
                "x": {**_quantity("rate", "per 100 claims"), "stack": "zero"},
                "color": {"field": "hedge", "type": "nominal", "title": "hedge type", "sort": [*map(words, types)]},
            },
        },
    )


def claims_over_time(articles: Sequence[Row], claims: Iterable[Row]) -> dict[str, Any] | None:
    """Claims by the day their article was published, by month or year where that would be too many days."""
    days = [articles[claim["article"]].get("date") for claim in claims]
    dated = sorted(day for day in days if day)
    if not dated:
        return None
    unit, width = _time_unit(dated[0], dated[-1])
    counts = Counter(day[:width] for day in dated)
    rows: list[dict[str, Any]] = [{unit: moment, "claims": count} for moment, count in sorted(counts.items())]
    most = max(rows, key=lambda row: row["claims"])
    undated = len(days) - len(dated)
    told = (
        f"{len(dated):,} claims were published from {dated[0]} to {dated[-1]}, most of them ({most['claims']:,}) "
        f"in {most[unit]}." + (f" Without a date: {undated:,}." if undated else "")
    )
    return chart(
        "time",
        "Claims over time",
        f"claims by the {unit} in which their article was published",
        told,
        Table(
            [unit, "claims"],
            [[row[unit], row["claims"]] for row in rows],
            [{"published": str(row[unit])} for row in rows],
        ),
        {
            "data": {"values": [{**row, "filter": {"published": row[unit]}} for row in rows]},
            "mark": {"type": "bar", "tooltip": True, "cursor": "pointer"},
            "height": 200,
            "encoding": {
                "x": {
                    "field": unit,
                    "type": "ordinal",
                    "title": unit,
                    "scale": {"domain": _moments(rows, unit)},
                    "axis": {"labelOverlap": True},
                },
                "y": _quantity("claims", "claims"),
            },
        },
    )


def _quantity(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title, "axis": {"tickMinStep": 1, "tickCount": 8}}


def _outlet(article: Row) -> str:
    return str(article.get("outlet", UNNAMED))


def _shown_outlets(articles: Sequence[Row], claims: Iterable[Row]) -> list[str]:
    counts = Counter(_outlet(articles[claim["article"]]) for claim in claims)
    return [name for name, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_OUTLETS]]


def _rate(hedged: Counter[tuple[str, str]], totals: Counter[str], outlet: str) -> float:
    return sum(count for (name, _), count in hedged.items() if name == outlet) / totals[outlet]


def _hedging_words(hedged: Counter[tuple[str, str]], totals: Counter[str], order: Sequence[str]) -> str:
    """The most and the least hedging outlet, and the most frequent type."""
    kinds: Counter[str] = Counter()
    for (_, kind), count in hedged.items():
        kinds[kind] += count
    kind, count = min(kinds.items(), key=lambda each: (-each[1], each[0]))
    rates = [f"{100 * _rate(hedged, totals, outlet):.0f} at {outlet}" for outlet in (order[0], order[-1])]
    ends = f"From {rates[0]} down to {rates[1]}" if len(order) > 1 else rates[0][:1].upper() + rates[0][1:]
    return f"{ends}, per 100 claims. The most frequent type is {words(kind)} ({count:,} of {totals.total():,} claims)."


def _time_unit(first: str, last: str) -> tuple[str, int]:
    """The unit, and how many characters of an ISO date name it."""
    days = (datetime.date.fromisoformat(last[:10]) - datetime.date.fromisoformat(first[:10])).days
    if days <= _DAYS:
        return "day", 10
    return ("month", 7) if days <= _MONTHS else ("year", 4)


def _moments(rows: Sequence[Row], unit: str) -> list[str]:
    """Every day, month or year from the first to the last: one without claims is a gap and not left out."""
    first, last = rows[0][unit], rows[-1][unit]
    return list(_steps(first, last))


def _steps(first: str, last: str) -> Iterator[str]:
    year, month, day = (int(part) for part in (first + "-01-01")[:10].split("-"))
    moment = datetime.date(year, month, day)
    while (text := moment.isoformat()[: len(first)]) <= last:
        yield text
        year_, month_ = divmod(moment.month, 12)
        if len(first) == len("2031-01-01"):
            moment += datetime.timedelta(days=1)
        elif len(first) == len("2031-01"):
            moment = datetime.date(moment.year + year_, month_ + 1, 1)
        else:
            moment = datetime.date(moment.year + 1, 1, 1)
