"""The formats a dataset can be exported to, by the name the command line knows them by."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from claimkit.errors import OptionError, OutputError, OutputExistsError
from claimkit.exchange.averitec import AVERITEC
from claimkit.exchange.brat import BRAT, import_brat
from claimkit.exchange.claim_review import CLAIM_REVIEW
from claimkit.exchange.claims import Exported, Format
from claimkit.exchange.documents import Articles, Document, Import, Tally
from claimkit.exchange.fever import FEVER
from claimkit.exchange.label_studio import LABEL_STUDIO, import_label_studio
from claimkit.exchange.langextract import LANGEXTRACT, import_langextract
from claimkit.exchange.schema_org import SCHEMA_ORG
from claimkit.exchange.web_annotation import WEB_ANNOTATION, import_web_annotation
from claimkit.reading.rejects import Reject

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "fever": FEVER,
        "averitec": AVERITEC,
        "schema-org": SCHEMA_ORG,
        "claim-review": CLAIM_REVIEW,
        "label-studio": LABEL_STUDIO,
        "brat": BRAT,
        "web-annotation": WEB_ANNOTATION,
        "langextract": LANGEXTRACT,
    }
)
IMPORTS: Mapping[str, Callable[[Path, Articles, Tally], Iterator[Document | Reject]]] = MappingProxyType(
    {
        "label-studio": import_label_studio,
        "brat": import_brat,
        "web-annotation": import_web_annotation,
        "langextract": import_langextract,
    }
)


def find_format(name: str) -> Format:
    """Raises :class:`OptionError` for a name that is none of :data:`FORMATS`."""
    if name not in FORMATS:
        raise OptionError(f"there is no format {name!r} to export to; there are {', '.join(FORMATS)}")
    return FORMATS[name]


def import_file(path: Path, form: str, articles: Articles | None = None) -> Import:
    """The documents in a file or folder of another tool, and the tally that grows while they are read.

    ``articles`` are those that the annotations are about; a format that holds the texts does without. Raises
    :class:`OptionError` for a format that is none of :data:`IMPORTS` or a path that is not there, and at the first
    document where the file is of another form.
    """
    if form == "claim-review":
        raise OptionError("reviews are no documents: claimkit.exchange.claim_review reads them into a dataset")
    if form not in IMPORTS:
        raise OptionError(f"there is no format {form!r} to import from; there are {', '.join(IMPORTS)}, claim-review")
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    tally = Tally()
    return Import(IMPORTS[form](path, articles or Articles(), tally), tally)


def text_of(exported: Exported, to: Format) -> str:
    """What is written: JSON Lines, or one indented JSON value."""
    if to.lines:
        return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in exported.items)
    return json.dumps(to.whole(exported.items), ensure_ascii=False, indent=2) + "\n"


def ensure_free(file: Path, *, overwrite: bool, folder: bool = False) -> None:
    """Raise :class:`OutputExistsError` where an export may not be written; a ``folder`` must be empty or new."""
    if folder:
        if file.exists() and not file.is_dir():
            raise OutputExistsError(f"{file} is a file; this format is written as a folder")
        if file.is_dir() and any(file.iterdir()) and not overwrite:
            raise OutputExistsError(f"{file} is not empty; pass --overwrite or name another folder")
        return
    if file.is_dir():
        raise OutputExistsError(f"{file} is a folder; name a file")
    if file.exists() and not overwrite:
        raise OutputExistsError(f"{file} is there already; pass --overwrite or name another file")


def write(text: str, file: Path) -> None:
    """Write to a temporary name and rename, so that a file is whole or not there."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OutputError(f"{file} cannot be written: {reason}") from error


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> int:
    """Write the files of a format that is a folder; returns how many."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror}") from error
    count = 0
    for name, text in files:
        write(text, folder / name)
        count += 1
    return count
