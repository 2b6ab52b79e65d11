"""Casualty figures of whole articles against a register, and the relation of figures that differ.

    claimkit extract articles.jsonl -o DIR        # id, url, title, published, publisher, text of every article
    python benchmarks/casualties.py --dataset DIR [--corpora ../shared/corpora]
        [--output benchmarks/results/casualties.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``; its ``comparison`` folder holds
``shootings_articles.jsonl`` and ``shootings_incidents.jsonl`` (local-news articles, and a register of incidents with
the numbers killed and injured).
``DIR`` is the extraction of those articles, title, day and publisher given.

Incidents are split in two by a bit of the SHA-256 of their identifier: rules and weights were tuned on one half
(``train_figures.py``), the other is the measure. Intervals are 95 %, of 1,000 bootstrap samples of incidents.

figures    exact number against the register: over all articles, over those with a figure, by what the figure rests on
baseline   the first or largest number before a word of the outcome, by a pattern
pairs      ``figure_gold/pairs.csv`` and ``totals.csv``: pairs of outlets whose figures differed in an early state and
           in the present one, labelled by reading; numbers of verdicts
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.comparison.figures import Basis, Figure, compare, figures
from claimkit.comparison.reports import Report, reports_of
from claimkit.extraction.numbers import value_of
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim, Mention, Relation

OUTCOMES = ("killed", "injured")
TUNING, MEASURE = 0, 1
SAMPLES = 1000
GOLD = Path(__file__).parent / "figure_gold"


class Told(NamedTuple):
    """An article with what was extracted of it, its incident, and the register's numbers."""

    id: str
    incident: str
    gold: Mapping[str, int] | None
    article: Article
    claims: Sequence[Claim]
    mentions: Sequence[Mention]

    @property
    def half(self) -> int:
        return half_of(self.incident)


def half_of(incident: str) -> int:
    """The part an incident is in; the second bit, for the corpus itself was split by the first."""
    return (int(hashlib.sha256(incident.encode()).hexdigest(), 16) >> 1) % 2


def read_told(corpora: Path, dataset: Path) -> list[Told]:
    """The extracted articles of the corpus in the order of the dataset."""
    folder = corpora / "comparison"
    register = {row["incident_uri"]: row for row in _lines(folder / "shootings_incidents.jsonl")}
    known: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}
    for row in _lines(folder / "shootings_articles.jsonl"):
        known.setdefault((row["url"], row["domain"]), []).append(row)
    claims = _by_article(Claim, dataset, "claims")
    mentions = _by_article(Mention, dataset, "mentions")
    told = []
    for row in read_rows(dataset, "articles"):
        article = Article.from_dict(row)
        rows = known.get((article.url, article.publisher), [])
        text = (article.text or "").strip()
        source = next((each for each in rows if each["content"].strip() == text), rows[0] if rows else None)
        if source is None:
            continue
        entry = register.get(source["incident"])
        gold = {outcome: entry[f"num_{outcome}"] for outcome in OUTCOMES} if entry else None
        key = article.article_id
        told.append(Told(source["id"], source["incident"], gold, article, claims.get(key, []), mentions.get(key, [])))
    return told


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _by_article(record: Any, dataset: Path, config: str) -> dict[str, list[Any]]:
    """The records of a table by article; columns that only flatten others are passed over."""
    fields = set(record.__dataclass_fields__)
    found: dict[str, list[Any]] = {}
    for row in read_rows(dataset, config):
        found.setdefault(row["article_id"], []).append(
            record.from_dict({name: value for name, value in row.items() if name in fields})
        )
    return found


def reports(told: Told) -> list[Report]:
    """What the article reports, title and body."""
    return reports_of(told.article, told.claims, told.mentions)


# --- figures --------------------------------------------------------------------------------------------------------

Answers = dict[str, dict[str, float | None]]


def figure_scores(told: Sequence[Told], found: Mapping[str, Mapping[str, Figure]]) -> dict[str, Any]:
    """Exactness by half and outcome; an article without a figure counts as none killed, none injured, over all."""
    result: dict[str, Any] = {}
    for name, half in (("tuning", TUNING), ("measure", MEASURE)):
        own = [each for each in told if each.gold is not None and each.half == half]
        result[name] = {outcome: _scores(own, found, outcome) for outcome in OUTCOMES}
    return result


def _scores(told: Sequence[Told], found: Mapping[str, Mapping[str, Figure]], outcome: str) -> dict[str, Any]:
    given = [each for each in told if outcome in found[each.id]]
    stated = [each for each in given if found[each.id][outcome].basis is not Basis.REST]
    plain = [each for each in stated if not found[each.id][outcome].several_events]

    def exact(each: Told) -> bool:
        figure = found[each.id].get(outcome)
        return each.gold is not None and (figure.low if figure else 0) == each.gold[outcome]

    parts: dict[str, Sequence[Told]] = {"all": told, "with_figure": given, "stated": stated, "stated_one_event": plain}
    parts |= {
        f"basis_{basis.value}": [each for each in given if found[each.id][outcome].basis is basis] for basis in Basis
    }
    parts["stated_score_.9"] = [each for each in stated if found[each.id][outcome].score >= 0.9]
    return {part: _share(own, exact) for part, own in parts.items()} | {
        "coverage": _share(told, lambda each: each in given)
    }


def _share(told: Sequence[Told], right: Callable[[Told], bool]) -> dict[str, Any]:
    """The share of articles that are right, with its interval over incidents."""
    by_incident: dict[str, list[int]] = {}
    for each in told:
        counts = by_incident.setdefault(each.incident, [0, 0])
        counts[0] += right(each)
        counts[1] += 1
    if not by_incident:
        return {"articles": 0}
    groups = list(by_incident.values())
    draw = random.Random(7)  # noqa: S311 - a bootstrap, no secret
    shares = sorted(_ratio(draw.choices(groups, k=len(groups))) for _ in range(SAMPLES))
    low, high = shares[int(0.025 * SAMPLES)], shares[int(0.975 * SAMPLES) - 1]
    return {"articles": len(told), "exact": round(_ratio(groups), 4), "interval": [round(low, 4), round(high, 4)]}


def _ratio(groups: Iterable[Sequence[int]]) -> float:
    groups = list(groups)
    return sum(right for right, _ in groups) / sum(whole for _, whole in groups)


# --- the baseline ---------------------------------------------------------------------------------------------------

_NUMBER = r"(?P<number>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WORDS = {"killed": "killed|dead|died|deaths|fatally", "injured": "injured|wounded|hurt|hospitalized|injuries"}


def baseline(article: Article, outcome: str) -> float | None:
    """The first number up to three words before a word of the outcome, in title and text; 1 for the word alone."""
    text = f"{article.title or ''}\n{article.text or ''}".lower()
    match = re.search(rf"\b{_NUMBER}\b(?:\s+\w+){{0,3}}\s+(?:{_WORDS[outcome]})\b", text)
    if match:
        return value_of(match["number"])
    return 1.0 if re.search(rf"\b(?:{_WORDS[outcome]})\b", text) else None


def baseline_scores(told: Sequence[Told]) -> dict[str, Any]:
    """The pattern on the measuring half."""
    own = [each for each in told if each.gold is not None and each.half == MEASURE]
    result = {}
    for outcome in OUTCOMES:
        answers = {each.id: baseline(each.article, outcome) for each in own}
        given = [each for each in own if answers[each.id] is not None]

        def exact(each: Told, outcome: str = outcome, answers: Mapping[str, float | None] = answers) -> bool:
            return each.gold is not None and (answers[each.id] or 0) == each.gold[outcome]

        result[outcome] = {"all": _share(own, exact), "with_figure": _share(given, exact)}
    return result


# --- pairs ----------------------------------------------------------------------------------------------------------


def pair_scores(told: Sequence[Told], found: Mapping[str, Mapping[str, Figure]], gold: Path) -> dict[str, Any]:
    """Verdicts over the labelled pairs by half, and how many ``contradiction`` are called, right, and there."""
    known = {each.id for each in told}
    result: dict[str, Any] = {}
    with gold.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["a"] in known and row["b"] in known]
    for name, half in (("tuning", TUNING), ("measure", MEASURE)):
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            if half_of(row["incident"]) == half:
                a, b = found[row["a"]].get(row["outcome"]), found[row["b"]].get(row["outcome"])
                verdict = compare(a, b, same_event=True).relation.value if a and b else "no_figure"
                counts[row["label"], verdict] += 1
        called = [label for label, verdict in counts.elements() if verdict == Relation.CONTRADICTION]
        result[name] = {
            "pairs": counts.total(),
            "labels": dict(sorted(Counter(label for label, _ in counts.elements()).items())),
            "contradiction_called": len(called),
            "contradiction_right": called.count("contradiction"),
            "verdicts": {f"{label} → {verdict}": count for (label, verdict), count in sorted(counts.items())},
        }
    return result


def corpora_default() -> Path:
    """Where the corpora lie unless the call says so."""
    return Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="Casualty figures against a register")
    parser.add_argument("--corpora", type=Path, default=corpora_default())
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    told = read_told(arguments.corpora, arguments.dataset)
    found = {
        each.id: {figure.outcome: figure for figure in figures(each.article, each.claims, each.mentions)}
        for each in told
    }
    result = {
        "articles": len(told),
        "with_register": sum(each.gold is not None for each in told),
        "figures": figure_scores(told, found),
        "baseline": baseline_scores(told),
        "pairs": {name: pair_scores(told, found, GOLD / f"{name}.csv") for name in ("pairs", "totals")},
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
