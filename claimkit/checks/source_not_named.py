"""Words put into the mouth of a person the article never names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_text

_WORD = re.compile(r"[^\W_]+")


@row_check(
    id="source-not-named",
    title="A person the article never names",
    severity="error",
    table="attributions",
    description="A link is attributed to a person, but the name of that person does not stand in the article.",
    mend="Correct the entity of the source; a name from outside the article is no finding of it.",
    template="attributed to {name!r}, of which {missing!r} does not stand in the article",
    skip=no_text,
)
def source_not_named(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    name, text = data.known.names.get(row["entity_id"]), data.text(row["article_id"])
    if row["source_type"] != "person" or name is None or text is None:
        return
    words = _words(text)
    missing = [each for each in _WORD.findall(name) if each.casefold() not in words]
    if missing:
        yield hit("$.entity_id", name=name, missing=" ".join(missing))


@functools.lru_cache(maxsize=2)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
