"""The metadata of a card: what the data decide, and what a new card starts with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimkit.dataset.configs import config_entries
from claimkit.dataset.facts import Facts
from claimkit.dataset.inventory import DEFAULT_CONFIG, Config
from claimkit.resources import load_lexicon

_LARGEST = "n>1T"


def written_metadata(facts: Facts) -> dict[str, Any]:
    """The keys that follow from the data alone, and that a person's edits cannot change: configs, sizes, features."""
    return {
        "size_categories": [size_category(facts)],
        "configs": config_entries({config.name: tuple(config.splits) for config in facts.configs}),
        "dataset_info": dataset_info(facts.configs),
    }


def suggested_metadata(facts: Facts, name: str) -> dict[str, Any]:
    """What a card starts with where the person has said nothing."""
    hub = load_lexicon("hub")
    languages = sorted(code for code in facts.counts["languages"] if code)
    creators = sorted({hub["origins"][origin] for origin in facts.counts["origins"] if origin in hub["origins"]})
    return {
        **({"language": languages} if languages else {}),
        "pretty_name": name,
        "task_categories": list(hub["suggested"]["task_categories"]),
        "task_ids": list(hub["suggested"]["task_ids"]),
        "tags": [*hub["suggested"]["tags"], *(["stand-off"] if facts.standoff else [])],
        **({"annotations_creators": creators} if creators else {}),
        "language_creators": ["found"],
        **({"multilinguality": ["monolingual"]} if len(languages) == 1 else {}),
    }


def size_category(facts: Facts) -> str:
    """The Hub's size category of the rows of the default config, the claims."""
    rows = facts.rows(DEFAULT_CONFIG)
    return next((name for name, bound in load_lexicon("hub")["sizes"].items() if rows < bound), _LARGEST)


def dataset_info(configs: Iterable[Config]) -> Any:
    """``dataset_info`` as ``datasets`` writes and reads it: features, rows and bytes of each config and split."""
    from datasets import Features, SplitDict, SplitInfo
    from datasets.info import DatasetInfo, DatasetInfosDict
    from huggingface_hub import DatasetCardData

    infos = {}
    for config in configs:
        splits = SplitDict()
        for split, shards in config.splits.items():
            size = sum(shard.arrow_bytes for shard in shards)
            splits.add(SplitInfo(name=split, num_bytes=size, num_examples=config.split_rows(split)))
        infos[config.name] = DatasetInfo(
            features=Features.from_arrow_schema(config.schema),
            splits=splits,
            download_size=sum(shard.file_bytes for shard in config.shards),
            dataset_size=sum(shard.arrow_bytes for shard in config.shards),
        )
    data = DatasetCardData()
    DatasetInfosDict(infos).to_dataset_card_data(data)
    return data["dataset_info"]
