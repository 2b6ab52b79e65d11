"""Floors that turn a score into a gate: what a measure must reach, and whether it did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.measures import Measure


@dataclass(frozen=True, slots=True)
class Floor:
    """What a measure must reach, and whether it did."""

    measure: str
    floor: float
    value: float

    @property
    def held(self) -> bool:
        return self.value >= self.floor

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, the value rounded to four digits."""
        return {"measure": self.measure, "floor": self.floor, "value": round(self.value, 4), "held": self.held}


def parse_floors(options: Iterable[str], measures: Collection[str]) -> dict[str, float]:
    """``["full=.6"]`` as ``{"full": 0.6}``.

    Raises :class:`OptionError` for what is no measure=share, and for a measure that is none of ``measures``.
    """
    floors = {}
    for option in options:
        name, _, number = option.partition("=")
        if name not in measures:
            raise OptionError(f"--floor {option}: there is no measure {name!r}; there are {', '.join(measures)}")
        try:
            floor = float(number)
        except ValueError:
            floor = -1.0
        if not 0 <= floor <= 1:
            raise OptionError(f"--floor {option}: expected a share between 0 and 1, such as {name}=.6")
        floors[name] = floor
    return floors


def check_floors(measures: Mapping[str, Measure], floors: Mapping[str, float]) -> list[Floor]:
    """Each floor beside the value of its measure."""
    return [Floor(name, floor, measures[name].value) for name, floor in floors.items()]
