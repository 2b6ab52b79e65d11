"""The configs that a card names: their entries in its YAML, and cards whose tables were replaced under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimkit.dataset import front_matter
from claimkit.dataset.inventory import DEFAULT_CONFIG
from claimkit.dataset.manifest import card as minimal_card
from claimkit.errors import DataError

CARD = "README.md"


def read_card(folder: Path) -> str | None:
    """The card of a dataset whatever its bytes, for :func:`write_card` to write again; ``None`` if there is none."""
    file = folder / CARD
    return file.read_bytes().decode(errors="surrogateescape") if file.is_file() else None


def write_card(file: Path, document: str) -> None:
    """Write what :func:`read_card` read, with the bytes that are no UTF-8 as they were."""
    file.write_bytes(document.encode(errors="surrogateescape"))


def config_entries(splits: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """The entries of ``configs``: where the files of each split lie; the claims are what is loaded by default."""
    return [
        {
            "config_name": config,
            "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in each],
            **({"default": True} if config == DEFAULT_CONFIG else {}),
        }
        for config, each in splits.items()
    ]


def is_minimal(document: str) -> bool:
    """Whether a README is the one that ``extract`` wrote, of whatever configs: nobody has put a word into it."""
    if front_matter.split(document).body != front_matter.split(minimal_card(())).body:
        return False
    try:
        configs = front_matter.read(document).get("configs") or ()
        names = [str(each["config_name"]) for each in configs]
        splits = {tuple(str(files["split"]) for files in each["data_files"]) for each in configs}
        return len(splits) <= 1 and document == minimal_card(names, *splits)
    except (DataError, TypeError, KeyError):
        return False


def reconfigured(document: str, splits: Mapping[str, Iterable[str]]) -> str:
    """A person's card after its tables were replaced: the new configs with their splits, and no figures of the old.

    Without it ``datasets`` would look for tables that are gone, and miss rows that the card promises. A card that names
    no configs stays as it is, and so does one whose YAML is broken; ``claimkit card --check`` says where.
    """
    try:
        known = front_matter.read(document)
        if known.keys().isdisjoint(("configs", "dataset_info")):
            return document
        written = {"configs": config_entries(splits) or None, "dataset_info": None}
        return front_matter.merged(document, written, {})[0]
    except DataError:
        return document
