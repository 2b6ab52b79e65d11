"""Whether the Hub and its readers will take a dataset's documents, without asking the network.

The Hub validates a card when it is pushed; ``huggingface_hub`` asks it over the network for that. Here the same is
checked against lists (``resources/hub.toml``) and against the files in the folder, and more: sections that nobody has
filled, figures that are no longer those of the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimkit.dataset import front_matter, metadata_check
from claimkit.dataset.documents import rendered, unanswered
from claimkit.dataset.facts import Facts, facts_of
from claimkit.dataset.folder import CARD, DATA_STATEMENT, DATASHEET
from claimkit.dataset.metadata_check import Severity
from claimkit.dataset.sections import Section, generated_parts, sections
from claimkit.errors import DataError
from claimkit.resources import load_lexicon

_IMAGE = re.compile(r"!\[[^\]\n]{0,2000}\]\((?P<target>[^)\s]{1,500})[^)\n]{0,500}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFinding:
    """One thing that is wrong with a document: a stable ``id``, where, what, and how to mend it."""

    id: str
    severity: Severity
    file: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.severity} {self.id}: {self.message}; {self.remedy}"


def check_card(folder: Path | str) -> tuple[CardFinding, ...]:
    """Everything that is wrong with the documents of a dataset, errors first; empty if they can be published.

    Opens no socket. Raises :class:`~claimkit.errors.OptionError` where the folder holds no Parquet tables.
    """
    folder = Path(folder)
    facts = facts_of(folder)
    found = [*_card_findings(folder, facts), *_other_documents(folder)]
    return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


def _card_findings(folder: Path, facts: Facts) -> Iterator[CardFinding]:
    file = folder / CARD
    if not file.is_file():
        yield _error("card-missing", "there is no card", "run `claimkit card`")
        return
    try:
        document = file.read_bytes().decode()
        metadata = front_matter.read(document)
        generated_parts(document)
    except UnicodeDecodeError:
        yield _error("card-encoding", "the card is no text in UTF-8", "save it as UTF-8")
        return
    except DataError as error:
        yield _error("card-unreadable", str(error), "nothing else can be checked before")
        return
    for problem in metadata_check.problems(metadata, facts):
        yield CardFinding(file=CARD, **problem._asdict())
    yield from _section_findings(sections(document))
    yield from _images(folder, document)
    yield from _stale(folder, facts)


def _section_findings(found: tuple[Section, ...]) -> Iterator[CardFinding]:
    by_title: dict[str, Section] = {section.title.casefold(): section for section in reversed(found)}
    for name, titles in load_lexicon("documents")["required"].items():
        known = [by_title[title.casefold()] for title in titles if title.casefold() in by_title]
        if not known:
            message = f"no section tells of {name}"
            yield _error("section-missing", message, f"add a heading such as {titles[0]!r} and write below it")
    for section in found:
        if section.empty:
            message = f"line {section.line}: nothing is written under {section.title!r}"
            yield _error("section-empty", message, "write it, or take the heading out")


def _images(folder: Path, document: str) -> Iterator[CardFinding]:
    for target in dict.fromkeys(match["target"] for match in _IMAGE.finditer(document)):
        if ":" not in target and not (folder / target).is_file():
            yield _error("image-missing", f"the image {target} is not there", "run `claimkit card`, or take it out")


def _stale(folder: Path, facts: Facts) -> Iterator[CardFinding]:
    """Generated files and parts that are not what the data say now; of the card this is an error."""
    try:
        fresh = rendered(folder, facts)
    except DataError as error:
        yield _error("document-unreadable", str(error), "nothing can be brought up to date before")
        return
    for path, content in fresh.items():
        if (folder / path).is_file() and (folder / path).read_bytes() != content:
            severity: Severity = "error" if path == CARD else "warning"
            yield CardFinding(
                id="document-stale", severity=severity, file=path,
                message="its figures are not those of the data", remedy="run `claimkit card`",
            )  # fmt: skip


def _other_documents(folder: Path) -> Iterator[CardFinding]:
    for name in (DATASHEET, DATA_STATEMENT):
        if not (folder / name).is_file():
            yield _warning("document-missing", name, "it is not there", "run `claimkit card`")
            continue
        document = (folder / name).read_bytes().decode(errors="replace")
        for title in unanswered(document):
            yield _warning("section-empty", name, f"nothing is written under {title!r}", "answer it, or take it out")


def _error(identifier: str, message: str, remedy: str) -> CardFinding:
    return CardFinding(id=identifier, severity="error", file=CARD, message=message, remedy=remedy)


def _warning(identifier: str, file: str, message: str, remedy: str) -> CardFinding:
    return CardFinding(id=identifier, severity="warning", file=file, message=message, remedy=remedy)
