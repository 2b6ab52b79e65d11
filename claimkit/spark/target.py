"""The folder a run on Spark writes, on whatever file system: free or not, and how the finished tables take their place.

It is :mod:`claimkit.dataset.folder` with Hadoop's file systems under it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimkit.dataset.configs import CARD, is_minimal, reconfigured
from claimkit.dataset.features import CLASSIFICATION
from claimkit.dataset.folder import GROUPS, PARTIAL, REJECTS, RUN, SPLIT
from claimkit.dataset.manifest import TABLES, card
from claimkit.dataset.shards import TRAIN, shard_name
from claimkit.dataset.standoff import STANDOFF
from claimkit.errors import OutputError, OutputExistsError
from claimkit.reading.tables import CONFIGS, SUFFIXES
from claimkit.spark.storage import Store, qualified, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

_TABLES = "tables"
_JOURNAL = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A dataset folder that is being written; ``name`` is what the user calls it."""

    name: str
    address: str
    _store: Store

    def begin(self) -> None:
        """Make room for what is written on the way; what an interrupted run left there goes."""
        with self._writing():
            self._store.remove(f"{self.address}/{PARTIAL}")

    def scratch(self, name: str) -> str:
        """Where something lies that is only needed on the way."""
        return f"{self.address}/{PARTIAL}/{name}"

    def table(self, config: str) -> str:
        """Where a table lies until all is done."""
        return f"{self.address}/{PARTIAL}/{_TABLES}/{config}"

    def finish(self, run: Mapping[str, Any]) -> None:
        """Put everything into its place, ``run.json`` last; what was there goes first."""
        store, out = self._store, self.address
        with self._writing():
            document = self._card()
            # Without it the folder counts as unfinished, so a stop from here on never leaves old beside new.
            store.remove(f"{out}/{RUN}")
            for name in (STANDOFF, REJECTS, SPLIT, GROUPS, CLASSIFICATION):
                store.remove(f"{out}/{name}")
            for config in CONFIGS:
                for name in (config, *(f"{config}{suffix}" for suffix in SUFFIXES)):
                    store.remove(f"{out}/{name}")
            for config in TABLES:
                self._move_table(config)
            self._move_lines("rejects", REJECTS)
            if store.exists(self.scratch("standoff")):
                self._move_lines("standoff", STANDOFF)
            store.write(f"{out}/{CARD}", document.encode(errors="surrogateescape"))
            store.write(f"{out}/{RUN}", (json.dumps(run, indent=2, ensure_ascii=False) + "\n").encode())
            store.remove(f"{out}/{PARTIAL}")

    def _card(self) -> str:
        """The names of the configs; what a person wrote beside them stays."""
        file = f"{self.address}/{CARD}"
        known = self._store.read(file).decode(errors="surrogateescape") if self._store.exists(file) else None
        if known is None or is_minimal(known):
            return card(TABLES)
        return reconfigured(known, dict.fromkeys(TABLES, (TRAIN,)))

    def _move_table(self, config: str) -> None:
        names = [name for name in self._store.names(self.table(config)) if name.startswith("part-")]
        for number, name in enumerate(names):
            shard = shard_name(config, TRAIN, number, len(names))
            self._store.move(f"{self.table(config)}/{name}", f"{self.address}/{shard}")

    def _move_lines(self, scratch: str, file: str) -> None:
        """One partition of lines as a file; Spark writes none where there are none."""
        folder = self.scratch(scratch)
        parts = [name for name in self._store.names(folder) if name.startswith("part-")]
        if parts:
            self._store.move(f"{folder}/{parts[0]}", f"{self.address}/{file}")
        else:
            self._store.write(f"{self.address}/{file}", b"")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """What a file system has against writing, in words that say what to do."""
        from py4j.protocol import Py4JJavaError

        try:
            yield
        except (OSError, Py4JJavaError) as error:
            reason = str(error.java_exception.getMessage()) if isinstance(error, Py4JJavaError) else str(error)
            raise OutputError(f"{self.name} cannot be written: {reason}. Mend that and run the same command") from error


def target_of(spark: SparkSession, out: str | Path, *, overwrite: bool = False) -> Target:
    """The folder of a run that begins.

    Raises :class:`OutputExistsError` where it holds a finished run, or an interrupted one of the local engine, and not
    ``overwrite``; and always where it holds something that is not claimkit's.
    """
    address = qualified(spark, out)
    store = store_of(spark, address)
    target = Target(name=str(out), address=address, _store=store)
    if not store.exists(address):
        return target
    if not store.is_folder(address):
        raise OutputExistsError(f"{out} is a file; name a folder")
    if _is_run(store, f"{address}/{RUN}"):
        if not overwrite:
            raise OutputExistsError(f"{out} holds a finished run; pass --overwrite or name another folder")
    elif store.exists(f"{address}/{PARTIAL}/{_JOURNAL}"):
        if not overwrite:
            raise OutputExistsError(
                f"{out} holds an interrupted run of the local engine: go on with it there, or pass --overwrite"
            )
    elif store.names(address) and not store.exists(f"{address}/{PARTIAL}"):
        raise OutputExistsError(f"{out} holds something that is not claimkit's; name an empty or a new folder")
    return target


def _is_run(store: Store, file: str) -> bool:
    if not store.exists(file):
        return False
    try:
        run = json.loads(store.read(file))
    except ValueError:
        return False
    return isinstance(run, dict) and run.get("tool") == "claimkit"
