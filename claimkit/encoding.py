"""Records to and from plain dictionaries, by their field types alone."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from claimkit.errors import DataError

_R = TypeVar("_R")


def to_dict(record: Any) -> dict[str, Any]:
    """The record as JSON-ready ``dict``; absent values are ``None``, tuples become lists."""
    return {field: _encode(getattr(record, field)) for field in _field_types(type(record))}


def from_dict(cls: type[_R], data: Mapping[str, Any], path: str = "$") -> _R:
    """Build ``cls`` from a mapping as :func:`to_dict` makes it.

    Raises :class:`DataError` naming the ``$.path`` of a missing, unknown or ill-typed field.
    """
    if not isinstance(data, Mapping):
        raise DataError(f"{path}: expected an object for {cls.__name__}, found {type(data).__name__}")
    fields = _field_types(cls)
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise DataError(f"{path}.{unknown[0]}: {cls.__name__} has no such field; it has {', '.join(fields)}")
    values = {name: _decode(kind, data[name], f"{path}.{name}") for name, kind in fields.items() if name in data}
    try:
        return cls(**values)
    except TypeError as error:
        missing = [name for name in _required(cls) if name not in data]
        raise DataError(f"{path}: {cls.__name__} lacks {', '.join(missing)}") from error


def _encode(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return to_dict(value)
    return value


def _decode(kind: Any, value: Any, path: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (option for option in typing.get_args(kind) if option is not types.NoneType)
        return _decode(kind, value, path)
    if origin is tuple:
        if isinstance(value, str) or not isinstance(value, (list, tuple)):
            raise DataError(f"{path}: expected a list, found {type(value).__name__}")
        (item_kind, _) = typing.get_args(kind)
        return tuple(_decode(item_kind, item, f"{path}[{n}]") for n, item in enumerate(value))
    if issubclass(kind, tuple):
        return _named_tuple(kind, value, path)
    if issubclass(kind, StrEnum):
        try:
            return kind(value)
        except ValueError as error:
            raise DataError(f"{path}: {value!r} is none of {', '.join(kind)}") from error
    if dataclasses.is_dataclass(kind):
        return from_dict(typing.cast("type[Any]", kind), value, path)
    return _scalar(kind, value, path)


def _named_tuple(kind: Any, value: Any, path: str) -> Any:
    """A span: ``{"start": int, "end": int}``."""
    types_ = typing.get_type_hints(kind)
    if not isinstance(value, Mapping) or set(value) != set(types_):
        wanted = ", ".join(f'"{name}": {type_.__name__}' for name, type_ in types_.items())
        raise DataError(f"{path}: expected {{{wanted}}}, found {value!r}")
    return kind(**{name: _scalar(type_, value[name], f"{path}.{name}") for name, type_ in types_.items()})


def _scalar(kind: type, value: Any, path: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    # bool is an int to Python, never to a reader of the data.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise DataError(f"{path}: expected {kind.__name__}, found {type(value).__name__}")
    return value


_TYPES: dict[type, dict[str, Any]] = {}


def _field_types(cls: type) -> dict[str, Any]:
    if cls not in _TYPES:
        hints = typing.get_type_hints(cls)
        _TYPES[cls] = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    return _TYPES[cls]


def _required(cls: Any) -> list[str]:
    return [
        field.name
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
