"""The page in a browser, from a file, without a network: what a reader sees, clicks, types and prints.

Every tab must ask nobody for anything and raise no error: the fixture ``read`` asserts it at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.report.data import report_data
from claimkit.report.page import write_report

Read = Callable[..., Any]

ROOT = Path(__file__).parents[2]
VIEWS = ("articles", "claims", "across", "quality", "charts")


@pytest.fixture(scope="module")
def data(compared: Path) -> dict[str, Any]:
    return report_data(compared)


@pytest.fixture(scope="module")
def bare_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the published dataset, which holds no text."""
    out = tmp_path_factory.mktemp("bare") / "report.html"
    write_report(ROOT / "dataset", out)
    return out


# --- articles ---


def test_every_article_is_there_word_for_word(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    reader = read(page_file)
    for article in data["articles"]:
        page = reader.open(f"article-{article['id']}")
        shown = page.locator(".text .line").all_text_contents()
        assert shown == [line for line in article["text"].split("\n") if line.strip()]


def test_every_layer_is_marked_in_place(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    page = read(page_file).open(f"article-{data['articles'][0]['id']}")
    text, link = data["articles"][0]["text"], data["articles"][0]["links"][0]
    for layer, span in (("source", link["source"]), ("cue", link["cue"]), ("content", link["content"][0])):
        marks = page.locator(f".m-{layer}.first").all_text_contents()
        assert text[slice(*span)] in marks
    for layer in ("hedge", "quantity", "time", "claim"):
        assert page.locator(f".m-{layer}").count() > 0


def test_one_attribution_lies_visibly_within_another(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    page = read(page_file).open(f"article-{data['articles'][0]['id']}")
    outer = page.locator('.m-content:has(.m-content)[data-nest="1"]').first
    inner = outer.locator(".m-content").first
    assert "6,000" in inner.text_content()
    room = "element => parseFloat(getComputedStyle(element).paddingBottom)"
    assert outer.evaluate(room) > inner.evaluate(room)


def test_the_legend_switches_a_layer_off_and_on(read: Read, page_file: Path) -> None:
    page = read(page_file).open("articles")
    colour = "element => getComputedStyle(element).color"
    source = page.locator(".text .m-source").first
    plain = page.locator(".text .line:not([data-kind])").first.evaluate(colour)
    assert source.evaluate(colour) != plain
    box = page.get_by_label("sources")
    box.uncheck()
    page.wait_for_timeout(200)  # colours fade
    assert source.evaluate(colour) == plain
    page.get_by_text("next →").click()
    assert not page.get_by_label("sources").is_checked()
    page.get_by_label("sources").check()
    page.wait_for_timeout(200)
    assert page.locator(".text .m-source").first.evaluate(colour) != plain


def test_pointing_at_a_mark_shows_its_record(read: Read, page_file: Path) -> None:
    page = read(page_file).open("articles")
    record = page.locator(".record")
    page.locator(".text .m-cue").first.hover()
    assert record.locator("h3").text_content() == "Attribution"
    assert "source type" in record.text_content()
    page.locator(".text .m-quantity").first.hover()
    assert record.locator("h3").text_content() == "Quantity"
    page.locator("h2").hover()
    assert record.locator("h3").text_content() == "Record"


def test_the_keyboard_walks_the_marks_and_opens_a_claim(read: Read, page_file: Path) -> None:
    page = read(page_file).open("articles")
    page.get_by_label("names").focus()
    page.keyboard.press("Tab")
    focused = "() => document.activeElement.dataset.order"
    first = page.evaluate(focused)
    assert first is not None
    record = page.locator(".record")
    before = record.text_content()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) != first
    assert record.text_content() != before
    page.keyboard.press("Home")
    assert page.evaluate(focused) == first
    page.keyboard.press("End")
    page.keyboard.press("Home")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        if page.evaluate("() => document.activeElement.classList.contains('m-claim')"):
            break
    page.keyboard.press("ArrowUp")
    assert page.evaluate("() => document.activeElement.classList.contains('m-content')")
    page.locator(".text .m-claim").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-chosen")
    assert "#claim-" in page.url


def test_one_stop_of_the_tab_key_passes_the_whole_text(read: Read, page_file: Path) -> None:
    page = read(page_file).open("articles")
    assert page.locator('.text [tabindex="0"]').count() == 1


def test_a_deep_link_opens_the_claim_in_its_article(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    claim = data["claims"][60]
    article = data["articles"][claim["article"]]
    page = read(page_file).open(f"claim-{claim['id']}")
    chosen = page.locator(".m-chosen").all_text_contents()
    assert " … ".join(chosen) == " … ".join(article["text"][start:end] for start, end in claim["spans"])
    assert page.locator(".m-chosen").first.is_visible()
    assert claim["id"] in page.locator(".record").text_content()


def test_an_address_that_leads_nowhere_says_so(read: Read, page_file: Path) -> None:
    reader = read(page_file)
    for address in ("claim-0000", "nothing", "%", "claims-"):
        assert reader.open(address).locator("h2").text_content() == "Nothing here"


def test_where_the_text_was_left_out_the_marks_stand_at_their_places(read: Read, bare_file: Path) -> None:
    page = read(bare_file).open("articles")
    assert "text was left out" in page.locator(".text").text_content()
    marks = page.locator(".strip .m-content")
    assert marks.count() > 5
    assert marks.first.bounding_box()["width"] > 5
    page.locator(".strip .m-cue").first.focus()
    assert page.locator(".record h3").text_content() == "Attribution"
    page.get_by_label("cues").uncheck()
    assert page.locator(".strip .m-cue").count() == 0


# --- claims ---


def claims_shown(page: Any) -> str:
    return str(page.locator(".count").text_content())


def test_search_finds_words_sources_numbers_and_ids(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    page = read(page_file).open("claims")
    assert claims_shown(page) == "187 claims"
    search = page.get_by_label("Search")
    for words in ("dam gates", "Dunmore", "2.3 m", data["claims"][3]["id"]):
        search.fill(words)
        rows = page.locator("tbody tr")
        assert 0 < rows.count() < 187
        for text in rows.all_text_contents()[:5]:
            assert words in data["claims"][3]["id"] or all(word.lower() in text.lower() for word in words.split())
    search.fill("no such words")
    assert claims_shown(page) == "0 of 187 claims"


@pytest.mark.parametrize(
    ("label", "value", "has"),
    [
        (
            "Outlet",
            "Corran Herald",
            lambda claim, data: data["articles"][claim["article"]]["outlet"] == "Corran Herald",
        ),
        (
            "Source type",
            "government",
            lambda claim, data: any(
                data["articles"][claim["article"]]["links"][place]["type"] == "government"
                for place in claim.get("chain", ())
            ),
        ),
        (
            "Hedge type",
            "doxastic",
            lambda claim, _: any(each["type"] == "doxastic" for each in claim.get("hedges", ())),
        ),
        ("Hedge type", "(none)", lambda claim, _: not claim.get("hedges")),
        ("Kind", "prediction", lambda claim, _: claim["kind"] == "prediction"),
    ],
)
def test_a_filter_keeps_what_has_the_value(
    read: Read, page_file: Path, data: dict[str, Any], label: str, value: str, has: Callable[..., bool]
) -> None:
    page = read(page_file).open("claims")
    page.get_by_label(label, exact=True).select_option(value)
    count = sum(has(claim, data) for claim in data["claims"])
    assert 0 < count < 187
    assert claims_shown(page) == f"{count} of 187 claims"


def test_claims_are_filtered_by_how_their_cluster_stands(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims")
    page.get_by_label("Status").select_option("conflicting")
    assert claims_shown(page) == "2 of 187 claims"
    page.locator("tbody .col-status a").first.click()
    assert page.locator(".card.conflicting").count() == 1


def test_what_is_filtered_and_sorted_stands_in_the_address(read: Read, page_file: Path) -> None:
    reader = read(page_file)
    page = reader.open("claims")
    page.get_by_label("Search").fill("dam")
    page.get_by_label("Kind").select_option("event")
    page.get_by_role("button", name="Outlet").click()
    shown = page.locator("tbody tr").all_text_contents()
    again = reader.open(page.url.split("#")[1])
    assert again.locator("tbody tr").all_text_contents() == shown
    again.get_by_role("button", name="Clear").click()
    assert claims_shown(again) == "187 claims"


def test_headings_sort_up_down_and_not_at_all(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims")
    outlets = page.locator("tbody .col-outlet")
    before = outlets.all_text_contents()
    head = page.get_by_role("button", name="Outlet")
    head.click()
    up = outlets.all_text_contents()
    assert up == sorted(up)
    assert page.locator("th", has=head).get_attribute("aria-sort") == "ascending"
    head.click()
    down = outlets.all_text_contents()
    assert down == sorted(down, reverse=True)
    assert up[0] != down[0]
    head.click()
    assert outlets.all_text_contents() == before


def test_a_long_table_has_pages(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims")
    first = page.locator("tbody tr").first.text_content()
    page.get_by_role("button", name="Last").click()
    assert page.locator("tbody tr").count() == 187 - 3 * 50
    assert page.locator("tbody tr").first.text_content() != first


def test_a_claim_leads_to_its_place_and_back(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims?kind=prediction")
    words = page.locator("tbody .col-claim a").first.text_content()
    page.locator("tbody .col-claim a").first.click()
    assert page.locator(".record .words").text_content() == words
    page.go_back()
    assert page.get_by_label("Kind").input_value() == "prediction"


# --- across sources, quality, charts ---


def test_conflicts_come_first_with_the_conflict_in_a_sentence(read: Read, page_file: Path) -> None:
    page = read(page_file).open("across")
    card = page.locator(".card").first
    assert card.locator(".badge").text_content() == "conflicting"
    assert "They give different numbers" in card.locator(".conflict").text_content()
    facts = dict(zip(card.locator("dt").all_text_contents(), card.locator("dd").all_text_contents(), strict=True))
    assert facts["outlets"] == "2: Corran Herald, The Osterby Post"
    assert facts["independent sources"] == "1 to 2"


def test_values_stand_on_one_number_line_and_dates_on_one_time_line(
    read: Read, page_file: Path, data: dict[str, Any]
) -> None:
    number, cluster = next(
        (number, each)
        for number, each in enumerate(data["crossings"]["clusters"])
        if all("interval" in voice for voice in each["voices"])
    )
    assert number >= 0
    page = read(page_file).open(f"cluster-{cluster['id']}")
    card = page.locator(".card")
    assert card.locator(".bar").count() == len(cluster["voices"])
    assert card.locator("td:last-child .dot.published").count() == len(cluster["voices"])
    left = [box["x"] for box in (card.locator(".bar").nth(place).bounding_box() for place in range(2))]
    same = cluster["voices"][0]["interval"][0] == cluster["voices"][1]["interval"][0]
    assert (abs(left[0] - left[1]) < 1) is same


def test_a_page_that_was_not_compared_says_how_to(read: Read, gold: Path, tmp_path: Path) -> None:
    write_report(gold, tmp_path / "report.html")
    page = read(tmp_path / "report.html").open("across")
    assert "claimkit compare" in page.locator("main").text_content()


def test_quality_counts_what_was_set_aside_and_why(read: Read, page_file: Path) -> None:
    page = read(page_file).open("quality")
    assert "3 inputs gave no article" in page.locator("main").text_content()
    page.get_by_text("The inputs").click()
    assert page.get_by_text("the text is in Welsh").is_visible()


def test_a_check_shows_how_bad_how_often_and_which_records(read: Read, page_file: Path, data: dict[str, Any]) -> None:
    (check,) = [each for each in data["quality"]["checks"]["found"] if each["id"] == "certainty-conflict"]
    (finding,) = check["findings"]
    page = read(page_file).open("quality")
    assert "1 error " in page.locator("main").text_content()
    page.get_by_text(check["title"]).first.click()
    page.locator(".check[open]").get_by_role("link", name=finding["record"]).click()
    assert page.locator(".m-chosen").first.is_visible()
    page.locator(".record").get_by_role("link", name=check["title"]).click()
    assert page.locator(".check[open] b").text_content() == check["title"]


def test_every_chart_has_a_title_units_words_and_numbers(read: Read, page_file: Path) -> None:
    page = read(page_file).open("charts")
    figures = page.locator("figure")
    assert figures.count() == 4
    for place in range(4):
        figure = figures.nth(place)
        figure.locator("svg").wait_for()
        assert figure.locator("h3").text_content()
        assert figure.locator("figcaption .meta").text_content()
        assert len(figure.locator("[role=img]").get_attribute("aria-label")) > 30
        figure.get_by_text("The numbers").click()
        assert figure.locator("td").first.is_visible()


def test_a_bar_leads_to_its_claims(read: Read, page_file: Path) -> None:
    page = read(page_file).open("charts")
    page.locator("#chart-sources svg path[aria-roledescription=bar]").first.click()
    assert page.url.endswith("#claims?type=person")
    assert 0 < page.locator("tbody tr").count() < 187


def test_the_numbers_lead_there_by_keyboard_too(read: Read, page_file: Path) -> None:
    page = read(page_file).open("charts")
    figure = page.locator("#chart-time")
    figure.get_by_text("The numbers").click()
    month, count = figure.locator("tbody tr").first.locator("td").all_text_contents()
    figure.get_by_role("link", name=month).press("Enter")
    assert claims_shown(page) == f"{count} of 187 claims"


# --- phone, print, hostile words ---


@pytest.mark.parametrize("view", VIEWS)
def test_at_phone_width_nothing_runs_out_of_the_page(read: Read, page_file: Path, view: str) -> None:
    page = read(page_file, width=360).open(view)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_the_text_stays_and_the_controls_go(read: Read, page_file: Path) -> None:
    page = read(page_file, dark=True).open("articles")
    page.emulate_media(media="print")
    assert page.locator(".text").is_visible()
    for gone in (".top nav", ".legend", ".list", ".record"):
        assert not page.locator(gone).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_on_paper_the_table_has_all_rows_and_afterwards_one_page(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("tbody tr").count() == 187
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("tbody tr").count() == 50
    assert page.pdf().startswith(b"%PDF")


def test_on_paper_a_chart_of_a_dark_screen_is_drawn_in_dark_ink(read: Read, page_file: Path) -> None:
    page = read(page_file, dark=True).open("charts")
    label = page.locator("#chart-sources svg .role-axis-label text").first
    light = label.get_attribute("fill")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert label.get_attribute("fill") == "#1d1f23"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert label.get_attribute("fill") == light != "#1d1f23"


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_words_are_words(read: Read, hostile_file: Path, view: str) -> None:
    reader = read(hostile_file)
    reader.page.add_init_script("window.broken = () => { window.wasBroken = true; }")
    page = reader.open(view)
    page.wait_for_timeout(100)
    assert page.evaluate("window.wasBroken") is None
    assert page.locator("img").count() == 0
    assert page.locator('a[href^="javascript:"]').count() == 0
    assert "<script>broken()</script>" in page.locator(".brand").text_content()


def test_hostile_words_keep_their_offsets_behind_an_emoji(read: Read, hostile_file: Path, data: dict[str, Any]) -> None:
    page = read(hostile_file).open(f"article-{data['articles'][0]['id']}")
    lines = "".join(page.locator(".text .line").all_text_contents())
    assert lines.count("😀") > 3
    assert "\ufffd" not in lines
