"""Quantities: the number, its unit, bound, direction and role, and what it counts."""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.extraction.layout import lay_out
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Article, Bound, Direction, Quantity, QuantityRole, RangeKind


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def words(text: str) -> list[str]:
    return [text[found.span.start : found.span.end] for found in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The army sent 3,400 soldiers.", 3400, 3400),
        ("The army sent twenty-five soldiers.", 25, 25),
        ("The firm has two and a half million users.", 2_500_000, 2_500_000),
        ("The firm has 3.4m users.", 3_400_000, 3_400_000),
        ("The firm has 2.7bn users.", 2_700_000_000, 2_700_000_000),
        ("They bought a dozen boats.", 12, 12),
        ("They bought half a million masks.", 500_000, 500_000),
        ("Dozens of boats left.", 24, 99),
        ("Hundreds of boats left.", 200, 999),
        ("Tens of thousands of boats left.", 20_000, 99_999),
        ("Several hundred boats left.", 300, 900),
        ("They sent five to 30 boats.", 5, 30),
        ("They sent 20-30 boats.", 20, 30),
        ("They spent between $2bn and $3bn.", 2e9, 3e9),
        ("They spent between 2 and 3 million euros.", 2e6, 3e6),
        ("Two-thirds of the members left.", 2 / 3, 2 / 3),
        ("One in five voters agreed.", 0.2, 0.2),
        ("It was minus 12 degrees Celsius.", -12, -12),
        ("The firm has two million three hundred thousand users.", 2_300_000, 2_300_000),
        ("The firm has 4 thousand 3 hundred and 21 users.", 4321, 4321),
        ("They bought three and three-quarter tonnes.", 3.75, 3.75),
        ("They bought a quarter million masks.", 250_000, 250_000),
        ("Two out of five hundred masks failed.", 0.004, 0.004),
        ("The vote rose by a third in the town.", 1 / 3, 1 / 3),
        ("The lake holds 12,34,567 litres.", 1_234_567, 1_234_567),
        ("The lake holds 1 234 567 litres.", 1_234_567, 1_234_567),
        ("The lake holds three lakh crore litres.", 3e12, 3e12),
        ("The lamp draws 1.3 x 10^-3 amperes.", 0.0013, 0.0013),
        ("Growth was nine point four per cent.", 9.4, 9.4),
        ("She is 5 feet 2 inches tall.", 62 / 12, 62 / 12),
        ("It cost 3 dollars and 50 cents.", 3.5, 3.5),
        ("They lost 30 MUSD.", 30e6, 30e6),
        ("It fell to - 20 degrees Celsius.", -20, -20),
        ("They lost 75 USD million.", 75e6, 75e6),
    ],
)
def test_a_number_is_read_as_its_value(text: str, low: float, high: float):
    quantity = only(text)
    assert (quantity.low, quantity.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed in 1998.",
        "The treaty was signed on March 3, 2011.",
        "Call 555-123-4567 for tickets.",
        "Write to desk42@example.org or see https://example.org/2020/11.",
        "The team lost 2-0 at home.",
        "She won 6-4, 6-3.",
        "The Boeing 787 landed.",
        "She bought an iPhone 12.",
        "The talks began at 10:30.",
        "No one came to the talks.",
        "The COVID-19 ward closed.",
        "Networks of the 5G kind were built.",
        "Write to SW1A 1AA or to Springfield, IL 62704.",
        "She lives at 221 Baker Street.",
        "See page 3 and Section 427.",
        "The temple stood between A.D. 1000 and 1260.",
        "The sea may cover it by 2120.",
    ],
)
def test_dates_names_scores_and_telephone_numbers_are_no_quantities(text: str):
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Output fell 8.5%.", "%"),
        ("Output fell 8.5 per cent.", "%"),
        ("Output fell 8.5 percent.", "%"),
        ("The rate rose by 2 percentage points.", "pp"),
        ("It cost $5.", "USD"),
        ("It cost £5.", "GBP"),
        ("It cost 5 euros.", "EUR"),
        ("It cost RM79.", "MYR"),
        ("It cost A$5 million.", "AUD"),
        ("The road is 12 kilometres long.", "km"),
        ("The road is 12 miles long.", "[mi_i]"),
        ("The bag weighs 70kg.", "kg"),
        ("A 200-pound bomb fell.", "[lb_av]"),
        ("The talks lasted two weeks.", "wk"),
        ("The five-year plan failed.", "a"),
        ("The army sent 3,400 soldiers.", None),
    ],
)
def test_a_unit_is_a_code_and_a_count_has_none(text: str, unit: str | None):
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("The army sent 300 soldiers.", Bound.EXACT),
        ("About 300 soldiers came.", Bound.ABOUT),
        ("Nearly 300 soldiers came.", Bound.ABOUT),
        ("At least 300 soldiers came.", Bound.AT_LEAST),
        ("No fewer than 300 soldiers came.", Bound.AT_LEAST),
        ("More than 300 soldiers came.", Bound.MORE_THAN),
        ("Over 300 soldiers came.", Bound.MORE_THAN),
        ("Fewer than 300 soldiers came.", Bound.LESS_THAN),
        ("Up to 300 soldiers came.", Bound.AT_MOST),
        ("As many as 300 soldiers came.", Bound.AT_MOST),
    ],
)
def test_a_bound_leaves_the_stated_number_alone(text: str, bound: Bound):
    quantity = only(text)
    assert (quantity.bound, quantity.low, quantity.high) == (bound, 300, 300)


def test_by_to_and_from_are_three_roles_of_one_change():
    text = "The deficit rose by $43bn to $419bn, while profit fell to $3bn from $4bn."
    found = [(quantity.low / 1e9, quantity.role, quantity.direction) for quantity in find_quantities(text)]
    assert found == [
        (43, QuantityRole.CHANGE_BY, Direction.UP),
        (419, QuantityRole.CHANGE_TO, Direction.UP),
        (3, QuantityRole.CHANGE_TO, Direction.DOWN),
        (4, QuantityRole.CHANGE_FROM, Direction.DOWN),
    ]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Shares lost 3 per cent.", Direction.DOWN),
        ("Shares were up about 19 per cent.", Direction.UP),
        ("Shares closed down 3 per cent.", Direction.DOWN),
        ("The firm reported a 4 per cent drop.", Direction.DOWN),
        ("The firm reported an increase of 4 per cent.", Direction.UP),
        ("The fund raised $5 million.", Direction.NONE),
        ("The team gave up 517 yards.", Direction.NONE),
        ("The share is 3 per cent.", Direction.NONE),
        ("The rate is 2 percentage points higher.", Direction.UP),
    ],
)
def test_direction_comes_from_the_governing_word(text: str, direction: Direction):
    assert only(text).direction is direction


def test_what_a_change_comes_from_is_told_by_its_particle_too():
    one, other, third = find_quantities("Turnout was up from 41 per cent. It closed down 4 percent from $3.12.")
    assert (one.role, one.direction) == (QuantityRole.CHANGE_FROM, Direction.UP)
    assert (other.role, other.direction) == (QuantityRole.CHANGE_BY, Direction.DOWN)
    assert (third.role, third.direction) == (QuantityRole.CHANGE_FROM, Direction.DOWN)


def test_what_is_counted_runs_through_coordination():
    assert only("A meeting of 7,000 envoys and port officials ended.").counted == ("envoy", "official")


def test_what_is_counted_runs_through_ellipsis():
    assert [found.counted for found in find_quantities("Some 20 were killed and 30 injured.")] == [("people",)] * 2
    assert [found.counted for found in find_quantities("The port handled 900 ships. Last year it was 700.")] == [
        ("ship",),
        ("ship",),
    ]
    boats = find_quantities("The firm sold 120 boats, 40 of them in Oslo.")
    assert [(found.counted, found.role) for found in boats] == [
        (("boat",), QuantityRole.VALUE),
        (("boat",), QuantityRole.SHARE),
    ]


def test_a_unit_apart_from_its_number_is_still_its_unit():
    assert only("The team ran 517 rushing yards.").unit == "[yd_i]"
    assert only("They spent tens of millions of dollars.").unit == "USD"
    cut = find_quantities("Exports rose by 2 per cent and imports fell by 1.")
    assert [found.unit for found in cut] == ["%", "%"]


def test_an_age_is_a_measure_of_years():
    texts = ("Ada Berg, 25, won.", "She will be 35.", "Men aged 18 to 34 may apply.", "Her 60-year-old aunt won.")
    assert [(only(text).unit, only(text).property) for text in texts] == [("a", "age")] * 4


def test_what_stands_instead_is_not_moved_to():
    one, other = find_quantities("The hall was raised to 256 seats instead of the 128 planned.")
    assert (one.direction, other.direction) == (Direction.UP, Direction.NONE)


def test_a_noun_with_an_article_of_its_own_is_not_counted():
    assert only("Three men and a woman came.").counted == ("man",)


def test_a_part_of_a_whole_is_a_share():
    part, whole = find_quantities("Of course 40 of the 300 delegates left.")
    assert (part.role, part.counted, part.low) == (QuantityRole.SHARE, ("delegate",), 40)
    assert (whole.role, whole.counted, whole.low) == (QuantityRole.VALUE, ("delegate",), 300)
    percent = only("Some 46 per cent of adults agreed.")
    assert (percent.role, percent.counted, percent.unit) == (QuantityRole.SHARE, ("adult",), "%")


def test_the_property_of_a_measure_is_the_subject_or_its_short_name():
    assert only("The gross domestic product of Ruritania fell by 2.5%.").property == "GDP"
    assert only("Ruritania's gross domestic product may have grown 4.5%.").property == "GDP"
    assert only("Exports rose by 3 per cent.").property == "export"
    assert only("The firm reported a 7% share price increase.").property == "price"


def test_a_rule_gives_a_distribution_and_a_single_case_an_uncertainty():
    assert only("A party cell comprises five to 30 members.").range_kind is RangeKind.DISTRIBUTION
    assert only("Prices range from $200 to $300.").range_kind is RangeKind.DISTRIBUTION
    assert only("Five to 30 people died in the fire.").range_kind is RangeKind.UNCERTAINTY
    assert only("Six people died in the fire.").range_kind is RangeKind.NONE


def test_the_next_in_a_row_is_no_fraction():
    assert only("A third man was seen.").role is QuantityRole.ORDINAL
    assert only("About a third of the men were seen.").role is QuantityRole.SHARE


def test_part_of_a_unit_is_a_measure():
    found = only("He walked half a mile.")
    assert (found.low, found.unit, found.role) == (0.5, "[mi_i]", QuantityRole.VALUE)


def test_ordinals_of_several_words_are_one():
    found = find_quantities("It was the twenty-first cup and the one hundred and fifth match; she finished second.")
    assert [(quantity.low, quantity.role) for quantity in found] == [(n, QuantityRole.ORDINAL) for n in (21, 105, 2)]


def test_a_rank_is_an_ordinal_of_what_is_ranked():
    found = only("It is the third-largest port.")
    assert (found.low, found.role, found.counted) == (3, QuantityRole.ORDINAL, ("port",))


def test_ordinals_keep_their_role():
    found = find_quantities("At the eighth congress she took the No. 3 position on the 100th day.")
    assert [(quantity.low, quantity.role) for quantity in found] == [(n, QuantityRole.ORDINAL) for n in (8, 3, 100)]


def test_a_rate_is_kept_apart_from_the_unit():
    quantity = only("The refinery makes 52,000 barrels a day.")
    assert (quantity.unit, quantity.per) == ("[bbl_us]", "d")


def test_spans_hold_the_number_and_its_unit():
    assert words("It paid about $2.5 billion for 40 kilometres of road and 12 ships.") == [
        "$2.5 billion",
        "40 kilometres",
        "12",
    ]


class TestMoney:
    def test_a_sign_that_many_share_is_a_guess_and_says_so(self):
        found = only("It cost $5.")
        assert (found.unit, found.unit_candidates[0]) == ("USD", "USD")
        assert {"CAD", "AUD", "NZD"} <= set(found.unit_candidates)

    @pytest.mark.parametrize(
        ("text", "country", "unit"),
        [
            ("It cost $5.", "CA", "CAD"),
            ("It cost $5.", "US", "USD"),
            ("It cost $5.", "GB", "USD"),  # where "$" is not at home it is what all the world calls so
            ("It cost 5 won.", "KP", "KPW"),
            ("It cost 5 pesos.", "AR", "ARS"),
            ("It cost £5.", "CA", "GBP"),
        ],
    )
    def test_the_country_of_the_outlet_decides(self, text, country, unit):
        (found,) = find_quantities(text, parse=False, country=country)
        assert (found.unit, found.unit_candidates) == (unit, ())

    def test_a_text_that_tells_dollars_apart_means_the_american_by_the_plain_sign(self):
        found = find_quantities("The firm paid A$5 million ($3.3 million).", parse=False)
        assert [(each.unit, each.unit_candidates) for each in found] == [("AUD", ()), ("USD", ())]

    def test_what_only_one_currency_is_called_is_certain(self):
        found = find_quantities("It cost 5 euros, 3 Swiss francs, ₴7 and 100 Kenyan shillings.", parse=False)
        assert [(each.unit, each.unit_candidates) for each in found] == [
            ("EUR", ()),
            ("CHF", ()),
            ("UAH", ()),
            ("KES", ()),
        ]

    def test_a_country_that_is_no_code_is_refused(self):
        with pytest.raises(OptionError, match="Canada"):
            find_quantities("It cost $5.", country="Canada")


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("2.5 billion users", 1e8),
        ("10,000 users", 1),
        ("2.75 users", 0.01),
        ("two million users", 1e6),
        ("dozens of users", None),
    ],
)
def test_the_last_stated_digit_is_kept(text: str, resolution: float | None):
    (found,) = find_quantities(text, parse=False)
    assert found.resolution == (None if resolution is None else pytest.approx(resolution))


class TestWithoutAParse:
    @pytest.mark.parametrize(
        ("text", "low", "unit", "counted"),
        [
            ("The army sent 3,400 soldiers north.", 3400, None, ("soldier",)),
            ("About 5,000 delegates and officials came.", 5000, None, ("delegate", "official")),
            ("Some 46 per cent of adults agreed.", 46, "%", ("adult",)),
            ("The road is 12 kilometres long.", 12, "km", ()),
            ("Two-thirds of the members left.", 2 / 3, None, ("member",)),
        ],
    )
    def test_number_unit_and_what_is_counted(self, text, low, unit, counted):
        (found,) = find_quantities(text, parse=False)
        assert (found.low, found.unit, found.counted) == (pytest.approx(low), unit, counted)

    def test_direction_and_roles_of_the_nearest_words(self):
        text = "The deficit rose by $43bn to $419bn, while profit fell to $3bn from $4bn, a 25 % drop."
        found = [(each.role, each.direction) for each in find_quantities(text, parse=False)]
        assert found == [
            (QuantityRole.CHANGE_BY, Direction.UP),
            (QuantityRole.CHANGE_TO, Direction.UP),
            (QuantityRole.CHANGE_TO, Direction.DOWN),
            (QuantityRole.CHANGE_FROM, Direction.DOWN),
            (QuantityRole.CHANGE_BY, Direction.DOWN),
        ]

    @pytest.mark.parametrize(
        "text", ["She bought an iPhone 12.", "The 787 Dreamliner landed.", "It was signed in 1998.", "No one came."]
    )
    def test_names_years_and_pronouns_are_left_out(self, text):
        assert find_quantities(text, parse=False) == []

    def test_words_and_units_of_ones_own_are_read(self, tmp_path):
        own = """
            [numbers.scales]
            myriad = 10_000
            [units.length]
            "[fur_us]" = { words = ["furlong"] }
            [units.money]
            XPS = { words = ["harl crown"], symbols = ["Kr$"] }
            [changes.verbs]
            up = ["skyleap"]
            """
        (tmp_path / "own.toml").write_text(own, encoding="utf-8")
        code = (
            "import claimkit; t = '3 myriad furlongs. Sales skyleaped by Kr$5 to 6 harl crowns.';"
            "print([(q.low, q.unit, q.direction.value) for q in claimkit.find_quantities(t, parse=False)])"
        )
        environment = {**os.environ, "CLAIMKIT_LEXICON": str(tmp_path / "own.toml")}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[(30000.0, '[fur_us]', 'none'), (5.0, 'XPS', 'up'), (6.0, 'XPS', 'up')]"

    def test_no_language_model_is_imported(self):
        code = "import sys, claimkit; claimkit.find_quantities('3 %', parse=False); print('spacy' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "text", ["", " ", "😀 5", "9" * 400, "5 " * 300, "$" * 300, "one " * 300, "1/2 " * 200, "5-" * 200]
)
@pytest.mark.parametrize("parse", [True, False])
def test_odd_texts_are_read_without_complaint(text: str, parse: bool):
    for quantity in find_quantities(text, parse=parse):
        assert quantity.low <= quantity.high


@pytest.mark.parametrize("parse", [True, False])
@settings(max_examples=40, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "5",
                "five",
                "$3bn",
                "to",
                "million",
                "%",
                "per cent",
                "about",
                "half",
                "of",
                "people",
                "first",
                "-",
                "\n\n",
                "“",
                "é",
            ]
        ),
        max_size=25,
    )
)
def test_spans_lie_in_order_inside_the_text(pieces: list[str], parse: bool):
    text = " ".join(pieces)
    at = 0
    for quantity in find_quantities(text, parse=parse):
        assert at <= quantity.span.start < quantity.span.end <= len(text)
        at = quantity.span.end
        assert quantity.low <= quantity.high


def test_the_seeds_hold_the_facts_they_are_known_for(seeds):
    text = (seeds / "002_15232a9cfc288371.txt").read_text(encoding="utf-8")
    article = lay_out(Article.from_text(text))
    found = {article.text[q.span.start : q.span.end]: q for q in find_quantities(article.text)}
    assert found["5,000"].counted == ("delegate", "official")
    gdp = found["8.5%"]
    assert (gdp.property, gdp.direction, gdp.role, gdp.unit) == ("GDP", Direction.DOWN, QuantityRole.CHANGE_BY, "%")


def test_the_seed_on_party_cells_has_one_range(seeds):
    text = (seeds / "004_bc08bdbfa2911e39.txt").read_text(encoding="utf-8")
    found = {text[q.span.start : q.span.end]: q for q in find_quantities(text)}
    cell = found["five to 30"]
    assert (cell.low, cell.high, cell.counted, cell.range_kind) == (5, 30, ("member",), RangeKind.DISTRIBUTION)
    assert found["10,000"].counted == ("people",)
    assert found["No. 3"].role is QuantityRole.ORDINAL


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bank raised its key rate to 4.5 percent.", "rate"),
        ("The dam released 25 million cubic metres of water.", "water"),
        ("The rate rose to 4.5 percent.", "rate"),
    ],
)
def test_a_measure_is_of_what_is_moved_measured_or_speaks(text: str, name: str) -> None:
    assert only(text).property == name


def test_a_share_that_is_the_subject_is_of_what_it_counts() -> None:
    found = only("About 80 per cent of the roads have reopened.")
    assert (found.counted, found.property) == (("road",), None)
