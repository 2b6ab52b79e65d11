"""The columns of each config as ``datasets.Features``, derived from the JSON Schemas.

The tables of records keep their enumerations as strings: a row that is loaded is the record that was written. What is
made for classifiers (``attribution-classification``) has ``ClassLabel`` columns, whose names are those of the schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.dataset.storage import arrow_schema
from claimkit.errors import OptionError
from claimkit.schema import SCHEMA_OF, load_schema

if TYPE_CHECKING:
    from datasets import Features

CLASSIFICATION = "attribution-classification"
NONE = "none"
NO, YES = "no", "yes"

# A column of labels and the field of a schema whose enumeration it takes; one that may be null has "none" first.
_LABELS_OF = MappingProxyType(
    {
        "style": ("claim", "style"),
        "source_type": ("claim", "source_type"),
        "certainty": ("claim", "certainty"),
        "kind": ("claim", "kind"),
        "origin": ("claim", "provenance", "origin"),
    }
)
_COLUMNS = MappingProxyType(
    {
        "claim_id": "string",
        "article_id": "string",
        "publisher": "string",
        "sentence": "string",
        "sentence_start": "int64",
        "sentence_end": "int64",
        "text": "string",
        "source": "string",
        "cue": "string",
        "attributed": (NO, YES),
        "style": "style",
        "source_type": "source_type",
        "hedged": (NO, YES),
        "hedge_type": "hedge_type",
        "certainty": "certainty",
        "kind": "kind",
        "negated": (NO, YES),
        "check_worthy": (NO, YES),
        "origin": "origin",
    }
)


def features_of(config: str) -> Features:
    """The columns of ``config``: a table of records, or ``attribution-classification``.

    Raises :class:`OptionError` for a config that does not exist.
    """
    from datasets import ClassLabel, Features, Value

    if config in SCHEMA_OF:
        return Features.from_arrow_schema(arrow_schema(config))
    if config != CLASSIFICATION:
        raise OptionError(f"there is no config {config!r}; there are {', '.join((*SCHEMA_OF, CLASSIFICATION))}")
    labels = label_names()
    columns: dict[str, Any] = {
        name: ClassLabel(names=list(labels[name])) if name in labels else Value(str(kind))
        for name, kind in _COLUMNS.items()
    }
    return Features(columns)


def label_names() -> Mapping[str, tuple[str, ...]]:
    """The columns of ``attribution-classification`` that are labels, and their names in the order of their numbers."""
    names = {name: _enumeration(*path) for name, path in _LABELS_OF.items()}
    names["hedge_type"] = (NONE, *_of(load_schema("claim")["$defs"]["hedge"]["properties"]["type"]))
    return MappingProxyType(
        {
            name: names[name] if name in names else tuple(kind)
            for name, kind in _COLUMNS.items()
            if name in names or isinstance(kind, tuple)
        }
    )


def _enumeration(schema_name: str, *path: str) -> tuple[str, ...]:
    schema = load_schema(schema_name)
    node: Any = schema
    for step in path:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node
        node = node["properties"][step]
    return _of(node)


def _of(node: Mapping[str, Any]) -> tuple[str, ...]:
    values = tuple(value for value in node["enum"] if value is not None)
    return (NONE, *values) if None in node["enum"] else values
