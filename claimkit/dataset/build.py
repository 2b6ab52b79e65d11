"""Extractions to a dataset folder: tables, ``rejects.jsonl``, ``run.json``; a run that is ended goes on where it was.

What is found in each input goes into a journal (:mod:`claimkit.dataset.journal`) in the order of the inputs. Once all
are there, the tables are made from the journal alone, in one go, and move into the folder
(:mod:`claimkit.dataset.folder`). So the bytes depend on the inputs and not on where a run was ended, however often, or
in which step; and what is held in memory is one article, the row groups being filled, and one number an article,
by which duplicates are known (about a hundred bytes).

Beside Parquet tables lies a ``README.md`` with the names of the configs, without which ``datasets`` sees one heap of
files; for JSON Lines it would guess types from the values, and take dates for times of day, so there is none.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Any, Literal, NamedTuple, Self, TypeVar

from orjson import loads

from claimkit.dataset.folder import CARD, PARTIAL, REJECTS, RUN, TABLES_FOLDER, ensure_free, move_in, writing
from claimkit.dataset.journal import Journal, Record, digest_of
from claimkit.dataset.manifest import TABLES, card, difference, plan_of, write_json
from claimkit.dataset.rows import Extracted, Text, location_of, printable, settled
from claimkit.dataset.standoff import STANDOFF
from claimkit.dataset.storage import JsonlTable, Table, json_line, open_table, sync
from claimkit.errors import OptionError, OutputExistsError
from claimkit.extraction.limits import MAX_CHARACTERS
from claimkit.extraction.pipeline import Extraction, Input, outcomes
from claimkit.reading import Location, Reject
from claimkit.reading.rejects import OnReject, warn
from claimkit.tagging.model import tagger_name

Format = Literal["parquet", "jsonl"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run has written: rows by config, and how many inputs were set aside, by reason."""

    path: Path
    counts: Mapping[str, int]
    rejects: Mapping[str, int]


@dataclass(slots=True)
class Done:
    """What a run has come to so far; ``resumed`` of its inputs were done by an earlier one."""

    articles: int = 0
    claims: int = 0
    rejects: int = 0
    resumed: int = 0

    @property
    def done(self) -> int:
        """Inputs that are behind us, extracted or set aside."""
        return self.articles + self.rejects

    def count(self, article: int, claims: int) -> None:
        """Count one more input; ``article`` is 0 if it was set aside."""
        self.claims += claims
        self.articles += article != 0
        self.rejects += article == 0


class _Place(NamedTuple):
    """The digest of an input that is being worked on, and where it was read."""

    digest: bytes
    location: Location


class Run:
    """A dataset folder that is being written, one outcome after another; use it as a context.

        with Run("claims", format="parquet") as run:
            for outcome in outcomes(run.missing(articles)):
                run.add(outcome)
            written = run.finish()

    An interrupted run with the same ``options`` (and versions) goes on: what it did is passed over by
    :meth:`missing`, provided that the inputs are the same. ``options`` go into ``run.json`` as they are: those that
    change the rows, never a path or a number of workers. With ``resume`` false it always begins anew.

    Raises :class:`OptionError` for an unknown format, :class:`OutputExistsError` if ``out`` holds a finished run or an
    interrupted one with other options and not ``overwrite``, something that is not claimkit's, or a run that another
    process is writing, and :class:`OutputError` where the folder cannot be written.
    """

    def __init__(
        self,
        out: Path | str,
        *,
        format: Format = "parquet",  # noqa: A002  # the word of the command line and of every dataset library
        text: Text = "full",
        overwrite: bool = False,
        options: Mapping[str, Any] | None = None,
        resume: bool = True,
    ) -> None:
        if format not in ("parquet", "jsonl"):
            raise OptionError(f"there is no format {format!r}; choose parquet or jsonl")
        if text not in ("full", "none"):
            raise OptionError(f"there is no text mode {text!r}; choose full or none")
        self.done = Done()
        self._out, self._format, self._text = Path(out), format, text
        self._overwrite, self._resume = overwrite, resume
        self._plan = plan_of({"format": format, "text": text, **(options or {})})
        self._seen: set[int] = set()
        self._waiting: deque[_Place] = deque()
        ensure_free(self._out, overwrite=overwrite)
        with writing(self._out):
            self._partial.mkdir(parents=True, exist_ok=True)
            self._journal = Journal(self._partial / "journal")
            try:
                self._begin()
            except BaseException:
                self._journal.close()
                raise

    @property
    def _partial(self) -> Path:
        return self._out / PARTIAL

    def _begin(self) -> None:
        found = self._journal.plan()
        if found is not None and found != self._plan and not self._overwrite:
            raise OutputExistsError(
                f"{self._out} holds an interrupted run with other options ({difference(found, self._plan)}); go on "
                "with the same, or pass --overwrite to begin anew"
            )
        if found != self._plan or not self._resume:
            self._journal.start(self._plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._journal.close()

    def missing(self, items: Iterable[_T]) -> Iterator[_T]:
        """The items that are not done yet; for each, in order, one outcome must be added.

        Raises :class:`OutputExistsError` where the items are not those of the interrupted run; with ``overwrite`` what
        it did from there on is done again.
        """
        records = self._journal.records()
        record = next(records, None)
        for item in items:
            digest = digest_of(item) if self._resume else bytes(16)
            if record is not None and record.digest != digest:
                self._part(record)
                record = None
            if record is None:
                self._waiting.append(_Place(digest, location_of(item)))
                yield item
            else:
                self._count(record.article, record.claims)
                self.done.resumed += 1
                record = next(records, None)
        if record is not None:
            self._part(record)

    def add(self, outcome: Extracted | Reject) -> None:
        """Write down what became of the first item of :meth:`missing` that has no outcome yet.

        An article that came before, or that holds what neither format can store, is set aside with the reason
        ``duplicate`` or ``unstorable``.
        """
        digest, location = self._waiting.popleft()
        found = settled(outcome, self._seen, self._text, location)
        if isinstance(found, Reject):
            article, claims, body = 0, 0, json_line({"rejects": [printable(found)]})
        else:
            article, claims, body = found
        with writing(self._out):
            self._journal.append(digest, article, claims, body)
        self._count(article, claims)

    def finish(self) -> Written:
        """Make the tables of all that was added, and put them in their place."""
        with writing(self._out):
            self._journal.sync()
            tables = self._partial / TABLES_FOLDER
            shutil.rmtree(tables, ignore_errors=True)
            tables.mkdir()
            counts, rejects = _write_tables(self._journal, tables, self._format, self._text)
            write_json(tables / RUN, {**self._plan, "counts": counts, "rejects": rejects})
            sync(tables / RUN)
            if self._format == "parquet":
                (tables / CARD).write_text(card(TABLES), encoding="utf-8", newline="\n")
                sync(tables / CARD)
            move_in(self._partial, self._out)
            # Windows deletes no open file.
            self._journal.close()
            shutil.rmtree(self._partial)
        return Written(path=self._out, counts=MappingProxyType(counts), rejects=MappingProxyType(rejects))

    def _part(self, record: Record) -> None:
        """The ways of the journal and of the inputs part before ``record``."""
        if not self._overwrite:
            raise OutputExistsError(
                f"{self._out} holds an interrupted run on other articles: the same ones come only as far as number "
                f"{self.done.done:,}. Go on with the same, or pass --overwrite to do the rest again"
            )
        self._journal.cut(self._journal.before(record))

    def _count(self, article: int, claims: int) -> None:
        self.done.count(article, claims)
        if article:
            self._seen.add(article)


def build_dataset(
    articles: Iterable[Input | Reject],
    out: Path | str,
    *,
    format: Format = "parquet",  # noqa: A002  # as in Run
    text: Text = "full",
    overwrite: bool = False,
    workers: int | None = None,
    rules_only: bool = False,
    max_characters: int = MAX_CHARACTERS,
    options: Mapping[str, Any] | None = None,
    follow: Callable[[Iterator[Extraction | Reject], Done], Iterator[Extraction | Reject]] | None = None,
) -> Written:
    """Extract ``articles``, or entries not opened yet, into a dataset folder; same input, same bytes.

    Memory does not grow with their number, and the bytes do not depend on ``workers``.

    A reject among the articles goes to ``rejects.jsonl`` in its place. ``follow`` passes the outcomes on, and may
    report of them and of what is done. Resumes, and raises, as :class:`Run` and
    :func:`~claimkit.extraction.pipeline.extract_many` do.
    """
    attribution = "rules" if rules_only else tagger_name()
    stated = {**(options or {}), "max_characters": max_characters, "attribution": attribution}
    with Run(out, format=format, text=text, overwrite=overwrite, options=stated) as run:
        found = outcomes(run.missing(articles), workers=workers, rules_only=rules_only, max_characters=max_characters)
        with contextlib.closing(found):
            for outcome in found if follow is None else follow(found, run.done):
                run.add(outcome)
        return run.finish()


def write_dataset(
    extractions: Iterable[Extracted | Reject],
    out: Path | str,
    *,
    format: Format = "parquet",  # noqa: A002  # as in Run
    text: Text = "full",
    overwrite: bool = False,
    options: Mapping[str, Any] | None = None,
) -> Written:
    """Write what was extracted elsewhere, from the first to the last; raises as :class:`Run` does, without resuming."""
    # The first extraction raises what is wrong with the call; until then nothing is touched.
    rest = iter(extractions)
    ensure_free(Path(out), overwrite=overwrite)
    first = list(itertools.islice(rest, 1))
    with Run(out, format=format, text=text, overwrite=overwrite, options=options, resume=False) as run:
        for each in run.missing(itertools.chain(first, rest)):
            run.add(each)
        return run.finish()


def write_stream(
    extractions: Iterable[Extracted | Reject],
    stream: IO[bytes],
    *,
    text: Text = "full",
    done: Done | None = None,
    on_reject: OnReject = warn,
) -> int:
    """Write the claims as JSON Lines in UTF-8, the rows of ``claims.jsonl``; returns how many.

    Rejects, and what :func:`write_dataset` would set aside, go to ``on_reject`` (default: a warning). ``done`` counts.
    """
    done = Done() if done is None else done
    seen: set[int] = set()
    for outcome in extractions:
        found = settled(outcome, seen, text, location_of(outcome))
        if isinstance(found, Reject):
            done.count(0, 0)
            on_reject(found)
            continue
        seen.add(found.article)
        stream.writelines(map(json_line, loads(found.body)["claims"]))
        done.count(found.article, found.claims)
    return done.claims


def _write_tables(journal: Journal, folder: Path, form: str, text: Text) -> tuple[dict[str, int], dict[str, int]]:
    """Make the tables; returns the rows by table, and the rejects by reason."""
    counts, reasons = dict.fromkeys(TABLES, 0), Counter[str]()
    tables: dict[str, Table] = {}
    try:
        for config in TABLES:
            tables[config] = open_table(folder, config, form)
        tables["rejects"] = JsonlTable(folder / REJECTS)
        if text == "none":
            tables["standoff"] = JsonlTable(folder / STANDOFF)
        for record in journal.records():
            rows = loads(record.unpacked())
            for config, each in rows.items():
                for row in each:
                    tables[config].add(row)
                if config in counts:
                    counts[config] += len(each)
            reasons.update(row["reason"] for row in rows.get("rejects", ()))
        for table in tables.values():
            table.close()
    except BaseException:
        for table in tables.values():
            table.abandon()
        raise
    return counts, dict(sorted(reasons.items()))
