"""Time expressions: what they are, which days they cover, and why some cover none."""

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.extraction.pipeline import extract
from claimkit.extraction.times import find_times
from claimkit.records import TimeAnchor, TimeExpression, TimeType

FRIDAY = "2021-01-08"


def only(text: str, anchor: dt.date | str | None = FRIDAY) -> TimeExpression:
    (time,) = find_times(text, anchor=anchor)
    return time


def words(text: str) -> list[str]:
    return [text[time.span.start : time.span.end] for time in find_times(text, anchor=FRIDAY)]


@pytest.mark.parametrize(
    ("text", "timex", "start", "end"),
    [
        ("The port opened on March 3, 2011.", "2011-03-03", "2011-03-03", "2011-03-03"),
        ("The port opened on 3 March 2011.", "2011-03-03", "2011-03-03", "2011-03-03"),
        ("The port opened on 2011-03-03.", "2011-03-03", "2011-03-03", "2011-03-03"),
        ("The port opened in October 2007.", "2007-10", "2007-10-01", "2007-10-31"),
        ("The port opened in 2011.", "2011", "2011-01-01", "2011-12-31"),
        ("The port opened in the 1990s.", "199", "1990-01-01", "1999-12-31"),
        ("The port opened in the third quarter of 2019.", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("The port opened in the summer of 2019.", "2019-SU", "2019-06-01", "2019-08-31"),
        ("The port opened in the first half of 2019.", "2019-H1", "2019-01-01", "2019-06-30"),
        ("The port opened in February 2020.", "2020-02", "2020-02-01", "2020-02-29"),
    ],
)
def test_a_date_that_names_its_year_needs_no_document_date(text: str, timex: str, start: str, end: str):
    time = only(text, anchor=None)
    assert (time.timex, time.start, time.end) == (timex, start, end)
    assert (time.anchor, time.unresolved) == (TimeAnchor.NONE, None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It closed in early 2020.", "2020-01-01", "2020-04-30"),
        ("It closed in mid-2020.", "2020-05-01", "2020-08-31"),
        ("It closed in late 2020.", "2020-09-01", "2020-12-31"),
    ],
)
def test_early_mid_and_late_are_thirds_of_the_year(text: str, start: str, end: str):
    time = only(text, anchor=None)
    assert (time.timex, time.start, time.end) == ("2020", start, end)


def test_quarters_halves_and_seasons_have_their_edtf_numbers():
    assert only("It closed in the third quarter of 2019.").edtf == "2019-35"
    assert only("It closed in the second half of 2019.").edtf == "2019-41"
    assert only("It closed in the spring of 2019.").edtf == "2019-21"
    assert only("It closed in the 1990s.").edtf == "199X"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The court ruled on Thursday.", "2021-01-07", "2021-01-07"),
        ("The court ruled on Friday.", "2021-01-08", "2021-01-08"),
        ("The court will rule on Thursday.", "2021-01-14", "2021-01-14"),
        ("The court ruled in October.", "2020-10-01", "2020-10-31"),
        ("The court will rule in October.", "2021-10-01", "2021-10-31"),
        ("The court may have ruled in October.", "2020-10-01", "2020-10-31"),
        ("The court will have ruled in October.", "2021-10-01", "2021-10-31"),
        ("The court ruled in January.", "2021-01-01", "2021-01-31"),
        ("The court ruled on Nov. 5.", "2020-11-05", "2020-11-05"),
        ("The court will rule on Nov. 5.", "2021-11-05", "2021-11-05"),
        ("The court ruled yesterday.", "2021-01-07", "2021-01-07"),
        ("The court ruled last month.", "2020-12-01", "2020-12-31"),
        ("The court ruled last year.", "2020-01-01", "2020-12-31"),
        ("The court ruled this week.", "2021-01-04", "2021-01-10"),
        ("The court will rule later this month.", "2021-01-08", "2021-01-31"),
        ("The court ruled earlier this month.", "2021-01-01", "2021-01-08"),
        ("The court ruled at the end of last year.", "2020-09-01", "2020-12-31"),
        ("The court ruled two weeks ago.", "2020-12-25", "2020-12-25"),
        ("The court will rule in two weeks.", "2021-01-22", "2021-01-22"),
        ("The court ruled last summer.", "2020-06-01", "2020-08-31"),
        ("The court ruled on New Year's Day.", "2021-01-01", "2021-01-01"),
        ("The court ruled on Thanksgiving.", "2020-11-26", "2020-11-26"),
    ],
)
def test_the_tense_says_which_way_to_look_from_the_document_date(text: str, start: str, end: str):
    time = only(text)
    assert (time.start, time.end, time.anchor) == (start, end, TimeAnchor.DOCUMENT)


@pytest.mark.parametrize(
    "text", ["The court ruled on Thursday.", "It ruled last month.", "It ruled in October.", "It ruled yesterday."]
)
def test_without_a_document_date_it_says_so_and_gives_no_days(text: str):
    time = only(text, anchor=None)
    assert (time.unresolved, time.start, time.end) == ("no_document_date", None, None)


def test_vague_words_stay_vague_with_a_document_date():
    time = only("The court has recently ruled.")
    assert (time.timex, time.unresolved, time.start) == ("PAST_REF", "vague", None)


def test_a_day_that_does_not_exist_is_no_crash():
    assert only("It ruled on February 30, 2020.").unresolved == "no_such_date"


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("The talks took two and a half years.", "P2.5Y"),
        ("The talks took thirty minutes.", "PT30M"),
        ("It is the first congress in five years.", "P5Y"),
        ("The talks ended a day after the strike.", "P1D"),
        ("The five-year plan failed.", "P5Y"),
        ("The talks took several years.", "PXY"),
        ("The talks took a decade.", "P10Y"),
    ],
)
def test_lengths_are_durations(text: str, timex: str):
    time = only(text)
    assert (time.type, time.timex) == (TimeType.DURATION, timex)


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("The board meets every year.", "P1Y"),
        ("The board meets annually.", "P1Y"),
        ("The board meets semi-annually.", "P6M"),
        ("The board meets quarterly.", "P3M"),
        ("The board meets on Friday mornings.", "XXXX-WXX-5TMO"),
        ("The board meets every July.", "XXXX-07"),
        ("The board meets twice a week.", "P1W"),
        ("The board meets every Monday.", "XXXX-WXX-1"),
        ("The board meets on Mondays.", "XXXX-WXX-1"),
    ],
)
def test_what_recurs_is_a_set(text: str, timex: str):
    time = only(text)
    assert (time.type, time.timex) == (TimeType.SET, timex)


def test_a_clock_time_joins_the_day_beside_it():
    time = only("The talks began on Monday at 5:30 p.m.")
    assert (time.type, time.timex, time.start) == (TimeType.TIME, "2021-01-04T17:30", "2021-01-04")


def test_the_previous_day_counts_from_the_day_named_before():
    first, second = find_times("She arrived on Wednesday. He had arrived the previous day.", anchor=FRIDAY)
    assert (first.start, second.start, second.anchor) == ("2021-01-06", "2021-01-05", TimeAnchor.MENTION)


@pytest.mark.parametrize(
    "text",
    [
        "They may march to the square.",
        "Theresa May resigned.",
        "The sun set over the city.",
        "She came second in the race.",
        "The fall of the city shocked the world.",
        "A 33-year-old woman was hurt.",
        "They met in the March 14 House of Sport.",
        "Some 2000 people came.",
        "Prices rose $2,015.",
        "It sold 80 barrels a day.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text: str):
    assert find_times(text, anchor=FRIDAY) == []


def test_spans_leave_prepositions_out():
    assert words("It was closed on March 3, 2011, reopened in the third quarter of 2019 and fell in two days.") == [
        "March 3, 2011",
        "the third quarter of 2019",
        "two days",
    ]


def test_a_date_object_and_its_iso_string_are_the_same_anchor():
    assert find_times("It ruled yesterday.", anchor=dt.date(2021, 1, 8)) == find_times(
        "It ruled yesterday.", anchor=FRIDAY
    )


@pytest.mark.parametrize("anchor", ["yesterday", "2021-13-01", ""])
def test_an_anchor_that_is_no_date_is_a_wrong_call(anchor: str):
    with pytest.raises(OptionError, match="YYYY-MM-DD"):
        find_times("It ruled yesterday.", anchor=anchor)


@pytest.mark.parametrize("anchor", [None, "0001-01-01", "9999-12-31", "2020-02-29"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "the " * 200,
        "January " * 200,
        "in 9000 years it will end, 9000 years ago",
        "a year later",
        "the 0th century",
        "9999 0000-00-00",
        "last century, next century",
        "last January, next December, last winter, next autumn",
    ],
)
def test_odd_texts_and_the_ends_of_the_calendar_are_read_without_complaint(text: str, anchor: str | None):
    for time in find_times(text, anchor=anchor):
        assert 0 <= time.span.start < time.span.end <= len(text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "last",
                "year",
                "May",
                "5",
                "2020",
                "the end of",
                "Monday",
                "ago",
                "two",
                "weeks",
                "early",
                "every",
                "in",
                "p.m.",
                "\n\n",
                "’",
            ]
        ),
        max_size=25,
    ),
    st.dates(),
)
def test_intervals_are_closed_and_spans_in_order(pieces: list[str], anchor: dt.date):
    text, at = " ".join(pieces), 0
    for time in find_times(text, anchor=anchor):
        assert at <= time.span.start < time.span.end <= len(text)
        at = time.span.end
        assert (time.start is None) == (time.end is None)
        assert time.start is None or (time.end is not None and time.start <= time.end)


def test_the_seed_without_a_date_has_an_unresolved_thursday(seeds):
    text = (seeds / "000_793afc9198d43328.txt").read_text(encoding="utf-8")
    found = {text[time.span.start : time.span.end]: time for time in find_times(text)}
    assert found["Thursday"].unresolved == found["last month"].unresolved == "no_document_date"
    assert (found["2016"].start, found["2016"].end) == ("2016-01-01", "2016-12-31")


def test_the_dated_seed_resolves_its_weekdays(seeds):
    text = (seeds / "001_b7e1e71c9011c273.txt").read_text(encoding="utf-8")
    found = {text[time.span.start : time.span.end]: time for time in find_times(text, anchor="2022-03-31")}
    assert found["Thursday"].start == "2022-03-31"
    assert found["the previous day"].start == "2022-03-30"
    assert found["Monday"].start == "2022-03-28"


def test_until_looks_ahead_and_from_looks_back_whatever_the_tense() -> None:
    assert only("The line has suspended all sailings until Wednesday.").start == "2021-01-13"
    assert only("That is up from 41 percent in February.").start == "2020-02-01"


@pytest.mark.parametrize(
    ("text", "timex", "edtf"),
    [
        ("The plant will close in five years.", "P5Y", "2026"),
        ("The plant will close in two weeks.", "P2W", "2021-01-22"),
        ("The plant will close in three months.", "P3M", "2021-04"),
        ("It was the first strike in five years.", "P5Y", "2016"),
        ("Prices fell for the first time in a decade.", "P10Y", "2011"),
        ("It was the worst drought in more than 20 years.", "P20Y", "2001"),
        ("Prices hit a five-year high.", "P5Y", "2016"),
    ],
)
def test_a_length_that_ends_or_began_with_the_document_implies_a_year(text: str, timex: str, edtf: str):
    time = only(text)
    assert (time.type, time.timex, time.edtf, time.anchor) == (TimeType.DURATION, timex, edtf, TimeAnchor.DOCUMENT)
    undated = only(text, anchor=None)
    assert (undated.type, undated.timex) == (TimeType.DURATION, timex)
    assert (undated.start, undated.unresolved) == (None, "no_document_date")


@pytest.mark.parametrize(
    "text",
    ["The five-year plan failed.", "They built it in five years.", "It was the first plan that failed in five years."],
)
def test_other_lengths_imply_no_year(text: str):
    time = only(text)
    assert (time.timex, time.start, time.unresolved) == ("P5Y", None, None)


@pytest.mark.parametrize(
    ("text", "timex", "start", "end"),
    [
        ("Winter is coming to the valley.", "2020-WI", "2020-12-01", "2021-02-28"),
        ("They must rebuild it before winter.", "2020-WI", "2020-12-01", "2021-02-28"),
        ("The winter of 2018-19 was hard.", "2018-WI", "2018-12-01", "2019-02-28"),
        ("It opened in the nineties.", "199", "1990-01-01", "1999-12-31"),
        ("It opened in the early 1980s.", "198", "1980-01-01", "1983-05-02"),
        ("It opened in the 19th century.", "18", "1800-01-01", "1899-12-31"),
        ("It opened in nineteen ninety-six.", "1996", "1996-01-01", "1996-12-31"),
        ("They met at Easter 2019.", "2019-04-21", "2019-04-21", "2019-04-21"),
        ("They met on the first Monday of May 2020.", "2020-05-04", "2020-05-04", "2020-05-04"),
        ("They met on the last Friday of last month.", "2020-12-25", "2020-12-25", "2020-12-25"),
        ("They met in the first week of January 2020.", "2020-W01", "2019-12-30", "2020-01-05"),
        ("They met in the last week of March 2009.", "2009-W13", "2009-03-23", "2009-03-29"),
        ("They met in the last week of 2015.", "2015-W53", "2015-12-28", "2016-01-03"),
        ("They met on the second of May 2020.", "2020-05-02", "2020-05-02", "2020-05-02"),
        ("They met in January-February 2017.", "2017-01/2017-02", "2017-01-01", "2017-02-28"),
        ("They met on 23.04.2019.", "2019-04-23", "2019-04-23", "2019-04-23"),
        ("They met on January first 2019.", "2019-01-01", "2019-01-01", "2019-01-01"),
        ("They met on 04-05-2019.", "2019-04-05", "2019-04-05", "2019-04-05"),
        ("They met two days before yesterday.", "2021-01-05", "2021-01-05", "2021-01-05"),
        ("They met on the 5th.", "2021-01-05", "2021-01-05", "2021-01-05"),
        ("They met on Wednesday of last week.", "2020-12-30", "2020-12-30", "2020-12-30"),
        ("They met a week or so ago.", "2021-01-01", "2021-01-01", "2021-01-01"),
    ],
)
def test_seasons_decades_centuries_and_places_in_the_calendar(text: str, timex: str, start: str, end: str):
    time = only(text)
    assert (time.timex, time.start, time.end) == (timex, start, end)


@pytest.mark.parametrize(
    ("text", "span", "timex"),
    [
        ("They met shortly before noon on Monday.", "shortly before noon on Monday", "2021-01-04T12:00"),
        ("They met shortly before noon.", "shortly before noon", "2021-01-08T12:00"),
        ("They met on the morning of June 3, 2020.", "the morning of June 3, 2020", "2020-06-03TMO"),
        ("They met at five o'clock in the morning.", "five o'clock in the morning", "2021-01-08T05:00"),
        ("They met at 7 in the evening on Friday.", "7 in the evening on Friday", "2021-01-08T19:00"),
        ("They met last night.", "last night", "2021-01-07TNI"),
        ("They met at 12:30 a.m. on Tuesday.", "12:30 a.m. on Tuesday", "2021-01-05T00:30"),
    ],
)
def test_a_time_of_day_is_on_its_day(text: str, span: str, timex: str):
    time = only(text)
    assert (text[slice(*time.span)], time.type, time.timex) == (span, TimeType.TIME, timex)


@pytest.mark.parametrize(
    ("text", "span", "timex"),
    [
        ("It closed three days before Christmas.", "three days before Christmas", "2020-12-22"),
        ("It closed the day after Thanksgiving.", "the day after Thanksgiving", "2020-11-27"),
        ("It closed in the week of March 2, 2020.", "the week of March 2, 2020", "2020-W10"),
        ("It closed two weeks after Monday.", "two weeks after Monday", "2021-01-18"),
    ],
)
def test_a_time_counted_from_another_is_one_with_it(text: str, span: str, timex: str):
    time = only(text)
    assert (text[slice(*time.span)], time.timex) == (span, timex)


def test_the_previous_and_the_following_weekday_count_from_the_day_named_before():
    times = find_times("He died on Dec. 16, 2020. The previous Friday he had spoken.", anchor=FRIDAY)
    assert [time.start for time in times] == ["2020-12-16", "2020-12-11"]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("It closed last year.", "XXXX"),
        ("It closed last month.", "XXXX-XX"),
        ("It closed this week.", "XXXX-WXX"),
        ("It closed yesterday.", "XXXX-XX-XX"),
        ("It closed on Thursday.", "XXXX-WXX-4"),
        ("It closed in October.", "XXXX-10"),
        ("It closed at noon.", "T12:00"),
    ],
)
def test_without_a_document_date_the_value_leaves_open_what_is_not_known(text: str, timex: str):
    time = only(text, anchor=None)
    assert (time.timex, time.unresolved, time.start) == (timex, "no_document_date", None)


def test_an_article_resolves_its_times_the_moment_its_date_is_given():
    text = "The court ruled on Thursday. It was the first ruling in five years."

    def times(published: str | None) -> list[tuple[str | None, str | None]]:
        claims = extract(text, published=published).claims
        return [(time.edtf, time.unresolved) for claim in claims for time in claim.times]

    assert times(None) == [(None, "no_document_date"), (None, "no_document_date")]
    assert times("2021-01-08") == [("2021-01-07", None), ("2016", None)]


@pytest.mark.parametrize(
    "text",
    [
        "The court ruled on Thursday.",
        "The court will rule on Thursday.",
        "On Thursday, the court ruled against him.",
        "The court has suspended all sailings until Wednesday.",
        "It agreed to meet on Monday.",
        "It said it would meet on Monday.",
        "That is up from 41 percent in February.",
        "The plant will close in five years.",
        "It was the first strike in five years.",
        "The meeting took place on the morning of June 3, 2020.",
        "Profit rose in the third quarter from a year earlier.",
        "They met in the first week of January 2020 and every Monday since.",
        "A 33-year-old woman was hurt last week.",
        "Some 2000 people came in 2011.",
    ],
)
def test_the_words_alone_say_the_same_in_plain_sentences(text: str):
    assert find_times(text, anchor=FRIDAY, parse=False) == find_times(text, anchor=FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "They may march to the square.",
        "Theresa May resigned.",
        "August Wilson wrote it.",
        "The sun set over the city.",
        "She came second in the race.",
        "They met in the March 14 House of Sport.",
        "Prices rose $2,015.",
        "It sold 80 barrels a day.",
        "He is in his thirties.",
        "He is in his late thirties.",
        "Two men in their 20s were hurt.",
        "She is in her early 40s.",
    ],
)
def test_the_words_alone_leave_most_of_what_is_no_time(text: str):
    assert find_times(text, anchor=FRIDAY, parse=False) == []


def test_the_words_alone_need_no_language_model():
    code = (
        "import sys, claimkit; claimkit.find_times('It ruled on Thursday.', anchor='2021-01-08', parse=False);"
        "sys.exit('spacy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.none() | st.dates())
def test_the_words_alone_take_any_text(text: str, anchor: dt.date | None):
    for time in find_times(text, anchor=anchor, parse=False):
        assert 0 <= time.span.start < time.span.end <= len(text)


def test_from_a_day_on_looks_where_the_verb_does() -> None:
    assert only("The line will be closed from Wednesday.").start == "2021-01-13"
