"""What lies beside the tables: ``run.json``, which says how the rows came to be, and the README with their names."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import claimkit
from claimkit.errors import MissingModelError
from claimkit.records import SCHEMA_VERSION

# What a run writes; the other configs come from comparing and annotating, and go when their claims are replaced.
TABLES = ("articles", "attributions", "claims", "mentions")


def plan_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """All that decides what a run writes, but for its input: versions, models, options."""
    return {
        "tool": "claimkit",
        "schema_version": SCHEMA_VERSION,
        "versions": {
            "claimkit": claimkit.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("pyarrow", "spacy")},
        },
        "language_model": _language_model(),
        "options": dict(options),
    }


def difference(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """Where two plans differ, in words: ``options.max_characters 100, not 200``."""
    before, after = dict(_leaves(found)), dict(_leaves(wanted))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return ", ".join(f"{name} {before.get(name)}, not {after.get(name)}" for name in names)


def write_json(file: Path, value: Mapping[str, Any]) -> None:
    """The value as indented JSON in UTF-8."""
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _leaves(plan: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    pairs = [(f"{before}{name}", value) for name, value in plan.items()]
    return [
        leaf
        for name, value in pairs
        for leaf in (_leaves(value, f"{name}.") if isinstance(value, Mapping) else [(name, value)])
    ]


def _language_model() -> dict[str, str] | None:
    from claimkit.extraction.parsing import model_name

    try:
        name = model_name()
    except MissingModelError:
        # Records made by hand or by another tool are written without one.
        return None
    try:
        return {"name": name, "version": version(name)}
    except PackageNotFoundError:
        # A model given as a folder: its name stands in its own description, and no path goes into run.json.
        from spacy.util import load_meta

        meta = load_meta(Path(name) / "meta.json")
        return {"name": str(meta["name"]), "version": str(meta["version"])}


def card(configs: Iterable[str], splits: Sequence[str] = ("train",)) -> str:
    """The README: the names of the configs, claims first and by default, and of their splits."""
    lines = ["---", "configs:"]
    for config in sorted(configs, key=lambda each: (each != "claims", each)):
        lines += [f"- config_name: {config}", "  data_files:"]
        for split in splits:
            lines += [f"  - split: {split}", f"    path: {config}/{split}-*.parquet"]
        lines += ["  default: true"] if config == "claims" else []
    return "\n".join([*lines, "---", "", "# Claims", "", _CARD_TEXT, ""])


_CARD_TEXT = """Claims reported in news articles, extracted with claimkit: who says what, how surely, how many and when.
Every config is one table; offsets are Unicode code points into the `text` of its article."""
