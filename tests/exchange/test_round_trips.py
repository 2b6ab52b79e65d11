"""What goes out through an annotation format comes back: every field of every record, on any text.

The documents are made up: words of any script with emoji and line breaks between them, and records whose spans lie on
these words. What the fields say is of no account here, so long as it comes back.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import (
    Argument,
    ArgumentRole,
    Article,
    Attribution,
    Bound,
    Claim,
    ClaimKind,
    Direction,
    EntityType,
    Factuality,
    FactualityValue,
    Hedge,
    HedgeType,
    Mention,
    Origin,
    Provenance,
    Quantity,
    QuantityRole,
    RangeKind,
    SourceType,
    Span,
    Style,
    TimeAnchor,
    TimeExpression,
    TimeType,
    Word,
    validate,
)
from claimkit.dataset.build import write_dataset
from claimkit.exchange.documents import Document
from claimkit.exchange.formats import find_format, import_file, text_of, write, write_files
from claimkit.reading.tables import read_rows
from claimkit.records import make_id, span_text

FORMATS = ("label-studio", "brat", "web-annotation")
TABLES = ("articles", "mentions", "attributions", "claims")
BY_MACHINE = Provenance(origin=Origin.MACHINE, tool="claimkit", version="0.1.0", model="m", rule="clause-main")
# Among them: one code point of two UTF-16 units, right to left, and what brat must not see in a span.
GAPS = (" ", "\n", " 🌊 ", "\r\n", " é ", " אב ", "\t", "\u2028")


def round_trip(folder: Path, form: str) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """The tables after a round trip, and the tally of the way back."""
    export = find_format(form)
    exported = export.export(folder)
    out = folder / f"{form}.out"
    if export.files is not None:
        write_files(export.files(exported.items), out)
    else:
        write(text_of(exported, export), out)
    outcomes, tally = import_file(out / "tasks.json" if form == "label-studio" else out, form)
    write_dataset(outcomes, folder / "back", format="jsonl")
    report = validate(folder / "back")
    assert report.ok, str(report)
    return {name: list(read_rows(folder / "back", name)) for name in TABLES}, tally.to_dict()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One article with claims, two nested links, an entity named twice and everything that can hang on a claim."""
    words = draw(
        st.lists(st.sampled_from(["tide", "Ilse", "rose", "𝕏", "a👍🏽b", "40", "may"]), min_size=12, max_size=30)
    )
    text, places = "", []
    for word in words:
        places.append(Span(len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(GAPS))
    article = Article.from_text(
        text, publisher="Osthaven Courier", url="https://news.example/1", published="2031-02-01"
    )
    name = article.article_id
    entity = Mention(
        entity_id=make_id(name, "entity", *places[0]),
        article_id=name,
        spans=(places[0], places[4]),
        name=draw(st.text(min_size=1, max_size=5).filter(_storable)),
        type=draw(st.sampled_from(EntityType)),
    )
    whole = Span(places[2].start, places[-1].end)
    outer = link(name, draw, cue=places[1], source=places[0], content=(whole,), entity_id=entity.entity_id)
    inner = link(name, draw, cue=places[3], source=None, content=(places[5], whole_of(places[7:9])), parent=outer)
    floating = link(name, draw, cue=None, source=None, content=(whole_of(places[5:7]),))
    claims = [
        claim(article, draw, places, predicate=places[number], chain=chain)
        for number, chain in zip(range(6, len(places) - 3), ((), (outer,), (outer, inner), (floating,)), strict=False)
    ]
    attributions = tuple(sorted((outer, inner, floating), key=lambda each: each.cue or each.content[0]))
    return Document(article=article, attributions=attributions, claims=tuple(claims), mentions=(entity,))


def _storable(text: str) -> bool:
    return text.isprintable()


def whole_of(places: list[Span]) -> Span:
    return Span(places[0].start, places[-1].end)


def link(article_id: str, draw: st.DrawFn, *, parent: Attribution | None = None, **spans: Any) -> Attribution:
    place = spans["cue"] or spans["source"] or spans["content"][0]
    return Attribution(
        attribution_id=make_id(article_id, "attribution", *place),
        article_id=article_id,
        parent=parent.attribution_id if parent is not None else None,
        source_head="Ilse" if spans["source"] else None,
        source_type=draw(st.sampled_from(SourceType)),
        cue_lemma="say" if spans["cue"] else None,
        style=draw(st.sampled_from(Style)),
        medium=None if spans["cue"] is None else Word(start=spans["cue"].start, end=spans["cue"].end, lemma="report"),
        time=None,
        negated=draw(st.booleans()),
        confidence=0.437,
        provenance=BY_MACHINE,
        **{"entity_id": None, **spans},
    )


def claim(article: Article, draw: st.DrawFn, places: list[Span], **given: Any) -> Claim:
    predicate, chain = given["predicate"], given["chain"]
    at = places.index(predicate)
    later = whole_of(places[at + 2 :])
    spans = draw(st.sampled_from([(predicate,), (predicate, later), (whole_of(places[at:]),)]))
    text = article.text or ""
    judged = [Factuality(holder=holder, value=draw(st.sampled_from(FactualityValue)), score=draw(scores)) for holder in
              ("author", *(each.attribution_id for each in chain))]  # fmt: skip
    return Claim(
        claim_id=make_id(article.article_id, *predicate),
        article_id=article.article_id,
        spans=spans,
        text=span_text(text, spans),
        text_resolved=draw(st.none() | st.text(max_size=9).filter(_storable)),
        sentence=Span(0, len(text)),
        predicate=Word(start=predicate.start, end=predicate.end, lemma="rise"),
        arguments=tuple(
            Argument(role=role, start=place.start, end=place.end, head=None, entity_id=None)
            for role, place in draw(
                st.lists(st.tuples(st.sampled_from(ArgumentRole), st.sampled_from(places)), max_size=2, unique=True)
            )
        ),
        chain=chain,
        chain_certain=draw(st.booleans()),
        presupposed=draw(st.booleans()),
        hedges=draw(st.sampled_from([(), (hedge(places[at - 1], (later,)),), (hedge(places[at - 1], ()),)])),
        factuality=tuple(judged),
        negated=draw(st.booleans()),
        quantities=draw(st.sampled_from([(), (number(places[at + 1]),)])),
        times=draw(st.sampled_from([(), (day(places[at + 1]),)])),
        kind=draw(st.sampled_from(ClaimKind)),
        check_worthy=draw(st.booleans()),
        repeats=None,
        confidence=0.9,
        provenance=BY_MACHINE,
    )


scores = st.none() | st.floats(-3, 3).map(lambda score: round(score, 2))


def hedge(cue: Span, scope: tuple[Span, ...]) -> Hedge:
    return Hedge(cue=cue, scope=scope, type=HedgeType.DOXASTIC, szeged_type=None)


def number(span: Span) -> Quantity:
    return Quantity(
        span=span,
        low=40.0,
        high=41.5,
        unit="USD",
        counted=("boat",),
        property=None,
        per=None,
        range_kind=RangeKind.UNCERTAINTY,
        bound=Bound.ABOUT,
        direction=Direction.UP,
        role=QuantityRole.VALUE,
        unit_candidates=("USD", "AUD"),
        resolution=0.5,
    )


def day(span: Span) -> TimeExpression:
    return TimeExpression(
        span=span,
        type=TimeType.DATE,
        timex="2031",
        edtf="2031",
        start="2031-01-01",
        end="2031-12-31",
        anchor=TimeAnchor.NONE,
        unresolved=None,
    )


@pytest.mark.parametrize("form", FORMATS)
@given(document=documents())
@settings(max_examples=15)
def test_nothing_is_lost(form: str, document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_dataset([document], Path(folder), format="jsonl")
        before = {name: list(read_rows(Path(folder), name)) for name in TABLES}
        after, tally = round_trip(Path(folder), form)
        assert after == before
        assert (tally["mended"], tally["dropped"], tally["rejected"]) == ({}, {}, {})


def test_the_demo_comes_back_whole(tmp_path: Path) -> None:
    import claimkit
    from claimkit.resources import resource

    articles = claimkit.read_articles([Path(str(resource("demo/articles")))])
    found = list(claimkit.extract_many(articles))
    for form in FORMATS:
        folder = tmp_path / form
        write_dataset(found, folder, format="jsonl")
        before = {name: list(read_rows(folder, name)) for name in TABLES}
        assert round_trip(folder, form)[0] == before


@pytest.mark.parametrize("form", ["label-studio", "brat"])
def test_a_dataset_without_its_words_must_be_hydrated_first(form: str, folder: Path) -> None:
    from claimkit.errors import OptionError

    bare = [{**row, "text": None, "text_mode": "none"} for row in read_rows(folder, "articles")]
    (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in bare), encoding="utf-8")
    with pytest.raises(OptionError, match="claimkit hydrate"):
        find_format(form).export(folder)


def test_web_annotations_need_no_words(tmp_path: Path) -> None:
    from claimkit import extract
    from claimkit.exchange.documents import Articles

    found = extract(Article.from_text("The quay broke on Friday, harbour master Ilse Brandt said."))
    write_dataset([found], tmp_path / "bare", text="none", format="jsonl")
    export = find_format("web-annotation")
    file = tmp_path / "bare.json"
    write(text_of(export.export(tmp_path / "bare"), export), file)
    assert "quay" not in file.read_text(encoding="utf-8")
    outcomes, tally = import_file(file, "web-annotation", Articles([found.article]))
    (document,) = (each for each in outcomes if isinstance(each, Document))
    assert [(each.claim_id, each.text, each.kind) for each in document.claims] == [
        (each.claim_id, each.text, each.kind) for each in found.claims
    ]
    assert (tally.rejected, [link.cue for link in document.attributions]) == ({}, [found.attributions[0].cue])
