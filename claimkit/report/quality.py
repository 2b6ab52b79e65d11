"""What the page says about the data itself: what breaks the schema, what a check found, what was set aside and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimkit.dataset.folder import REJECTS, RUN
from claimkit.errors import BrokenRecordError
from claimkit.quality.validation import validate
from claimkit.report.compact import sparse

# Rows a reader looks at; all of them are counted.
MOST_SHOWN = 500


def validation(folder: Path) -> dict[str, Any]:
    """What ``claimkit validate`` says of the folder."""
    report = validate(folder)
    return {
        "rows": dict(report.counts),
        "count": report.fault_count,
        "faults": [
            sparse(file=fault.file, line=fault.line, record=fault.record_id, path=fault.path, message=fault.message)
            for fault in report.faults[:MOST_SHOWN]
        ],
        "skipped": dict(report.skipped),
    }


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
