"""Labels that are distributed otherwise than in the baseline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally
from claimkit.schema import flat_columns

_LABELS = ("kind", "negated", "check_worthy", "presupposed")
_OF_CHAIN = ("certainty", "source_type", "style")
_FEWEST_EXPECTED = 5


def _count(row: Row, data: Data) -> Iterator[tuple[str, str]]:
    for name in _LABELS:
        yield name, str(row[name])
    flat = flat_columns(row, data.known.names)
    for name in _OF_CHAIN:
        yield name, str(flat[name])
    yield "hedges", str(bool(row["hedges"]))
    for hedge in row["hedges"]:
        yield "hedge type", hedge["type"]


@tally_check(
    id="label-drift",
    title="Labels drift from the baseline",
    severity="warning",
    table="claims",
    count=_count,
    description=(
        "The labels of a field are distributed otherwise than in the baseline: a chi-squared test rejects that both "
        "are samples of one (p), and the difference is no small one (Cramér's V)."
    ),
    mend="Look at what changed: the articles, the model, or the annotators. A wanted change needs a new baseline.",
    template="{field}: Cramér's V is {v:.2f}, more than {most:.2f}; {label} went from {before:.1%} to {after:.1%}",
    settings={"most": 0.1, "p": 0.001, "at_least": 50},
    skip=lambda data: "no baseline was given" if data.baseline is None else None,
)
def label_drift(tally: Tally, data: Data, settings: Settings) -> Iterator[Hit]:
    before, after = _by_field((data.baseline or {}).get("label-drift", Tally())), _by_field(tally)
    for field in sorted(before.keys() & after.keys()):
        one, other = before[field], after[field]
        if min(one.total(), other.total()) < settings["at_least"]:
            continue
        p, v = association(one, other)
        if p < settings["p"] and v > settings["most"]:
            shares = {
                label: (one[label] / one.total(), other[label] / other.total()) for label in sorted({*one, *other})
            }
            label = max(shares, key=lambda each: abs(shares[each][0] - shares[each][1]))
            yield hit(field=field, v=v, label=label, before=shares[label][0], after=shares[label][1])


def association(one: Counter[str], other: Counter[str]) -> tuple[float, float]:
    """The p of Pearson's chi-squared test that both counts are samples of one distribution, and Cramér's V.

    Labels too rare to be expected five times in each are taken together (Cochran 1954).
    """
    from scipy.stats import chi2_contingency

    smaller = min(one.total(), other.total()) / (one.total() + other.total())
    columns: list[tuple[int, int]] = []
    rare = (0, 0)
    for label in sorted({*one, *other}):
        counts = (one[label], other[label])
        if sum(counts) * smaller >= _FEWEST_EXPECTED:
            columns.append(counts)
        else:
            rare = (rare[0] + counts[0], rare[1] + counts[1])
    if sum(rare):
        columns.append(rare)
    if len(columns) < 2:
        return 1.0, 0.0
    found = chi2_contingency(list(zip(*columns, strict=True)), correction=False)
    return float(found.pvalue), math.sqrt(float(found.statistic) / (one.total() + other.total()))


def _by_field(tally: Tally) -> dict[str, Counter[str]]:
    fields: dict[str, Counter[str]] = {}
    for key, count in tally.counts.items():
        field, label = cast("tuple[str, str]", key)
        fields.setdefault(field, Counter())[label] = count
    return fields
