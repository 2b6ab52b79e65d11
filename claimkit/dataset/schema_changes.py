"""What differs between the columns of two states of a dataset, and whether its version says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasets import Features


@dataclass(frozen=True, slots=True)
class Version:
    """The version of the records' schema, and that of the dataset as its card states it (``version:``)."""

    schema: str | None
    card: str | None

    def is_above(self, other: Version) -> bool:
        """Whether one of the two is higher than in ``other``; one that is not stated is below any that is."""
        return bool(_order(self.schema) > _order(other.schema) or _order(self.card) > _order(other.card))

    def __str__(self) -> str:
        return f"schema {self.schema or 'unknown'}, card {self.card or 'without version'}"


def schema_changes(before: Mapping[str, Features], after: Mapping[str, Features]) -> tuple[str, ...]:
    """What a reader of the old state would stumble over or miss, a line each; a new config is none of that."""
    gone = [f"{config}: the config is gone" for config in before if config not in after]
    return (*gone, *(line for config in before if config in after for line in _changes(config, before, after)))


def new_configs(before: Mapping[str, Features], after: Mapping[str, Features]) -> tuple[str, ...]:
    """The configs that were not there before."""
    return tuple(config for config in after if config not in before)


def _changes(config: str, before: Mapping[str, Features], after: Mapping[str, Features]) -> Iterator[str]:
    old, new = dict(_leaves(before[config])), dict(_leaves(after[config]))
    yield from (f"{config}: column {name} is gone" for name in old if name not in new)
    yield from (f"{config}: column {name} is new" for name in new if name not in old)
    for name in old:
        if name in new and old[name] != new[name]:
            yield f"{config}: column {name} was {old[name]}, is {new[name]}"


def _leaves(node: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """``chain[].source.start`` and what it is, for every column that holds values."""
    from datasets import List

    if isinstance(node, Mapping):
        for key, each in node.items():
            yield from _leaves(each, f"{name}.{key}" if name else key)
    elif isinstance(node, List):
        yield from _leaves(node.feature, f"{name}[]")
    else:
        yield name, f"labels {', '.join(node.names)}" if hasattr(node, "names") else str(node.dtype)


def _order(version: str | None) -> Any:
    from packaging.version import InvalidVersion
    from packaging.version import Version as Parsed

    try:
        return Parsed(version or "0")
    except InvalidVersion:
        return Parsed("0")
