"""Scores as tables, and errors as lines for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from claimkit.cli.tables import new_table
from claimkit.cli.wording import one_line
from claimkit.evaluation.confusion import CONTEXT, KINDS
from claimkit.evaluation.kinds import Error, count_kinds, examples_of
from claimkit.evaluation.relations import ROLES

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.attribution import AttributionScores
    from claimkit.evaluation.calibration import Calibration
    from claimkit.evaluation.confusion import Confusion
    from claimkit.evaluation.kinds import Scores
    from claimkit.evaluation.measures import Measure, Share
    from claimkit.evaluation.relations import GoldAttribution
    from claimkit.records import Span

E = TypeVar("E", bound=Error)

LONGEST = 160  # characters of a content on one line


def measures(rows: Mapping[str, Measure]) -> Table:
    """One line a measure, with its interval and its counts."""
    table = new_table("measure", "statistic", "value", "95 %", "precision", "recall", "right", "found", "gold")
    for name, row in rows.items():
        shares = (f"{row.value:.3f}", f"{row.low:.3f}–{row.high:.3f}", f"{row.precision:.3f}", f"{row.recall:.3f}")
        table.add_row(name, row.statistic, *shares, *(f"{count:,}" for count in (row.right, row.found, row.gold)))
    return table


def attribution(scores: AttributionScores) -> Iterator[Table]:
    """Measures, slices, the reliability of confidences where there are any, and how many errors of each kind."""
    yield measures(scores.measures)
    yield _slices(scores.slices)
    if scores.calibration:
        yield _reliability(scores.calibration)
    yield from error_counts(scores.errors, KINDS)


def error_counts(errors: Sequence[Error], kinds: Mapping[str, str]) -> Iterator[Table]:
    """How many errors of each kind, if there are any."""
    counts = count_kinds(errors, kinds)
    if counts:
        table = new_table("error", "number", "")
        for kind, count in counts.items():
            table.add_row(kind, f"{count:,}", kinds[kind])
        yield table


def summary(scores: AttributionScores) -> str:
    """How much was scored, in one line."""
    line = extent(scores, scores.measures["linked"], "articles", "links")
    if scores.calibration is None:
        return line
    calibration = scores.calibration
    return f"{line}, calibration error {calibration.ece:.3f} ({calibration.low:.3f}–{calibration.high:.3f})"


def extent(scores: AttributionScores | Scores[Any], measure: Measure, texts: str, things: str) -> str:
    """How many ``texts`` were scored, and how many ``things`` ``measure`` counts in them."""
    parts = [f"{scores.articles:,} {texts}", f"{measure.gold:,} {things} in the gold", f"{measure.found:,} found"]
    if scores.unpredicted:
        parts.append(f"{scores.unpredicted:,} {texts} not in the prediction")
    return ", ".join(parts)


def listing(errors: Sequence[Confusion], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text around it."""
    return by_kind(errors, KINDS, most, _lines)


def by_kind(
    errors: Sequence[E], kinds: Mapping[str, str], most: int, lines: Callable[[E], Iterable[str]]
) -> Iterator[str]:
    """At most ``most`` errors of each kind under a heading, each as its ``lines``."""
    counts, heading = count_kinds(errors, kinds), ""
    for error in examples_of(errors, kinds, most):
        if error.kind != heading:
            heading = error.kind
            yield f"\n{heading}: {counts[heading]:,} ({kinds[heading]})"
        yield ""
        yield from lines(error)


def _lines(error: Confusion) -> Iterator[str]:
    yield f"  {error.article} {error.place.start}–{error.place.end}"
    for name, links in (("gold", error.gold), ("found", error.found)):
        for link in links or (None,):
            yield f"    {name:<6} {_link(link, error.text)}"
    yield f"    {'text':<6} {_in_context(error.text, error.place)}"


def _slices(rows: Mapping[str, Mapping[str, Share]]) -> Table:
    table = new_table("slice", "gold", "linked recall", "full recall", "found", "linked precision", "full precision")
    for name, row in rows.items():
        table.add_row(
            name,
            f"{row['linked_recall'].of:,}", _share(row["linked_recall"]), _share(row["full_recall"]),
            f"{row['linked_precision'].of:,}", _share(row["linked_precision"]), _share(row["full_precision"]),
        )  # fmt: skip
    return table


def _share(share: Share) -> str:
    return "–" if share.value is None else f"{share.value:.2f} ({share.low:.2f}–{share.high:.2f})"


def _reliability(calibration: Calibration) -> Table:
    table = new_table("confidence", "links", "mean", "linked")
    for each in calibration.bins:
        table.add_row(
            f"{each.low:.3f}–{each.high:.3f}", f"{each.links:,}", f"{each.confidence:.3f}", f"{each.right:.3f}"
        )
    return table


def _link(link: GoldAttribution | None, text: str) -> str:
    if link is None:
        return "–"
    spans: dict[str, tuple[Span, ...]] = {role: getattr(link, role) for role in ROLES}
    words = {role: " … ".join(text[span.start : span.end] for span in each) for role, each in spans.items()}
    return " | ".join(_cut(each, LONGEST) or "–" for each in words.values())


def _in_context(text: str, place: Span) -> str:
    before, after = text[max(0, place.start - CONTEXT) : place.start], text[place.end : place.end + CONTEXT]
    line = f"{before}[{_cut(text[place.start : place.end], LONGEST)}]{after}"
    return f"… {one_line(line)} …"


def _cut(words: str, longest: int) -> str:
    """One line, with its middle left out where it is long: it is the edges that are wrong or right."""
    line = one_line(words)
    return line if len(line) <= longest else f"{line[: longest // 2].rstrip()} […] {line[-longest // 2 :].lstrip()}"
