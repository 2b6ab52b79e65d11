"""Folds that never tear an article apart, nor the articles on one event."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import DataError, OptionError

SEED = 0
NO_EVENT = "each article is an event of its own: the corpus names no events"
Ints = NDArray[np.int64]
Folds = list[tuple[Ints, Ints]]


def grouped_folds(labels: Sequence[str], groups: Sequence[str], folds: int) -> Folds:
    """(training rows, test rows) of each fold: stratified by label as well as whole groups allow, from a fixed seed.

    Raises :class:`OptionError` where there are fewer groups than folds, :class:`DataError` where a fold would train
    without one of the classes.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    number = len(set(groups))
    if not 2 <= folds <= number:
        raise OptionError(
            f"{number} groups of articles on one event cannot be split into {folds} folds: "
            + (f"pass --folds {number} or fewer" if number >= 2 else "give articles on two events at least")
        )
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    values = np.asarray(labels, dtype=object)
    made = [(train, test) for train, test in splitter.split(np.zeros(len(labels)), values, groups)]
    for train, _ in made:
        missing = sorted(set(labels) - set(values[train]))
        if missing:
            raise DataError(
                f"one of {folds} folds has no {', '.join(missing)} to learn from: label more of it, or pass fewer "
                "--folds"
            )
    return made


def rare_classes(labels: Sequence[str], groups: Sequence[str], folds: int) -> dict[str, int]:
    """Classes that stand in fewer groups than there are folds, with their numbers of rows."""
    where: dict[str, set[str]] = {}
    for label, group in zip(labels, groups, strict=True):
        where.setdefault(label, set()).add(group)
    rare = {label for label, found in where.items() if len(found) < folds}
    return {label: list(labels).count(label) for label in sorted(rare)}
