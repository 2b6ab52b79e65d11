"""Licences by the identifiers that the Hugging Face Hub knows."""

from __future__ import annotations

import difflib

from claimkit.errors import OptionError
from claimkit.resources import load_lexicon


def is_licence(identifier: str) -> bool:
    """Whether the Hub accepts this identifier."""
    return identifier in load_lexicon("hub")["licences"]["accepted"]


def nearest_licence(identifier: str) -> str:
    """What somebody may have meant: ``CC BY 4.0`` is ``cc-by-4.0``; ``cc-by-4.0`` for what is like none."""
    known = load_lexicon("hub")["licences"]["accepted"]
    asked = "-".join(identifier.lower().replace("_", " ").split())
    return next(iter(difflib.get_close_matches(asked[:60], known, n=1)), "cc-by-4.0")


def ensure_licence(identifier: str) -> None:
    """Raise :class:`OptionError` for an identifier that the Hub would refuse."""
    if not is_licence(identifier):
        raise OptionError(
            f"the Hub knows no licence {identifier!r}; did you mean {nearest_licence(identifier)}? The list is at "
            "https://huggingface.co/docs/hub/repositories-licenses; for another write `license: other` and a "
            "`license_name` into the card"
        )
