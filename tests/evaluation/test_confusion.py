"""Each kind of error from the mistake that makes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.confusion import KINDS, find_errors
from claimkit.evaluation.matching import match_links
from claimkit.evaluation.relations import GoldAttribution
from claimkit.records import Span

TEXT = "Berg said that the old ferry sank, and that nobody came, on Friday. Olsen was told of it later that day."
CONTENT = "that the old ferry sank, and that nobody came"


@pytest.fixture
def kinds(link):
    def of(found, gold=(("Berg", "said", CONTENT),)):
        sides = ([link(TEXT, *each) for each in side] for side in (found, gold))
        return [error.kind for error in find_errors("one", TEXT, *sides)]

    return of


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("Berg", "said", CONTENT)], []),
        ([], ["missed-link"]),
        ([("Berg", "said", CONTENT), ("Olsen", "was told", "later that day")], ["spurious-link"]),
        ([("Olsen", "said", CONTENT)], ["wrong-source"]),
        ([(None, "said", CONTENT)], ["wrong-source"]),
        ([("Berg said", "said", CONTENT)], ["source-edges"]),
        ([("Berg", "was told", CONTENT)], ["wrong-cue"]),
        ([("Berg", "said that", CONTENT)], ["cue-edges"]),
        ([("Berg", "said", "Olsen was told")], ["wrong-content"]),
        ([("Berg", "said", "said " + CONTENT)], ["content-too-long-left"]),
        ([("Berg", "said", CONTENT.removeprefix("that "))], ["content-too-short-left"]),
        ([("Berg", "said", CONTENT + ", on Friday")], ["content-too-long-right"]),
        ([("Berg", "said", CONTENT.removesuffix(" came"))], ["content-too-short-right"]),
        ([("Berg", "said", "that the … and that nobody came")], ["content-gap"]),
        ([("Berg", "said", CONTENT + ",")], ["content-marks"]),
        (
            [("Berg", "said", "that the old ferry sank"), (None, None, "and that nobody came")],
            ["split"],
        ),
        (
            [("Olsen", "said", "said that the old ferry sank, and that nobody came, on Friday")],
            ["wrong-source", "content-too-long-left", "content-too-long-right"],
        ),
    ],
)
def test_kinds(kinds, found, expected):
    assert kinds(found) == expected


def test_merged(kinds):
    gold = [("Berg", "said", "that the old ferry sank"), ("Berg", "said", "and that nobody came")]
    assert kinds([("Berg", "said", CONTENT)], gold) == ["merged"]


def test_a_nested_link_too_many_is_no_fragment_of_the_outer_one(kinds):
    inner = ("the old ferry", "sank", "and that nobody came")
    assert kinds([("Berg", "said", CONTENT), inner]) == ["spurious-link"]


def test_a_content_with_little_in_common_is_one_error_and_not_two(kinds):
    assert kinds([("Berg", "said", "nobody came")]) == ["content-too-short-left"]


def test_every_kind_is_told_in_words():
    assert all(KINDS.values())


def test_an_error_as_json_has_the_words_and_their_places(link):
    (error,) = find_errors("one", TEXT, [], [link(TEXT, "Berg", "said", "that the … nobody came")])
    row = error.to_dict()
    assert (row["kind"], row["article"], row["found"]) == ("missed-link", "one", [])
    assert TEXT[row["start"] : row["end"]] == "that the old ferry sank, and that nobody came"
    assert row["gold"][0]["source"] == {"spans": [{"start": 0, "end": 4}], "text": "Berg"}
    assert row["gold"][0]["content"]["text"] == "that the … nobody came"
    context = row["context"]
    assert context["text"] == TEXT[context["start"] : context["end"]]
    assert context["text"].startswith("Berg said that")


EDGES = st.lists(st.integers(0, len(TEXT)), min_size=0, max_size=4, unique=True).map(sorted)
PLACES = EDGES.map(lambda edges: tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)))
LINKS = st.lists(st.builds(GoldAttribution, source=PLACES, cue=PLACES, content=PLACES.filter(bool)), max_size=5)


@given(LINKS)
def test_what_is_equal_has_no_error(links):
    assert find_errors("one", TEXT, links, links) == []


@given(LINKS, LINKS)
def test_every_link_that_is_in_no_pair_is_in_an_error(found, gold):
    errors = find_errors("one", TEXT, found, gold)
    pairs = match_links(found, gold)
    assert {each for a, each in enumerate(found) if a not in {x for x, _ in pairs}} <= {
        each for error in errors for each in error.found
    }
    assert {each for b, each in enumerate(gold) if b not in {y for _, y in pairs}} <= {
        each for error in errors for each in error.gold
    }
    assert all(error.kind in KINDS for error in errors)
