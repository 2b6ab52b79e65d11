"""Score quantities against gold: values, units, changes and directions, as NewsQuant is scored (Almasian et al. 2023).

Gold and found quantities of a text are matched one to one, on equal numbers; with unit and change more has to be equal.
``direction`` is the share of the gold's rises and falls that are found as such, whatever their bound. Where the gold
marks only some of the numbers in a text (a Recognizers-Text specification), all measures are shares of the gold found.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.articles import as_read
from claimkit.evaluation.formats import QuantityFormat
from claimkit.evaluation.kinds import Scores
from claimkit.evaluation.measures import Counts, Statistic, measure_all
from claimkit.evaluation.predictions import count_lacking, of_texts, with_gold
from claimkit.evaluation.quantity_gold import CountedText, Told, close, read_gold, told_by
from claimkit.extraction import units
from claimkit.records import Span

Found = Sequence[Told]
Watch = Callable[[Sequence[CountedText]], Iterable[CountedText]]
MEASURES = ("value", "value_unit", "value_unit_change", "value_unit_plain_change", "direction")
KINDS = MappingProxyType(
    {
        "missed-value": "the gold has a number, nothing equal was found",
        "spurious-value": "a number was found, the gold has none equal",
        "wrong-unit": "the right number with another unit, or counting something else",
        "wrong-change": "the right number and unit with another bound or direction",
    }
)


@dataclass(frozen=True, slots=True)
class QuantityError:
    """One error: what the gold has, and what was found."""

    kind: str
    article: str
    text: str
    gold: Told | None
    found: Told | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with both sides as told."""
        return {
            "kind": self.kind,
            "article": self.article,
            "text": self.text,
            "gold": None if self.gold is None else wording(self.gold),
            "found": None if self.found is None else wording(self.found),
        }


def evaluate_quantities(
    gold: Path | str,
    predicted: Path | str | None = None,
    *,
    form: QuantityFormat | None = None,
    parse: bool = True,
    watch: Watch = iter,
) -> Scores[QuantityError]:
    """Score the quantities at ``predicted``, or of a run over the gold's own texts, against the gold.

    ``form`` is the gold's format, found out if not given; ``parse`` is that of
    :func:`~claimkit.extraction.quantities.find_quantities`. Articles of a dataset are extracted, so that quantities no
    claim owns do not count. ``watch`` is handed the texts and may show how far we are. Raises
    :class:`~claimkit.errors.OptionError` if a folder is none of the formats, the gold holds no quantity, or the
    prediction has none of its texts.
    """
    texts = read_gold(Path(gold), form)
    if not any(text.quantities for text in texts):
        raise OptionError(f"{gold}: {len(texts)} texts and no quantity in them; is this gold?")
    known = None
    if predicted is not None:
        found = {text.text: text.quantities for text in read_gold(Path(predicted))}
        known = of_texts(found, texts, predicted)
    cases = with_gold(watch(texts), known, functools.partial(found_in, parse=parse))
    return score_quantities(cases, unpredicted=count_lacking(texts, known))


def score_quantities(cases: Iterable[tuple[CountedText, Found]], *, unpredicted: int = 0) -> Scores[QuantityError]:
    """Score (gold text, found quantities) pairs, one at a time."""
    counts: list[dict[str, Counts]] = []
    errors: list[QuantityError] = []
    partial = False
    for text, found in cases:
        partial = partial or text.partial
        judged = found if text.partial else [each for each in found if not each.ordinal]
        gold = text.quantities if text.partial else [each for each in text.quantities if not each.ordinal]
        counts.append(count_text(judged, gold))
        errors += _errors(text, judged, gold)
    statistics: dict[str, Statistic] = dict.fromkeys(MEASURES, "share" if partial else "f1") | {"direction": "share"}
    return Scores(len(counts), unpredicted, measure_all(counts, statistics), tuple(errors), KINDS)


def count_text(found: Found, gold: Found) -> dict[str, Counts]:
    """The counts of one text for each of :data:`MEASURES`."""
    right = {name: len(pair(found, gold, agrees)) for name, agrees in _AGREE.items()}
    moved = {number for number, one in enumerate(gold) if one.direction != "none"}
    as_told = [b for a, b in pair(found, gold, same_value) if b in moved and found[a].direction == gold[b].direction]
    counts = {name: Counts(count, len(found), len(gold)) for name, count in right.items()}
    return counts | {"direction": Counts(len(as_told), len(moved), len(moved))}


def pair(found: Found, gold: Found, agrees: Callable[[Told, Told], bool]) -> list[tuple[int, int]]:
    """Places of quantities that agree, one to one, the first in the text with the first.

    Items of a specification are judged each by itself, so that a range is found for both its ends.
    """
    pairs, used = [], set()
    for number, one in enumerate(gold):
        single = one.names is None
        free = (other for other, each in enumerate(found) if (single or other not in used) and agrees(each, one))
        match = next(free, None)
        if match is None and single:
            match = _apart(found, one)
        if match is not None:
            pairs.append((match, number))
            used.add(match)
    return pairs


def _apart(found: Found, gold: Told) -> int | None:
    """The place of the first end of a range whose two ends are found as two numbers: "above 10 and below 20"."""
    if gold.low == gold.high or math.isinf(gold.low) or math.isinf(gold.high):
        return None
    ends = (replace(gold, low=end, high=end) for end in (gold.low, gold.high))
    low, high = (next((at for at, each in enumerate(found) if same_value(each, end)), None) for end in ends)
    return low if high is not None else None


def same_value(found: Told, gold: Told) -> bool:
    """Equal numbers, overlapping where both have offsets.

    Against a gold of single items a range counts for both its ends ("eight to 10 feet", where 10 is marked), and an
    open range is found by its one number.
    """
    if found.span is not None and gold.span is not None and not _touch(found.span, gold.span):
        return False
    if gold.names is not None:
        return close(found.low, gold.low) and close(found.high, gold.high)
    ends = [end for end in (gold.low, gold.high) if math.isfinite(end)]
    if gold.low == gold.high or len(ends) == 1:
        return any(close(end, ends[0]) for end in (found.low, found.high))
    return close(found.low, gold.low) and close(found.high, gold.high)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def same_unit(found: Told, gold: Told) -> bool:
    """Equal numbers, and one unit or counted noun in common, or none on either side."""
    if not same_value(found, gold) or gold.names is None:
        return gold.names is None and same_value(found, gold)
    if not gold.names or not found.names:
        return not gold.names and not found.names
    told = units.unit_code(found.per or "") or (found.per or "").split(" ")[-1]
    return bool(gold.names & found.names) and (gold.per is None or told == gold.per)


def same_change(found: Told, gold: Told) -> bool:
    """Equal number and unit, and the same bound or direction, those told by nouns left out."""
    return same_unit(found, gold) and (gold.sign is None or found.sign == gold.sign)


def same_plain_change(found: Told, gold: Told) -> bool:
    """The same, with changes told by nouns as they are."""
    return same_unit(found, gold) and (gold.plain_sign is None or found.plain_sign == gold.plain_sign)


_AGREE: Mapping[str, Callable[[Told, Told], bool]] = {
    "value": same_value,
    "value_unit": same_unit,
    "value_unit_change": same_change,
    "value_unit_plain_change": same_plain_change,
}


def _errors(text: CountedText, found: Found, gold: Found) -> Iterator[QuantityError]:
    pairs = pair(found, gold, same_value)
    for a, b in pairs:
        one, other = found[a], gold[b]
        if not same_unit(one, other):
            yield QuantityError("wrong-unit", text.name, text.text, other, one)
        elif not same_change(one, other):
            yield QuantityError("wrong-change", text.name, text.text, other, one)
    paired_found, paired_gold = {a for a, _ in pairs}, {b for _, b in pairs}
    for number, told in enumerate(gold):
        if number not in paired_gold:
            yield QuantityError("missed-value", text.name, text.text, told, None)
    for number, told in enumerate(found) if not text.partial else ():
        if number not in paired_found:
            yield QuantityError("spurious-value", text.name, text.text, None, told)


def wording(told: Told) -> str:
    """A quantity on one line: its sign, its numbers, its unit."""
    number = f"{told.low:g}" if told.low == told.high else f"{told.low:g}–{told.high:g}"
    names = "/".join(sorted(told.names or ())) or "–"
    per = f" per {told.per}" if told.per else ""
    return f"{told.sign or ''} {number} {names}{per}".strip()


def found_in(text: CountedText, *, parse: bool = True) -> tuple[Told, ...]:
    """The quantities claimkit finds in a text of the gold."""
    # Imported here: the extraction loads models, and scoring two folders needs none of them.
    from claimkit.extraction.pipeline import extract
    from claimkit.extraction.quantities import find_quantities

    if text.article is None:
        found = find_quantities(text.text, parse=parse)
        return told_by(found, text.text, pairs_as_ranges=not text.partial)
    claims = extract(as_read(text.article)).claims
    owned = {each.span: each for claim in claims for each in claim.quantities}
    return told_by([owned[span] for span in sorted(owned)], text.text)
