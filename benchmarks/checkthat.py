"""CheckThat 2020, task 2: tweets and the verified claims they repeat."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path("comparison") / "checkthat2020"


class Part(NamedTuple):
    """Tweets by identifier, and the identifiers of the claims that each repeats."""

    tweets: dict[str, str]
    relevant: dict[str, frozenset[str]]


def read_claims(corpora: Path) -> dict[str, tuple[str, str]]:
    """Every verified claim with the title of its article, by identifier."""
    with (corpora / FOLDER / "verified_claims.docs.tsv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return {row[0]: (row[1], row[2]) for row in rows[1:]}


def read_part(corpora: Path, name: str) -> Part:
    """The part ``train`` or ``dev``."""
    folder = corpora / FOLDER / name
    with (folder / "tweets.queries.tsv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    relevant: dict[str, set[str]] = {}
    for line in (folder / "tweet-vclaim-pairs.qrels").read_text(encoding="utf-8").splitlines():
        tweet, _, claim, judged = line.split()
        if int(judged):
            relevant.setdefault(tweet, set()).add(claim)
    tweets = {row[0]: row[1] for row in rows[1:]}
    return Part(tweets, {tweet: frozenset(relevant[tweet]) for tweet in tweets})
