"""Each kind of error from the mistake that makes it."""

import pytest

from claimkit.evaluation.confusion import KINDS, count_kinds, examples, find_errors

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


def test_counts_come_in_the_order_of_the_kinds(link):
    gold = [link(TEXT, "Berg", "said", CONTENT), link(TEXT, "Olsen", "was told", "later that day")]
    found = [link(TEXT, "Olsen", "said", CONTENT)]
    assert list(count_kinds(find_errors("one", TEXT, found, gold)).items()) == [("missed-link", 1), ("wrong-source", 1)]


def test_examples_are_spread_over_the_corpus(link):
    gold = [link(TEXT, "Berg", "said", CONTENT)]
    errors = [error for name in "abcdef" for error in find_errors(name, TEXT, [], gold)]
    assert [error.article for error in examples(errors, 3)] == ["a", "c", "e"]
    assert [error.article for error in examples(errors, 10)] == list("abcdef")
    assert examples(errors, 0) == []


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
