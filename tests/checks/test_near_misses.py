"""What the checks let pass: the right thing that looks like the wrong one."""

from collections import Counter

import pytest

from claimkit.checks.label_drift import association
from claimkit.checks.personal_data import personal_data
from claimkit.checks.source_not_named import source_not_named
from claimkit.checks.time_not_reproducible import time_not_reproducible
from claimkit.checks.value_not_reproducible import value_not_reproducible


class FakeData:
    """An article's text, and the names of its entities."""

    def __init__(self, text, names=()):
        self._text = text
        self.known = self
        self.names = dict(names)

    def text(self, _article_id):
        return self._text


def values(words, low, high):
    span = {"start": 0, "end": len(words)}
    row = {"article_id": "a", "quantities": [{"span": span, "low": low, "high": high}]}
    return [found.values["read"] for found in value_not_reproducible.find(row, FakeData(words), {})]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("30 and 40 million cubic metres", 30e6, 40e6),
        ("100 and 150", 100, 150),
        ("a third", 0.333, 0.333),
        ("2.5 billion", 2.5e9, 2.5e9),
        ("dozens", 24, 99),
        ("a couple of", 2, 2),
        ("no", 0, 0),
        ("31 to 56", 31, 56),
    ],
)
def test_a_value_its_words_say_or_do_not_deny(words, low, high):
    assert values(words, low, high) == []


@pytest.mark.parametrize(
    ("words", "low", "read"), [("8.5 per cent", 85, "8.5"), ("forty", 14, "40"), ("$2bn", 2, "2e+09")]
)
def test_a_value_its_words_deny(words, low, read):
    assert values(words, low, low) == [read]


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2021-03-29/2021-04-04", "2021-03-29", "2021-04-04"),
        ("2021-35", "2021-07-01", "2021-09-30"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("2021~", "2020-06-01", "2022-06-30"),
        (None, None, None),
    ],
)
def test_dates_that_are_those_of_their_edtf_or_that_it_leaves_open(edtf, start, end):
    row = {"times": [{"edtf": edtf, "start": start, "end": end}], "chain": []}
    assert list(time_not_reproducible.find(row, FakeData(""), {})) == []


@pytest.mark.parametrize(
    "text",
    [
        "between 2020-2021 and 2022",
        "won 21-17, 19-21",
        "1,200,000 of 3,400,000",
        "10.1234/567 and 555-12",
        "at 12:30 on 04.05.2021",
        "ISBN 978-3-16-148410-0",
        "the handle @lockkeeper",
    ],
)
def test_numbers_that_are_no_telephone_numbers(text):
    assert list(personal_data.find({"text": text}, None, {})) == []


@pytest.mark.parametrize("text", ["+44 20 7946 0000", "(555) 010-4477", "555-010-4477", "o.verrin@example.org"])
def test_numbers_and_addresses_that_reach_a_person(text):
    (found,) = personal_data.find({"text": f"Ask {text}."}, None, {})
    assert (found.values["start"], found.values["end"]) == (4, 4 + len(text))


@pytest.mark.parametrize(
    ("name", "missing"), [("Oda Verrin", None), ("oda verrin", None), ("Oda Brandt", "Brandt"), ("O’Dal", "Dal")]
)
def test_a_person_is_named_by_every_word_of_the_name(name, missing):
    row = {"article_id": "a", "entity_id": "e", "source_type": "person"}
    found = list(source_not_named.find(row, FakeData("Mayor Oda Verrin spoke. O is a letter.", {"e": name}), {}))
    assert [each.values["missing"] for each in found] == ([] if missing is None else [missing])


def test_two_samples_of_one_distribution_do_not_drift():
    same = association(Counter(a=500, b=300, c=2), Counter(a=260, b=140, c=1))
    other = association(Counter(a=500, b=300), Counter(a=100, b=300))
    assert same[0] > 0.05
    assert other[0] < 1e-6
    assert other[1] > 0.2
    assert association(Counter(a=10), Counter(a=20)) == (1.0, 0.0)
