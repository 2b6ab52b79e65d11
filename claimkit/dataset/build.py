"""Extractions to a dataset folder: tables, ``rejects.jsonl``, ``run.json``.

Beside Parquet tables lies a ``README.md`` with the names of the configs, without which ``datasets`` sees one heap of
files; for JSON Lines it would guess types from the values, and take dates for times of day, so there is none.

While a run goes on, everything lies in ``.claimkit-partial`` inside the folder; ``run.json`` takes its place last, so
a folder with one is finished. A run that was interrupted leaves the partial folder behind, and the next run clears it.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import platform
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Literal, Protocol

import claimkit
from claimkit.dataset.standoff import STANDOFF, stand_off
from claimkit.dataset.storage import JsonlTable, Table, json_line, open_table, table_file
from claimkit.errors import MissingModelError, OptionError, OutputExistsError
from claimkit.reading import Reject
from claimkit.reading.rejects import OnReject, warn
from claimkit.reading.tables import CONFIGS, SUFFIXES
from claimkit.records import SCHEMA_VERSION, Article, Attribution, Claim, Mention
from claimkit.schema import flat_columns

Format = Literal["parquet", "jsonl"]
Text = Literal["full", "none"]

# What a run writes; the other configs come from comparing and annotating, and go when their claims are replaced.
TABLES = ("articles", "attributions", "claims", "mentions")
PARTIAL = ".claimkit-partial"
RUN, REJECTS, CARD = "run.json", "rejects.jsonl", "README.md"


class Extracted(Protocol):
    """One article and all that was found in it."""

    @property
    def article(self) -> Article: ...
    @property
    def attributions(self) -> tuple[Attribution, ...]: ...
    @property
    def claims(self) -> tuple[Claim, ...]: ...
    @property
    def mentions(self) -> tuple[Mention, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run has written: rows by config, and how many inputs were set aside, by reason."""

    path: Path
    counts: Mapping[str, int]
    rejects: Mapping[str, int]


def write_dataset(
    extractions: Iterable[Extracted],
    out: Path | str,
    *,
    format: Format = "parquet",  # noqa: A002  # the word of the command line and of every dataset library
    text: Text = "full",
    overwrite: bool = False,
    rejects: Iterable[Reject] = (),
    options: Mapping[str, Any] | None = None,
) -> Written:
    """Write a dataset folder, one extraction after another, in bounded memory; same input, same bytes.

    ``rejects`` is read after the last extraction, so it may be the list that reading appends to. ``options`` go into
    ``run.json`` as they are: those that change the rows, never a path or a number of workers. An article that came
    before, or that holds what neither format can store, is set aside with the reason ``duplicate`` or ``unstorable``.
    With ``text="none"`` the tables hold no word of the articles (:mod:`claimkit.dataset.standoff`).

    Raises :class:`OptionError` for an unknown format or text mode, :class:`OutputExistsError` if ``out`` holds a
    finished run and not ``overwrite``, or something that is not claimkit's; both before the first extraction is asked
    for.
    """
    if format not in ("parquet", "jsonl"):
        raise OptionError(f"there is no format {format!r}; choose parquet or jsonl")
    if text not in ("full", "none"):
        raise OptionError(f"there is no text mode {text!r}; choose full or none")
    out = Path(out)
    _ensure_free(out, overwrite=overwrite)
    # The first extraction raises what is wrong with the call; until then nothing is touched.
    rest = iter(extractions)
    first = list(itertools.islice(rest, 1))
    partial = out / PARTIAL
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    aside: list[Reject] = []
    counts = _write_tables(_usable(itertools.chain(first, rest), aside.append), partial, format, text)
    every = sorted([*rejects, *aside], key=lambda each: (each.input, each.line or 0, each.reason, each.detail))
    reasons = dict(sorted(Counter(each.reason for each in every).items()))
    (partial / REJECTS).write_bytes(b"".join(json_line(_printable(reject)) for reject in every))
    if format == "parquet":
        (partial / CARD).write_text(_card(), encoding="utf-8", newline="\n")
    _write_json(partial / RUN, _run({"format": format, "text": text, **(options or {})}, counts, reasons))
    _move_in(partial, out, format)
    return Written(path=out, counts=MappingProxyType(counts), rejects=MappingProxyType(reasons))


def write_stream(
    extractions: Iterable[Extracted], stream: IO[bytes], *, text: Text = "full", on_reject: OnReject = warn
) -> int:
    """Write the claims as JSON Lines in UTF-8, the rows of ``claims.jsonl``; returns how many.

    What :func:`write_dataset` would set aside goes to ``on_reject`` (default: a warning).
    """
    count = 0
    for full in _usable(extractions, on_reject):
        rows = full if text == "full" else stand_off(full)[0]
        stream.writelines(map(json_line, rows["claims"]))
        count += len(rows["claims"])
    return count


def _rows(extraction: Extracted) -> dict[str, list[dict[str, Any]]]:
    names = {mention.entity_id: mention.name for mention in extraction.mentions}
    claims = [claim.to_dict() for claim in extraction.claims]
    return {
        "articles": [extraction.article.to_dict()],
        "attributions": [link.to_dict() for link in extraction.attributions],
        "claims": [{**claim, **flat_columns(claim, names)} for claim in claims],
        "mentions": [mention.to_dict() for mention in extraction.mentions],
    }


def _usable(extractions: Iterable[Extracted], set_aside: OnReject) -> Iterator[dict[str, list[dict[str, Any]]]]:
    seen: set[str] = set()
    for extraction in extractions:
        article = extraction.article
        # Not by its title, which must not get out where the text is left out.
        name = article.url or article.article_id
        if article.article_id in seen:
            set_aside(
                Reject(name, None, "duplicate", "the same text by the same publisher at the same url came before")
            )
            continue
        seen.add(article.article_id)
        rows = _rows(extraction)
        try:
            for row in itertools.chain.from_iterable(rows.values()):
                json_line(row)
        except ValueError as error:
            # Half an emoji, as broken exports leave it behind, is a string to Python and to no file format.
            set_aside(Reject(name, None, "unstorable", str(error)))
            continue
        yield rows


def _write_tables(
    articles: Iterable[dict[str, list[dict[str, Any]]]], folder: Path, form: str, text: Text
) -> dict[str, int]:
    counts = dict.fromkeys(TABLES, 0)
    tables: dict[str, Table] = {config: open_table(folder, config, form) for config in TABLES}
    surface = JsonlTable(folder / STANDOFF) if text == "none" else None
    try:
        for full in articles:
            rows = full
            if surface is not None:
                rows, line = stand_off(full)
                surface.add(line)
            for config, table in tables.items():
                for row in rows[config]:
                    table.add(row)
                counts[config] += len(rows[config])
    finally:
        for table in (*tables.values(), *([surface] if surface else [])):
            table.close()
    return counts


def _ensure_free(out: Path, *, overwrite: bool) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputExistsError(f"{out} is a file; name a folder")
    if _is_run(out / RUN):
        if not overwrite:
            raise OutputExistsError(f"{out} holds a finished run; pass --overwrite or name another folder")
    elif any(out.iterdir()) and not (out / PARTIAL).is_dir():
        raise OutputExistsError(f"{out} holds something that is not claimkit's; name an empty or a new folder")


def _is_run(file: Path) -> bool:
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(run, dict) and run.get("tool") == "claimkit"


def _move_in(partial: Path, out: Path, form: str) -> None:
    # Without its run.json the folder counts as unfinished, so a stop from here on never leaves old beside new.
    (out / RUN).unlink(missing_ok=True)
    for config in CONFIGS:
        for suffix in SUFFIXES:
            (out / f"{config}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(out / config, ignore_errors=True)
    for name in (CARD, STANDOFF):
        (out / name).unlink(missing_ok=True)
    for name in (*(table_file(config, form) for config in TABLES), STANDOFF, REJECTS, CARD, RUN):
        if (partial / name).exists():
            (out / name).parent.mkdir(exist_ok=True)
            (partial / name).replace(out / name)
    shutil.rmtree(partial)


def _run(options: Mapping[str, Any], counts: Mapping[str, int], rejects: Mapping[str, int]) -> dict[str, Any]:
    return {
        "tool": "claimkit",
        "schema_version": SCHEMA_VERSION,
        "versions": {
            "claimkit": claimkit.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("pyarrow", "spacy")},
        },
        "language_model": _language_model(),
        "options": dict(options),
        "counts": dict(counts),
        "rejects": dict(rejects),
    }


def _language_model() -> dict[str, str] | None:
    from claimkit.extraction.parsing import model_name

    try:
        name = model_name()
    except MissingModelError:
        # Records made by hand or by another tool are written without one.
        return None
    try:
        return {"name": name, "version": version(name)}
    except PackageNotFoundError:
        # A model given as a folder: its name stands in its own description, and no path goes into run.json.
        from spacy.util import load_meta

        meta = load_meta(Path(name) / "meta.json")
        return {"name": str(meta["name"]), "version": str(meta["version"])}


def _card() -> str:
    lines = ["---", "configs:"]
    for config in sorted(TABLES, key=lambda each: each != "claims"):
        lines += [
            f"- config_name: {config}",
            "  data_files:",
            "  - split: train",
            f"    path: {config}/train-*.parquet",
        ]
        lines += ["  default: true"] if config == "claims" else []
    return "\n".join([*lines, "---", "", "# Claims", "", _CARD_TEXT, ""])


_CARD_TEXT = """Claims reported in news articles, extracted with claimkit: who says what, how surely, how many and when.
Every config is one table; offsets are Unicode code points into the `text` of its article."""


def _printable(reject: Reject) -> dict[str, Any]:
    # The name of a file need not be valid UTF-8 either.
    return {
        name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for name, value in dataclasses.asdict(reject).items()
    }


def _write_json(file: Path, value: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
