"""Numbers of the text that belong to no claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally
from claimkit.checks.text import no_text


def _count(row: Row, data: Data) -> Iterator[tuple[str, int, int]]:
    article_id = row["article_id"]
    if article_id in data.sample(_SAMPLE):
        spans = [each["span"] for name in ("quantities", "times") for each in row[name]]
        for link in row["chain"]:
            # «two of the three officials said», «a 5-page report»: numbers in a source or a medium are the link's.
            spans += [link[name] for name in ("source", "medium", "cue") if link[name] is not None]
            spans += [link["time"]["span"]] if link["time"] is not None else []
        for span in spans:
            yield article_id, span["start"], span["end"]


# Articles read again; more would take longer than all other checks together and tell the same share.
_SAMPLE = 200


@tally_check(
    id="orphan-quantities",
    title="Numbers that belong to no claim",
    severity="warning",
    table="claims",
    count=_count,
    description=(
        "Every quantity of a body belongs to exactly one claim, link or mention (guidelines, rule 9). A larger share "
        "than allowed of those read again from a sample of up to 200 articles belongs to none."
    ),
    mend="Read the passages: a claim was missed, or its quantity was. House numbers and the like are no quantities.",
    template="{share:.0%} of {total:,} quantities in {articles:,} articles belong to nothing, more than {most:.0%}",
    settings={"most": 0.2, "at_least": 20},
    skip=no_text,
)
def orphan_quantities(tally: Tally, data: Data, settings: Settings) -> Iterator[Hit]:
    owned: dict[str, list[tuple[int, int]]] = {}
    for key in tally.counts:
        article_id, start, end = cast("tuple[str, int, int]", key)
        owned.setdefault(article_id, []).append((start, end))
    total = orphans = 0
    where = None
    for article_id in data.articles:
        text = data.text(article_id) if article_id in data.sample(_SAMPLE) else None
        if text is None:
            continue
        for start, end in _quantities(text, data.articles[article_id].body):
            total += 1
            if not _touches(start, end, (*owned.get(article_id, ()), *data.mention_spans(article_id))):
                orphans += 1
                where = where or data.articles[article_id].where
    if total >= settings["at_least"] and orphans > settings["most"] * total:
        articles = len(data.sample(_SAMPLE))
        yield hit("$.quantities", where=where, share=orphans / total, total=total, articles=articles)


def _quantities(text: str, body: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    from claimkit.extraction.quantities import find_quantities

    for first, last in body:
        for quantity in find_quantities(text[first:last], parse=False):
            yield first + quantity.span.start, first + quantity.span.end


def _touches(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
