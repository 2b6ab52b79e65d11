"""The group behind ``claimkit``: help by subject, ``--debug`` anywhere, and every mistake in one line."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from claimkit.errors import (
    ClaimkitError,
    EngineError,
    HubError,
    MissingModelError,
    OptionError,
    OutputError,
    ResourceError,
)

DEBUG = "--debug"
WIDEST_HELP = 100  # columns; longer lines are hard to read
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": WIDEST_HELP}
_EXIT_2 = (OptionError, EngineError, HubError, MissingModelError, OutputError, ResourceError, OSError)


class Group(TyperGroup):
    """Lists each command with the whole first sentence of its help, folded, below the subject it was added with."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            if not command.hidden:
                line = " ".join((command.help or "").partition("\n\n")[0].split())
                sections.setdefault(command.rich_help_panel or "Commands", []).append((name, line))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


class Commands(Group):
    """Turns errors into one line on stderr and an exit code: 2 the call is wrong, 1 the data falls short."""

    def make_context(self, info_name: Any, args: list[str], *others: Any, **extra: Any) -> Any:
        with _told(debug=DEBUG in _options(args)):
            return super().make_context(info_name, debug_first(args), *others, **extra)

    def invoke(self, ctx: Any) -> Any:
        with _told(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)


def debug_first(args: list[str]) -> list[str]:
    """``args`` with ``--debug`` in front, wherever it stood: who sees an error adds it at the end of the line."""
    options = _options(args)
    if DEBUG not in options:
        return args
    return [DEBUG, *(each for each in options if each != DEBUG), *args[len(options) :]]


def examples(*lines: str) -> str:
    """The epilog of a command's help: lines to copy, which are never folded."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def _options(args: list[str]) -> list[str]:
    """``args`` as far as options may stand: what follows ``--`` is text."""
    return args[: args.index("--")] if "--" in args else args


@contextlib.contextmanager
def _told(*, debug: bool) -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        raise _exit(_call(error), error.exit_code) from error
    except (ClaimkitError, OSError) as error:
        # A reader that has seen enough (`| head`) closes the pipe: that is typer's to end quietly.
        if debug or getattr(error, "errno", None) == errno.EPIPE:
            raise
        raise _exit(f"claimkit: {_words(error)}", 2 if isinstance(error, _EXIT_2) else 1) from error


def _exit(message: str, code: int) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(code)


def _call(error: typer.TyperException) -> str:
    """What is wrong with the call in one line; the help itself where nothing was asked for."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if message.startswith("Usage: "):
        return message
    line = " ".join(message.replace("Value error, ", "").split())
    if context is None:
        return f"claimkit: {line}"
    return f"claimkit: {line}{'' if line.endswith(('.', '?')) else '.'} See `{context.command_path} --help`"


def _words(error: Exception) -> str:
    """The message; of an error of the system its reason and file, without the number."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    return str(error)
