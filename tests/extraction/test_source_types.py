"""Source types by examples of our own, in the order in which the guidelines decide them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.entities import entity_at, find_mentions
from claimkit.extraction.parsing import parse, token_span
from claimkit.extraction.source_types import source_type, type_without_source, withholds
from claimkit.records import SourceType, Span


def type_of(text: str, phrase: str, nth: int = 0) -> SourceType:
    """The type of the nth ``phrase`` in ``text``, as a link would give it."""
    parsed = parse(text)
    start = -1
    for _ in range(nth + 1):
        start = text.index(phrase, start + 1)
    span = Span(start, start + len(phrase))
    words = parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    assert words is not None
    mentions = find_mentions(parsed, "article")
    mention = entity_at(mentions, token_span(words.root, words.root)) or entity_at(mentions, span)
    return source_type(phrase, words.root, mention)


def type_said(source: str) -> SourceType:
    return type_of(f"{source} said the harbour was closed.", source)


@pytest.mark.parametrize(
    "source",
    [
        "Sources",
        "A person briefed on the vote",
        "Two people familiar with the talks",
        "An aide who asked not to be named",
        "One insider",
    ],
)
def test_who_withholds_the_name_is_anonymous(source: str) -> None:
    assert type_said(source) is SourceType.ANONYMOUS


def test_a_name_withheld_in_the_sentence_is_withheld_of_the_later_pronoun() -> None:
    text = "An official spoke on condition of anonymity. He said the harbour was closed."
    assert type_of(text, "He") is SourceType.ANONYMOUS


@pytest.mark.parametrize(
    "source",
    ["Anna Berg", "Mayor Anna Berg", "Anna Berg, a spokeswoman for the harbour authority,", "The Echo's Anna Berg"],
)
def test_a_named_individual_is_a_person_whatever_the_office(source: str) -> None:
    assert type_said(source) is SourceType.PERSON


def test_a_role_that_means_a_named_person_is_a_person() -> None:
    text = "Senator Anna Berg met the crew. The senator said the harbour was closed."
    assert type_of(text, "The senator") is SourceType.PERSON


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("A coast guard officer", SourceType.GOVERNMENT),
        ("A State Department spokesman", SourceType.GOVERNMENT),
        ("A Berg campaign aide", SourceType.POLITICAL_ORGANISATION),
        ("Her aides", SourceType.POLITICAL_ORGANISATION),
        ("A voter in Neder", SourceType.PERSON),
        ("Her doctor", SourceType.PERSON),
        ("One questioner", SourceType.PERSON),
    ],
)
def test_an_unnamed_individual_has_the_type_of_whom_he_speaks_for(source: str, kind: SourceType) -> None:
    assert type_said(source) is kind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("The study", SourceType.RESEARCH),
        ("A new poll", SourceType.RESEARCH),
        ("The results", SourceType.RESEARCH),
        ("The ad", SourceType.DOCUMENT),
        ("Court records", SourceType.DOCUMENT),
        ("The complaint", SourceType.DOCUMENT),
        ("A tweet", SourceType.SOCIAL_MEDIA),
    ],
)
def test_a_text_is_what_it_is_whoever_wrote_it(source: str, kind: SourceType) -> None:
    assert type_said(source) is kind


def test_the_poll_of_a_channel_is_no_channel() -> None:
    assert type_said("The CBS poll") is SourceType.RESEARCH


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Officials", SourceType.GOVERNMENT),
        ("Prosecutors", SourceType.GOVERNMENT),
        ("The F.B.I.", SourceType.GOVERNMENT),
        ("Norway", SourceType.GOVERNMENT),
        ("The Berg campaign", SourceType.POLITICAL_ORGANISATION),
        ("Berg's team", SourceType.POLITICAL_ORGANISATION),
        ("The Northern Future PAC", SourceType.POLITICAL_ORGANISATION),
        ("The GOP", SourceType.POLITICAL_ORGANISATION),
        ("Reuters", SourceType.NEWS_AGENCY),
        ("The Hill", SourceType.NEWS_OUTLET),
        ("KNED-TV", SourceType.NEWS_OUTLET),
        ("The news media", SourceType.NEWS_OUTLET),
        ("Google", SourceType.COMPANY),
        ("Harrow University", SourceType.RESEARCH),
        ("The Ferry Workers Union", SourceType.COLLECTIVE),
    ],
)
def test_an_institution_has_its_own_type(source: str, kind: SourceType) -> None:
    assert type_said(source) is kind


@pytest.mark.parametrize(
    "source",
    ["Critics", "Some analysts", "58 percent of companies", "Most Norwegians", "Women", "Several lawmakers", "Many"],
)
def test_people_who_speak_each_for_himself_are_a_collective(source: str) -> None:
    assert type_said(source) is SourceType.COLLECTIVE


def test_a_coordination_of_a_person_and_a_crowd_is_a_collective() -> None:
    assert type_said("Anna Berg and other donors") is SourceType.COLLECTIVE


@pytest.mark.parametrize(
    ("text", "pronoun", "kind"),
    [
        ("The memo was short. It warned of a storm.", "It", SourceType.DOCUMENT),
        ("Experts met in Oslo. They said the dam held.", "They", SourceType.COLLECTIVE),
        ("The police came late. They said the dam held.", "They", SourceType.GOVERNMENT),
        ("She said the dam held.", "She", SourceType.PERSON),
        ("I say the dam held.", "I", SourceType.PERSON),
    ],
)
def test_a_pronoun_has_the_type_of_whom_it_means(text: str, pronoun: str, kind: SourceType) -> None:
    assert type_of(text, pronoun) is kind


@pytest.mark.parametrize(
    ("text", "cue", "kind"),
    [
        ("Berg was asked about the dam.", "asked", SourceType.HEARSAY),
        ("It appears that the dam held.", "appears", SourceType.HEARSAY),
        ("The rumours of a flood were false.", "rumours", SourceType.HEARSAY),
        ("The talks went on, blaming the rain for the flood.", "blaming", SourceType.UNKNOWN),
    ],
)
def test_without_a_source_the_cue_tells_whether_there_is_anybody_to_ask(text: str, cue: str, kind: SourceType) -> None:
    (token,) = (token for token in parse(text).doc if token.text == cue)
    assert type_without_source(token) is kind


def test_unnamed_is_not_withheld() -> None:
    assert not withholds("a spokeswoman for the bank")
    assert withholds("a spokeswoman who spoke on condition of anonymity")


PIECES = [
    "“",
    "PAC ",
    "the ",
    "of ",
    "and ",
    "Q",
    "😀",
    "he ",
    "Ann Kim ",
    "poll ",
    "percent ",
    "who ",
    "\n\n",
    "-",
    "N.R.A. ",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join))
def test_any_phrase_has_a_type(text: str) -> None:
    parsed = parse(text)
    mentions = find_mentions(parsed, "article")
    for token in parsed.doc:
        mention = entity_at(mentions, token_span(token, token))
        assert source_type(token.text, token, mention) in SourceType
        assert type_without_source(token) in (SourceType.HEARSAY, SourceType.UNKNOWN)
