"""Within-article coreference, by examples of our own and by facts about the seeds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.entities import entity_at, find_mentions, name_of
from claimkit.extraction.parsing import parse
from claimkit.records import Mention, Span


def mentions_of(text: str) -> tuple[Mention, ...]:
    return find_mentions(parse(text), "article")


def words(text: str, mention: Mention) -> list[str]:
    return [text[span.start : span.end] for span in mention.spans]


class TestEntityAt:
    def test_a_phrase_longer_than_its_mention_means_the_name_it_begins_with(self) -> None:
        text = "Ivo Marek, who is 51 and runs a small farm near Brno, said no."
        mention = entity_at(mentions_of(text), Span(0, text.index(", said")))
        assert mention is not None
        assert mention.name == "Ivo Marek"

    def test_a_name_inside_a_name_of_somebody_else_is_not_taken(self) -> None:
        text = "Clara Voss's younger brother Emil Voss agreed."
        mention = entity_at(mentions_of(text), Span(0, text.index(" agreed")))
        assert mention is not None
        assert mention.name == "Emil Voss"

    def test_where_nobody_is_meant_there_is_nothing(self) -> None:
        text = "Rain fell for hours."
        assert entity_at(mentions_of(text), Span(0, 4)) is None
        assert entity_at((), Span(0, 4)) is None

    def test_name_of_reads_the_name_by_id(self) -> None:
        mentions = mentions_of("Clara Voss resigned.")
        assert name_of(mentions, mentions[0].entity_id) == "Clara Voss"
        assert name_of(mentions, "no such id") is None
        assert name_of(mentions, None) is None


def check(text: str) -> None:
    mentions = mentions_of(text)
    spans = [span for mention in mentions for span in mention.spans]
    assert len(set(spans)) == len(spans), "no span belongs to two entities"
    assert len({mention.entity_id for mention in mentions}) == len(mentions)
    for mention in mentions:
        assert mention.name
        assert list(mention.spans) == sorted(mention.spans)
        assert all(0 <= span.start < span.end <= len(text) for span in mention.spans)
    assert [mention.spans for mention in mentions] == sorted(mention.spans for mention in mentions)


PIECES = [
    "Kim ",
    "Ann Kim ",
    "said ",
    "he ",
    "“",
    '"',
    "'s ",
    "the minister ",
    "KCNA ",
    "(",
    ")",
    ", ",
    ". ",
    "\n\n",
    "- ",
    "of ",
    "and ",
    "who ",
    "😀 ",
    "their ",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_yields_sound_mentions(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text", ["", "😀", "\n\n\n", '"' * 10_000, "'s " * 500, "Kim and " * 800, "of " * 2_000, "김정은 위원장. " * 50]
)
def test_odd_texts_raise_nothing(text: str) -> None:
    check(text)


def test_the_same_text_gives_the_same_mentions() -> None:
    text = "Clara Voss met Emil Voss and Karl Weiss. They said the minister left. Voss thanked him."
    assert mentions_of(text) == mentions_of(text)


def seed(seeds: Path, number: int) -> str:
    (path,) = seeds.glob(f"{number:03d}_*.txt")
    return path.read_bytes().decode("utf-8")


class TestSeeds:
    """Facts about the five real articles; nothing of them is quoted but names and short phrases."""

    def test_three_kims_are_three_people(self, seeds: Path) -> None:
        text = seed(seeds, 3)
        kims = {mention.name: words(text, mention) for mention in mentions_of(text) if "Kim" in mention.name.split()}
        assert {"Kim Jong-un", "Kim Yo-jong", "Sung Kim"} <= set(kims)
        assert "U.S. nuclear envoy Kim" in kims["Sung Kim"]
        assert "The North Korean leader" in kims["Kim Jong-un"]
        assert len(kims["Kim Yo-jong"]) == 1

    def test_the_envoy_is_ready_not_the_leader(self, seeds: Path) -> None:
        text = seed(seeds, 3)
        start = text.index("he is ready to meet")
        mention = entity_at(mentions_of(text), Span(start, start + 2))
        assert mention is not None
        assert mention.name == "Sung Kim"

    @pytest.mark.parametrize("number", [1, 3, 4])
    def test_the_agency_and_its_acronym_are_one(self, seeds: Path, number: int) -> None:
        text = seed(seeds, number)
        agencies = [mention for mention in mentions_of(text) if "KCNA" in "".join(words(text, mention))]
        assert [mention.name for mention in agencies] == ["Korean Central News Agency"]

    def test_the_president_elect_is_introduced_in_passing(self, seeds: Path) -> None:
        text = seed(seeds, 2)
        start = text.index("the president-elect")
        mention = entity_at(mentions_of(text), Span(start, start + len("the president-elect")))
        assert mention is not None
        assert mention.name == "Joe Biden"

    def test_jo_is_the_member_of_the_presidium(self, seeds: Path) -> None:
        text = seed(seeds, 4)
        start = text.index("a member of the powerful")
        mention = entity_at(mentions_of(text), Span(start, start + len("a member")))
        assert mention is not None
        assert mention.name == "Jo Yong-won"


def test_a_name_does_not_open_with_somebody_elses_pronoun() -> None:
    names = [
        mention.name for mention in find_mentions(parse("The union met on Monday. Its chairwoman spoke first."), "a")
    ]
    assert "chairwoman" in names
    assert not any(name.lower().startswith("its ") for name in names)
