"""The gate: a catalogue of checks, one a file, and ``check``, which holds a dataset to all of them.

What a check of one's own is made with is here; ``docs/quality.md`` shows it.
"""

from claimkit.checks.catalogue import Check, Hit, Severity, Where, dataset_check, hit, row_check, tally_check
from claimkit.checks.data import Data, Tally

__all__ = [
    "Check",
    "Data",
    "Hit",
    "Severity",
    "Tally",
    "Where",
    "dataset_check",
    "hit",
    "row_check",
    "tally_check",
]
