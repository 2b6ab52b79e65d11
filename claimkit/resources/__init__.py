"""The data files that ship with the package: lexicons, models, the demo articles, templates."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def resource(name: str) -> Traversable:
    """The file or folder ``name`` below ``claimkit/resources``."""
    return files(__name__).joinpath(name)


@functools.cache
def load_lexicon(name: str) -> Mapping[str, Any]:
    """The lexicon ``<name>.toml`` as a mapping; do not change what it returns."""
    return tomllib.loads(resource(f"{name}.toml").read_text(encoding="utf-8"))
