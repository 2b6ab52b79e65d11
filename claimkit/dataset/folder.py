"""The output folder: whether it is free, and how a finished dataset takes its place in it.

While a run goes on, everything lies in ``.claimkit-partial`` inside the folder. ``run.json`` takes its place last, so
a folder with one is finished; what is partial goes only after that.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from claimkit.dataset.configs import CARD as CARD  # the name belongs with those of the other files
from claimkit.dataset.configs import is_minimal, read_card, reconfigured, write_card
from claimkit.dataset.features import CLASSIFICATION
from claimkit.dataset.inventory import splits_on_disk
from claimkit.dataset.standoff import STANDOFF
from claimkit.dataset.storage import sync
from claimkit.errors import OutputError, OutputExistsError
from claimkit.reading.tables import CONFIGS, SUFFIXES

PARTIAL = ".claimkit-partial"
TABLES_FOLDER = "tables"  # inside it: the tables while they are being made
RUN, REJECTS = "run.json", "rejects.jsonl"
# Partly people's: what they wrote into these outlives the tables.
DATASHEET, DATA_STATEMENT = "DATASHEET.md", "DATA_STATEMENT.md"
# What `claimkit split` writes beside them: its report, and the group of every article.
SPLIT, GROUPS = "split.json", "groups.jsonl"
# Inside the partial folder: there from the moment on in which the finished tables move out of it.
_MOVING = "moving"
# In a folder that is made in one go, without a journal: what there is of it so far.
_SCRATCH = ".claimkit-making"


def ensure_free(out: Path, *, overwrite: bool) -> None:
    """Raise :class:`OutputExistsError` where a run may not be written; touches nothing that is of use to anybody."""
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputExistsError(f"{out} is a file; name a folder")
    if _is_run(out / RUN):
        if (out / PARTIAL / _MOVING).exists():
            # All had moved in, and the run was ended before it could tidy up.
            shutil.rmtree(out / PARTIAL)
        if not overwrite:
            raise OutputExistsError(f"{out} holds a finished run; pass --overwrite or name another folder")
    elif any(out.iterdir()) and not (out / PARTIAL).is_dir():
        raise OutputExistsError(f"{out} holds something that is not claimkit's; name an empty or a new folder")


@contextlib.contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn what the system has against writing into an :class:`OutputError` that says what to do."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OutputError(
            f"{out} cannot be written: {reason}. What was done so far is kept: once that is mended, the same command "
            "goes on from there"
        ) from error


@contextlib.contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """A scratch folder whose files become ``out`` when the block is left well, and go when it is not.

    Raises :class:`OutputExistsError` where ``out`` is not empty, :class:`OutputError` where it cannot be written.
    """
    if out.exists() and (not out.is_dir() or {entry.name for entry in out.iterdir()} - {_SCRATCH}):
        raise OutputExistsError(f"{out} is not empty; name a new folder")
    made, scratch = not out.exists(), out / _SCRATCH
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        yield scratch
        for each in sorted(scratch.iterdir()):
            each.replace(out / each.name)
        sync(out)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OutputError(
            f"{out} cannot be written: {reason}. Nothing is left of it; mend that and try again"
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def move_in(partial: Path, out: Path) -> None:
    """Put all of ``partial``/tables into ``out``, run.json last, in the place of whatever run was there.

    Can be ended at any moment and called again with the same files made anew.
    """
    tables = partial / TABLES_FOLDER
    # Without its run.json the folder counts as unfinished, so a stop from here on never leaves old beside new.
    (out / RUN).unlink(missing_ok=True)
    sync(out)
    # Only now: beside an old run.json it would say that the new tables are in.
    (partial / _MOVING).touch()
    sync(partial)
    for config in CONFIGS:
        for suffix in SUFFIXES:
            (out / f"{config}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(out / config, ignore_errors=True)
    # Made from the claims that go.
    shutil.rmtree(out / CLASSIFICATION, ignore_errors=True)
    _keep_card(tables, out)
    for name in (STANDOFF, REJECTS, SPLIT, GROUPS):
        (out / name).unlink(missing_ok=True)
    files = sorted(file.relative_to(tables) for file in tables.rglob("*") if file.is_file())
    for file in files:
        if file != Path(RUN):
            (out / file).parent.mkdir(exist_ok=True)
            (tables / file).replace(out / file)
    # The names must be on the disk before the one that says that all is.
    for folder in {(out / file).parent for file in files}:
        sync(folder)
    (tables / RUN).replace(out / RUN)
    sync(out)


def _keep_card(tables: Path, out: Path) -> None:
    """What people wrote into the card outlives the tables it was of; a minimal one goes with them."""
    document = read_card(out)
    if document is None:
        return
    if is_minimal(document):
        (out / CARD).unlink()
    else:
        write_card(tables / CARD, reconfigured(document, splits_on_disk(tables)))


def _is_run(file: Path) -> bool:
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(run, dict) and run.get("tool") == "claimkit"
