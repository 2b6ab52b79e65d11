"""Records to and from plain dictionaries, by their field types alone."""

from __future__ import annotations

import dataclasses
import functools
import operator
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from claimkit.errors import DataError

_R = TypeVar("_R")


def to_dict(record: Any) -> dict[str, Any]:
    """The record as JSON-ready ``dict``; absent values are ``None``, tuples become lists."""
    names, values = _getter(typing.cast("Any", type(record)))
    return {
        name: value if value.__class__ in _PLAIN else _encode(value)
        for name, value in zip(names, values(record), strict=True)
    }


def from_dict(cls: type[_R], data: Mapping[str, Any], path: str = "$") -> _R:
    """Build ``cls`` from a mapping as :func:`to_dict` makes it.

    Raises :class:`DataError` naming the ``$.path`` of a missing, unknown or ill-typed field.
    """
    try:
        return typing.cast("_R", _record(typing.cast("Any", cls))(data))
    except _MisfitError as misfit:
        raise DataError(f"{path}{misfit.path}: {misfit}") from misfit


# Most values are of these, and stand for themselves.
_PLAIN = frozenset({str, int, float, bool, types.NoneType})


@functools.cache
def _getter(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a record's fields, and what reads all of them at once; records have two fields or more."""
    names = tuple(_field_types(kind))
    return names, operator.attrgetter(*names)


def _encode(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple):
        return [item if item.__class__ in _PLAIN else _encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return to_dict(value)
    return value


class _MisfitError(Exception):
    """A value that is not of its field's type; on its way out it learns where it stands."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.path = path


_Decoder = Callable[[Any], Any]


@functools.cache
def _decoder(kind: Any) -> _Decoder:
    """What turns a JSON value into one of ``kind``; made once for a type, for a dataset holds millions of rows."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        (option,) = (each for each in typing.get_args(kind) if each is not types.NoneType)
        inner = _decoder(option)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _sequence(_decoder(typing.get_args(kind)[0]))
    if issubclass(kind, tuple):
        return _named_tuple(kind)
    if issubclass(kind, StrEnum):
        return _enumeration(kind)
    return _record(typing.cast("Any", kind)) if dataclasses.is_dataclass(kind) else _scalar(kind)


@functools.cache
def _record(cls: Any) -> _Decoder:
    decoders = {name: _decoder(kind) for name, kind in _field_types(cls).items()}
    required = _required(cls)

    def decode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _MisfitError(f"expected an object for {cls.__name__}, found {type(value).__name__}")
        if not value.keys() <= decoders.keys():
            unknown = min(set(value) - set(decoders))
            raise _MisfitError(f"{cls.__name__} has no such field; it has {', '.join(decoders)}", f".{unknown}")
        values = {}
        for name, field in decoders.items():
            if name in value:
                try:
                    values[name] = field(value[name])
                except _MisfitError as misfit:
                    misfit.path = f".{name}{misfit.path}"
                    raise
        if not required <= values.keys():
            missing = [name for name in decoders if name in required and name not in values]
            raise _MisfitError(f"{cls.__name__} lacks {', '.join(missing)}")
        return cls(**values)

    return decode


def _sequence(item: _Decoder) -> _Decoder:
    def decode(value: Any) -> Any:
        if isinstance(value, str) or not isinstance(value, (list, tuple)):
            raise _MisfitError(f"expected a list, found {type(value).__name__}")
        found: list[Any] = []
        for each in value:
            try:
                found.append(item(each))
            except _MisfitError as misfit:
                misfit.path = f"[{len(found)}]{misfit.path}"
                raise
        return tuple(found)

    return decode


def _named_tuple(kind: Any) -> _Decoder:
    """A span: ``{"start": int, "end": int}``."""
    hints = typing.get_type_hints(kind)
    fields = {name: _scalar(each) for name, each in hints.items()}

    def decode(value: Any) -> Any:
        if not isinstance(value, Mapping) or value.keys() != fields.keys():
            wanted = ", ".join(f'"{name}": {each.__name__}' for name, each in hints.items())
            raise _MisfitError(f"expected {{{wanted}}}, found {value!r}")
        found = []
        for name, field in fields.items():
            try:
                found.append(field(value[name]))
            except _MisfitError as misfit:
                misfit.path = f".{name}"
                raise
        return kind(*found)

    return decode


def _enumeration(kind: type[StrEnum]) -> _Decoder:
    def decode(value: Any) -> Any:
        try:
            return kind(value)
        except ValueError as error:
            raise _MisfitError(f"{value!r} is none of {', '.join(kind)}") from error

    return decode


def _scalar(kind: type) -> _Decoder:
    def decode(value: Any) -> Any:
        if value.__class__ is kind:
            return value
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        # bool is an int to Python, never to a reader of the data.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise _MisfitError(f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    return decode


_TYPES: dict[type, dict[str, Any]] = {}


def _field_types(cls: type) -> dict[str, Any]:
    if cls not in _TYPES:
        hints = typing.get_type_hints(cls)
        _TYPES[cls] = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    return _TYPES[cls]


def _required(cls: Any) -> frozenset[str]:
    return frozenset(
        field.name
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )
