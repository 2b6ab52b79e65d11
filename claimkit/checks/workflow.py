"""A report as GitHub workflow commands: annotations beside the files in a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from claimkit.checks.catalogue import Severity
from claimkit.checks.report import CheckReport

# GitHub shows ten annotations of each kind a step, and drops the rest without a word.
MOST = 10
_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def workflow_commands(report: CheckReport) -> Iterator[str]:
    """The first findings of each check as ``::error file=…,line=…,title=…::message``, no more than GitHub shows.

    Where there are more checks than places, each has one finding before any has two.
    """
    for severity in Severity:
        found = [each for each in report.found if each.severity is severity]
        rounds = ((outcome, number) for number in range(MOST) for outcome in found if number < len(outcome.faults))
        for outcome, number in list(rounds)[:MOST]:
            fault = outcome.faults[number]
            file = (PurePath(report.path) / fault.file).as_posix() if fault.line else report.path
            place = f"file={_property(file)}" + (f",line={fault.line}" if fault.file.endswith(".jsonl") else "")
            title = _property(f"{outcome.check.id}: {outcome.check.title}")
            message = f"{fault.record_id or '-'} › {fault.path}: {fault.message}"
            yield f"::{_KIND[severity]} {place},title={title}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
