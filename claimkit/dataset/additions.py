"""Tables that come to a finished dataset later: the pairs, clusters and verifications of ``claimkit compare``.

All are written beside the folder's tables first, and take their places one rename each: whoever reads in between sees
an old table or a new one, never half of either.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimkit.dataset.configs import is_minimal, read_card, reconfigured, write_card
from claimkit.dataset.folder import CARD, SPLIT, writing
from claimkit.dataset.inventory import splits_on_disk
from claimkit.dataset.manifest import card
from claimkit.dataset.storage import open_table, sync, table_file
from claimkit.errors import OptionError
from claimkit.reading.hub import ensure_local
from claimkit.reading.tables import SUFFIXES, find_tables

_BESIDE = ".claimkit-adding"


def add_tables(folder: Path | str, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, int]:
    """Write or replace the tables of ``folder`` named in ``tables``, in the format of its claims; returns the rows.

    The README is brought up to date: wholly if it is the one that ``extract`` wrote, of a person's its configs alone,
    until ``claimkit card`` counts anew. Raises :class:`OptionError` where the folder holds no claims,
    :class:`~claimkit.errors.OutputError` where it cannot be written; the old tables stay then.
    """
    ensure_local(folder, "adding tables")
    folder = Path(folder)
    claims = find_tables(folder).get("claims") if folder.is_dir() else None
    if not claims:
        raise OptionError(f"{folder}: no claims lie here; name a folder that `claimkit extract` wrote")
    if (folder / SPLIT).is_file():
        raise OptionError(
            f"{folder}: is split already, and what joins two sides leaks; add to it before `claimkit split`"
        )
    form = claims[0].suffix.removeprefix(".")
    beside = folder / _BESIDE
    with writing(folder):
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            counts = {config: _write(beside, config, rows, form) for config, rows in tables.items()}
            for config in tables:
                _replace(beside, folder, config, form)
            if form == "parquet":
                _write_card(folder)
            sync(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return counts


def _write(folder: Path, config: str, rows: Iterable[Mapping[str, Any]], form: str) -> int:
    table = open_table(folder, config, form)
    count = 0
    try:
        for row in rows:
            table.add(row)
            count += 1
        table.close()
    except BaseException:
        table.abandon()
        raise
    return count


def _replace(beside: Path, folder: Path, config: str, form: str) -> None:
    file = Path(table_file(config, form))
    (folder / file).parent.mkdir(exist_ok=True)
    (beside / file).replace(folder / file)
    # Shards and other formats of an older table would be read beside the new one.
    stale = [folder / f"{config}{suffix}" for suffix in SUFFIXES]
    stale += [each for suffix in SUFFIXES for each in (folder / config).glob(f"*{suffix}")]
    for each in stale:
        if each != folder / file:
            each.unlink(missing_ok=True)
    sync((folder / file).parent)


def _write_card(folder: Path) -> None:
    document = read_card(folder)
    if document is None:
        return
    fresh = folder / _BESIDE / CARD
    splits = splits_on_disk(folder)
    words = card(splits) if is_minimal(document) else reconfigured(document, splits)
    write_card(fresh, words)
    fresh.replace(folder / CARD)
