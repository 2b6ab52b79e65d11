"""An article in a language that claimkit does not read."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="other-language",
    title="An article in another language",
    severity="error",
    table="articles",
    description="The article is marked as another language than English, which is all that claimkit reads.",
    mend="Remove the article and what hangs on it, or correct its language.",
    template="the language is {language!r}",
    settings={"language": "en"},
)
def other_language(row: Row, _data: Data, settings: Settings) -> Iterator[Hit]:
    language = row["language"]
    if language is not None and language.partition("-")[0].casefold() != settings["language"].casefold():
        yield hit("$.language", language=language)
