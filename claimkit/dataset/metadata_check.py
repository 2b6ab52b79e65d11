"""What the Hub would refuse in the metadata of a card: each problem a stable id, what is wrong, how to mend it."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from claimkit.dataset.facts import Facts
from claimkit.dataset.licences import is_licence, nearest_licence
from claimkit.dataset.metadata import size_category, written_metadata
from claimkit.resources import load_lexicon

Severity = Literal["error", "warning"]

# Special values of the Hub that are no language.
_NO_LANGUAGES = ("code", "multilingual")


class Problem(NamedTuple):
    """What is wrong with the metadata: a stable ``id``, a message, how to mend it, and whether the Hub would mind."""

    id: str
    message: str
    remedy: str
    severity: Severity = "error"


def problems(metadata: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    """Everything that is wrong with the metadata of a card whose dataset has these facts."""
    if not metadata:
        yield Problem("metadata-missing", "the card has no YAML at its head", "run `claimkit card`")
        return
    yield from _licence(metadata)
    yield from _language(metadata)
    yield from _size(metadata, facts)
    yield from _tasks(metadata)
    yield from _creators(metadata)
    yield from _configs(metadata, facts)
    yield from _empty(facts)
    yield from _readable(metadata)
    yield from _info(metadata, facts)


def _licence(metadata: Mapping[str, Any]) -> Iterator[Problem]:
    found = _texts(metadata.get("license"))
    if not found:
        yield Problem(
            "licence-missing", "no licence is stated", "run `claimkit card DIR --licence cc-by-4.0` or another"
        )
    for identifier in found:
        if not is_licence(identifier):
            remedy = f"write {nearest_licence(identifier)} if that is meant, else `other` with a license_name"
            yield Problem("licence-unknown", f"the Hub knows no licence {identifier!r}", remedy)
        elif identifier in load_lexicon("hub")["licences"]["no_licence"]:
            yield Problem("licence-none", f"{identifier!r} allows nobody anything", "choose a licence")
        elif identifier == "other" and not metadata.get("license_name"):
            message = "`license: other` says nothing"
            yield Problem("licence-unnamed", message, "add license_name, and license_link or a LICENSE file")


def _language(metadata: Mapping[str, Any]) -> Iterator[Problem]:
    found = _texts(metadata.get("language"))
    if not found:
        yield Problem("language-missing", "no language is stated", "add `language: [en]`")
    for code in found:
        if code not in _languages() and code not in _NO_LANGUAGES:
            remedy = "write its code of ISO 639-1, or of 639-3 where it has none (`en`, not `eng` or `English`)"
            yield Problem("language-unknown", f"{code!r} is no code of a language", remedy)


def _size(metadata: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    found, right = _texts(metadata.get("size_categories")), size_category(facts)
    if found != [right]:
        stated = ", ".join(found) or "nothing"
        yield Problem("size-wrong", f"size_categories says {stated}, the claims are {right}", "run `claimkit card`")


def _tasks(metadata: Mapping[str, Any]) -> Iterator[Problem]:
    tasks: Mapping[str, list[str]] = load_lexicon("hub")["tasks"]
    categories, ids = _texts(metadata.get("task_categories")), _texts(metadata.get("task_ids"))
    if not categories:
        message = "no task category is stated"
        yield Problem("task-missing", message, "add task_categories, such as text-classification")
    for category in categories:
        if category not in tasks:
            yield Problem("task-unknown", f"the Hub knows no task category {category!r}", _meant(category, tasks))
    subtasks = [each for several in tasks.values() for each in several]
    for identifier in ids:
        parents = [category for category, several in tasks.items() if identifier in several]
        if not parents:
            yield Problem("task-id-unknown", f"the Hub knows no task id {identifier!r}", _meant(identifier, subtasks))
        elif not set(parents) & set(categories):
            message = f"the task id {identifier!r} stands without its category"
            yield Problem("task-id-astray", message, f"add {' or '.join(parents)} to task_categories")


def _creators(metadata: Mapping[str, Any]) -> Iterator[Problem]:
    for key, known in load_lexicon("hub")["creators"].items():
        for value in _texts(metadata.get(key)):
            if value not in known:
                yield Problem("value-unknown", f"{key} does not know {value!r}", f"choose of {', '.join(known)}")


def _configs(metadata: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    entries = metadata.get("configs")
    stated = _stated(entries)
    on_disk = {config.name: set(config.splits) for config in facts.configs}
    for name in stated.keys() - on_disk.keys():
        message = f"the config {name!r} has no files in the folder"
        yield Problem(
            "config-absent", message, f"take it out of configs, or put {name}/train-00000-of-00001.parquet there"
        )
    for name in on_disk.keys() - stated.keys():
        yield Problem("config-unlisted", f"the tables of {name!r} are in no config of the card", "run `claimkit card`")
    for name in stated.keys() & on_disk.keys():
        for split in stated[name] ^ on_disk[name]:
            where = "has no files" if split in stated[name] else "is not in the card"
            yield Problem("split-wrong", f"the split {split!r} of {name!r} {where}", "run `claimkit card`")


def _empty(facts: Facts) -> Iterator[Problem]:
    for config in facts.configs:
        if not config.rows:
            message = f"the config {config.name!r} has no rows, and `datasets` loads no table without any"
            yield Problem("config-empty", message, "delete its folder and run `claimkit card`", "warning")


def _readable(metadata: Mapping[str, Any]) -> Iterator[Problem]:
    """What ``datasets`` itself finds wrong with configs and features."""
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    for key, parse in (
        ("configs", MetadataConfigs.from_dataset_card_data),
        ("dataset_info", DatasetInfosDict.from_dataset_card_data),
    ):
        try:
            data = DatasetCardData()
            data[key] = metadata.get(key)
            parse(data)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            words = " ".join(str(error).split())[:200]
            yield Problem("metadata-unreadable", f"datasets cannot read {key}: {words}", "run `claimkit card`")


def _info(metadata: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    if "dataset_info" not in metadata:
        yield Problem("info-missing", "dataset_info is not there", "run `claimkit card`")
    elif metadata["dataset_info"] != written_metadata(facts)["dataset_info"]:
        message = "dataset_info is not that of the files: loading them would fail on their sizes or columns"
        yield Problem("info-wrong", message, "run `claimkit card`")


def _stated(entries: Any) -> dict[str, set[str]]:
    """Splits by config as the card has them, as far as it is of the form of ``configs``."""
    found: dict[str, set[str]] = {}
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping) and "config_name" in entry:
            listed = entry.get("data_files")
            splits = found.setdefault(str(entry["config_name"]), set())
            splits.update(
                str(each["split"]) for each in (listed if isinstance(listed, list) else ())
                if isinstance(each, Mapping) and "split" in each
            )  # fmt: skip
    return found


def _texts(value: Any) -> list[str]:
    """A value of the YAML as a list of strings; ``no`` is false to YAML, and the code of Norwegian."""
    several = value if isinstance(value, list) else [] if value is None else [value]
    return ["no" if each is False else str(each) for each in several]


def _meant(found: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(found[:60], list(known), n=1)
    return f"write {near[0]}" if near else "take it out, or choose one of https://huggingface.co/tasks"


@functools.cache
def _languages() -> frozenset[str]:
    text = files("datasets").joinpath("utils/resources/languages.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text))
