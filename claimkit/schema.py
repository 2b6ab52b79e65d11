"""The contract of the rows on disk: JSON Schemas (draft 2020-12) and what is wrong with a row by them.

``jsonschema-rs`` decides whether a row is valid, for it is a hundred times faster; ``jsonschema`` says what is wrong
with the rows that are not, for its words are better. Both ask the same functions about dates and addresses, so that
they cannot disagree about the year 0.

The schemas are the files of ``schema/`` in the repository, and ``claimkit/resources/schema/`` in a wheel.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import OptionError
from claimkit.records import SCHEMA_VERSION
from claimkit.resources import resource

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

# One table of a dataset ("config" in the words of the Hub), the schema of its rows, and the field that names a row.
SCHEMA_OF = MappingProxyType(
    {
        "articles": "article",
        "mentions": "mention",
        "attributions": "attribution",
        "claims": "claim",
        "pairs": "pair",
        "clusters": "cluster",
        "verification": "verification",
        "annotations": "annotation",
    }
)
ID_OF = MappingProxyType(
    {
        "articles": "article_id",
        "mentions": "entity_id",
        "attributions": "attribution_id",
        "claims": "claim_id",
        "pairs": "pair_id",
        "clusters": "cluster_id",
        "verification": "claim_id",
        "annotations": "annotation_id",
    }
)
FLAT_COLUMNS = ("source", "root_source", "source_type", "cue", "style", "certainty")
# Judged by one function on both paths. Not dates: RFC 3339 leaves nothing to judge there, and a call into Python costs
# a claim half as much as all its schema.
_FORMATS = ("date-time", "uri")
_LONGEST_MESSAGE = 300
# An address nobody has to ask about (RFC 3986): nearly all are of this form, and to ask about the first of the others
# builds the grammars of that standard, which takes a second.
_PLAIN_URI = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?(?:/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)


class Finding(NamedTuple):
    """What is wrong with one row: where in it (``$.path``), in words, and by which check of the catalogue."""

    path: str
    message: str
    check: str = "schema-violation"


class Fault(NamedTuple):
    """A finding and the place it was made: ``file:line › record id › $.path: what is wrong``.

    ``line`` counts from 1; in Parquet it is the number of the row; 0 means the file as a whole. ``check`` is the stable
    identifier of the check that made it.
    """

    file: str
    line: int
    record_id: str | None
    path: str
    message: str
    check: str = "schema-violation"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} › {self.record_id or '-'} › {self.path}: {self.message}"


@functools.cache
def load_schema(name: str) -> Mapping[str, Any]:
    """The schema ``<name>.schema.json`` as a mapping; do not change what it returns.

    Raises :class:`OptionError` for a name that has no schema.
    """
    file = _folder().joinpath(f"{name}.schema.json")
    if name not in SCHEMA_OF.values():
        raise OptionError(f"there is no schema {name!r}; there are {', '.join(sorted(SCHEMA_OF.values()))}")
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def is_valid(config: str, row: Any) -> bool:
    """Whether ``row`` is a row of ``config`` by its schema."""
    try:
        return _fast(SCHEMA_OF[config]).is_valid(row)
    except ValueError:
        # What JSON has no form for: a lone surrogate, or a Parquet column of timestamps or bytes.
        return False


def findings(config: str, row: Any) -> list[Finding]:
    """What the schema of ``config`` finds wrong with ``row``; empty for a valid row."""
    if is_valid(config, row):
        return []
    version = row.get("schema_version") if isinstance(row, Mapping) else None
    if isinstance(version, str) and version != SCHEMA_VERSION:
        # One plain word instead of a hundred about fields that another version may well have.
        return [
            Finding("$.schema_version", f"the row is of schema version {version!r}, this claimkit reads "
                    f"{SCHEMA_VERSION!r}: use the claimkit that wrote it, or a newer one", "schema-version")
        ]  # fmt: skip
    return list(_explain(SCHEMA_OF[config], row))


def flat_columns(claim: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str | None]:
    """The columns a claim row carries besides the record, from its innermost and outermost link.

    ``names`` maps an entity to its canonical name. ``certainty`` is the factuality the innermost holder gives the
    claim, which is the author's where the chain is empty.
    """
    chain = claim["chain"]
    values = {judgement["holder"]: judgement["value"] for judgement in claim["factuality"]}
    if not chain:
        return {**dict.fromkeys(FLAT_COLUMNS), "certainty": values.get("author")}
    inner, outer = chain[-1], chain[0]
    return {
        "source": names.get(inner["entity_id"], inner["source_head"]),
        "root_source": names.get(outer["entity_id"], outer["source_head"]),
        "source_type": inner["source_type"],
        "cue": inner["cue_lemma"],
        "style": inner["style"],
        "certainty": values.get(inner["attribution_id"]),
    }


def _folder() -> Traversable:
    packaged = resource("schema")
    # An editable install points at the checkout, where nothing was copied into the package.
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "schema"


@functools.cache
def _fast(name: str) -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator as Fast
    from jsonschema_rs import RegexOptions

    formats: dict[str, Any] = {
        each: functools.lru_cache(4096)(functools.partial(_conforms, format_=each)) for each in _FORMATS
    }
    # The plain engine: no pattern of ours looks around, and the other one takes half the time of a row.
    return Fast(
        dict(load_schema(name)),
        formats=formats,
        validate_formats=True,
        offline=True,
        pattern_options=RegexOptions(),
    )


def _conforms(value: str, format_: str) -> bool:
    if format_ == "uri" and _PLAIN_URI.fullmatch(value):
        return True
    from jsonschema import Draft202012Validator

    return bool(Draft202012Validator.FORMAT_CHECKER.conforms(value, format_))


@functools.cache
def _slow(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(load_schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _explain(name: str, row: Any) -> Iterator[Finding]:
    seen = set()
    for error in _slow(name).iter_errors(row):
        seen.add(error.json_path)
        yield Finding(error.json_path, _shorten(error.message))
    # Not a number, infinity, a line break at the end of an identifier: Python's validator lets them pass.
    try:
        for other in _fast(name).iter_errors(row):
            path = _json_path(other.instance_path)
            if path not in seen:
                yield Finding(path, _shorten(other.message))
    except ValueError as error:
        if not seen:
            yield Finding("$", f"a value has no form in JSON: {_shorten(str(error))}")


def _json_path(steps: list[str | int]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _shorten(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…"
