"""Entries to outcomes on a worker: the processes, the functions and the rows of the local engine.

Every Python worker of Spark keeps one process beside it that holds the models and extracts, from one partition to the
next (:class:`~claimkit.extraction.workers.Crew`). An article that is the end of that process is tried once more and
then set aside as ``worker_died``, as it is locally; the task, and with it the job, goes on.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from orjson import loads

from claimkit.dataset.manifest import TABLES, difference, plan_of
from claimkit.dataset.rows import Text, location_of, printable, settled
from claimkit.dataset.storage import arrow_schema, json_line
from claimkit.errors import EngineError
from claimkit.extraction.pipeline import crew_of
from claimkit.reading import Entry, Location, Reject
from claimkit.resources import LEXICON_VARIABLE, own_lexicons
from claimkit.spark.frames import batched
from claimkit.tagging.model import tagger_name

# Rows of outcomes hold all tables of an article.
_ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a worker needs to know: options of the run, the words of the user's lexicons, versions of the driver."""

    rules_only: bool
    max_characters: int
    text: Text
    lexicons: tuple[str, ...]
    versions: Mapping[str, Any]


class _Place(NamedTuple):
    """A row of entries without its entry, and where reports say it was read."""

    row: Mapping[str, Any]
    location: Location


def work_of(*, rules_only: bool, max_characters: int, text: Text) -> Work:
    """The work as the driver is set up."""
    lexicons = tuple(path.read_text(encoding="utf-8") for path in own_lexicons())
    return Work(
        rules_only=rules_only,
        max_characters=max_characters,
        text=text,
        lexicons=lexicons,
        versions=_versions(rules_only=rules_only),
    )


def outcome_schema() -> Any:
    """The ``pyarrow.Schema`` of outcomes: the place of an entry, the rows it gave by table, or its reject.

    ``line`` is that within the block it was read in. A row without ``article_id`` and ``reason`` counts a block.
    """
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    place = [("source", pyarrow.int32()), ("name", pyarrow.string()), ("block", pyarrow.int64())]
    words = [(name, pyarrow.string()) for name in ("article_id", "standoff", "input", "reason", "detail")]
    tables = [(config, pyarrow.list_(pyarrow.struct(list(arrow_schema(config))))) for config in TABLES]
    return pyarrow.schema([*place, ("ordinal", pyarrow.int64()), ("line", pyarrow.int64()), *words, *tables])


def extract_entries(batches: Iterator[Any], work: Work) -> Iterator[Any]:
    """The outcomes of record batches of entries, in order, as record batches of :func:`outcome_schema`."""
    yield from batched(_outcomes(batches, work), outcome_schema(), _ROWS_AT_ONCE)


def _outcomes(batches: Iterator[Any], work: Work) -> Iterator[dict[str, Any]]:
    waiting: deque[_Place] = deque()
    blocks: list[dict[str, Any]] = []

    def entries() -> Iterator[Entry | Reject]:
        for batch in batches:
            for row in batch.to_pylist():
                packed = row.pop("entry")
                if packed is None:
                    blocks.append(row)
                    continue
                # Packed by entries.py on a worker of this very job.
                item: Entry | Reject = pickle.loads(packed)  # noqa: S301
                waiting.append(_Place(row, _location(item)))
                yield item

    for outcome in _crew(work).outcomes(entries()):
        place = waiting.popleft()
        found = settled(outcome, (), work.text, place.location)
        if isinstance(found, Reject):
            yield {**place.row, "line": found.line, **_words(found)}
        else:
            rows = loads(found.body)
            surface = rows.pop("standoff", None)
            standoff = None if surface is None else json_line(surface[0]).decode().rstrip("\n")
            article_id = rows["articles"][0]["article_id"]
            yield {**place.row, "line": place.location.line, "article_id": article_id, "standoff": standoff} | {
                "input": place.location.input,
                **rows,
            }
    yield from blocks


def _location(item: Entry | Reject) -> Location:
    return Location(item.input, item.line) if isinstance(item, Reject) else location_of(item)


def _words(reject: Reject) -> dict[str, Any]:
    row = printable(reject)
    return {name: row[name] for name in ("input", "reason", "detail")}


# The processes that extract, from one partition to the next: those of the work that was done last.
_CREWS: dict[str, Any] = {}


def _crew(work: Work) -> Any:
    key = repr(work)
    if key not in _CREWS:
        for each in _CREWS.values():
            each.end()
        _CREWS.clear()
        _ensure_same(work)
        _use(work.lexicons)
        _CREWS[key] = crew_of(1, rules_only=work.rules_only, max_characters=work.max_characters, stays=True)
    return _CREWS[key]


def _ensure_same(work: Work) -> None:
    """The records must not depend on the machine they were made on."""
    here = _versions(rules_only=work.rules_only)
    if here != work.versions:
        raise EngineError(
            f"a Spark worker differs from the driver: {difference(here, work.versions)}; install the same"
        )


def _versions(*, rules_only: bool) -> dict[str, Any]:
    plan = plan_of({})
    return {
        "schema_version": plan["schema_version"],
        "versions": {name: plan["versions"][name] for name in ("claimkit", "spacy")},
        "language_model": plan["language_model"],
        # By the environment of each machine, which a cluster's own set-up may settle otherwise than the driver's.
        "attribution": "rules" if rules_only else tagger_name(),
    }


def _use(lexicons: tuple[str, ...]) -> None:
    """Put the user's lexicons where the processes that are started from here will find them."""
    os.environ.pop(LEXICON_VARIABLE, None)
    if lexicons:
        folder = Path(tempfile.mkdtemp(prefix="claimkit-lexicons-"))
        files = [folder / f"{number}.toml" for number in range(len(lexicons))]
        for file, words in zip(files, lexicons, strict=True):
            file.write_text(words, encoding="utf-8")
        os.environ[LEXICON_VARIABLE] = os.pathsep.join(map(str, files))
