"""Gold files as text, character for character."""

from __future__ import annotations

from pathlib import Path

from claimkit.errors import UndecodableError


def read_utf8(path: Path) -> str:
    """The text of the file with its carriage returns, which offsets count.

    Raises :class:`UndecodableError` where it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndecodableError(f"{path}: is not UTF-8 at byte {error.start}: save it as UTF-8") from error
