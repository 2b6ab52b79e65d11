"""``claimkit show``: one claim of a dataset with everything known about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from claimkit.cli import wording
from claimkit.cli.calls import examples
from claimkit.cli.completion import claim_ids
from claimkit.cli.tables import fields
from claimkit.cli.terminal import page_width, write_json
from claimkit.errors import DataError, OptionError

EXAMPLES = examples("claimkit show claims/ 3f0c9a", "cd claims && claimkit show 3f0c9a --json")


def show(
    dataset: Annotated[
        str | None,
        typer.Argument(
            metavar="DATASET",
            help="A dataset folder (default: the current one).",
            show_default=False,
            autocompletion=claim_ids,
        ),
    ] = None,
    claim_id: Annotated[
        str | None,
        typer.Argument(
            metavar="CLAIM_ID", help="The claim's id, or how it begins.", show_default=False, autocompletion=claim_ids
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the row as JSON.")] = False,
) -> None:
    """Show one claim: its words, chain, hedges, numbers and times."""
    from claimkit.reading.tables import whole_rows

    folder, wanted = _place(dataset, claim_id)
    claim = _claim(folder, wanted)
    if as_json:
        write_json(claim)
        return
    article = _article(folder, claim["article_id"])
    names = {row["entity_id"]: row["name"] for row in whole_rows(folder, "mentions")}
    shown = ((label, wording.one_line(value)) for label, value in _lines(claim, article, names) if value)
    typer.echo("\n".join(fields(shown, page_width())))


def _place(dataset: str | None, claim_id: str | None) -> tuple[Path, str]:
    """Of one argument alone it is the claim's id that is given, and the dataset is where we are."""
    if dataset is None:
        raise OptionError("which claim? Write `claimkit show DATASET CLAIM_ID`")
    if claim_id is None and Path(dataset).is_dir():
        raise OptionError(f"which claim of {dataset}? Write `claimkit show {dataset} CLAIM_ID`")
    return (Path(), dataset) if claim_id is None else (Path(dataset), claim_id)


def _claim(dataset: Path, claim_id: str) -> dict[str, Any]:
    from claimkit.reading.tables import whole_rows

    found = [row for row in whole_rows(dataset, "claims") if str(row["claim_id"]).startswith(claim_id)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise OptionError(f"{dataset}: no claim {claim_id}; its table claims holds the ids")
    raise OptionError(f"{dataset}: {len(found)} claims begin with {claim_id}; give more of the id")


def _article(dataset: Path, article_id: str) -> dict[str, Any]:
    from claimkit.reading.tables import whole_rows

    for row in whole_rows(dataset, "articles"):
        if row["article_id"] == article_id:
            return row
    raise DataError(f"{dataset}: holds no article {article_id}; run `claimkit validate {dataset}`")


def _lines(
    claim: Mapping[str, Any], article: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    text, sentence = article["text"], claim["sentence"]
    yield "claim", claim["claim_id"]
    yield "article", ", ".join(str(article[name]) for name in ("publisher", "published", "url") if article[name])
    yield "text", claim["text"]
    yield "resolved", claim["text_resolved"]
    yield "sentence", None if text is None else " ".join(text[sentence["start"] : sentence["end"]].split())
    yield "predicate", claim["predicate"]["lemma"]
    for argument in claim["arguments"]:
        yield argument["role"], names.get(argument["entity_id"]) or argument["head"]
    for link in claim["chain"]:
        marks = (link["source_type"], link["cue_lemma"], link["style"], "negated" if link["negated"] else None)
        yield "said by", f"{wording.source(link, names)} ({', '.join(mark for mark in marks if mark)})"
    yield "hedges", wording.hedges(claim, text)
    yield "quantities", wording.quantities(claim)
    yield "times", wording.times(claim)
    yield "kind", claim["kind"]
    yield "marks", ", ".join(_marks(claim))


def _marks(claim: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in ("presupposed", "negated") if claim[name])
    if not claim["chain_certain"]:
        yield "chain uncertain"
    if claim["repeats"]:
        yield f"repeats {claim['repeats']}"
