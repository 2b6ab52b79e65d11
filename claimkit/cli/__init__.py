"""The ``claimkit`` command, one module a command; what a command needs is imported when it runs, not before."""

from __future__ import annotations

import errno
import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from claimkit import __version__
from claimkit.cli import (
    agree,
    card,
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
    report,
    show,
    split,
    train,
    validate,
)
from claimkit.errors import ClaimkitError, MissingModelError, OptionError, OutputError, ResourceError

_EXIT_2 = (OptionError, MissingModelError, OutputError, ResourceError, OSError)


class _Commands(TyperGroup):
    """Turns claimkit's errors into one line on stderr and an exit code: 2 the call is wrong, 1 the data falls short."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (ClaimkitError, OSError) as error:
            # A reader that has seen enough (`| head`) closes the pipe: that is typer's to end quietly.
            if ctx.params.get("debug") or getattr(error, "errno", None) == errno.EPIPE:
                raise
            typer.echo(f"claimkit: {error}", err=True)
            raise typer.Exit(2 if isinstance(error, _EXIT_2) else 1) from error


app = typer.Typer(
    name="claimkit",
    cls=_Commands,
    help="News articles in, a schema-validated dataset of reported claims out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
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
    """Options of every command; ``--debug`` is read by :class:`_Commands`, which sees the errors."""


app.command("demo")(demo.demo)
app.command("extract")(extract.extract)
app.command("validate")(validate.validate)
app.command("compare")(compare.compare)
app.command("split")(split.split)
app.command("hydrate")(hydrate.hydrate)
app.command("show")(show.show)
app.command("find")(find.find)
app.command("agree")(agree.agree)
app.command("diff")(diff.diff)
app.command("migrate")(migrate.migrate)
app.command("export")(export.export)
app.command("import")(import_.import_)
app.command("card")(card.card)
app.command("report")(report.report)
app.add_typer(evaluate.app)
app.add_typer(train.app)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Entry point of the ``claimkit`` script."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe under Windows or an old locale has no form for «→»: a question mark there beats a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
