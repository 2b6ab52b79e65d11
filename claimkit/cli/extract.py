"""``claimkit extract``: articles in, a dataset of claims out."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli.calls import examples
from claimkit.cli.engine import ENGINE, MASTER, Engine, ensure_local, session
from claimkit.cli.terminal import followed, write_json
from claimkit.errors import OptionError
from claimkit.extraction.limits import MAX_CHARACTERS
from claimkit.resources import lexicon_digest, use_lexicon

if TYPE_CHECKING:
    from claimkit.dataset.build import Done
    from claimkit.extraction.pipeline import Extraction
    from claimkit.reading import Entry, Reject

STDOUT = "-"
EXAMPLES = examples(
    "claimkit extract articles/ -o claims/",
    "claimkit extract crawl.warc.gz -o claims/ --workers 2",
    "claimkit extract articles/ -o - | jq .text",
    "claimkit extract articles/ -o claims/ --text none",
    "claimkit extract s3a://archive/2031/ -o s3a://archive/claims/ --engine spark --master spark://HOST:7077",
)
INTERRUPTED = 130  # what a shell makes of Ctrl-C


class Format(StrEnum):
    PARQUET = "parquet"
    JSONL = "jsonl"


class TextMode(StrEnum):
    FULL = "full"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: rows by table, inputs set aside by reason, and the folder, if it is one.

    ``resumed`` inputs were done by an earlier run that was interrupted.
    """

    counts: Mapping[str, int]
    rejects: Mapping[str, int]
    output: Path | None
    resumed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        output = None if self.output is None else str(self.output)
        return {**self.counts, "rejects": dict(self.rejects), "resumed": self.resumed, "output": output}

    def __str__(self) -> str:
        words = {"articles": "articles", "claims": "claims", "attributions": "links"}
        lines = [", ".join(f"{self.counts[table]:,} {word}" for table, word in words.items() if table in self.counts)]
        lines += [f"set aside: {count:,} {reason}" for reason, count in self.rejects.items()]
        return "\n".join(lines if self.output is None else [*lines, f"written to {self.output}"])


def extract(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCES",
            help="*.txt, *.html, *.jsonl, *.json, *.parquet, *.warc, each also as .gz or .zst, and folders of them.",
        ),
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder to write; - writes the claims to stdout.")],
    form: Annotated[Format, typer.Option("--format", help="How the tables are written.")] = Format.PARQUET,
    text: Annotated[
        TextMode, typer.Option("--text", help="none: leave the articles' words out (see `claimkit hydrate`).")
    ] = TextMode.FULL,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, help="Processes that extract (default: 1); 0: this one, which a crash of the parser would end."
        ),
    ] = None,
    engine: Annotated[Engine, ENGINE] = Engine.LOCAL,
    master: Annotated[str | None, MASTER] = None,
    partitions: Annotated[
        int | None,
        typer.Option(min=1, help="With --engine spark: into how many parts articles are spread (default: by size)."),
    ] = None,
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
    lexicon: Annotated[
        list[Path] | None,
        typer.Option("--lexicon", metavar="FILE", help="TOML with words of your own (docs/lexicons.md); repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Extract the claims of articles into a dataset folder.

    The same command goes on where an interrupted one ended. Exit code 1 if not one article could be used. What was set
    aside, and why, is in rejects.jsonl and in the summary.
    """
    given = {"publisher": publisher, "published": published, "licence": licence}
    settings: dict[str, Any] = {"rules_only": rules_only, "max_characters": max_characters}
    ensure_local(engine, master)
    for path in lexicon or ():
        use_lexicon(path)
    _say_what_finds_attributions(rules_only)
    if engine is Engine.SPARK:
        _ensure_for_spark(output, form, workers)
        settings |= {"text": text, "overwrite": overwrite, "partitions": partitions}
        summary = _by_spark(sources, output, master, metadata, given, settings)
    else:
        paths = [Path(each) for each in sources]
        settings |= {"workers": 1 if workers is None else workers}
        if partitions is not None:
            raise OptionError("--partitions is of --engine spark")
        summary = _locally(paths, output, metadata, given, form=form, text=text, overwrite=overwrite, settings=settings)
    to_stderr = output == STDOUT
    if as_json:
        write_json(summary.to_dict(), stderr=to_stderr)
    else:
        typer.echo(str(summary), err=to_stderr)
    if not summary.counts["articles"]:
        raise typer.Exit(1)


def _locally(
    sources: Sequence[Path],
    output: str,
    metadata: Path | None,
    given: dict[str, str | None],
    *,
    form: Format,
    text: TextMode,
    overwrite: bool,
    settings: dict[str, Any],
) -> Summary:
    from claimkit.reading import find_entries

    # A wrong call ends here, before any output is touched.
    entries = find_entries(sources, metadata=metadata, **given)
    if output == STDOUT:
        return _to_stdout(entries, sources, text, settings)
    settings = {**settings, "overwrite": overwrite, "options": _with_lexicon(given)}
    return to_folder(entries, sources, Path(output), form=form, text=text, **settings)


def _ensure_for_spark(output: str, form: Format, workers: int | None) -> None:
    if output == STDOUT or form is not Format.PARQUET:
        raise OptionError("--engine spark writes a folder of Parquet tables: name one with -o, and no other --format")
    if workers is not None:
        raise OptionError("--workers is of the local engine; with Spark the master says how many: local[4]")


def _by_spark(
    sources: Sequence[str],
    output: str,
    master: str | None,
    metadata: Path | None,
    given: dict[str, str | None],
    settings: Mapping[str, Any],
) -> Summary:
    from claimkit.spark.inputs import find_inputs
    from claimkit.spark.runs import SETTINGS, Options, extract_on_spark
    from claimkit.spark.target import target_of

    options = Options(
        text=settings["text"].value,
        rules_only=settings["rules_only"],
        max_characters=settings["max_characters"],
        partitions=settings["partitions"],
        stated=_with_lexicon(given),
    )
    with _interruptible("the same command begins anew"), session(master, SETTINGS) as spark:
        inputs = find_inputs(spark, sources, metadata=metadata, **given)
        target = target_of(spark, output, overwrite=settings["overwrite"])
        written = extract_on_spark(spark, inputs, target, options)
    return Summary(written.counts, written.rejects, written.path)


def _with_lexicon(options: dict[str, str | None]) -> dict[str, str | None]:
    """The options of a run with the digest of the words that are not claimkit's, if there are any."""
    digest = lexicon_digest()
    return options if digest is None else {**options, "lexicon": digest}


def to_folder(
    entries: Iterator[Entry | Reject],
    sources: Sequence[Path],
    output: Path,
    *,
    form: Format = Format.PARQUET,
    text: TextMode = TextMode.FULL,
    **settings: Any,
) -> Summary:
    """Write the dataset folder, with a report of progress on stderr; ``settings`` are those of ``build_dataset``."""
    from claimkit.dataset.build import Done, build_dataset

    done = Done()

    def follow(found: Iterator[Extraction | Reject], run: Done) -> Iterator[Extraction | Reject]:
        nonlocal done
        done = run
        return followed(_told(found, run), run, expected=lambda: _expected(sources))

    with _interruptible("the same command goes on from there"):
        written = build_dataset(entries, output, format=form.value, text=text.value, follow=follow, **settings)
    return Summary(written.counts, written.rejects, output, done.resumed)


def _told(found: Iterator[Extraction | Reject], done: Done) -> Iterator[Extraction | Reject]:
    for number, outcome in enumerate(found):
        if number == 0 and done.resumed:
            typer.echo(f"going on after {done.resumed:,} articles that an earlier run had done", err=True)
        yield outcome


@contextlib.contextmanager
def _interruptible(hint: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        typer.echo(f"\nclaimkit: stopped; {hint}", err=True)
        raise typer.Exit(INTERRUPTED) from error


def _say_what_finds_attributions(rules_only: bool) -> None:
    from claimkit.tagging.model import tagger_name

    if rules_only or tagger_name() == "rules":
        typer.echo("attributions are found by rules alone, without the tagger", err=True)


def _to_stdout(
    entries: Iterator[Entry | Reject], sources: Sequence[Path], text: TextMode, settings: Mapping[str, Any]
) -> Summary:
    from claimkit.dataset.build import Done, write_stream
    from claimkit.extraction.pipeline import outcomes

    done, reasons = Done(), Counter[str]()
    found = followed(outcomes(entries, **settings), done, expected=lambda: _expected(sources))
    with _interruptible("nothing is kept of what went to standard output"):
        # Bytes, so that the lines are UTF-8 whatever the terminal's encoding.
        write_stream(
            found,
            sys.stdout.buffer,
            text=text.value,
            done=done,
            on_reject=lambda reject: reasons.update([reject.reason]),
        )
        sys.stdout.buffer.flush()
    return Summary({"articles": done.articles, "claims": done.claims}, dict(sorted(reasons.items())), None)


def _expected(sources: Sequence[Path]) -> int | None:
    from claimkit.reading.counting import count_about
    from claimkit.reading.sources import find_sources

    return count_about(find_sources(sources))
