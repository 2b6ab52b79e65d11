"""Mail addresses and telephone numbers in the text of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_text

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w-])")
# «+44 20 7946 0000», «(555) 010-1234», «555-010-1234»; not «2020-2021», «1-0», «20,000» or a score. Separators are
# single, so that a column of figures is no number.
_PHONE = re.compile(
    r"(?<![\w+./-])(?:\+\d{1,3}(?:[ .-]\(?\d{1,4}\)?){2,6}"
    r"|(?:\+?1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[ .-]\d{4})(?![\w/-])"
)


@row_check(
    id="personal-data",
    title="A mail address or a telephone number",
    severity="warning",
    table="articles",
    description="The text holds a mail address or a telephone number, which a published dataset should not carry.",
    mend="Leave the text out (`--text none`), or replace the characters one for one and extract again.",
    template="a {kind} stands at {start}–{end}",
    skip=no_text,
)
def personal_data(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    text = row["text"] or ""
    for kind, pattern in (("mail address", _MAIL), ("telephone number", _PHONE)):
        # The finding itself must not carry it about either.
        for match in pattern.finditer(text) if "@" in text or kind != "mail address" else ():
            yield hit("$.text", kind=kind, start=match.start(), end=match.end())
