"""Periods of accounts: quarters, fiscal years, and the same period of another year."""

import pytest

from claimkit.extraction.times import find_times
from claimkit.records import TimeExpression

NOVEMBER = "2021-11-04"


def last(text: str, anchor: str | None = NOVEMBER) -> TimeExpression:
    return find_times(text, anchor=anchor)[-1]


@pytest.mark.parametrize(
    ("text", "timex", "edtf"),
    [
        ("Sales rose in the third quarter.", "2021-Q3", "2021-35"),
        ("Sales rose in the third quarter of last year.", "2020-Q3", "2020-35"),
        ("Sales rose in Q2 2019.", "2019-Q2", "2019-34"),
        ("Sales rose in last year's third quarter.", "2020-Q3", "2020-35"),
        ("Sales will rise in the fourth quarter.", "2021-Q4", "2021-36"),
        ("Sales rose in the latest quarter.", "2021-Q3", "2021-35"),
        ("Sales rose in the latest period.", "2021-Q3", "2021-35"),
        ("Sales were lower in the year-ago period.", "2020-Q3", "2020-35"),
        ("Sales were lower in the same period last year.", "2020-Q3", "2020-35"),
        ("Sales were lower in the year-earlier second quarter.", "2020-Q2", "2020-34"),
    ],
)
def test_a_quarter_is_the_one_whose_figures_are_out(text: str, timex: str, edtf: str):
    time = last(text)
    assert (time.timex, time.edtf) == (timex, edtf)


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("Sales rose in January, compared with the same month last year.", "2020-01"),
        ("Sales rose in the second quarter from a year earlier.", "2020-Q2"),
        ("Sales rose in the second quarter. They were lower in the year-ago quarter.", "2020-Q2"),
        ("Sales rose in the second quarter. The 1988 period had been worse.", "1988-Q2"),
        ("Sales rose in March. They had fallen in the corresponding period of 2015.", "2015-03"),
    ],
)
def test_what_is_compared_is_the_period_spoken_of(text: str, timex: str):
    assert last(text).timex == timex


@pytest.mark.parametrize(
    ("text", "edtf", "start", "end"),
    [
        ("Sales rose in fiscal 2011.", "2011~", "2011-01-01", "2011-12-31"),
        ("Sales rose in FY2011.", "2011~", "2011-01-01", "2011-12-31"),
        ("Spending rose in federal fiscal year 2012.", "2011-10/2012-09", "2011-10-01", "2012-09-30"),
        ("Spending rose in India's fiscal year 2014-15.", "2014-04/2015-03", "2014-04-01", "2015-03-31"),
        ("Spending rose in Japan's fiscal 2019.", "2019-04/2020-03", "2019-04-01", "2020-03-31"),
    ],
)
def test_a_fiscal_year_is_approximate_unless_its_holder_is_known(text: str, edtf: str, start: str, end: str):
    time = last(text, anchor=None)
    assert (time.edtf, time.start, time.end) == (edtf, start, end)


@pytest.mark.parametrize(
    ("text", "timex", "start", "end"),
    [
        ("The year ended March 31, 2011 was good.", "P1Y", "2010-04-01", "2011-03-31"),
        ("The six months ended Sept. 30 were good.", "P6M", "2021-04-01", "2021-09-30"),
        ("The quarter ended Sept. 30 was good.", "2021-Q3", "2021-07-01", "2021-09-30"),
        ("The three months ending June 30, 2019 were good.", "P3M", "2019-04-01", "2019-06-30"),
    ],
)
def test_a_period_is_closed_by_the_date_it_ended_on(text: str, timex: str, start: str, end: str):
    time = find_times(text, anchor=NOVEMBER)[0]
    assert (time.timex, time.start, time.end) == (timex, start, end)


@pytest.mark.parametrize(
    "text",
    ["in the third quarter", "the latest period", "the year-ago quarter", "the same month last year", "year-end"],
)
def test_without_a_document_date_the_year_stays_open(text: str):
    time = last(f"Sales rose {text}." if text[:2] == "in" else f"Sales rose in {text}.", anchor=None)
    assert time.timex is not None
    assert time.timex.startswith("XXXX")
    assert (time.start, time.unresolved) == (None, "no_document_date")


def test_year_end_is_its_december():
    time = last("Output will recover by year-end.")
    assert (time.timex, time.edtf) == ("2021", "2021-12")
