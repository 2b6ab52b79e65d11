"""Errors by their kind: how many there are of each, and some of each for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from claimkit.evaluation.measures import Measure


class Error(Protocol):
    """One error; its kind is one of those its task tells apart."""

    @property
    def kind(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...


E = TypeVar("E", bound=Error)


@dataclass(frozen=True, slots=True)
class Scores(Generic[E]):
    """The measures by name and every error; ``unpredicted`` counts texts of the gold that were not predicted.

    ``kinds`` says of each kind of error what it is.
    """

    articles: int
    unpredicted: int
    measures: Mapping[str, Measure]
    errors: tuple[E, ...]
    kinds: Mapping[str, str]

    def to_dict(self, *, examples: int = 0) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits, with at most ``examples`` errors of each kind."""
        return {
            "articles": self.articles,
            "unpredicted": self.unpredicted,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "errors": errors_dict(self.errors, self.kinds, examples),
        }


def errors_dict(errors: Sequence[Error], kinds: Iterable[str], most: int) -> dict[str, Any]:
    """JSON-ready counts of all errors, and at most ``most`` of each kind as examples."""
    names = tuple(kinds)
    return {
        "counts": count_kinds(errors, names),
        "examples": [error.to_dict() for error in examples_of(errors, names, most)],
    }


def count_kinds(errors: Iterable[Error], kinds: Iterable[str]) -> dict[str, int]:
    """How many there are of each kind that occurs, in the order of ``kinds``."""
    counts = Counter(error.kind for error in errors)
    return {kind: counts[kind] for kind in kinds if counts[kind]}


def examples_of(errors: Sequence[E], kinds: Iterable[str], most: int) -> list[E]:
    """At most ``most`` errors of each kind, spread evenly over the corpus, kind by kind."""
    chosen: list[E] = []
    for kind in kinds:
        same = [error for error in errors if error.kind == kind]
        step = max(1.0, len(same) / most) if most > 0 else 0
        chosen += [same[int(each * step)] for each in range(min(most, len(same)))]
    return chosen
