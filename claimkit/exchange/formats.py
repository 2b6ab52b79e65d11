"""The formats a dataset can be exported to, by the name the command line knows them by."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from claimkit.errors import OptionError, OutputError, OutputExistsError
from claimkit.exchange.averitec import AVERITEC
from claimkit.exchange.claims import Exported, Format
from claimkit.exchange.fever import FEVER
from claimkit.exchange.schema_org import SCHEMA_ORG

FORMATS: Mapping[str, Format] = MappingProxyType({"fever": FEVER, "averitec": AVERITEC, "schema-org": SCHEMA_ORG})


def find_format(name: str) -> Format:
    """Raises :class:`OptionError` for a name that is none of :data:`FORMATS`."""
    if name not in FORMATS:
        raise OptionError(f"there is no format {name!r} to export to; there are {', '.join(FORMATS)}")
    return FORMATS[name]


def text_of(exported: Exported, to: Format) -> str:
    """What is written: JSON Lines, or one indented JSON value."""
    if to.lines:
        return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in exported.items)
    return json.dumps(to.whole(exported.items), ensure_ascii=False, indent=2) + "\n"


def ensure_free(file: Path, *, overwrite: bool) -> None:
    """Raise :class:`OutputExistsError` where an export may not be written."""
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
