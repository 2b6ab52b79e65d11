"""The checks that ``validate`` makes, and the column contracts, as entries of the catalogue."""

from __future__ import annotations

from claimkit.checks.catalogue import Check, Form, Severity
from claimkit.resources import load_lexicon

CONTRACT = "column-contract"


def integrity_checks() -> tuple[Check, ...]:
    """What ``validate`` finds, in the order of ``resources/checks.toml``; the contracts come last."""
    return tuple(
        Check(
            id=name,
            title=entry["title"],
            severity=Severity(entry["severity"]),
            description=entry["description"],
            mend=entry["mend"],
            template="{message}",
            form=Form.CONTRACT if name == CONTRACT else Form.INTEGRITY,
        )
        for name, entry in load_lexicon("checks").items()
    )
