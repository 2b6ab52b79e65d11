"""``claimkit extract``: articles in, a dataset of claims out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli.terminal import followed, write_json
from claimkit.extraction.parsing import MAX_CHARACTERS

if TYPE_CHECKING:
    from claimkit.extraction.pipeline import Extraction
    from claimkit.reading import Reject
    from claimkit.records import Article

STDOUT = Path("-")


class Format(StrEnum):
    PARQUET = "parquet"
    JSONL = "jsonl"


class TextMode(StrEnum):
    FULL = "full"
    NONE = "none"


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

    articles: int = 0
    claims: int = 0
    rejects: list[Reject] = field(default_factory=list)

    def add(self, extraction: Extraction) -> None:
        """Count one extracted article."""
        self.articles += 1
        self.claims += len(extraction.claims)

    @property
    def done(self) -> int:
        """Inputs that are behind us, extracted or set aside."""
        return self.articles + len(self.rejects)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: rows by table, inputs set aside by reason, and the folder, if it is one."""

    counts: Mapping[str, int]
    rejects: Mapping[str, int]
    output: Path | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        output = None if self.output is None else str(self.output)
        return {**self.counts, "rejects": dict(self.rejects), "output": output}

    def __str__(self) -> str:
        words = {"articles": "articles", "claims": "claims", "attributions": "links"}
        lines = [", ".join(f"{self.counts[table]:,} {word}" for table, word in words.items() if table in self.counts)]
        lines += [f"set aside: {count:,} {reason}" for reason, count in self.rejects.items()]
        return "\n".join(lines if self.output is None else [*lines, f"written to {self.output}"])


def extract(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCES",
            help="*.txt, *.html, *.jsonl, *.json, *.parquet, *.warc, each also as .gz or .zst, and folders of them.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write; - writes the claims to stdout.")],
    form: Annotated[Format, typer.Option("--format", help="How the tables are written.")] = Format.PARQUET,
    text: Annotated[
        TextMode, typer.Option("--text", help="none: leave the articles' words out (see `claimkit hydrate`).")
    ] = TextMode.FULL,
    workers: Annotated[int, typer.Option(min=1, help="Processes that extract.")] = 1,
    metadata: Annotated[
        Path | None, typer.Option(help="CSV with url, publisher, published per file (default: metadata.csv beside it).")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of articles that state none.")] = None,
    published: Annotated[str | None, typer.Option(help="Date (YYYY-MM-DD) of articles that state none.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of articles that state none.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the run that the folder holds.")] = False,
    max_characters: Annotated[
        int, typer.Option(min=1, max=MAX_CHARACTERS, help="Longer articles are set aside.")
    ] = MAX_CHARACTERS,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Find attributions by rules, without the learned tagger.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Extract the claims of articles into a dataset folder.

    Exit code 1 if not one article could be used. What was set aside, and why, is in rejects.jsonl and in the summary.
    """
    given = {"publisher": publisher, "published": published, "licence": licence}
    tally = Tally()
    attribution = _attribution(rules_only)
    found = extractions(
        sources,
        tally,
        workers=workers,
        max_characters=max_characters,
        metadata=metadata,
        given=given,
        rules_only=rules_only,
    )
    if output == STDOUT:
        summary = _to_stdout(found, tally, text)
    else:
        options = {**given, "max_characters": max_characters, "attribution": attribution}
        summary = to_folder(found, tally, output, form=form, text=text, overwrite=overwrite, options=options)
    if as_json:
        write_json(summary.to_dict(), stderr=output == STDOUT)
    else:
        typer.echo(str(summary), err=output == STDOUT)
    if not summary.counts["articles"]:
        raise typer.Exit(1)


def _attribution(rules_only: bool) -> str:
    """What finds attributions in this run, for run.json; rules alone are said to be so."""
    from claimkit.tagging.model import tagger_name

    name = "rules" if rules_only else tagger_name()
    if name == "rules":
        typer.echo("attributions are found by rules alone, without the tagger", err=True)
    return name


def extractions(
    sources: Sequence[Path],
    tally: Tally,
    *,
    workers: int = 1,
    max_characters: int = MAX_CHARACTERS,
    metadata: Path | None = None,
    given: Mapping[str, str | None] = MappingProxyType({}),
    rules_only: bool = False,
) -> Iterator[Extraction]:
    """What is found in each article, counted in ``tally`` and followed by a report of progress on stderr.

    ``given`` (publisher, published, licence) is for articles that state none. Raises
    :class:`~claimkit.errors.OptionError` at the call, before any output is touched.
    """
    from claimkit.extraction.pipeline import extract_many
    from claimkit.reading import read_articles
    from claimkit.reading.counting import count_about
    from claimkit.reading.sources import find_sources

    reject = tally.rejects.append
    articles = read_articles(sources, metadata=metadata, on_reject=reject, **given)
    found = extract_many(
        _not_longer(articles, max_characters, reject), workers=workers, rules_only=rules_only, on_reject=reject
    )
    return followed(_counted(found, tally), tally, expected=lambda: count_about(find_sources(sources)))


def to_folder(
    found: Iterator[Extraction],
    tally: Tally,
    output: Path,
    *,
    form: Format = Format.PARQUET,
    text: TextMode = TextMode.FULL,
    overwrite: bool = False,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Summary:
    """Write the dataset folder; ``options`` go into its run.json."""
    from claimkit.dataset.build import write_dataset

    written = write_dataset(
        found,
        output,
        format=form.value,
        text=text.value,
        overwrite=overwrite,
        rejects=tally.rejects,
        options=options,
    )
    return Summary(written.counts, written.rejects, output)


def _to_stdout(found: Iterator[Extraction], tally: Tally, text: TextMode) -> Summary:
    from claimkit.dataset.build import write_stream

    # Bytes, so that the lines are UTF-8 whatever the terminal's encoding.
    aside: list[Reject] = []
    claims = write_stream(found, sys.stdout.buffer, text=text.value, on_reject=aside.append)
    sys.stdout.buffer.flush()
    counts = {"articles": tally.articles - len(aside), "claims": claims}
    reasons = Counter(reject.reason for reject in (*tally.rejects, *aside))
    return Summary(counts, dict(sorted(reasons.items())), None)


def _counted(found: Iterable[Extraction], tally: Tally) -> Iterator[Extraction]:
    for extraction in found:
        tally.add(extraction)
        yield extraction


def _not_longer(articles: Iterable[Article], longest: int, reject: Callable[[Reject], None]) -> Iterator[Article]:
    from claimkit.errors import TooLargeError
    from claimkit.reading import Reject

    for article in articles:
        length = len(article.text or "")
        if length <= longest:
            yield article
        else:
            name = article.url or article.article_id
            reject(Reject(name, None, TooLargeError.reason, f"{length:,} characters, more than {longest:,}"))
