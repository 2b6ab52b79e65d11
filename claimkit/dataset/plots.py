"""Distributions of a dataset as bar charts in PNG: the same data, the same bytes.

Nothing of the user's matplotlib settings, no date and no version goes into a picture.
"""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from claimkit.dataset.facts import Facts
from claimkit.dataset.values import value_name
from claimkit.resources import load_lexicon

ASSETS = "assets"
_MOST_BARS = 15
_LONGEST_LABEL = 40
_LONGEST_ALT = 8
_COLOUR = "#33658a"
_DOTS_PER_INCH = 100
# Up to so many days a bar is a day, then a month, then a year.
_DAYS_BY_DAY, _DAYS_BY_MONTH = 45, 1500
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A bar chart: where it goes below the dataset, title, unit of its bars, how to read it, its bars in order.

    ``rest`` says in words what is too small to be a bar of its own, ``alt`` what the picture shows.
    """

    name: str
    title: str
    unit: str
    reading: str
    bars: tuple[tuple[str, int], ...]
    rest: str = ""

    @property
    def path(self) -> str:
        """Where the picture lies in the folder of the dataset."""
        return f"{ASSETS}/{self.name}.png"

    @property
    def alt(self) -> str:
        """The picture in words, for who cannot see it: the largest bars and their numbers."""
        told = [f"{_plain(label)} {number:,}" for label, number in sorted(self.bars, key=lambda bar: -bar[1]) if number]
        more = len(told) - _LONGEST_ALT
        smaller = f", and {more:,} smaller" if more > 0 else ""
        rest = f" Not shown: {self.rest}." if self.rest else ""
        return f"Bar chart: {self.title}, in {self.unit}. {', '.join(told[:_LONGEST_ALT])}{smaller}.{rest}"


def plots_of(facts: Facts) -> tuple[Plot, ...]:
    """The charts of a dataset; a distribution without values has none."""
    wording = load_lexicon("documents")["plots"]
    made = (_plot(name, each, facts.counts[each["distribution"]]) for name, each in wording.items())
    return tuple(plot for plot in made if plot.bars)


# Whoever writes the documents and then checks them draws once.
@functools.lru_cache(maxsize=32)
def png_of(plot: Plot) -> bytes:
    """The chart as PNG."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Not pyplot: it would open the backend of the user's desktop. The figure reads its settings while it is drawn.
    with matplotlib.rc_context(rc=dict(matplotlib.rcParamsDefault)), warnings.catch_warnings():
        # An outlet's name in a script that the font lacks; the alt text and the table have it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(7, 1.3 + 0.3 * len(plot.bars)), dpi=_DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        _draw(figure.add_subplot(), plot)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _draw(axes: Any, plot: Plot) -> None:
    places = range(len(plot.bars))
    bars = axes.barh(places, [number for _, number in plot.bars], color=_COLOUR)
    # "$" in the name of an outlet is no mathematics.
    axes.set_yticks(places, labels=[_shortened(label) for label, _ in plot.bars], parse_math=False)
    axes.bar_label(bars, labels=[f"{number:,}" for _, number in plot.bars], padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_title(plot.title, loc="left")
    axes.set_xlabel(f"{plot.unit} (not shown: {plot.rest})" if plot.rest else plot.unit)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _plot(name: str, wording: Mapping[str, str], counts: Mapping[Any, int]) -> Plot:
    unit, distribution = wording["unit"], wording["distribution"]
    rest = ""
    if distribution == "dates":
        bars = _timeline({day: number for day, number in counts.items() if day})
    else:
        items = [(value_name(distribution, value), number) for value, number in counts.items()]
        bars, others = tuple(items[:_MOST_BARS]), items[_MOST_BARS:]
        # As a bar, hundreds of small outlets together would dwarf every one that has a name.
        rest = f"{len(others):,} others with {sum(number for _, number in others):,} {unit}" if others else ""
    return Plot(name=name, title=wording["title"], unit=unit, reading=wording["reading"], bars=bars, rest=rest)


def _timeline(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Articles by day, month or year, empty ones included, so that a gap is seen as one."""
    days = sorted(day for day in counts if _is_day(day))
    if not days:
        return ()
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    span = (last - first).days
    digits = 10 if span <= _DAYS_BY_DAY else 7 if span <= _DAYS_BY_MONTH else 4
    bars = dict.fromkeys(((first + timedelta(days=number)).isoformat()[:digits] for number in range(span + 1)), 0)
    for day in days:
        bars[day[:digits]] += counts[day]
    # One article dated to the year 1 must not make a chart of two thousand bars.
    early, late = list(bars.items())[:-_MOST_YEARS], list(bars.items())[-_MOST_YEARS:]
    before = [(f"before {late[0][0]}", sum(number for _, number in early))] if early else []
    return tuple(before + late)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        # A dataset that was never validated.
        return False


def _plain(label: str) -> str:
    # What would end the description of an image in Markdown.
    return label.replace("[", "(").replace("]", ")").replace("<", "(").replace("\n", " ")


def _shortened(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
