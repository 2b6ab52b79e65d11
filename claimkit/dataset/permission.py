"""Whose text may be passed on: by the licence of each article, never by guess."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from claimkit.resources import load_lexicon

Text = Literal["none", "full"]
_BEFORE = "it was left out before"


@dataclass(frozen=True, slots=True)
class Permission:
    """The articles whose text is published, and why others' is not: articles by reason."""

    full: frozenset[str]
    reasons: Mapping[str, int]

    @property
    def withholds(self) -> bool:
        """Whether text that is there has to be left out."""
        return any(reason != _BEFORE for reason in self.reasons)


def may_be_passed_on(licence: str | None) -> bool:
    """Whether a licence (SPDX identifier or the Hub's) lets anybody publish the unchanged text."""
    return licence is not None and _pattern().fullmatch(licence.strip()) is not None


def permission_of(articles: Iterable[Mapping[str, Any]], text: Text) -> Permission:
    """Which of ``articles`` (rows) are published with their text, if ``text`` is ``full`` at all."""
    full, reasons = set(), Counter[str]()
    for article in articles:
        licence = article["licence"]
        if article["text_mode"] == "none":
            reasons[_BEFORE] += 1
        elif text == "none":
            reasons["--text full was not asked for"] += 1
        elif licence is None:
            reasons["no licence is stated"] += 1
        elif not may_be_passed_on(licence):
            reasons[f"the licence {licence!r} is none that lets it be passed on"] += 1
        else:
            full.add(article["article_id"])
    return Permission(frozenset(full), dict(sorted(reasons.items())))


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("permission")["licences"]), re.IGNORECASE)
