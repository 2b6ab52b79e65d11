"""What ``check`` found: one outcome a check, with the first findings of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.checks.catalogue import Check, Severity
from claimkit.schema import Fault

SHOWN_FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One check on one dataset.

    ``severity`` is that of the settings; ``count`` counts all findings, ``faults`` holds the first hundred of them.
    ``skipped`` is the reason why the check could not run, ``None`` where it did.
    """

    check: Check
    severity: Severity
    count: int
    faults: tuple[Fault, ...]
    skipped: str | None = None

    def fails(self, at: Severity | None) -> bool:
        """Whether it found something, and that is of this severity or a worse one; never for ``None``."""
        order = list(Severity)
        return bool(self.count) and at is not None and order.index(self.severity) <= order.index(at)

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON-ready ``dict``."""
        return {
            "id": self.check.id,
            "title": self.check.title,
            "severity": self.severity.value,
            "count": self.count,
            "skipped": self.skipped,
            "mend": self.check.mend if self.count else None,
            "findings": [
                {key: value for key, value in fault._asdict().items() if key != "check"} for fault in self.faults
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What ``check`` found, in the order of the catalogue.

    ``counts`` is rows by table; ``settings`` names the file the thresholds come from, ``None`` for the defaults,
    and ``fail_on`` is the severity it asks to fail on; ``notes`` is how often something had nothing to be
    checked against, by its reason.
    """

    path: str
    counts: Mapping[str, int]
    outcomes: tuple[Outcome, ...]
    settings: str | None
    fail_on: str | None
    notes: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return not self.fails(Severity.ERROR)

    @property
    def found(self) -> tuple[Outcome, ...]:
        """The checks that found something, the worst first, in the order of the catalogue among equals."""
        order = list(Severity)
        return tuple(
            sorted((each for each in self.outcomes if each.count), key=lambda each: order.index(each.severity))
        )

    @property
    def skipped(self) -> tuple[Outcome, ...]:
        """The checks that could not run."""
        return tuple(each for each in self.outcomes if each.skipped is not None)

    def fails(self, at: Severity | None) -> bool:
        """Whether there is a finding of this severity or a worse one; never for ``None``."""
        return any(each.fails(at) for each in self.outcomes)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(each.count for each in self.outcomes if each.severity is severity)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready ``dict``."""
        return {
            "ok": self.ok,
            "path": self.path,
            "counts": dict(self.counts),
            "settings": self.settings,
            "findings": {severity.value: self.count(severity) for severity in Severity},
            "outcomes": [each.to_dict() for each in self.outcomes],
            "notes": dict(self.notes),
        }

    @property
    def verdict(self) -> str:
        """The report in one line."""
        rows = ", ".join(f"{count:,} {config}" for config, count in self.counts.items())
        ran = sum(each.skipped is None for each in self.outcomes)
        found = ", ".join(
            f"{count:,} {_WORD[each]}{'s' if count > 1 else ''}" for each in Severity if (count := self.count(each))
        )
        return f"{self.path}: {found or 'nothing found'} by {ran} checks ({rows})"

    def __str__(self) -> str:
        return "\n".join([self.verdict, *self._lines()])

    def _lines(self) -> Iterator[str]:
        for outcome in self.found:
            yield f"{outcome.severity}: {outcome.check.id} ({outcome.count:,}): {outcome.check.title}"
            for fault in outcome.faults[:SHOWN_FIRST]:
                yield f"  {fault}"
            if outcome.count > SHOWN_FIRST:
                yield f"  … and {outcome.count - SHOWN_FIRST:,} more"
            if outcome.check.mend:
                yield f"  {outcome.check.mend}"


_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
