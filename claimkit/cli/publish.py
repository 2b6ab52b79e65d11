"""``claimkit publish``: a dataset onto the Hugging Face Hub."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

EXAMPLES = examples(
    "claimkit publish claims/ OWNER/NAME --dry-run", "claimkit publish claims/ OWNER/NAME --revision v1.0"
)


class Text(StrEnum):
    """Whether articles are published with their text."""

    NONE = "none"
    FULL = "full"


def publish(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset folder.")],
    repo: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="Its name on the Hub.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be pushed; push nothing.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Make a new dataset private.")] = False,
    create_pr: Annotated[bool, typer.Option("--create-pr", help="Open a pull request instead of pushing.")] = False,
    revision: Annotated[str | None, typer.Option("--revision", metavar="TAG", help="Tag the commit.")] = None,
    text: Annotated[Text, typer.Option(help="full: with the text of articles whose licence allows it.")] = Text.NONE,
    as_json: Annotated[bool, typer.Option("--json", help="Print plan and result as JSON.")] = False,
) -> None:
    """Push a dataset to the Hugging Face Hub: validated, shown first, in one commit, loaded back and compared.

    Text is left out unless --text full and the licence of its article says otherwise. Log in with `hf auth login` or
    set HF_TOKEN. Exit code 1 where the dataset is not fit or a changed schema has no raised version, 2 where the Hub
    cannot be reached or refuses.
    """
    from claimkit.dataset.publishing import publish as publish_dataset

    done = publish_dataset(
        dataset,
        repo,
        dry_run=dry_run,
        private=private,
        create_pr=create_pr,
        revision=revision,
        text=text.value,
        show=None if as_json else lambda plan: typer.echo(f"{plan}\n"),
    )
    if as_json:
        write_json(done.to_dict())
    elif done.commit is None:
        typer.echo("nothing was pushed (--dry-run)")
    else:
        typer.echo(f"pushed and loaded back: {done.pull_request or done.url}")
