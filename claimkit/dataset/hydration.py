"""Put the words back into a stand-off dataset, from the articles it was annotated on."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.dataset.annotated import Annotated, Wanted
from claimkit.dataset.classification import write_classification
from claimkit.dataset.features import CLASSIFICATION
from claimkit.dataset.spool import Entry, Spool, open_spool
from claimkit.dataset.standoff import STANDOFF, full_article, full_claim, full_link, full_mention
from claimkit.dataset.storage import columns_of, open_file
from claimkit.errors import DataError, OptionError, OtherTextError, OutputError, OutputExistsError
from claimkit.reading import Reject, read_articles
from claimkit.reading.hub import ensure_local, local_path
from claimkit.reading.tables import find_tables, read_rows, rows_of
from claimkit.records import Article, TextMode

SCRATCH = ".claimkit-hydrating"
_RUN = "run.json"
_MOST_DIFFERENCES = 20

_FULL: Mapping[str, Callable[[Mapping[str, Any], Entry], dict[str, Any]]] = MappingProxyType(
    {
        "articles": lambda row, entry: full_article(row, entry.line, entry.text, entry.title),
        "mentions": lambda row, entry: full_mention(row, entry.line, entry.text),
        "attributions": lambda row, entry: full_link(row, entry.line, entry.text),
        "claims": lambda row, entry: full_claim(row, entry.line, entry.text),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hydrated:
    """A dataset that has its words again: rows by config, and the readers, with versions, that its spans hold for."""

    path: Path
    counts: Mapping[str, int]
    readers: tuple[str, ...]


def hydrate(
    dataset: Path | str,
    articles: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: Path | str | None = None,
    *,
    metadata: Path | str | None = None,
) -> Hydrated:
    """Put the text, the title and every surface string back into a dataset written with ``--text none``.

    ``articles`` are the files and folders it was extracted from, with their ``metadata.csv`` where titles stand in
    one. The result goes to the new folder ``out``, or takes the place of ``dataset`` once all of it is written.

    Raises :class:`~claimkit.errors.OtherTextError`, with nothing written, where an article's file is not there or is
    not the one annotated: it names each article and what differs (``source_sha256``, ``text_sha256``, reader, title).
    Raises :class:`~claimkit.errors.DataError` for a span that does not lie in its text,
    :class:`~claimkit.errors.OptionError` where ``dataset`` holds its text already or ``out`` is not empty, and
    :class:`~claimkit.errors.OutputError` where the disk is full or the folder may not be written.
    """
    if out is None:
        ensure_local(dataset, "hydrate without an output folder")
    dataset = local_path(dataset)
    tables = find_tables(dataset)
    if not dataset.is_dir() or "articles" not in tables:
        raise OptionError(f"{dataset}: expected the folder of a dataset, with its articles")
    target = dataset if out is None else _free(Path(out))
    with _mapped(target), _scratch(target) as scratch:
        with open_spool(scratch) as spool:
            readers = _collect(dataset, articles, metadata, spool)
            counts = {config: _restore(files, config, dataset, scratch, spool) for config, files in tables.items()}
        if out is not None:
            _copy_rest(dataset, scratch)
        if (dataset / CLASSIFICATION).is_dir():
            write_classification(scratch)
        _restore_run(dataset / _RUN, scratch / _RUN)
        _move_in(scratch, target)
    return Hydrated(path=target, counts=MappingProxyType(counts), readers=readers)


def _collect(dataset: Path, articles: Any, metadata: Path | str | None, spool: Spool) -> tuple[str, ...]:
    """Fill the spool with the text and the line of every article; the readers that are needed."""
    titles = _load_lines(dataset / STANDOFF, spool)
    found = [
        Annotated.from_article(article, titles.get(article.article_id))
        for article in map(Article.from_dict, read_rows(dataset, "articles"))
        if article.text_mode is TextMode.NONE
    ]
    if not found:
        raise OptionError(f"{dataset}: every article has its text already")
    if unknown := [each.article_id for each in found if each.article_id not in titles]:
        raise DataError(f"{STANDOFF} knows no article {unknown[0]}: it belongs to another state of the dataset")
    wanted, rejects = Wanted(found), list[Reject]()
    for article in read_articles(articles, metadata=metadata, on_reject=rejects.append):
        for article_id in wanted.met_by(article):
            spool.add_text(article_id, article.text or "", article.title)
    if wanted:
        raise OtherTextError(_refusal(wanted, len(found), rejects))
    return tuple(sorted({f"{each.reader.name} {each.reader.version}" for each in found}))


def _refusal(wanted: Wanted, of: int, rejects: list[Reject]) -> str:
    lines = list(wanted.differences())
    shown = lines[:_MOST_DIFFERENCES]
    shown += [f"… and {len(lines) - len(shown):,} more"] if len(lines) > len(shown) else []
    shown += [f"not read: {each.input}: {each.reason}: {each.detail}" for each in rejects[:_MOST_DIFFERENCES]]
    return f"{len(lines):,} of {of:,} articles cannot be put back, nothing is written\n" + "\n".join(shown)


def _load_lines(file: Path, spool: Spool) -> dict[str, Any]:
    """The ``title`` entries by article; the lines themselves go to the spool."""
    if not file.is_file():
        raise OptionError(f"{file}: is not there; it comes with the dataset and says where its words stood")
    titles: dict[str, Any] = {}
    for number, line, problem in rows_of(file):
        parts = () if line is None else (line.get(name) for name in ("mentions", "attributions", "claims"))
        if line is None or "article_id" not in line or not all(isinstance(part, dict) for part in parts):
            raise DataError(f"{file}:{number}: {problem or 'is no line of a stand-off dataset'}")
        spool.add_line(line["article_id"], line)
        titles[line["article_id"]] = line.get("title")
    return titles


def _restore(files: Iterable[Path], config: str, dataset: Path, scratch: Path, spool: Spool) -> int:
    return sum(_restore_file(file, config, scratch / file.relative_to(dataset), spool) for file in files)


def _restore_file(file: Path, config: str, new: Path, spool: Spool) -> int:
    new.parent.mkdir(parents=True, exist_ok=True)
    full = _FULL.get(config)
    if full is None:
        # Pairs, clusters, verdicts and annotations refer to claims by their ids and hold no word of an article.
        shutil.copyfile(file, new)
        return sum(1 for _ in rows_of(file))
    columns, count = columns_of(config), 0
    table = open_file(new, config)
    try:
        for line, row, problem in rows_of(file):
            if row is None or (lost := set(row) - columns):
                raise DataError(f"{file}:{line}: {problem or f'claimkit knows no column {min(lost)!r}'}")
            table.add(_full(row, full, spool, f"{file}:{line}"))
            count += 1
        table.close()
    except BaseException:
        table.abandon()
        raise
    return count


def _full(row: dict[str, Any], full: Any, spool: Spool, place: str) -> dict[str, Any]:
    entry = spool.get(row["article_id"])
    if entry is None:
        return row
    try:
        return dict(full(row, entry))
    except DataError as error:
        raise DataError(f"{place}: article {row['article_id']}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{place}: the row is broken ({error!r}): run `claimkit validate`") from error


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder inside ``target`` that goes whatever happens; so does ``target`` if it is left empty and was new."""
    made, scratch = not target.exists(), target / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if made and not any(target.iterdir()):
            target.rmdir()


@contextmanager
def _mapped(target: Path) -> Iterator[None]:
    """A full disk and the like, as an error that says what to do; the spool reports them in words of its own."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise OutputError(
            f"{target} could not be hydrated: {error}. Once that is mended, the same command does it"
        ) from error


def _free(out: Path) -> Path:
    if out.exists() and (not out.is_dir() or {entry.name for entry in out.iterdir()} - {SCRATCH}):
        raise OutputExistsError(f"{out} is not empty; name a new folder")
    return out


def _copy_rest(dataset: Path, scratch: Path) -> None:
    """The other files of the dataset: its card, its rejects, whatever lies beside."""
    for file in sorted(dataset.rglob("*")):
        place = file.relative_to(dataset)
        hidden = any(part.startswith(".") for part in place.parts)
        new = scratch / place
        if file.is_file() and not hidden and place != Path(STANDOFF) and not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, new)


def _restore_run(file: Path, new: Path) -> None:
    """The run as it would have been with its text; a run.json that is no claimkit's stays as it is."""
    if not file.is_file():
        return
    try:
        run = json.loads(file.read_bytes())
    except ValueError:
        return
    if isinstance(run, dict) and isinstance(options := run.get("options"), dict) and "text" in options:
        run["options"] = {**options, "text": "full"}
        new.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _move_in(scratch: Path, target: Path) -> None:
    """Every file to its place; the articles last, so that after a stop half-way hydrating again does the rest."""
    files = [file.relative_to(scratch) for file in sorted(scratch.rglob("*")) if file.is_file()]
    for place in sorted(files, key=lambda place: place.parts[0].partition(".")[0] == "articles"):
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (scratch / place).replace(target / place)
    (target / STANDOFF).unlink(missing_ok=True)
