"""A small dataset made by hand: one article, one source, one claim with a hedge, a number and a time."""

import json
from pathlib import Path
from typing import Any

import pytest

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
    SzegedType,
    TimeAnchor,
    TimeExpression,
    TimeType,
    Word,
)
from claimkit.records import make_id
from claimkit.schema import flat_columns

TEXT = "The Brask Institute said that output probably fell by about 40 tonnes in 2031."
BY_HAND = Provenance(origin=Origin.HUMAN)


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def rows() -> dict[str, list[dict[str, Any]]]:
    article = Article.from_text(TEXT, publisher="Corran Herald", published="2032-01-05")
    source, cue, fell = place("The Brask Institute"), place("said"), place("fell")
    institute = Mention(
        entity_id=make_id(article.article_id, "entity", *source),
        article_id=article.article_id,
        spans=(source,),
        name="Brask Institute",
        type=EntityType.ORGANISATION,
    )
    content = Span(place("output").start, place("2031").end)
    link = Attribution(
        attribution_id=make_id(article.article_id, "attribution", *cue),
        article_id=article.article_id,
        parent=None,
        source=source,
        source_head="Institute",
        entity_id=institute.entity_id,
        source_type=SourceType.RESEARCH,
        cue=cue,
        cue_lemma="say",
        content=(content,),
        style=Style.INDIRECT,
        medium=None,
        time=None,
        negated=False,
        confidence=1.0,
        provenance=BY_HAND,
    )
    tonnes = Quantity(
        span=place("about 40 tonnes"),
        low=40.0,
        high=40.0,
        unit="t",
        counted=(),
        property="output",
        per=None,
        range_kind=RangeKind.NONE,
        bound=Bound.ABOUT,
        direction=Direction.DOWN,
        role=QuantityRole.CHANGE_BY,
    )
    year = TimeExpression(
        span=place("2031"),
        type=TimeType.DATE,
        timex="2031",
        edtf="2031",
        start="2031-01-01",
        end="2031-12-31",
        anchor=TimeAnchor.MENTION,
        unresolved=None,
    )
    claim = Claim(
        claim_id=make_id(article.article_id, *fell),
        article_id=article.article_id,
        spans=(content,),
        text=TEXT[content.start : content.end],
        text_resolved=TEXT[content.start : content.end],
        sentence=Span(0, len(TEXT)),
        predicate=Word(start=fell.start, end=fell.end, lemma="fall"),
        arguments=(
            Argument(
                role=ArgumentRole.SUBJECT,
                start=place("output").start,
                end=place("output").end,
                head="output",
                entity_id=None,
            ),
        ),
        chain=(link,),
        chain_certain=True,
        presupposed=False,
        hedges=(
            Hedge(
                cue=place("probably"),
                scope=(content,),
                type=HedgeType.EPISTEMIC_PROBABLE,
                szeged_type=SzegedType.EPISTEMIC,
            ),
        ),
        factuality=(
            Factuality(holder=link.attribution_id, value=FactualityValue.PROBABLE_POSITIVE, score=2.0),
            Factuality(holder="author", value=FactualityValue.UNKNOWN, score=0.0),
        ),
        negated=False,
        quantities=(tonnes,),
        times=(year,),
        kind=ClaimKind.EVENT,
        check_worthy=True,
        repeats=None,
        confidence=1.0,
        provenance=BY_HAND,
    )
    row = claim.to_dict()
    return {
        "articles": [article.to_dict()],
        "mentions": [institute.to_dict()],
        "attributions": [link.to_dict()],
        "claims": [{**row, **flat_columns(row, {institute.entity_id: institute.name})}],
    }


@pytest.fixture
def dataset(rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> Path:
    folder = tmp_path / "dataset"
    write(rows, folder)
    return folder


def write(tables: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for config, table in tables.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
        (folder / f"{config}.jsonl").write_text(lines, encoding="utf-8")
