"""A file of JSON, or of JSON Lines, as other tools write either."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError


def read_json_or_lines(path: Path) -> Any:
    """The value of a JSON file, or the list of those of its lines. Raises :class:`OptionError` for anything else."""
    data = path.read_bytes()
    try:
        return json.loads(data)
    except RecursionError as error:
        raise OptionError(f"{path}: is nested too deeply") from error
    except ValueError as error:
        try:
            return [json.loads(line) for line in data.splitlines() if line.strip()]
        except ValueError:
            raise OptionError(f"{path}: is neither JSON nor JSON Lines: {error}") from error
