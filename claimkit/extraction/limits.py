"""How long a text may be; the command line names it without loading what parses."""

from __future__ import annotations

# Characters of a text; a longer article is set aside as too_large.
MAX_CHARACTERS = 2_000_000
