"""What the page says about the data itself: what the checks found, what was set aside and why, what made it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimkit.checks.catalogue import Form, Severity
from claimkit.checks.gate import check
from claimkit.checks.report import Outcome
from claimkit.dataset.folder import REJECTS, RUN
from claimkit.errors import BrokenRecordError
from claimkit.report.compact import sparse

# Rows a reader looks at; all of them are counted.
MOST_SHOWN = 500


def checks(folder: Path) -> dict[str, Any]:
    """What ``claimkit check`` says of the folder, the worst first; the contracts of Great Expectations are left out.

    Those say again of columns what the schema says of rows, and take seconds to load.
    """
    report = check(folder, great_expectations=False)
    ran = [outcome for outcome in report.outcomes if outcome.check.form is not Form.CONTRACT]
    silent = [outcome for outcome in ran if not outcome.count]
    return {
        "rows": dict(report.counts),
        "broken": sum(each.count for each in report.found if each.check.form is Form.INTEGRITY),
        "severities": {severity.value: report.count(severity) for severity in Severity},
        "found": [_outcome(outcome) for outcome in report.found if outcome in ran],
        "passed": [[outcome.check.id, outcome.check.title] for outcome in silent if outcome.skipped is None],
        "skipped": [[outcome.check.id, outcome.check.title, outcome.skipped] for outcome in silent if outcome.skipped],
        "notes": dict(report.notes),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return sparse(
        id=outcome.check.id,
        title=outcome.check.title,
        severity=outcome.severity.value,
        count=outcome.count,
        description=outcome.check.description,
        mend=outcome.check.mend,
        findings=[
            sparse(file=fault.file, line=fault.line, record=fault.record_id, path=fault.path, message=fault.message)
            for fault in outcome.faults
        ],
    )


def rejects(folder: Path) -> dict[str, Any]:
    """The inputs that gave no article, counted by reason, the most frequent first."""
    rows = list(_rows(folder / REJECTS))
    reasons = Counter(str(row.get("reason")) for row in rows)
    return {
        "count": len(rows),
        "reasons": [[reason, count] for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))],
        "rows": [
            sparse(**{name: row.get(name) for name in ("input", "line", "reason", "detail")})
            for row in rows[:MOST_SHOWN]
        ],
    }


def run(folder: Path) -> dict[str, Any]:
    """Versions, models and options of the run that made the dataset; empty where it left no ``run.json``."""
    file = folder / RUN
    if not file.is_file():
        return {}
    try:
        made = json.loads(file.read_bytes())
    except ValueError as error:
        raise BrokenRecordError(f"{file}: is no JSON: {error}") from error
    return made if isinstance(made, dict) else {}


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if not file.is_file():
        return
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BrokenRecordError(f"{file}:{number}: the line is no JSON: {error}") from error
        if isinstance(row, dict):
            yield row
