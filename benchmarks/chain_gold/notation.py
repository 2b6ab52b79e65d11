"""The notation of the chain gold: passages with links of any depth, written as quotations, → spans and parents.

``README.md`` beside this file describes it. Whatever is missing, ambiguous or circular raises
:class:`demo_gold.notation.GoldError`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo_gold.notation import GoldError, Place, find

from claimkit.records import Span

FOLDER = Path(__file__).parent
PASSES = ("first_pass", "second_pass")
ENTRY = re.compile(
    r"(?P<id>[a-z])(?: < (?P<parent>[a-z]))?; (?P<source>[^;]+); (?P<cue>[^;]+); (?P<content>.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link; ``parent`` is the index of the link around it in the passage, ``level`` its depth (1: outermost)."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    parent: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three sentences with all their links, in the order of the file."""

    name: str
    theme: str
    text: str
    links: tuple[ChainLink, ...]

    @property
    def depth(self) -> int:
        """Levels of the deepest chain; 0 without a link."""
        return max((link.level for link in self.links), default=0)


def read_passages(folder: Path = FOLDER) -> list[Passage]:
    """Every passage of the gold, by file and place in it."""
    files = sorted(path for path in folder.glob("*.toml") if path.stem not in PASSES)
    passages = [passage for path in files for passage in compile_file(path)]
    if len({passage.name for passage in passages}) < len(passages):
        raise GoldError(f"{folder}: two passages have one name")
    return passages


def read_both_passes(gold: list[Passage], folder: Path = FOLDER) -> tuple[list[Passage], list[Passage]]:
    """What the first and the second pass had for the passages that were annotated twice, in the same order."""
    first, second = (_read_pass(gold, folder / f"{name}.toml") for name in PASSES)
    before = {passage.name: passage for passage in [*gold, *first]}
    return [before[passage.name] for passage in second], second


def _read_pass(gold: list[Passage], path: Path) -> list[Passage]:
    texts = {passage.name: passage for passage in gold}
    again = []
    for name, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if name not in texts:
            raise GoldError(f"{path.name}: {name} is no passage of the gold")
        known = texts[name]
        again.append(compile_passage(path.name, name, {"t": known.text, "l": entries}, theme=known.theme))
    return again


def compile_file(path: Path) -> list[Passage]:
    """The passages of one file, whose name is their theme."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return [compile_passage(path.name, name, table, theme=path.stem) for name, table in tables.items()]


def compile_passage(file: str, name: str, table: dict[str, Any], *, theme: str) -> Passage:
    """``t`` is the text, ``l`` the links: "id; source; cue; content | content", or "id < parent; …"."""
    if set(table) != {"t", "l"}:
        raise GoldError(f"{file}: {name} must have the keys t and l, and no other")
    text: str = table["t"].strip()
    place = Place(file=f"{file}, {name}", text=text, article_id=name, body=(Span(0, len(text)),))
    parsed = [_entry(place, entry) for entry in table["l"]]
    ids = [each["id"] for each in parsed]
    if len(set(ids)) < len(ids):
        raise GoldError(f"{place.file}: two links have one id")
    parents = {each["id"]: each["parent"] for each in parsed}
    links = tuple(_link(place, each, ids, _level(place, each["id"], parents)) for each in parsed)
    return Passage(name=name, theme=theme, text=text, links=links)


def _entry(place: Place, entry: str) -> dict[str, str | None]:
    match = ENTRY.fullmatch(entry)
    if not match:
        raise GoldError(f"{place.file}: {entry!r} is not of the form 'id < parent; source; cue; content | content'")
    return match.groupdict()


def _link(place: Place, entry: dict[str, str | None], ids: list[Any], level: int) -> ChainLink:
    whole = place.body[0]
    source, cue, content, parent = (entry[name] or "" for name in ("source", "cue", "content", "parent"))
    return ChainLink(
        source=None if source == "-" else find(place, whole, source),
        cue=find(place, whole, cue),
        content=tuple(sorted(find(place, whole, words) for words in content.split(" | "))),
        parent=ids.index(parent) if parent else None,
        level=level,
    )


def _level(place: Place, link: str, parents: dict[Any, Any]) -> int:
    level, outer = 1, parents[link]
    while outer is not None:
        if outer not in parents:
            raise GoldError(f"{place.file}: {link!r} lies in {outer!r}, which is no link")
        if level > len(parents):
            raise GoldError(f"{place.file}: {link!r} lies in itself")
        level, outer = level + 1, parents[outer]
    return level
