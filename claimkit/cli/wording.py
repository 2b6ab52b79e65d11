"""Rows of a dataset in a few words, for tables and for ``show``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_BOUNDS = MappingProxyType({"about": "~", "at_least": "≥", "at_most": "≤", "more_than": ">", "less_than": "<"})
_DIRECTIONS = MappingProxyType({"up": "↑", "down": "↓"})

Row = Mapping[str, Any]


def chain(claim: Row, names: Mapping[str, str]) -> str:
    """The sources of a claim, outermost first; empty where the article itself speaks. ``names`` is by entity."""
    return " → ".join(source(link, names) for link in claim["chain"])


def cue(claim: Row) -> str:
    """The lemma of the innermost link's cue; empty without a chain or a cue."""
    return (claim["chain"][-1]["cue_lemma"] or "") if claim["chain"] else ""


def source(link: Row, names: Mapping[str, str]) -> str:
    """Who a link gives the word to: the name of the entity, the words of the article, or the type of source."""
    return one_line(str(names.get(link["entity_id"]) or link["source_head"] or f"({link['source_type']})"))


def hedges(claim: Row, text: str | None) -> str:
    """The hedging words of a claim; their types where the dataset holds no text."""
    return ", ".join(hedge["type"] if text is None else _words(text, hedge["cue"]) for hedge in claim["hedges"])


def quantities(claim: Row) -> str:
    """Every number with its bound, unit, direction and what it counts: ``≥40 village``, ``8.5 % ↓``."""
    return ", ".join(map(quantity, claim["quantities"]))


def quantity(value: Row) -> str:
    """One number, as normalised."""
    low, high = (_number(value[side]) for side in ("low", "high"))
    number = low if low == high else f"{low}–{high}"
    words = [
        _BOUNDS.get(value["bound"], "") + number,
        value["unit"],
        _DIRECTIONS.get(value["direction"]),
        "/".join(value["counted"]),
        f"of {value['property']}" if value["property"] else None,
        f"per {value['per']}" if value["per"] else None,
    ]
    return " ".join(word for word in words if word)


def _number(value: float) -> str:
    """At most four decimals: a third is 0.3333; what is smaller than that keeps its digits."""
    decimals = f"{value:,.4f}".rstrip("0").rstrip(".")
    return decimals if value == 0 or abs(value) >= 0.001 else f"{value:.4g}"


def times(claim: Row) -> str:
    """Every time as EDTF, or why it could not be resolved."""
    return ", ".join(map(time, claim["times"]))


def time(value: Row) -> str:
    """One time: EDTF, else the TIMEX3 value, else the reason."""
    return f"? ({value['unresolved']})" if value["unresolved"] else str(value["edtf"] or value["timex"])


def one_line(words: str) -> str:
    """The words on one line of a terminal."""
    # A text may hold escape sequences, which a terminal obeys.
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def shorten(words: str | None, longest: int) -> str:
    """``words`` on one line, cut at a word with an ellipsis."""
    line = one_line(words or "")
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _words(text: str, span: Row) -> str:
    return one_line(text[span["start"] : span["end"]])
