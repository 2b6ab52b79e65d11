"""Bytes to articles: one module a format.

    from claimkit.reading import read_articles

    for article in read_articles("articles/"):
        ...

What is read, and what ``metadata.csv`` may hold, is documented in ``docs/metadata.md``.
"""

from claimkit.reading.articles import read_articles
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject

__all__ = ["Given", "Reject", "read_articles"]
