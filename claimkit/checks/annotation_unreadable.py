"""A label of a field that no record has, or with a value it cannot take."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.schema import SCHEMA_OF, load_schema

_STEP = re.compile(r"\[\d+\]|\[\*\]")


@row_check(
    id="annotation-unreadable",
    title="An annotation that fits no field",
    severity="error",
    table="annotations",
    description="The field is none of the record's, or its value none of the field's labels.",
    mend="Write the field as a $.path of the record's schema, and the value as the schema spells it.",
    template="{problem}",
)
def annotation_unreadable(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    config = _config_of(row["record_id"], data)
    if config is None:
        return
    try:
        node = _field(config, row["field"])
    except KeyError:
        yield hit("$.field", problem=f"{row['field']} is no field of {config}")
        return
    values = node.get("enum")
    if values and row["value"] not in map(_spelt, values):
        yield hit("$.value", problem=f"{row['value']!r} is none of {', '.join(map(_spelt, values))}")


def _config_of(record_id: str, data: Data) -> str | None:
    known = data.known
    tables: Mapping[str, Container[str]] = {
        "claims": known.claims,
        "attributions": known.links,
        "mentions": known.entities,
        "articles": known.texts,
        **known.others,
    }
    return next((config for config, ids in tables.items() if record_id in ids), None)


@functools.lru_cache(maxsize=4096)
def _field(config: str, path: str) -> Mapping[str, Any]:
    """The node of the schema a path leads to. Raises :class:`KeyError` where it leads nowhere."""
    schema = load_schema(SCHEMA_OF[config])
    node: Mapping[str, Any] = schema
    for step in _STEP.sub("", path).removeprefix("$").removeprefix(".").split("."):
        while "items" in node:
            node = node["items"]
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = node["properties"][step]
    return node


def _spelt(value: Any) -> str:
    return "null" if value is None else str(value)
