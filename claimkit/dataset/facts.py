"""What a dataset says of itself in numbers: the facts from which card, datasheet, data statement and plots are made.

Columns are counted one at a time and batch by batch, so that memory does not grow with the rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.dataset.folder import RUN
from claimkit.dataset.inventory import Config, take_inventory
from claimkit.dataset.standoff import STANDOFF
from claimkit.errors import OptionError

_ROWS_AT_ONCE = 20_000
# Name of a distribution: the config it is of, and where its values stand; lists are counted by their elements.
_COUNTED = MappingProxyType(
    {
        "publishers": ("articles", "publisher"),
        "languages": ("articles", "language"),
        "article_licences": ("articles", "licence"),
        "text_modes": ("articles", "text_mode"),
        "dates": ("articles", "published"),
        "wires": ("articles", "wire"),
        "kinds": ("claims", "kind"),
        "source_types": ("claims", "source_type"),
        "styles": ("claims", "style"),
        "certainties": ("claims", "certainty"),
        "hedge_types": ("claims", "hedges.type"),
        "check_worthy": ("claims", "check_worthy"),
        "negated": ("claims", "negated"),
        "unresolved_times": ("claims", "times.unresolved"),
        "origins": ("claims", "provenance.origin"),
        "tools": ("claims", "provenance.tool"),
        "tool_versions": ("claims", "provenance.version"),
        "models": ("attributions", "provenance.model"),
        "entity_types": ("mentions", "type"),
        "relations": ("pairs", "relation"),
        "statuses": ("clusters", "status"),
        "verdicts": ("verification", "label"),
        "annotators": ("annotations", "annotator"),
        "annotated_fields": ("annotations", "field"),
    }
)
# Name of a distribution over how many elements the lists of a column have.
_LENGTHS = MappingProxyType(
    {
        "hedges_a_claim": ("claims", "hedges"),
        "chain_lengths": ("claims", "chain"),
        "quantities_a_claim": ("claims", "quantities"),
        "times_a_claim": ("claims", "times"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The numbers of a dataset.

    ``counts`` maps the name of a distribution to its values and how often each is there, the most frequent first and
    equals by name; ``None`` stands for null. Distributions of tables that are not there are empty. ``rejects`` counts
    the inputs that the run set aside, by reason; ``None`` where no ``run.json`` tells.
    """

    configs: tuple[Config, ...]
    counts: Mapping[str, Mapping[Any, int]]
    rejects: Mapping[str, int] | None
    standoff: bool

    def config(self, name: str) -> Config | None:
        """The config of that name, if it is there."""
        return next((config for config in self.configs if config.name == name), None)

    def rows(self, name: str) -> int:
        """Rows of the config of that name; 0 if it is not there."""
        config = self.config(name)
        return 0 if config is None else config.rows

    @property
    def dates(self) -> tuple[str, str] | None:
        """The first and the last day of publication."""
        days = sorted(day for day in self.counts["dates"] if day)
        return (days[0], days[-1]) if days else None

    @property
    def splits(self) -> tuple[str, ...]:
        """The names of all splits, in the order of the first config that has them."""
        return tuple(dict.fromkeys(split for config in self.configs for split in config.splits))


def facts_of(folder: Path) -> Facts:
    """Measure the dataset in ``folder``; raises as :func:`~claimkit.dataset.inventory.take_inventory` does.

    Also raises :class:`OptionError` where there are no claims.
    """
    configs = take_inventory(folder)
    by_name = {config.name: config for config in configs}
    if "claims" not in by_name:
        raise OptionError(f"{folder}: no claims lie here; name a folder that `claimkit extract` wrote")
    counts = {
        name: _sorted(_count(folder, by_name.get(config), path, lengths=lengths))
        for table, lengths in ((_COUNTED, False), (_LENGTHS, True))
        for name, (config, path) in table.items()
    }
    return Facts(
        configs=configs,
        counts=MappingProxyType(counts),
        rejects=_rejects(folder / RUN),
        standoff=(folder / STANDOFF).is_file(),
    )


def share(counts: Mapping[Any, int], *values: Any) -> float:
    """What part of all counted has one of ``values``, from 0 to 1; 0 where nothing is counted."""
    return sum(counts.get(value, 0) for value in values) / max(sum(counts.values()), 1)


def _count(folder: Path, config: Config | None, path: str, *, lengths: bool) -> Counter[Any]:
    import pyarrow.compute as compute  # type: ignore[import-untyped]  # ships no types

    counts = Counter[Any]()
    column, *steps = path.split(".")
    if config is None or column not in config.schema.names:
        return counts
    for values in _columns(folder, config, column):
        for step in steps:
            values = _step(values, step)
        values = compute.list_value_length(values) if lengths else _flat(values)
        for each in compute.value_counts(values).to_pylist():
            counts[each["values"]] += each["counts"]
    return counts


def _columns(folder: Path, config: Config, column: str) -> Iterator[Any]:
    import pyarrow.parquet  # type: ignore[import-untyped]

    for shard in config.shards:
        with pyarrow.parquet.ParquetFile(folder / shard.path) as table:
            for batch in table.iter_batches(_ROWS_AT_ONCE, columns=[column]):
                yield batch.column(0)


def _step(values: Any, field: str) -> Any:
    import pyarrow.compute as compute

    return compute.struct_field(_flat(values), field)


def _flat(values: Any) -> Any:
    import pyarrow
    import pyarrow.compute as compute

    return compute.list_flatten(values) if pyarrow.types.is_list(values.type) else values


def _sorted(counts: Counter[Any]) -> Mapping[Any, int]:
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, str(item[0])))
    return MappingProxyType(dict(order))


def _rejects(run: Path) -> Mapping[str, int] | None:
    try:
        found = json.loads(run.read_text(encoding="utf-8"))
        rejects = found["rejects"]
    except (OSError, ValueError, KeyError, TypeError):
        # A dataset made by hand or put together from others has no run.
        return None
    return MappingProxyType({str(name): int(count) for name, count in rejects.items()}) if rejects else {}
