"""Card, datasheet, data statement, Croissant and plots of a dataset, generated from its data and kept up to date.

Same data and same human words, same bytes: nothing here reads a clock, a path or a user's settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.dataset.card import template, with_metadata, with_texts
from claimkit.dataset.croissant import CROISSANT, croissant_of
from claimkit.dataset.facts import Facts, facts_of
from claimkit.dataset.folder import CARD, DATA_STATEMENT, DATASHEET, writing
from claimkit.dataset.inventory import file_sha256
from claimkit.dataset.licences import ensure_licence
from claimkit.dataset.parts import PARTS, Subject
from claimkit.dataset.plots import ASSETS, plots_of, png_of
from claimkit.dataset.reliabilities import reliabilities_of
from claimkit.dataset.sections import refreshed, sections
from claimkit.dataset.standoff import STANDOFF
from claimkit.dataset.storage import sync
from claimkit.errors import DataError
from claimkit.resources import load_lexicon

DOCUMENTS = (CARD, DATASHEET, DATA_STATEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """What was written into a dataset folder: files that changed, files that did not, and what people have to write.

    ``unanswered`` maps a document to the titles of its empty sections.
    """

    path: Path
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    unanswered: Mapping[str, tuple[str, ...]]


def document_dataset(folder: Path | str, *, licence: str | None = None, name: str | None = None) -> Documented:
    """Write README, datasheet, data statement, ``croissant.json`` and plots of a dataset, or bring them up to date.

    What a person wrote into the documents is kept byte for byte; only what stands between markers, and the keys of the
    YAML that follow from the data, are written anew. ``licence`` is an identifier of the Hub's (``cc-by-4.0``) and
    ``name`` the title; without them what the card says stays.

    Raises :class:`~claimkit.errors.OptionError` for an unknown licence or a folder without Parquet tables,
    :class:`DataError` where YAML or markers of a document are broken, :class:`~claimkit.errors.OutputError` where the
    folder cannot be written.
    """
    folder = Path(folder)
    if licence is not None:
        ensure_licence(licence)
    files = rendered(folder, facts_of(folder), licence=licence, name=name)
    changed = [path for path, content in files.items() if _differs(folder / path, content)]
    with writing(folder):
        for path in changed:
            _write(folder / path, files[path])
        for stale in _stale_plots(folder, files):
            stale.unlink()
    return Documented(
        path=folder,
        written=tuple(changed),
        unchanged=tuple(path for path in files if path not in changed),
        unanswered=MappingProxyType({name: unanswered(files[name].decode()) for name in DOCUMENTS}),
    )


def rendered(folder: Path, facts: Facts, *, licence: str | None = None, name: str | None = None) -> dict[str, bytes]:
    """The files that :func:`document_dataset` writes, by their path below ``folder``, of which ``facts`` tells."""
    card, metadata = with_metadata(_existing(folder / CARD), facts, licence=licence, name=name)
    plots = plots_of(facts)
    subject = Subject(facts=facts, plots=plots, metadata=metadata, agreement=reliabilities_of(folder, facts))
    texts = {part: make(subject) for part, make in PARTS.items()}
    title = str(metadata.get("pretty_name") or "")
    documents = {CARD: _placed(CARD, with_texts, card, texts)}
    for file in (DATASHEET, DATA_STATEMENT):
        document = _existing(folder / file) or template(file, title)
        documents[file] = _placed(file, _answered, document, texts)
    return {
        **{file: document.encode() for file, document in documents.items()},
        CROISSANT: _croissant(folder, facts, metadata, texts["summary"]),
        **{plot.path: png_of(plot) for plot in plots},
    }


def unanswered(document: str) -> tuple[str, ...]:
    """The titles of the sections of a document in which nobody has written anything."""
    return tuple(section.title for section in sections(document) if section.empty)


def _answered(document: str, texts: Mapping[str, str], *, of: str) -> str:
    """A document with its parts, one of which names the sections that are still empty."""
    filled = with_texts(document, texts, of=of)
    empty = unanswered(filled)
    listed = "\n".join(f"- {title}" for title in empty)
    words = f"Not answered yet:\n\n{listed}" if empty else "Every question is answered."
    return refreshed(filled, {"unanswered": words})


def _placed(file: str, make: Any, document: str, texts: Mapping[str, str]) -> str:
    try:
        return str(make(document, texts, of=file))
    except DataError as error:
        raise DataError(f"{file}: {error}") from error


def _existing(file: Path) -> str | None:
    if not file.is_file():
        return None
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise DataError(f"{file.name}: is no text in UTF-8: save it as UTF-8") from error


def _croissant(folder: Path, facts: Facts, metadata: Mapping[str, Any], description: str) -> bytes:
    others = {STANDOFF: file_sha256(folder / STANDOFF)} if facts.standoff else {}
    value = croissant_of(facts, metadata, description=description, others=others)
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _differs(file: Path, content: bytes) -> bool:
    return not file.is_file() or file.read_bytes() != content


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f".{file.name}.claimkit")
    beside.write_bytes(content)
    sync(beside)
    beside.replace(file)


def _stale_plots(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Plots of an earlier state of the data that has nothing to show any more."""
    paths = [f"{ASSETS}/{name}.png" for name in load_lexicon("documents")["plots"]]
    return [folder / path for path in paths if path not in files and (folder / path).is_file()]
