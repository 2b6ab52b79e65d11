"""Nearly the same claim twice in one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally, Where
from claimkit.checks.text import no_text
from claimkit.records import make_id

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
# What a second telling changes without changing the claim.
_LITTLE = frozenset(("a", "also", "an", "and", "has", "had", "have", "is", "of", "that", "the", "was", "were"))
_FEWEST_WORDS = 4


def _count(row: Row, _data: Data) -> Iterator[tuple[str, str, str]]:
    text = row["text_resolved"] or row["text"] or ""
    words = sorted(each for each in _WORD.findall(text.casefold()) if each not in _LITTLE)
    if row["repeats"] is None and len(words) >= _FEWEST_WORDS:
        yield row["article_id"], make_id(*words), make_id(text)


@tally_check(
    id="near-duplicate-claims",
    title="A claim stands twice in nearly the same words",
    severity="warning",
    table="claims",
    count=_count,
    description="Claims of one article have the same words but for their order, case, marks and little words.",
    mend="Name the first in the second's `repeats` (guidelines, rule 10), or remove one of the two.",
    template="{count} claims of article {article} have the same words in another order or dress; the first is this one",
    skip=no_text,
)
def near_duplicate_claims(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    texts: dict[tuple[str, str], list[Where]] = {}
    for key, where in tally.first.items():
        article, words, _ = cast("tuple[str, str, str]", key)
        texts.setdefault((article, words), []).append(where)
    for (article, _), found in texts.items():
        if len(found) > 1:
            yield hit("$.text", where=found[0], count=len(found), article=article)
