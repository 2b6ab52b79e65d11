"""Linkage against 567 pairs of claims labelled by reading: are they the same claim told twice?

    python benchmarks/linkage.py prepare DIR      # inputs of three corpora, and `claimkit extract` of each (8 minutes)
    python benchmarks/linkage.py measure DIR      # results/linkage.json

The gold, ``linkage_gold/pairs.csv``, names claims by article and the offsets of their predicates; its README says how it
was drawn and labelled. Everything was tuned on ``dev``; ``test`` holds other incidents and other articles.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from claimkit.comparison.linkage import Linkage, link, same_claims
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.evaluation.bootstrap import bootstrap_interval
from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.timeml import read_times
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Mention

HERE = Path(__file__).parent
GOLD = HERE / "linkage_gold" / "pairs.csv"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
# Days of PolNeAR train on which most of its articles appeared: they tell of the same primaries.
_DAYS = {"2016-02-17", "2016-03-10", "2016-03-15", "2016-05-12", "2016-06-09", "2016-07-27"}
_THRESHOLD = 0.5


class Pair(NamedTuple):
    """A labelled pair: the articles and where each predicate starts; ``same`` is ``None`` where reading did not tell."""

    corpus: str
    stratum: str
    split: str
    a: tuple[str, int]
    b: tuple[str, int]
    same: bool | None


def gold_pairs() -> list[Pair]:
    with GOLD.open(newline="") as file:
        return [
            Pair(
                row["corpus"],
                row["stratum"],
                row["split"],
                (row["article_a"], int(row["start_a"])),
                (row["article_b"], int(row["start_b"])),
                bool(int(row["same"])) if row["same"] else None,
            )
            for row in csv.DictReader(file)
        ]
