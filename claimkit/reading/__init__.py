"""Bytes to articles: one module a format.

    from claimkit.reading import read_articles

    for article in read_articles("articles/"):
        ...

What is read, and what ``metadata.csv`` may hold, is documented in ``docs/reading.md``.
"""

from claimkit.reading.articles import find_entries, open_entry, read_articles
from claimkit.reading.entries import Entry, Located, Location
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject

__all__ = ["Entry", "Given", "Located", "Location", "Reject", "find_entries", "open_entry", "read_articles"]
