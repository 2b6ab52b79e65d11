"""What two claims are compared on, level by level, and what each level weighs: the model of Fellegi and Sunter (1969).

A level has two probabilities: ``m``, how often claims that tell the same stand at it, and ``u``, how often claims do
that do not. Its weight is log2(m / u) bits. ``resources/linkage.toml`` holds the levels with their probabilities; here
stands what a level means, in the SQL of DuckDB over the columns of two rows.

No comparison is a gate: a different value, a different date, a negation lower the weight and no more, for that is what
a conflict looks like.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.comparison.columns import SLOTS
from claimkit.comparison.nearness import SCALE
from claimkit.errors import OptionError
from claimkit.resources import load_lexicon

# Both have something there; a level below it may say that it is not the same.
_GIVEN = "len({0}_l) > 0 and len({0}_r) > 0"
_SHARED = "list_has_any({0}_l, {0}_r)"
_CROSSED = "(list_has_any(subject_words_l, others_r) or list_has_any(others_l, subject_words_r))"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison; ``sql`` is ``ELSE`` for the last."""

    name: str
    sql: str
    words: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """log2 of m / u, in bits."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison: ``missing`` is the SQL of the case where there is nothing to compare, which weighs nothing."""

    name: str
    missing: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """``prior``: the share of candidate pairs that tell the same; ``trained_on``: how many pairs it was fitted to."""

    prior: float
    comparisons: tuple[Comparison, ...]
    trained_on: int = 0


def _within(parts: str) -> str:
    """SQL: some quantity of the one and some of the other fulfil ``parts``, in which {l} and {r} are their slots."""
    return "(" + " or ".join(f"({parts.format(l=l, r=r)})" for l in range(SLOTS) for r in range(SLOTS)) + ")"  # noqa: E741 - left and right, as splink names them


def _jaccard(share: float, *, words: int = 1) -> str:
    """SQL: at least ``share`` of all words of the two are in both, and at least so many.

    The lists are intersected once, which is what it costs. That all two words are in both ("it happens") says little.
    """
    least = f"{share / (1 + share):.6f} * (len(rest_l) + len(rest_r))"
    return f"(len(list_intersect(rest_l, rest_r)) >= greatest({words}, {least}))"


def _cosine(least: float) -> str:
    return f"array_inner_product(vector_l, vector_r) >= {least * SCALE**2:.1f}"


_OVERLAP = "low_{l}_l <= high_{r}_r and low_{r}_r <= high_{l}_l"
_DIMENSION = "dimension_{l}_l = dimension_{r}_r"
_COUNTED = "(counted_{l}_l = counted_{r}_r or (counted_{l}_l is null and counted_{r}_r is null))"

# Comparison → the SQL of its missing values, and of its levels in the order in which they are tried.
_SQL: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "event": (
        "event_l is null or event_r is null",
        {
            "same": "event_l = event_r",
            # "She took office in 2011": told beside every event she has to do with.
            "other_same_fact": (
                "subject_l = subject_r and subject_named_l and from_day_l = from_day_r and to_day_l = to_day_r"
            ),
            # "The judge" of two events is two judges: only a name is the same person everywhere.
            "other_same_subject": "subject_l = subject_r and not subject_common_l and subject_named_l",
            "other_same_name": "list_has_any(names_rare_l, names_rare_r)",
            "other": "ELSE",
        },
    ),
    "predicate": (
        "false",
        {
            "same_rare": "predicate_l = predicate_r and not predicate_common_l",
            "same_common": "predicate_l = predicate_r",
            "synonym": "list_contains(near_l, predicate_r)",
            "mentioned": "list_contains(words_l, predicate_r) or list_contains(words_r, predicate_l)",
            "other": "ELSE",
        },
    ),
    "subject": (
        "subject_l is null or subject_r is null",
        {
            "same_rare": "subject_l = subject_r and not subject_common_l",
            "same_common": "subject_l = subject_r",
            "word_shared": _SHARED.format("subject_words"),
            "crossed": _CROSSED,
            "other_name": "subject_named_l and subject_named_r",
            "other": "ELSE",
        },
    ),
    "others": (
        "len(others_l) = 0 or len(others_r) = 0",
        {
            "rare_shared": "list_has_any(others_rare_l, others_rare_r)",
            "shared": _SHARED.format("others"),
            "other": "ELSE",
        },
    ),
    "names": (
        "len(names_l) = 0 or len(names_r) = 0",
        {
            "rare_shared": "list_has_any(names_rare_l, names_rare_r)",
            "shared": _SHARED.format("names"),
            "other": "ELSE",
        },
    ),
    "quantity": (
        "dimension_0_l is null or dimension_0_r is null",
        {
            "same_kind_same_value": _within(f"{_DIMENSION} and {_COUNTED} and {_OVERLAP}"),
            "same_value": _within(f"{_DIMENSION} and {_OVERLAP}"),
            "other_age": _within(f"{_DIMENSION} and age_{{l}}_l"),
            "same_kind_other_value": _within(f"{_DIMENSION} and {_COUNTED}"),
            "same_dimension": _within(_DIMENSION),
            "other": "ELSE",
        },
    ),
    "time": (
        "from_day_l is null or from_day_r is null",
        {
            "same_rare": "from_day_l = from_day_r and to_day_l = to_day_r and not time_common_l",
            "same": "from_day_l = from_day_r and to_day_l = to_day_r",
            "overlap": "from_day_l <= to_day_r and from_day_r <= to_day_l",
            "close": "from_day_l <= to_day_r + 3 and from_day_r <= to_day_l + 3",
            "other": "ELSE",
        },
    ),
    "place": (
        "len(places_l) = 0 or len(places_r) = 0",
        {"shared": _SHARED.format("places"), "other": "ELSE"},
    ),
    "polarity": ("false", {"same": "negated_l = negated_r", "other": "ELSE"}),
    "reality": ("false", {"same": "unreal_l = unreal_r", "other": "ELSE"}),
    "wording": (
        "len(rest_l) = 0 or len(rest_r) = 0",
        {
            # First, for most pairs stand here: what is below is not worked out for them.
            "none": f"not ({_SHARED.format('rest')} or {_cosine(0.5)})",
            "few": f"not ({_jaccard(0.15)} or {_cosine(0.75)})",
            "some": f"not {_jaccard(0.3, words=2)}",
            "many": f"not {_jaccard(0.45, words=3)}",
            "most": f"not {_jaccard(0.7, words=4)}",
            "nearly_equal": "ELSE",
        },
    ),
}


def shipped_model() -> Model:
    """The model with the priors of ``resources/linkage.toml``.

    Raises :class:`OptionError` where a lexicon of the user's has left a level without a probability.
    """
    lexicon = load_lexicon("linkage")
    comparisons = tuple(_comparison(name, lexicon[name]) for name in _SQL)
    return Model(prior=float(lexicon["model"]["prior"]), comparisons=comparisons)


def _comparison(name: str, table: Mapping[str, Any]) -> Comparison:
    missing, levels = _SQL[name]
    found = []
    for level, sql in levels.items():
        entry = table.get(level)
        if entry is None or not (0 < entry[0] < 1 and 0 < entry[1] < 1):
            raise OptionError(f"linkage.{name}.{level}: expected [m, u, words], probabilities between 0 and 1")
        found.append(Level(level, sql, str(entry[2]), float(entry[0]), float(entry[1])))
    return Comparison(name, missing, tuple(found))


def splink_settings(model: Model) -> dict[str, Any]:
    """The model as settings of splink 5, for deduplication with pairs that are registered by the caller."""
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": model.prior,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "comparisons": [_splink_comparison(each) for each in model.comparisons],
    }


def _splink_comparison(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True}
    ]
    levels += [
        {"sql_condition": level.sql, "label_for_charts": level.name, "m_probability": level.m, "u_probability": level.u}
        for level in comparison.levels
    ]
    return {"output_column_name": comparison.name, "comparison_levels": levels}
