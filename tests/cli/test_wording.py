"""Numbers and times in a few words."""

import pytest

from claimkit import Bound, Direction, Quantity, QuantityRole, RangeKind, Span
from claimkit.cli import wording


def quantity(low: float, high: float | None = None, **values: object) -> dict[str, object]:
    return (
        Quantity(
            span=Span(0, 1),
            low=low,
            high=low if high is None else high,
            unit=None,
            counted=(),
            property=None,
            per=None,
            range_kind=RangeKind.NONE,
            bound=Bound.EXACT,
            direction=Direction.NONE,
            role=QuantityRole.VALUE,
        ).to_dict()
        | values
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (quantity(5000, counted=["delegate", "official"]), "5,000 delegate/official"),
        (quantity(5, 30, counted=["member"]), "5–30 member"),
        (quantity(8.5, unit="%", direction="down", property="GDP"), "8.5 % ↓ of GDP"),
        (quantity(40, bound="at_least", counted=["village"]), "≥40 village"),
        (quantity(90_000_000, unit="m3", bound="at_most"), "≤90,000,000 m3"),
        (quantity(0.1, bound="more_than"), ">0.1"),
        (quantity(60, unit="km", per="h"), "60 km per h"),
        (quantity(1 / 3), "0.3333"),
        (quantity(0.00002, unit="g"), "2e-05 g"),
        (quantity(0), "0"),
    ],
)
def test_quantity(value: dict[str, object], words: str) -> None:
    assert wording.quantity(value) == words


@pytest.mark.parametrize(
    ("edtf", "timex", "unresolved", "words"),
    [
        ("2031-05~", "2031-05", None, "2031-05~"),
        (None, "P3D", None, "P3D"),
        (None, "XXXX-WXX-4", "no_document_date", "? (no_document_date)"),
    ],
)
def test_time(edtf: str | None, timex: str, unresolved: str | None, words: str) -> None:
    assert wording.time({"edtf": edtf, "timex": timex, "unresolved": unresolved}) == words


def test_a_source_is_its_entity_else_its_words_else_its_type() -> None:
    link = {"entity_id": "e1", "source_head": "officials", "source_type": "anonymous"}
    assert wording.source(link, {"e1": "Harl Ministry"}) == "Harl Ministry"
    assert wording.source(link, {}) == "officials"
    assert wording.source(link | {"source_head": None}, {}) == "(anonymous)"


def test_shortened_words_end_at_a_word_and_stay_on_one_line() -> None:
    assert wording.shorten("the dam\nheld", 40) == "the dam held"
    assert wording.shorten("the dam held, the bridge did not", 15) == "the dam held …"
    assert wording.shorten(None, 10) == ""


def test_nothing_that_a_terminal_obeys_is_shown() -> None:
    hostile = "The mayor\x1b[2J\x07 said\u202e no\r\nand left"
    assert wording.one_line(hostile) == "The mayor [2J said no and left"
    assert wording.shorten(hostile, 300) == wording.one_line(hostile)
    link = {"entity_id": None, "source_head": "\x1b]0;title\x07mayor", "source_type": "person"}
    assert wording.source(link, {}) == "]0;title mayor"
