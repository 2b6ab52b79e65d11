"""``claimkit doctor``: what is installed, which model is used, what is missing and how to get it."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit import __version__
from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json
from claimkit.errors import MissingModelError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

EXAMPLES = examples("claimkit doctor", "claimkit doctor --json")


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Print versions, models and what is missing.

    Exit code 1 if something needed is missing; each gap comes with the command that fills it.
    """
    findings = examine()
    if as_json:
        write_json(findings)
    else:
        typer.echo("\n".join(_lines(findings)))
    if findings["missing"]:
        raise typer.Exit(1)


def examine() -> dict[str, Any]:
    """Versions, models and ``missing``: what is needed and not there, each with the command that installs it."""
    model, missing = _language_model()
    tagger, gaps = _tagger()
    dependencies = [_dependency(need) for need in _requirements() if not _is_model(need)]
    missing += gaps
    missing += [
        {"what": f"{row['name']} {row['required']}", "install": f'pip install "{row["name"]}{row["required"]}"'}
        for row in dependencies
        if not row["ok"]
    ]
    return {
        "claimkit": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "dependencies": dependencies,
        "language_model": model,
        "tagger": tagger,
        "missing": missing,
    }


def _requirements() -> list[Requirement]:
    from importlib import metadata

    from packaging.requirements import Requirement

    needs = [Requirement(line) for line in metadata.requires("claimkit") or ()]
    return sorted(
        (need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})),
        key=lambda need: need.name,
    )


def _is_model(need: Requirement) -> bool:
    from claimkit.extraction import parsing

    # Any installed model of parsing.MODELS will do, so the pinned one is not reported as a library.
    return need.name.replace("-", "_") in parsing.MODELS


def _dependency(need: Requirement) -> dict[str, Any]:
    from importlib import metadata

    try:
        found = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        found = None
    ok = found is not None and need.specifier.contains(found, prereleases=True)
    return {"name": need.name, "required": str(need.specifier), "found": found, "ok": ok}


def _language_model() -> tuple[dict[str, str | None] | None, list[dict[str, str]]]:
    from importlib import metadata

    from claimkit.extraction import parsing

    try:
        name = parsing.model_name()
    except MissingModelError:
        asked = os.environ.get(parsing.MODEL_VARIABLE)
        what = f"the language model {asked} that {parsing.MODEL_VARIABLE} names" if asked else "a spaCy language model"
        return None, [{"what": what, "install": parsing.INSTALL_COMMAND}]
    except ImportError:
        # spaCy itself is not there; it is named among the dependencies.
        return None, []
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = None
    return {"name": name, "version": version}, []


def _tagger() -> tuple[str | None, list[dict[str, str]]]:
    """The name of the tagger, or "rules" where ``CLAIMKIT_TAGGER`` says so."""
    from claimkit.tagging.model import RULES_ONLY, TAGGER_VARIABLE, tagger_name

    try:
        return tagger_name(), []
    except MissingModelError as error:
        return None, [{"what": f"the tagger ({error})", "install": f"export {TAGGER_VARIABLE}={RULES_ONLY}"}]


def _lines(findings: dict[str, Any]) -> list[str]:
    model = findings["language_model"]
    rows = [("claimkit", findings["claimkit"]), ("Python", f"{findings['python']} ({findings['platform']})")]
    rows += [
        (row["name"], (row["found"] or "not installed") + ("" if row["ok"] else f"   needs {row['required']}"))
        for row in findings["dependencies"]
    ]
    rows += [
        ("language model", f"{model['name']} {model['version'] or ''}".rstrip() if model else "none found"),
        ("tagger", findings["tagger"] or "not found"),
    ]
    lines = [f"{name:<20} {value}" for name, value in rows]
    lines += [f"missing: {gap['what']}. Run: {gap['install']}" for gap in findings["missing"]]
    return lines if findings["missing"] else [*lines, "nothing is missing"]
