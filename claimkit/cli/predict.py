"""``claimkit predict``: what a classifier says of each sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from claimkit.cli.calls import examples
from claimkit.errors import BrokenRecordError, OptionError, UndecodableError

_TEXT = "text"
EXAMPLES = examples(
    "claimkit predict model/ article.txt",
    "claimkit predict model/ articles.parquet --field text",
    "claimkit predict model/ -",
)


def predict(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="Folder of a classifier.")],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Text, .jsonl or .parquet with a column of texts; - for text on stdin."),
    ],
    field: Annotated[str, typer.Option(help="The field or column that holds the texts.")] = _TEXT,
) -> None:
    """Label every sentence of a text, or of each row of a table; one JSON line a text."""
    from orjson import dumps

    from claimkit.classifiers.persistence import load_classifier

    classifier = load_classifier(model)
    rows = list(_rows(file, field))
    for (name, _), found in zip(rows, classifier.predict_many(text for _, text in rows), strict=True):
        line = {**name, "task": classifier.settings.task.value, "predictions": [each.to_dict() for each in found]}
        typer.echo(dumps(line).decode())


def _rows(file: Path, field: str) -> Iterator[tuple[dict[str, Any], str]]:
    """What names each text, and the text."""
    if str(file) == "-":
        yield {}, _decoded("stdin", sys.stdin.buffer.read())
        return
    if file.is_dir():
        raise OptionError(f"{file}: is a folder; name a file, of a dataset its articles.jsonl or articles.parquet")
    if not file.is_file():
        raise OptionError(f"{file}: there is no such file")
    if file.suffix.lower() not in (".jsonl", ".parquet"):
        yield {}, _decoded(str(file), file.read_bytes())
        return
    from claimkit.reading.tables import rows_of

    for row in rows_of(file):
        if row.value is None:
            raise BrokenRecordError(f"{file}:{row.line}: {row.problem}")
        text = row.value.get(field)
        if not isinstance(text, str):
            way = "run `claimkit hydrate` first" if field in row.value else "name its field with --field"
            raise BrokenRecordError(f"{file}:{row.line}: holds no text in {field!r}; {way}")
        name = row.value.get("article_id")
        yield {"line": row.line, **({"article_id": name} if name else {})}, text


def _decoded(name: str, data: bytes) -> str:
    """The text in whatever encoding its bytes prove; archives and PDF files are none."""
    from claimkit.reading.charsets import decode

    if data.startswith(b"%PDF-"):
        raise UndecodableError(f"{name}: is a PDF file; give its text")
    try:
        return decode(data)
    except UndecodableError as error:
        raise type(error)(f"{name}: {error}") from error
