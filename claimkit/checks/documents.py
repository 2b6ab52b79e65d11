"""What is written from the catalogue: its table for the documentation, and a settings file with every default."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from claimkit.checks.catalogue import Check, Form

_FORMS = {Form.INTEGRITY: "`validate`", Form.CONTRACT: "Great Expectations"}
_HEAD = """\
# Settings of `claimkit check`, with every default: copy the file beside a dataset, or into the folder you work in, and
# keep what you change. `severity` of any check is "error", "warning", "info" or "off"; `ignore` lists identifiers of
# records that a check's findings about are accepted.

fail_on = "error"   # "warning" or "never"; --fail-on goes before it
own = []            # Python files with checks of your own, by their path from this file
"""


def catalogue_table(checks: Iterable[Check]) -> str:
    """The checks as a Markdown table: identifier, severity, what a finding means, how to mend it."""
    lines = ["| id | severity | what it means | how to mend it |", "|---|---|---|---|"]
    lines += [f"| `{each.id}` | {each.severity} | {each.description} | {each.mend} |" for each in checks]
    return "\n".join(lines) + "\n"


def settings_example(checks: Iterable[Check]) -> str:
    """A ``claimkit-checks.toml`` that changes nothing."""
    return _HEAD + "".join(f"\n{line}" for check in checks for line in _table(check)) + "\n"


def _table(check: Check) -> Iterator[str]:
    yield ""
    origin = _FORMS.get(check.form) or f"rows of {check.table or 'all tables'}"
    yield f"[checks.{check.id}]   # {check.title}; by {origin}"
    yield f'severity = "{check.severity}"'
    yield from (f"{name} = {_toml(value)}" for name, value in check.settings.items())


def _toml(value: Any) -> str:
    return json.dumps(value)
