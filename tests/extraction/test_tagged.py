"""The tagger's links joined with the rules': which spans are kept, and what is said of both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.attribution import find_attributions
from claimkit.records import Attribution, Span


def words(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span is not None else None


def chains(text: str) -> list[list[str | None]]:
    """The sources of each innermost link's chain, outermost first."""
    links = {link.attribution_id: link for link in find_attributions(text)}
    parents = {link.parent for link in links.values()}

    def up(link: Attribution) -> list[str | None]:
        above = up(links[link.parent]) if link.parent is not None else []
        return [*above, words(text, link.source)]

    return [up(link) for link in links.values() if link.attribution_id not in parents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The ferry sank in minutes, the coast guard said.",
            [["the coast guard"]],
        ),
        (
            "The harbour master said that the captain had told him the engine was dead.",
            [["The harbour master", "the captain"]],
        ),
        (
            "The ministry said the drills would go on, according to the Orvan News Agency.",
            [["the Orvan News Agency", "The ministry"]],
        ),
        (
            "The river will rise again on Friday, according to a forecast by the Lissen Institute.",
            [["the Lissen Institute"]],
        ),
    ],
    ids=["a frame at the end", "one inside another", "a frame around a frame", "the author of a medium"],
)
def test_chains(text: str, expected: list[list[str | None]]) -> None:
    assert chains(text) == expected


def test_a_link_that_no_rule_has_is_the_taggers_and_says_so() -> None:
    text = "The union is furious about the sale of the docks, and its members blame the mayor for it."
    ruled = {words(text, link.cue) for link in find_attributions(text, rules_only=True)}
    added = [link for link in find_attributions(text) if words(text, link.cue) not in ruled]
    assert added
    assert all(link.provenance.rule == "tagger" for link in added)


def test_a_time_beside_a_word_that_is_no_known_cue_is_not_when_it_was_said() -> None:
    text = "The union is furious about the sale of the docks on Thursday, and its members blame the mayor for it."
    assert all(link.time is None for link in find_attributions(text) if link.provenance.rule == "tagger")


def test_confidences_are_probabilities_to_three_digits() -> None:
    text = "The mayor said the pier was closed. She hopes to open it in May, the harbour office reported."
    links = find_attributions(text)
    assert links
    assert all(0 < link.confidence < 1 and link.confidence == round(link.confidence, 3) for link in links)


def test_no_link_is_its_own_ancestor() -> None:
    text = "“He said she said that they knew,” Kern said, “and she says he said it,” the Echo wrote, citing Berg."
    links = {link.attribution_id: link for link in find_attributions(text)}
    for link in links.values():
        seen = []
        at: str | None = link.attribution_id
        while at is not None:
            assert at not in seen
            seen.append(at)
            at = links[at].parent


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("said Kim that \"“”'’,.\n(told)–🙂"), max_size=200))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for link in find_attributions(text):
        for span in (link.source, link.cue, *link.content):
            if span is not None:
                assert 0 <= span.start < span.end <= len(text)
