"""Who says what, with which cue, at which remove."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.attribution import find_attributions, links_in
from claimkit.extraction.entities import find_mentions
from claimkit.extraction.layout import lay_out
from claimkit.extraction.parsing import parse
from claimkit.extraction.quotes import pair_quotes
from claimkit.extraction.times import times_in
from claimkit.records import Article, Attribution, Origin, SegmentKind, SourceType, Span, Style


def read(text: str) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """(source, cue, contents) of every link, as words."""
    return [
        (words(text, link.source), words(text, link.cue), tuple(text[a:b] for a, b in link.content))
        for link in find_attributions(text, rules_only=True)
    ]


def words(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def link_of(text: str, cue: str) -> Attribution:
    (link,) = (link for link in find_attributions(text, rules_only=True) if words(text, link.cue) == cue)
    return link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said that the harbour was closed.", ("Anna Berg", "said", ("that the harbour was closed",))),
        ("The mayor has also said the dam will hold.", ("The mayor", "has also said", ("the dam will hold",))),
        ("“The harbour is closed,” said Anna Berg.", ("Anna Berg", "said", ("“The harbour is closed,”",))),
        ('"The harbour is closed," Anna Berg said.', ("Anna Berg", "said", ('"The harbour is closed,"',))),
        ("Anna Berg said: “The harbour is closed.”", ("Anna Berg", "said", ("“The harbour is closed.”",))),
        (
            "“The sea was high,” she said, “and we were cold.”",
            ("she", "said", ("“The sea was high,”", "“and we were cold.”")),
        ),
        (
            "The ferry sank and twelve people drowned, the coast guard said.",
            ("the coast guard", "said", ("The ferry sank and twelve people drowned",)),
        ),
        (
            "The ferry sank in the storm, according to the coast guard.",
            ("the coast guard", "according to", ("The ferry sank in the storm",)),
        ),
        (
            "According to the coast guard, the ferry sank in the storm.",
            ("the coast guard", "According to", ("the ferry sank in the storm",)),
        ),
        ("The mayor vowed to rebuild the pier.", ("The mayor", "vowed", ("to rebuild the pier",))),
        (
            "The mayor urged residents to leave the coast.",
            ("The mayor", "urged", ("residents to leave the coast",)),
        ),
        (
            "The mayor called for closing the old pier.",
            ("The mayor", "called for", ("closing the old pier",)),
        ),
        (
            "The mayor reiterated calls for residents to leave the coast.",
            ("The mayor", "calls", ("residents to leave the coast",)),
        ),
        ("Berg’s claim that the pier fell was false.", ("Berg", "claim", ("that the pier fell",))),
        ("It was reported that the pier fell.", (None, "was reported", ("that the pier fell",))),
        ("Olsen, Berg said, had left the port.", ("Berg", "said", ("Olsen", "had left the port"))),
        ("Berg described the pier as old.", ("Berg", "described", ("the pier as old",))),
        ("Berg accused Olsen of sinking the ferry.", ("Berg", "accused", ("Olsen of sinking the ferry",))),
        ("Officials were urged to leave the coast.", (None, "were urged", ("to leave the coast",))),
        ("Berg is believed to be the owner.", (None, "is believed", ("Berg", "to be the owner"))),
        ("The owner thinks that the pier is safe.", ("The owner", "thinks", ("that the pier is safe",))),
        (
            "The message on the wreath read: “Rest well, old friend”.",
            ("The message on the wreath", "read", ("“Rest well, old friend”",)),
        ),
        (
            "The pier was closed for repairs, reported to the Associated Press.",
            ("the Associated Press", "reported to", ("The pier was closed for repairs",)),
        ),
    ],
)
def test_frame(text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The agency did not disclose where the ferry went.",
        "The mayor raised the issue of the ferries.",
        "That said, the pier is old and the ferries are slow.",
        "“Broad Bay” star Anna Berg turned the tables.",
        "The council paid for a study to determine how the pier fell.",
        "The ferry left the harbour at noon.",
    ],
)
def test_no_frame(text):
    assert find_attributions(text, rules_only=True) == []


def test_chain_parent_is_the_smallest_link_that_holds_the_cue():
    text = "Berg said Olsen believed the ferry had sunk, according to the coast guard."
    links = {words(text, link.cue): link for link in find_attributions(text, rules_only=True)}
    assert links["according to"].parent is None
    assert links["said"].parent == links["according to"].attribution_id
    assert links["believed"].parent == links["said"].attribution_id


def nested(text: str) -> set[tuple[str | None, str | None, str | None]]:
    """(source, cue, cue of the parent) of every link, by the rules alone."""
    links = find_attributions(text, rules_only=True)
    cues = {link.attribution_id: words(text, link.cue) for link in links}
    return {
        (words(text, link.source), words(text, link.cue), cues[link.parent] if link.parent else None) for link in links
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Harbour News reported, citing the coast guard, that the ferry had sunk.",
            {("The Harbour News", "reported", None), ("the coast guard", "citing", "reported")},
        ),
        (
            "Quoting a letter from the council, the newspaper wrote that Berg had warned that the pier would fall.",
            {("the newspaper", "wrote", None), ("Berg", "had warned", "Quoting")},
        ),
        (
            "Berg was quoted by the radio as saying that the pier would fall.",
            {("the radio", "was quoted", None), ("Berg", "as saying", "was quoted")},
        ),
        (
            "The agency quoted Berg as saying that the pier would fall.",
            {("The agency", "quoted", None), ("Berg", "as saying", "quoted")},
        ),
        (
            "The ministry said in a statement carried by KCNA that the drills were over.",
            {("KCNA", "carried", None), ("The ministry", "said", "carried")},
        ),
        (
            "According to a report quoted by the Associated Press, the captain said the ferry was old.",
            {("the Associated Press", "quoted", None), ("a report", "According to", "quoted")},
        ),
        (
            "Berg said she had been assured by the council that the pier was safe.",
            {("Berg", "said", None), ("the council", "had been assured", "said")},
        ),
        ("Berg said she had been told that the pier was safe.", {(None, "had been told", "said")}),
        (
            "It emerged on Friday that the council had been warned by Berg that the pier was old.",
            {
                (None, "emerged", None),
                ("Berg", "had been warned", "emerged"),
            },
        ),
        (
            "Berg is said to have told friends that the pier was old.",
            {(None, "is said", None), ("Berg", "to have told", "is said")},
        ),
        (
            "Berg testified that the mayor had told her to burn the letter, and that she had replied that she would.",
            {("the mayor", "had told", "testified"), ("she", "had replied", "testified")},
        ),
        (
            "The mayor, Berg said, believes that the pier is safe.",
            {("Berg", "said", None), ("The mayor", "believes", "said")},
        ),
        (
            "Berg said the family had learned from the radio that the ferry had sunk.",
            {("the radio", "had learned", "said")},
        ),
        ("Berg said the mayor was convinced that the pier was safe.", {("the mayor", "was convinced", "said")}),
        (
            "In the council's view, the mayor has promised to repair the pier.",
            {
                ("the council", "view", None),
                ("the mayor", "has promised", "view"),
            },
        ),
        ("“Her advice was to sell the ferry,” Berg said.", {("Her", "advice", "said")}),
        ("The letter said that the drills were over and vowed to answer them.", {("The letter", "vowed", None)}),
    ],
)
def test_chain(text, expected):
    assert expected <= nested(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Berg declined to help, the mayor said, citing low growth.", "citing"),
        ("The council would not say whether it wants to repair the pier.", "wants"),
        ("Berg said that nobody had told her to leave.", "had told"),
        ("Berg said in a statement published by the campaign that the pier was safe.", "published"),
        ("It is doubtful that the pier is safe.", "is doubtful"),
    ],
)
def test_no_link_inside(text, cue):
    assert cue not in {found for _, found, _ in nested(text)}


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Berg said the pier was safe, although the mayor denied it.", "said", "the pier was safe"),
        ("Berg said the pier was safe, a remark she now regrets.", "said", "the pier was safe"),
        ("Engineers, who say the pier is safe, were called on Friday.", "say", "the pier is safe"),
        ("Berg was informed that the pier was safe.", "was informed", "that the pier was safe"),
    ],
)
def test_content_ends_with_what_is_said(text, cue, content):
    assert [text[a:b] for a, b in link_of(text, cue).content] == [content]


def test_inner_content_ends_where_the_outer_frame_begins():
    text = "Berg said that the ferry had sunk, according to the coast guard."
    assert ("Berg", "said", ("that the ferry had sunk",)) in read(text)


def test_source_of_a_projection_is_its_author_and_never_runs_over():
    text = "Output fell by 4% in 2020, according to a projection by Harbour Analytics, leaving the port poorer."
    link = link_of(text, "according to")
    assert words(text, link.source) == "Harbour Analytics"
    assert link.medium is not None
    assert link.medium.lemma == "projection"
    assert [text[a:b] for a, b in link.content] == ["Output fell by 4% in 2020"]


def test_shared_subject_speaks_for_the_participle():
    text = "The pier is safe, state media reported Wednesday, while acknowledging that it is old."
    link = link_of(text, "acknowledging")
    assert words(text, link.source) == "state media"


def test_source_keeps_title_and_apposition():
    text = "Harbour Minister Anna Berg, a former captain, said the pier was safe."
    assert words(text, link_of(text, "said").source) == "Harbour Minister Anna Berg, a former captain,"


@pytest.mark.parametrize(
    ("text", "cue", "time"),
    [
        ("The pier is safe, the mayor said on Friday.", "said", "Friday"),
        ("The harbour is closed, according to state media Thursday.", "according to", "Thursday"),
        ("Her sister Anna Berg last month also said the pier was safe.", "also said", "last month"),
        ("The mayor said the pier was closed on Friday.", "said", None),
    ],
)
def test_time_of_saying(text, cue, time):
    link = link_of(text, cue)
    assert words(text, link.time.span if link.time else None) == time or (time and time in words(text, link.time.span))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("“The harbour is closed,” said Anna Berg.", Style.DIRECT),
        ("Anna Berg said the harbour was closed.", Style.INDIRECT),
        ("Anna Berg said the harbour was “closed for good.”", Style.MIXED),
    ],
)
def test_style(text, style):
    assert link_of(text, "said").style is style


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Anna Berg", SourceType.PERSON),
        ("The coast guard official", SourceType.GOVERNMENT),
        ("An official who declined to be named", SourceType.ANONYMOUS),
        ("KCNA", SourceType.NEWS_AGENCY),
        ("A letter from the council", SourceType.DOCUMENT),
        ("Critics", SourceType.COLLECTIVE),
        ("The company", SourceType.COMPANY),
        ("The survey", SourceType.RESEARCH),
    ],
)
def test_source_type(source, kind):
    assert link_of(f"{source} said the harbour was closed.", "said").source_type is kind


def test_hearsay_has_neither_source_nor_entity():
    link = link_of("Berg is believed to be the owner.", "is believed")
    assert (link.source, link.entity_id, link.source_type) == (None, None, SourceType.HEARSAY)


def test_quotation_after_the_frame_belongs_to_the_same_speaker():
    text = "“The sea was high,” Berg said. “We were cold.”"
    assert read(text) == [("Berg", "said", ("“The sea was high,”", "“We were cold.”"))]


def test_quotation_in_a_paragraph_of_its_own_is_a_link_without_cue():
    text = "Berg said the sea was high.\n\n“We were cold and we were wet.”"
    said, floating = find_attributions(text, rules_only=True)
    assert (floating.source, floating.cue) == (None, None)
    assert floating.entity_id == said.entity_id is not None
    assert floating.source_type is SourceType.PERSON


def test_article_without_mentions_quotations_and_times_still_has_links():
    text = "Anna Berg said on Friday that the harbour was closed."
    (link,) = links_in(parse(text), article_id="a", quotations=(), mentions=(), times=())
    assert link.entity_id is None
    assert link.time is None


def test_provenance_names_the_rule():
    link = link_of("Anna Berg said the harbour was closed.", "said")
    assert (link.provenance.origin, link.provenance.model, link.provenance.rule) == (Origin.MACHINE, "rules", "clause")
    assert 0 < link.confidence < 1


PIECES = [
    "“",
    "”",
    '"',
    "'",
    "said",
    "Berg",
    " ",
    ", ",
    ". ",
    "according to",
    "the harbour",
    "fell",
    "\n\n",
    "😀",
    "\ud800",
    "that",
    "citing",
    "was quoted as saying",
    "carried by KCNA",
    "and that",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_text(text):
    links = find_attributions(text, rules_only=True)
    assert len({link.attribution_id for link in links}) == len(links)
    known = {link.attribution_id: link for link in links}
    for link in links:
        for span in (*link.content, *filter(None, (link.source, link.cue))):
            assert 0 <= span.start < span.end <= len(text)
        assert list(link.content) == sorted(link.content)
        seen, above = set(), link.parent
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = known[above].parent


@pytest.mark.parametrize(
    "text",
    [
        "He said, citing Berg, that " * 300,
        ", and that he was told, " * 300,
        "",
        "   ",
        '"' * 10_000,
        "He said that " * 300,
        "the sea rose, he said, " * 300,
    ],
)
def test_extreme_text(text):
    assert isinstance(find_attributions(text, rules_only=True), list)


# --- the seed articles: facts, by quotations of fewer than ten words ---


@pytest.fixture(scope="module")
def seed_links(seeds: Path) -> dict[str, tuple[str, tuple[Attribution, ...], dict[str, str]]]:
    found = {}
    for path in sorted(seeds.glob("*.txt")):
        article = lay_out(Article.from_text(path.read_text(encoding="utf-8")))
        assert article.text is not None
        body = [Span(s.start, s.end) for s in article.segments if s.kind is SegmentKind.BODY]
        parsed = parse(article.text, body)
        mentions = find_mentions(parsed, article.article_id)
        links = links_in(
            parsed,
            article_id=article.article_id,
            quotations=pair_quotes(article.text, body),
            mentions=mentions,
            times=times_in(parsed, None),
        )
        found[path.name[:3]] = (article.text, links, {m.entity_id: m.name for m in mentions})
    return found


def innermost(seed: tuple[str, tuple[Attribution, ...], dict[str, str]], quotation: str) -> Attribution:
    """The smallest link whose content holds the quotation."""
    text, links, _ = seed
    at = text.index(quotation)
    holding = [link for link in links if any(a <= at and at + len(quotation) <= b for a, b in link.content)]
    return min(holding, key=lambda link: sum(b - a for a, b in link.content))


@pytest.mark.parametrize(
    ("article", "quotation", "cue", "entity", "kind"),
    [
        ("002", "likely shrank by 8.5%", "according to", "Fitch Solutions", SourceType.RESEARCH),
        ("004", "10,000 people took part", "reported", "Korean Central News Agency", SourceType.NEWS_AGENCY),
        ("002", "Another military parade may be planned", "reported", "NK News", SourceType.NEWS_OUTLET),
        ("002", "missed its targets", "said", "Kim Jong Un", SourceType.PERSON),
        ("003", "greater disappointment", "also said", "Kim Yo-jong", SourceType.PERSON),
        ("003", "anywhere, anytime", "said", "Sung Kim", SourceType.PERSON),
        ("000", "raised the issue of reshaping", "reported", "KCNA", SourceType.NEWS_AGENCY),
    ],
)
def test_seed_speaker(seed_links, article, quotation, cue, entity, kind):
    text, _, names = seed_links[article]
    link = innermost(seed_links[article], quotation)
    assert words(text, link.cue) == cue
    assert names[link.entity_id] == entity
    assert link.source_type is kind


def test_seed_projection(seed_links):
    text, _, _ = seed_links["002"]
    link = innermost(seed_links["002"], "likely shrank by 8.5%")
    assert words(text, link.source) == "Fitch Solutions"
    assert link.medium.lemma == "projection"
    assert "leaving" not in "".join(text[a:b] for a, b in link.content)


def test_seed_chain_of_two(seed_links):
    _, links, names = seed_links["002"]
    inner = innermost(seed_links["002"], "missed its targets")
    (outer,) = (link for link in links if link.attribution_id == inner.parent)
    assert names[outer.entity_id] == "Korean Central News Agency"
    assert outer.parent is None
    assert inner.style is Style.MIXED


def test_seed_hearsay(seed_links):
    for quotation in ("to be a top aide to Kim", "to have been promoted"):
        link = innermost(seed_links["004"], quotation)
        assert (link.source, link.source_type) == (None, SourceType.HEARSAY)


def test_seed_time_of_saying(seed_links):
    link = innermost(seed_links["003"], "greater disappointment")
    assert link.time is not None
    assert link.time.unresolved


def test_seed_document(seed_links):
    link = innermost(seed_links["003"], "Warm congratulations")
    assert link.source_type is SourceType.DOCUMENT


def test_seed_slip_for_according_to(seed_links):
    link = innermost(seed_links["004"], "to correct the")
    _, links, _ = seed_links["004"]
    (outer,) = (other for other in links if other.attribution_id == link.parent)
    assert outer.source_type is SourceType.NEWS_AGENCY
