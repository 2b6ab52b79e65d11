"""The YAML at the head of a card: some keys are written by the program, all others are the person's, byte for byte.

The block is cut into one piece of text per top-level key, by the places that the YAML parser reports, so that a
person's comments, quotes and order survive; a piece is replaced as a whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from claimkit.errors import DataError

# As huggingface_hub and the Hub find it (huggingface_hub.repocard.REGEX_YAML_BLOCK).
_BLOCK = re.compile(r"\A(\s*---(?:\r\n|\r|\n))((?:[\S\s]*?(?:\r\n|\r|\n))??)(---[ \t]*(?:\r\n|\n|\Z))")


class Parts(NamedTuple):
    """A document cut: opening fence, YAML with its last line break, closing fence (all empty without one), body."""

    opening: str
    yaml: str
    closing: str
    body: str


def split(document: str) -> Parts:
    """The YAML block at the head of ``document`` and its body; joined again they are the document."""
    match = _BLOCK.match(document)
    return Parts(match[1], match[2], match[3], document[match.end() :]) if match else Parts("", "", "", document)


def read(document: str) -> dict[str, Any]:
    """The metadata at the head of ``document``; empty if there is no YAML block.

    Raises :class:`DataError` where the block is no YAML, holds no mapping, or names a key twice.
    """
    value, _ = _parsed(split(document).yaml)
    return value


def merged(document: str, written: Mapping[str, Any], suggested: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """``document`` with the keys of ``written`` replaced, and those of ``suggested`` added where they are absent.

    A key of ``written`` whose value is ``None`` is taken out. All else stays byte for byte. Returns the metadata too;
    raises :class:`DataError` as :func:`read` does.
    """
    parts = split(document)
    known, pieces = _parsed(parts.yaml)
    fresh = {**{key: value for key, value in suggested.items() if key not in known}, **written}
    texts = [text if key not in fresh else _text(key, fresh[key]) for key, text in pieces]
    present = {key for key, _ in pieces}
    added = [_text(key, value) for key, value in fresh.items() if key not in present]
    opening, closing = (parts.opening, parts.closing) if parts.opening else ("---\n", "---\n")
    gap = "" if parts.opening or parts.body.startswith(("\n", "\r\n")) else "\n"
    metadata = {**known, **fresh}
    gone = {key for key in written if written[key] is None}
    return (
        "".join((opening, *texts, *added, closing, gap, parts.body)),
        {key: value for key, value in metadata.items() if key not in gone},
    )


def dumped(value: Mapping[str, Any]) -> str:
    """The mapping as YAML in block style, in its own order, one line break at the end."""
    import yaml

    return str(yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=10_000, line_break="\n"))


def _text(key: str | None, value: Any) -> str:
    return "" if key is None or value is None else dumped({key: value})


def _parsed(block: str) -> tuple[dict[str, Any], list[tuple[str | None, str]]]:
    """The value of a YAML block and its pieces. Pure Python: libyaml dies of a hundred thousand brackets."""
    import yaml

    loader = yaml.SafeLoader("")
    try:
        loader = yaml.SafeLoader(block)
        node = loader.get_single_node()
        pieces = _pieces(block, node)
        value = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A date such as 2024-13-45 is a ValueError of the constructor's; ten thousand brackets are too deep for it.
        raise DataError(f"the YAML at the head of the card cannot be read: {_words(error)}") from error
    finally:
        loader.dispose()
    if not isinstance(value, dict) and value is not None:
        raise DataError("the YAML at the head of the card is no mapping: write `key: value` lines between the ---")
    keys = [key for key, _ in pieces if key is not None]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DataError(f"the YAML at the head of the card names {twice!r} twice: keep one of the two")
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        # {license: mit, language: en} on one line cannot be cut into lines.
        pieces = [(str(key), dumped({key: each})) for key, each in (value or {}).items()]
    return dict(value or {}), pieces


def _pieces(block: str, node: Any) -> list[tuple[str | None, str]]:
    """The top-level keys of a YAML mapping with their text; comments between them stand alone, under ``None``."""
    import yaml

    if not isinstance(node, yaml.MappingNode) or not node.value:
        return [(None, block)]
    starts = [key.start_mark.index for key, _ in node.value]
    pieces: list[tuple[str | None, str]] = [(None, block[: starts[0]])]
    for (key, _), begin, end in zip(node.value, starts, [*starts[1:], len(block)], strict=True):
        text = block[begin:end]
        cut = len(text) - _comments_at_end(text)
        pieces += [(str(key.value), text[:cut]), (None, text[cut:])]
    return pieces


def _comments_at_end(text: str) -> int:
    """The length of the comments and empty lines after the last line that says something."""
    length = 0
    for line in reversed(text.split("\n")):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        length += len(line) + 1
    return max(length - 1, 0)


def _words(error: BaseException) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    # The first line of the block is the second of the file.
    return f"line {mark.line + 2}: {problem}" if mark is not None else " ".join(str(error).split())
