"""What the shell offers for an argument whose values are not fixed: ids of a dataset, formats of the registry.

A completion never fails and never writes: where there is nothing to offer, the shell offers file names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import typer

from claimkit.errors import ClaimkitError

MOST = 200  # more do not fit on a screen


def claim_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of claims that begin like this, in the dataset named before it or in the current folder."""
    try:
        return list(islice(_ids(Path(ctx.params.get("dataset") or ""), incomplete), MOST))
    except (ClaimkitError, OSError):
        return []


def export_formats(incomplete: str) -> list[str]:
    """The formats that a dataset can be exported to."""
    from claimkit.exchange.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def import_formats(incomplete: str) -> list[str]:
    """The formats that a dataset can be made from."""
    from claimkit.exchange.formats import IMPORTS

    return [name for name in IMPORTS if name.startswith(incomplete)]


def _ids(dataset: Path, beginning: str) -> Iterator[str]:
    from claimkit.reading.tables import find_tables, rows_of

    for file in find_tables(dataset).get("claims", ()):
        for row in rows_of(file, columns=("claim_id",)):
            claim_id = str((row.value or {}).get("claim_id", ""))
            if claim_id.startswith(beginning):
                yield claim_id
