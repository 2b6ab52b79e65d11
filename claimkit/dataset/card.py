"""The README of a dataset: made from a template, then kept up to date without touching what a person wrote in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimkit.dataset import front_matter
from claimkit.dataset.configs import is_minimal
from claimkit.dataset.facts import Facts
from claimkit.dataset.metadata import suggested_metadata, written_metadata
from claimkit.dataset.sections import generated_parts, refreshed, with_parts
from claimkit.resources import resource

NAME = "Claims reported in news articles"


def with_metadata(
    document: str | None, facts: Facts, *, licence: str | None = None, name: str | None = None
) -> tuple[str, dict[str, Any]]:
    """The card with its metadata brought up to date, and that metadata; its parts are left for :func:`with_texts`.

    ``document`` is the card as it is; ``None`` and a minimal one give place to the template. Raises :class:`DataError`
    where its YAML or its markers are broken.
    """
    options = {"license": licence, "pretty_name": name}
    written = {**{key: value for key, value in options.items() if value is not None}, **written_metadata(facts)}
    if document is None or is_minimal(document):
        document = template("README.md", name or NAME)
    return front_matter.merged(document, written, suggested_metadata(facts, name or NAME))


def with_texts(document: str, texts: Mapping[str, str], *, of: str) -> str:
    """A document with its parts written anew; one that has none gets those of the template ``of`` at its end."""
    if generated_parts(document):
        return refreshed(document, texts)
    wanted = [part.name for part in generated_parts(template(of, ""))]
    return with_parts(document, {name: texts[name] for name in wanted if name in texts})


def template(file: str, name: str) -> str:
    """A document as it is before anybody has written into it."""
    return resource(f"documents/{file}").read_text(encoding="utf-8").replace("{name}", name)
