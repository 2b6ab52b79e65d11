"""Claims as the page holds them: by their places in the article's text, with the words only where that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimkit.records import SPAN_JOIN
from claimkit.report.articles import Links
from claimkit.report.compact import Row, pair, pairs, provenance, sparse, time, word


def claim(row: Row, number: int, text: str | None, links: Links, names: Mapping[str, str]) -> dict[str, Any]:
    """One claim of the article with that ``number`` and ``text``; its chain as places among the article's ``links``."""
    words = SPAN_JOIN.join(text[span["start"] : span["end"]] for span in row["spans"]) if text else None
    return sparse(
        id=row["claim_id"],
        article=number,
        spans=pairs(row["spans"]),
        text=row["text"] if row["text"] != words else None,
        resolved=row["text_resolved"] if row["text_resolved"] != row["text"] else None,
        sentence=pair(row["sentence"]),
        predicate=word(row["predicate"]),
        arguments=[_argument(each, names) for each in row["arguments"]],
        chain=[links.places[each["attribution_id"]] for each in row["chain"]],
        uncertain=not row["chain_certain"],
        presupposed=row["presupposed"],
        negated=row["negated"],
        hedges=[_hedge(each) for each in row["hedges"]],
        factuality=[_factuality(each, links) for each in row["factuality"]],
        quantities=[_quantity(each) for each in row["quantities"]],
        times=[time(each) for each in row["times"]],
        kind=row["kind"],
        worthy=row["check_worthy"],
        repeats=row["repeats"],
        confidence=row["confidence"],
        provenance=provenance(row["provenance"]),
    )


def _argument(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    return sparse(role=row["role"], span=pair(row), head=row["head"], name=names.get(row["entity_id"]))


def _hedge(row: Row) -> dict[str, Any]:
    return sparse(cue=pair(row["cue"]), scope=pairs(row["scope"]), type=row["type"], szeged=row["szeged_type"])


def _factuality(row: Row, links: Links) -> dict[str, Any]:
    """``holder`` is the place of a link; the author has none."""
    return sparse(holder=links.places.get(row["holder"]), value=row["value"], score=row["score"])


def _quantity(row: Row) -> dict[str, Any]:
    return sparse(
        span=pair(row["span"]),
        low=row["low"],
        high=row["high"] if row["high"] != row["low"] else None,
        unit=row["unit"],
        counted=row["counted"],
        property=row["property"],
        per=row["per"],
        bound=row["bound"] if row["bound"] != "exact" else None,
        direction=row["direction"] if row["direction"] != "none" else None,
        role=row["role"] if row["role"] != "value" else None,
        range=row["range_kind"] if row["range_kind"] != "none" else None,
    )
