"""Known limits of a dataset, as far as its numbers tell: one sentence each, worded in ``resources/documents.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.dataset.facts import Facts, share
from claimkit.dataset.values import cell, many, percent
from claimkit.resources import load_lexicon

_ENGLISH = "en"


def limits_of(facts: Facts, *, agreement: bool) -> tuple[str, ...]:
    """The limits that hold for a dataset, the general ones first; ``agreement``: whether any can be reported."""
    wording = load_lexicon("documents")["limits"]
    return tuple(wording[name].format(**values) for name, values in _found(facts, agreement))


def _found(facts: Facts, agreement: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "truth", {}
    if set(facts.counts["languages"]) == {_ENGLISH}:
        yield "english", {}
    yield from _labels(facts, agreement)
    yield from _size(facts)
    yield from _articles(facts)
    yield from _times(facts)
    if facts.rejects:
        reasons = ", ".join(f"{count:,} {cell(reason)}" for reason, count in facts.rejects.items())
        yield "set_aside", {"number": f"{sum(facts.rejects.values()):,}", "reasons": reasons}


def _labels(facts: Facts, agreement: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    origins = facts.counts["origins"]
    if origins.get("machine"):
        yield "machine", {"share": percent(share(origins, "machine"))}
    if origins.get("maintainer_reviewed"):
        yield "one_hand", {}
    if not agreement:
        yield "no_agreement", {}


def _size(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    thresholds = load_lexicon("documents")["thresholds"]
    claims = facts.config("claims")
    if claims is not None and claims.rows < thresholds["few_claims"]:
        yield "small", {"claims": f"{claims.rows:,}"}
    if claims is not None and len(claims.splits) == 1:
        yield "one_split", {"split": next(iter(claims.splits))}


def _articles(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    thresholds = load_lexicon("documents")["thresholds"]
    articles = facts.rows("articles")
    outlets = {name: count for name, count in facts.counts["publishers"].items() if name is not None}
    if outlets and len(outlets) < thresholds["few_outlets"]:
        yield "few_outlets", {"outlets": many(len(outlets), "outlet")}
    first = next(iter(outlets), None)
    if first is not None and len(outlets) > 1 and outlets[first] > thresholds["one_outlet"] * articles:
        yield "one_outlet", {"outlet": cell(first), "share": percent(outlets[first] / articles)}
    for name, limit in (("publishers", "no_publisher"), ("dates", "undated"), ("article_licences", "no_licence")):
        if missing := facts.counts[name].get(None):
            yield limit, {"number": f"{missing:,}", "articles": f"{articles:,}"}
    if facts.counts["text_modes"].get("none"):
        yield "no_text", {}


def _times(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    times = facts.counts["unresolved_times"]
    unresolved = 1 - share(times, None)
    if times and unresolved > load_lexicon("documents")["thresholds"]["unresolved"]:
        yield "unresolved", {"share": percent(unresolved)}
