"""``claimkit demo``: the main job on articles that ship with the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli import wording
from claimkit.cli.calls import examples
from claimkit.cli.extract import to_folder
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console, write_json
from claimkit.errors import OutputExistsError
from claimkit.resources import resource

if TYPE_CHECKING:
    from rich.table import Table

ARTICLES, DATASET = "articles", "dataset"
CLAIMS_AN_ARTICLE = 3
LONGEST_TEXT = 90
COLUMNS = ("outlet", "source", "cue", "claim", "hedges", "quantities", "times")
EXAMPLES = examples("claimkit demo", "claimkit demo -o /tmp/demo --json")


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the articles and the dataset.")] = Path(
        "claimkit-demo"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary and the validation as JSON.")] = False,
) -> None:
    """Run the main job on the demo articles: extract, validate, show.

    The folder is made, or made again if it holds an earlier demo; exit code 1 if the dataset is not valid.
    """
    from claimkit.quality.validation import validate
    from claimkit.reading import find_entries

    articles, dataset = output / ARTICLES, output / DATASET
    copy_articles(output)
    summary = to_folder(find_entries([articles]), [articles], dataset, overwrite=True)
    report = validate(dataset)
    if as_json:
        write_json({"summary": summary.to_dict(), "validation": report.to_dict()})
    else:
        typer.echo(f"{summary}\n{report}\n")
        print_table(console(), _table(dataset))
        typer.echo(_where_next(articles, dataset, first=_first_claim(dataset)))
    if not report.ok:
        raise typer.Exit(1)


def copy_articles(output: Path) -> None:
    """Copy the packaged articles and their metadata.csv into ``output``/articles.

    Raises :class:`OutputExistsError` if ``output`` holds anything but an earlier demo.
    """
    if output.exists() and (not output.is_dir() or {entry.name for entry in output.iterdir()} - {ARTICLES, DATASET}):
        raise OutputExistsError(f"{output} holds something that is not the demo's; name another folder with -o")
    folder = output / ARTICLES
    folder.mkdir(parents=True, exist_ok=True)
    for file in resource("demo/articles").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())


def _table(dataset: Path) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from claimkit.reading.tables import read_rows

    articles = {row["article_id"]: row for row in read_rows(dataset, "articles")}
    names = {row["entity_id"]: row["name"] for row in read_rows(dataset, "mentions")}
    claims = list(read_rows(dataset, "claims"))
    table = Table(
        *COLUMNS,
        box=SIMPLE_HEAD,
        title=f"The {CLAIMS_AN_ARTICLE} richest of each article's claims ({len(claims):,} in all)",
        title_justify="left",
    )
    for article_id, group in groupby(claims, key=lambda claim: claim["article_id"]):
        article = articles[article_id]
        outlet = escape(article["publisher"] or "")
        for claim in richest(list(group)):
            table.add_row(outlet, *map(escape, _cells(claim, article["text"], names)))
            outlet = ""
        table.add_section()
    return table


def richest(claims: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The claims with the most links, hedges, quantities and times, in the order of the text."""

    def findings(claim: Mapping[str, Any]) -> int:
        return sum(len(claim[name]) for name in ("chain", "hedges", "quantities", "times"))

    chosen = sorted(range(len(claims)), key=lambda n: (-findings(claims[n]), n))[:CLAIMS_AN_ARTICLE]
    return [claims[n] for n in sorted(chosen)]


def _cells(claim: Mapping[str, Any], text: str | None, names: Mapping[str, str]) -> Iterator[str]:
    yield wording.chain(claim, names) or "–"
    yield wording.cue(claim) or "–"
    yield wording.shorten(claim["text"], LONGEST_TEXT)
    yield wording.hedges(claim, text)
    yield wording.quantities(claim)
    yield wording.times(claim)


def _first_claim(dataset: Path) -> str:
    from claimkit.reading.tables import read_rows

    return str(next(read_rows(dataset, "claims"))["claim_id"])


def _where_next(articles: Path, dataset: Path, *, first: str) -> str:
    return (
        f"\narticles  {articles}\ndataset   {dataset}\n"
        f"next      claimkit show {dataset} {first}\n"
        f"          claimkit compare {dataset}\n"
        f"          claimkit report {dataset} -o report.html\n"
        f'          datasets.load_dataset("{dataset}", "claims", split="train")'
    )
