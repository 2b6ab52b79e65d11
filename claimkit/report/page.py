"""The page: one HTML file that holds its data, its style and its programs, and asks nobody for anything.

The content security policy in it lets run what is named by its hash and forbids every connection. All text of
articles passes as JSON that no parser of HTML can take for markup, and becomes text nodes alone.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError, OutputError
from claimkit.report.data import report_data
from claimkit.resources import resource

# In the order in which each may use those before it.
_SCRIPTS = (
    "dom",
    "text",
    "store",
    "marks",
    "record",
    "standoff",
    "articles",
    "claims",
    "tracks",
    "across",
    "quality",
    "charts",
    "main",
)
_VEGA = ("vega.min.js", "vega-lite.min.js")
_INTERPRETER = "vega-interpreter.js"
# "</script>" and "<!--" in a claim would end or bend the element that the data lies in.
_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def write_report(
    folder: Path | str, out: Path | str, *, title: str | None = None, overwrite: bool = False
) -> dict[str, int]:
    """Write the page of a dataset folder to the file ``out``; says how many articles, claims, clusters and bytes.

    Raises :class:`~claimkit.errors.OptionError` where the folder holds no dataset or the file is there already,
    :class:`~claimkit.errors.DataError` for rows that break the schema, :class:`~claimkit.errors.OutputError` where
    the file cannot be written.
    """
    out = Path(out)
    if out.is_dir():
        raise OptionError(f"{out} is a folder; name a file, such as {out / 'report.html'}")
    if out.exists() and not overwrite:
        raise OptionError(f"{out} is there already; pass --overwrite or name another file")
    data = report_data(folder, title=title)
    page = page_of(data).encode("utf-8")
    beside = out.with_name(f".{out.name}.claimkit-part")
    try:
        beside.write_bytes(page)
        beside.replace(out)
    except OSError as error:
        raise OutputError(
            f"{out} cannot be written: {error.strerror}; name a file in a folder that is there"
        ) from error
    return {
        "articles": len(data["articles"]),
        "claims": len(data["claims"]),
        "clusters": len(data["crossings"].get("clusters", ())),
        "bytes": len(page),
    }


def page_of(data: Mapping[str, Any]) -> str:
    """The page of what :func:`~claimkit.report.data.report_data` gathered."""
    scripts = [*map(_vendored, _VEGA), _interpreter(), _program()]
    return _filled(
        _read("page.html"),
        {
            "policy": html.escape(_policy(scripts), quote=True),
            "title": html.escape(str(data["title"])).encode("utf-8", "replace").decode(),
            "style": _read("page.css"),
            "data": _json(data),
            # They ask to be shown wherever the program goes, and a page is passed on by itself.
            "licences": _read("vendor/LICENSES.txt"),
            "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        },
    )


def _json(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_UNSAFE)
    # Half an emoji has no form in UTF-8, and has one in JSON.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _policy(scripts: list[str]) -> str:
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return (
        # Styles: Vega writes some into attributes. Images: the empty icon, so that no browser looks for one.
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _program() -> str:
    """The page's own scripts, one after the other in one scope."""
    parts = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();'


def _interpreter() -> str:
    """Vega's interpreter of expressions, which needs no ``eval``; it comes as a module, which a file cannot import."""
    module = _vendored(_INTERPRETER)
    script = module.replace("import { ascending, isString, DisallowedObjectProperties } from 'vega-util';", "")
    script = script.replace(
        "export { expression as expressionInterpreter };", "globalThis.vegaInterpreter = expression;"
    )
    return (
        f'(() => {{\n"use strict";\nconst {{ascending, isString, DisallowedObjectProperties}} = vega;\n{script}}})();'
    )


def _vendored(name: str) -> str:
    return re.sub(r"\n?//# sourceMappingURL=.*\n?$", "", _read(f"vendor/{name}"))


def _read(name: str) -> str:
    return resource("report").joinpath(name).read_text(encoding="utf-8")


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """The template with each ``{{name}}`` replaced, in one pass: what is put in is not looked at again."""
    return _PLACE.sub(lambda match: parts[match.group(1)], template)
