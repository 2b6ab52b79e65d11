"""A text that was decoded wrongly on its way here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_text

# UTF-8 read as Windows-1252 («â€œ», «Ã©»), what could not be decoded at all, and control characters.
_GARBLED = re.compile("â€[™œ\x9d“”˜¦]|Ã[\x80-\xbf©¨¼¶¤±]|\ufffd|[\x00-\x08\x0b\x0e-\x1f\x7f]|[\ud800-\udfff]")


@row_check(
    id="garbled-text",
    title="A text that was decoded wrongly",
    severity="warning",
    table="articles",
    description="The text holds replacement characters, control characters or UTF-8 read as another encoding.",
    mend="Read the article again with its true encoding; offsets will move, so extract again.",
    template="{count} such characters, the first at {start}: {sign}",
    skip=no_text,
)
def garbled_text(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    found = list(_GARBLED.finditer(row["text"] or ""))
    if found:
        yield hit("$.text", count=len(found), start=found[0].start(), sign=ascii(found[0].group()))
