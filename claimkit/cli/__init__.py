"""The ``claimkit`` command, one module a command; what a command needs is imported when it runs, not before."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from claimkit import __version__
from claimkit.cli import (
    agree,
    card,
    check,
    compare,
    demo,
    diff,
    doctor,
    evaluate,
    export,
    extract,
    find,
    hydrate,
    import_,
    migrate,
    predict,
    publish,
    report,
    show,
    split,
    train,
    validate,
)
from claimkit.cli.calls import SETTINGS, Commands, examples

# The subjects of the overview, in its order.
DATASET, CLAIMS, QUALITY, SHARING, MODELS = (
    "Make a dataset",
    "Look at claims",
    "Check and measure",
    "Share",
    "Train models",
)

app = typer.Typer(
    name="claimkit",
    cls=Commands,
    help="News articles in, a schema-validated dataset of reported claims out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    epilog=examples("claimkit demo", "claimkit extract articles/ -o claims/", "claimkit compare claims/"),
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"claimkit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Options of every command; ``--debug`` is read by :class:`Commands`, which sees the errors."""


app.command("demo", rich_help_panel=DATASET, epilog=demo.EXAMPLES)(demo.demo)
app.command("extract", rich_help_panel=DATASET, epilog=extract.EXAMPLES)(extract.extract)
app.command("hydrate", rich_help_panel=DATASET, epilog=hydrate.EXAMPLES)(hydrate.hydrate)
app.command("split", rich_help_panel=DATASET, epilog=split.EXAMPLES)(split.split)
app.command("migrate", rich_help_panel=DATASET, epilog=migrate.EXAMPLES)(migrate.migrate)
app.command("show", rich_help_panel=CLAIMS, epilog=show.EXAMPLES)(show.show)
app.command("find", rich_help_panel=CLAIMS, epilog=find.EXAMPLES)(find.find)
app.command("compare", rich_help_panel=CLAIMS, epilog=compare.EXAMPLES)(compare.compare)
app.command("report", rich_help_panel=CLAIMS, epilog=report.EXAMPLES)(report.report)
app.command("validate", rich_help_panel=QUALITY, epilog=validate.EXAMPLES)(validate.validate)
app.command("check", rich_help_panel=QUALITY, epilog=check.EXAMPLES)(check.check)
app.command("agree", rich_help_panel=QUALITY, epilog=agree.EXAMPLES)(agree.agree)
app.command("diff", rich_help_panel=QUALITY, epilog=diff.EXAMPLES)(diff.diff)
app.add_typer(evaluate.app, rich_help_panel=QUALITY)
app.command("doctor", rich_help_panel=QUALITY, epilog=doctor.EXAMPLES)(doctor.doctor)
app.command("card", rich_help_panel=SHARING, epilog=card.EXAMPLES)(card.card)
app.command("publish", rich_help_panel=SHARING, epilog=publish.EXAMPLES)(publish.publish)
app.command("export", rich_help_panel=SHARING, epilog=export.EXAMPLES)(export.export)
app.command("import", rich_help_panel=SHARING, epilog=import_.EXAMPLES)(import_.import_)
app.add_typer(train.app, rich_help_panel=MODELS)
app.command("predict", rich_help_panel=MODELS, epilog=predict.EXAMPLES)(predict.predict)


def main() -> None:
    """Entry point of the ``claimkit`` script."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe under Windows or an old locale has no form for «→»: a question mark there beats a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="claimkit")
