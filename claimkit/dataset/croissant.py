"""``croissant.json``: the dataset in Croissant 1.1 (MLCommons), JSON-LD that dataset search engines and loaders read.

Every Parquet file is a FileObject with its SHA-256, every config a FileSet and a RecordSet with a field a column. A
list inside of a list of structs (``hedges[].scope``) has no form that mlcroissant can read, and is left out; the
description of its RecordSet names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from claimkit.dataset.facts import Facts
from claimkit.dataset.inventory import Config
from claimkit.resources import load_lexicon
from claimkit.schema import SCHEMA_OF, load_schema

CROISSANT = "croissant.json"
PARQUET, JSON_LINES = "application/x-parquet", "application/jsonlines"

# The official context of Croissant 1.1, https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
_CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "arrayShape": "cr:arrayShape",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "containedIn": "cr:containedIn",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "description": {"@container": "@language"},
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isArray": "cr:isArray",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "name": {"@container": "@language"},
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    }
)
_CONFORMS_TO = "http://mlcommons.org/croissant/1.1"


def croissant_of(
    facts: Facts, metadata: Mapping[str, Any], *, description: str, others: Mapping[str, str]
) -> dict[str, Any]:
    """The Croissant description of a dataset.

    ``metadata`` is that of its card; ``others`` maps files beside the tables to their SHA-256.
    """
    files = [_file_object(shard.path, PARQUET, shard.sha256, shard.file_bytes)
             for config in facts.configs for shard in config.shards]  # fmt: skip
    files += [_file_object(path, JSON_LINES, digest) for path, digest in others.items()]
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        "name": str(metadata.get("pretty_name") or "claims"),
        "description": description,
        **_optional(metadata),
        "distribution": [*files, *(_file_set(config) for config in facts.configs)],
        "recordSet": [_record_set(config) for config in facts.configs],
    }


def _optional(metadata: Mapping[str, Any]) -> dict[str, Any]:
    pages = load_lexicon("hub")["licence_pages"]
    stated = metadata.get("license")
    licences = [str(each) for each in (stated if isinstance(stated, list) else [stated]) if each]
    language = metadata.get("language")
    values = {
        "license": [pages.get(each, each) for each in licences],
        "inLanguage": list(map(str, language)) if isinstance(language, list) else language,
        "keywords": [str(tag) for tag in metadata.get("tags") or ()],
        "version": _string(metadata.get("version")),
        "citeAs": _string(metadata.get("citation")),
        "datePublished": _string(metadata.get("date_published")),
    }
    return {key: value for key, value in values.items() if value}


def _string(value: Any) -> str:
    # YAML makes a number of 1.0, and a date of 2026-01-02.
    return "" if value is None else str(value)


def _file_object(path: str, form: str, digest: str, size: int | None = None) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        **({} if size is None else {"contentSize": f"{size} B"}),
        "encodingFormat": form,
        "sha256": digest,
    }


def _file_set(config: Config) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config.name}-files",
        "name": f"{config.name}-files",
        "description": f"The Parquet files of {config.name}, all splits: {', '.join(config.splits)}.",
        "encodingFormat": PARQUET,
        "includes": f"{config.name}/*.parquet",
    }


def _record_set(config: Config) -> dict[str, Any]:
    columns = [(column, _described(config, column.name)) for column in config.schema]
    left_out = [path for column, _ in columns for path in _unreadable(column.name, column.type)]
    row = load_lexicon("documents")["rows"].get(config.name, "")
    unread = f" Not described here, and in the Parquet files alone: {', '.join(left_out)}." if left_out else ""
    fields = [_column(config, column, words) for column, words in columns]
    split = {
        "@type": "cr:Field",
        "@id": f"{config.name}/split",
        "name": f"{config.name}/split",
        "description": "The split the row belongs to, from the name of its file.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config.name}-files"},
            "extract": {"fileProperty": "filename"},
            "transform": {"regex": r"^(.+)-\d{5}-of-\d{5}\.parquet$"},
        },
    }
    return {
        "@type": "cr:RecordSet",
        "@id": config.name,
        "name": config.name,
        "description": f"One row is {row}.{unread}" if row else f"The table {config.name}.{unread}",
        "field": [split, *(field for field in fields if field is not None)],
    }


def _column(config: Config, column: Any, words: str) -> dict[str, Any] | None:
    name = f"{config.name}/{column.name}"
    return _field(config, name, column.type, column=column.name, steps=(), words=words, in_list=False)


def _field(
    config: Config, name: str, kind: Any, *, column: str, steps: tuple[str, ...], words: str, in_list: bool
) -> dict[str, Any] | None:
    """One field; structs have sub-fields, each read from the column by a JSONPath. ``None`` for what cannot be read."""
    import pyarrow.types as types  # type: ignore[import-untyped]  # ships no types

    listed = types.is_list(kind)
    inner = kind.value_type if listed else kind
    if listed and in_list and types.is_struct(inner):
        return None
    made: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name}
    made |= {"description": words} if words else {}
    made |= {"isArray": True, "arrayShape": "-1"} if listed else {}
    if not types.is_struct(inner):
        made["dataType"] = _data_type(inner)
        made["source"] = _source(config, column, steps)
        return made
    subs = [
        _field(config, f"{name}/{each.name}", each.type, column=column, steps=(*steps, each.name), words="",
               in_list=in_list or listed)
        for each in inner
    ]  # fmt: skip
    made["subField"] = [sub for sub in subs if sub is not None]
    return made


def _source(config: Config, column: str, steps: tuple[str, ...]) -> dict[str, Any]:
    path = "$" + "".join(f"['{step}']" for step in steps)
    transform = {"transform": {"jsonPath": path}} if steps else {}
    return {"fileSet": {"@id": f"{config.name}-files"}, "extract": {"column": column}, **transform}


def _unreadable(name: str, kind: Any, *, in_list: bool = False) -> Iterator[str]:
    """The columns that :func:`_field` leaves out, as ``hedges[].scope``."""
    import pyarrow.types as types

    listed = types.is_list(kind)
    inner = kind.value_type if listed else kind
    if not types.is_struct(inner):
        return
    if listed and in_list:
        yield name
        return
    for each in inner:
        yield from _unreadable(f"{name}{'[]' if listed else ''}.{each.name}", each.type, in_list=in_list or listed)


def _data_type(kind: Any) -> str:
    import pyarrow.types as types

    tests = ((types.is_boolean, "sc:Boolean"), (types.is_integer, "sc:Integer"), (types.is_floating, "sc:Float"))
    return next((name for test, name in tests if test(kind)), "sc:Text")


def _described(config: Config, column: str) -> str:
    if config.name not in SCHEMA_OF:
        return _labels(config, column)
    properties = load_schema(SCHEMA_OF[config.name])["properties"]
    return str(properties.get(column, {}).get("description", ""))


def _labels(config: Config, column: str) -> str:
    """The names of a column of labels, which stand in the metadata that ``datasets`` keeps in the file."""
    from datasets import ClassLabel, Features

    feature = Features.from_arrow_schema(config.schema)[column]
    if not isinstance(feature, ClassLabel):
        return ""
    return "Label: " + ", ".join(f"{number} {name}" for number, name in enumerate(feature.names)) + "."
