"""The hedges of the five seed articles, adjudicated (``hedge_gold/seeds.csv``), beside those that are found."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimkit.extraction.pipeline import read_findings
from claimkit.reading import read_articles
from claimkit.records import Article, Hedge, HedgeType, Span, SzegedType

GOLD = Path(__file__).parent / "hedge_gold" / "seeds.csv"
QUOTES = "\"'“”‘’"


def read_gold(path: Path = GOLD) -> dict[str, list[Hedge]]:
    """The adjudicated hedges by article file."""
    hedges: dict[str, list[Hedge]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            scope = tuple(Span(*map(int, part.split("-"))) for part in row["scope"].split("|"))
            hedge = Hedge(
                cue=Span(int(row["start"]), int(row["end"])),
                scope=scope,
                type=HedgeType(row["type"]),
                szeged_type=SzegedType(row["szeged"]) if row["szeged"] else None,
            )
            hedges.setdefault(row["article"], []).append(hedge)
    return hedges


def found_in(seeds: Path) -> Iterator[tuple[str, Article, Sequence[Hedge]]]:
    """Each seed article with the hedges that are found in its body."""
    for name in sorted(read_gold()):
        article, _, findings = read_findings(next(iter(read_articles([seeds / name]))), rules_only=True)
        yield name, article, findings.hedges


def seed_scores(seeds: Path) -> dict[str, Any]:
    """How many of the adjudicated hedges are found, with the right type and scope, and the false alarms by place."""
    gold = read_gold()
    counts = dict.fromkeys(("gold", "found", "type_right", "scope_right"), 0)
    missed, alarms, other_scopes = [], [], []
    for name, article, hedges in found_in(seeds):
        ours = {hedge.cue: hedge for hedge in hedges}
        theirs = {hedge.cue: hedge for hedge in gold[name]}
        counts["gold"] += len(theirs)
        alarms += [[name, *cue] for cue in ours if cue not in theirs]
        for cue, hedge in theirs.items():
            found = ours.get(cue)
            if found is None:
                missed.append([name, *cue])
                continue
            counts["found"] += 1
            counts["type_right"] += (found.type, found.szeged_type) == (hedge.type, hedge.szeged_type)
            if _bare(found.scope, article.text or "") == _bare(hedge.scope, article.text or ""):
                counts["scope_right"] += 1
            else:
                other_scopes.append([name, *cue])
    return counts | {"false_alarms": len(alarms), "missed": missed, "alarms": alarms, "other_scopes": other_scopes}


def _bare(spans: Sequence[Span], text: str) -> list[tuple[int, int]]:
    """Spans without quotation marks at their edges, which belong to no scope and no claim."""
    bare = []
    for start, end in spans:
        words = text[start:end]
        bare.append((start + len(words) - len(words.lstrip(QUOTES)), end - len(words) + len(words.rstrip(QUOTES))))
    return bare
