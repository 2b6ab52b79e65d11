"""A hedge with two types that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data

# What the Szeged corpus calls each type (Szarvas et al. 2012). Its annotators took words of evidence for now the one
# and now the other, and have no weasels and no approximators at all.
_SZEGED = {
    "epistemic_probable": ("E",),
    "epistemic_possible": ("E",),
    "epistemic_appearance": ("E",),
    "doxastic": ("D",),
    "investigation": ("I",),
    "condition": ("N",),
    "evidential": ("E", "D"),
    "weasel": (),
    "approximation": (),
}


@row_check(
    id="hedge-type-conflict",
    title="A hedge with two types",
    severity="error",
    table="claims",
    description="The type of a hedge and its type in the Szeged corpus exclude each other.",
    mend="Correct the one that is wrong, or leave szeged_type null.",
    template="type is {type}, but szeged_type {szeged_type}",
)
def hedge_type_conflict(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for number, hedge in enumerate(row["hedges"]):
        if hedge["szeged_type"] is not None and hedge["szeged_type"] not in _SZEGED[hedge["type"]]:
            yield hit(f"$.hedges[{number}]", type=hedge["type"], szeged_type=hedge["szeged_type"])
