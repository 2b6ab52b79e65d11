"""Plots: what they show, in words too, and the same bytes every time."""

import io
from collections import Counter, defaultdict
from pathlib import Path

import matplotlib
import matplotlib.image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.dataset.facts import Facts, facts_of
from claimkit.dataset.plots import Plot, plots_of, png_of


def plot(*bars: tuple[str, int]) -> Plot:
    return Plot(name="outlets", title="Articles by outlet", unit="articles", reading="Read it.", bars=bars)


def test_every_plot_has_title_unit_reading_and_alt_text(compared_demo: Path) -> None:
    plots = plots_of(facts_of(compared_demo))
    assert [each.name for each in plots] == ["outlets", "dates", "source-types", "certainties", "hedge-types", "kinds"]
    for each in plots:
        assert each.title
        assert each.unit in {"articles", "claims", "hedges"}
        assert each.reading.endswith(".")
        assert each.title in each.alt
        assert f"{max(number for _, number in each.bars):,}" in each.alt


def test_the_alt_text_names_the_largest_bars_and_counts_the_rest() -> None:
    found = plot(*((f"outlet {number}", number) for number in range(12))).alt
    assert found.startswith("Bar chart: Articles by outlet, in articles. outlet 11 11, outlet 10 10, ")
    assert found.endswith("outlet 4 4, and 3 smaller.")  # an empty bar is no bar


def test_what_is_too_small_for_a_bar_is_told() -> None:
    counts = Counter({f"outlet {number:02}": 1 for number in range(20)})
    facts = Facts(configs=(), counts=defaultdict(Counter, publishers=counts), rejects=None, standoff=False)
    (found,) = plots_of(facts)
    assert len(found.bars) == 15
    assert found.alt.endswith("and 7 smaller. Not shown: 5 others with 5 articles.")


def test_it_is_a_png_without_date_or_version_whatever_the_users_settings() -> None:
    first = png_of(plot(("Corran Herald", 3), ("$x^{", 1)))
    png_of.cache_clear()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert png_of(plot(("Corran Herald", 3), ("$x^{", 1))) == first
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first
    assert b"tIME" not in first
    height, width, _ = matplotlib.image.imread(io.BytesIO(first)).shape
    assert (width, height > 100) == (700, True)


BARS = st.tuples(st.text(st.characters(exclude_categories=("Cs",))), st.integers(0, 10**12))


@pytest.mark.filterwarnings("error")
@settings(max_examples=15)
@given(st.lists(BARS, min_size=1, max_size=5))
def test_any_label_can_be_drawn(bars: list[tuple[str, int]]) -> None:
    made = plot(*bars)
    assert png_of(made).startswith(b"\x89PNG")
    assert "]" not in made.alt
