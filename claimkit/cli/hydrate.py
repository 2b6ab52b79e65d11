"""``claimkit hydrate``: the words back into a dataset that was written without them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

EXAMPLES = examples("claimkit hydrate claims/ --articles articles/ -o whole/")


def hydrate(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A dataset written with --text none, or hub://OWNER/NAME.")
    ],
    articles: Annotated[
        list[Path], typer.Option("--articles", help="Folder or file of the articles; may be given more than once.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="New folder to write (default: DATASET itself).")
    ] = None,
    metadata: Annotated[Path | None, typer.Option(help="CSV with the titles (default: metadata.csv beside).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Put the articles' words back into a stand-off dataset, by hash and span.

    Every file must be the one that was annotated: exit code 1, with each article and what differs, if one is not; then
    nothing is written.
    """
    from claimkit.dataset.hydration import hydrate as hydrate_dataset

    done = hydrate_dataset(dataset, articles, output, metadata=metadata)
    if as_json:
        write_json({**done.counts, "readers": list(done.readers), "output": str(done.path)})
    else:
        rows = ", ".join(f"{count:,} {config}" for config, count in done.counts.items())
        typer.echo(f"{rows}\nread by {', '.join(done.readers)}\nwritten to {done.path}")
