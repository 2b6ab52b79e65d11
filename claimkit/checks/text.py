"""Why a check of words cannot run: the dataset comes without them."""

from __future__ import annotations

from claimkit.checks.data import Data


def no_text(data: Data) -> str | None:
    """The reason, or ``None`` where there is a text to look at."""
    if "articles" not in data.tables:
        return "no articles lie here"
    return None if data.has_text else "the articles come without their text"


def no_articles(data: Data) -> str | None:
    """The reason where there is no table of articles."""
    return None if "articles" in data.tables else "no articles lie here"
