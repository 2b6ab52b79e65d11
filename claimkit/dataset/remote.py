"""What lies on the Hub now: the files of a dataset, its card, its columns as they are in its Parquet files.

The columns are those of the files: a card may still tell of older ones (datasets#8608).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from claimkit.dataset.folder import CARD
from claimkit.dataset.schema_changes import Version
from claimkit.errors import DataError
from claimkit.reading.hub import hub_errors

if TYPE_CHECKING:
    from datasets import Features
    from huggingface_hub import HfApi

_VERSION = re.compile(r"^version:\s*[\"']?(?P<version>[\w.+-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Remote:
    """The state at one commit; ``commit`` is ``None`` for a dataset that is not there yet, or that nobody shows us."""

    commit: str | None
    tags: frozenset[str]
    files: tuple[str, ...]
    card: str
    features: Mapping[str, Features]
    version: Version


def look_at(api: HfApi, repo: str, configs: Iterable[str]) -> Remote:
    """The newest state of the dataset ``repo`` on the Hub, the columns of those of ``configs`` that it has.

    Raises :class:`~claimkit.errors.HubError` where the Hub cannot be reached or refuses the token.
    """
    import huggingface_hub
    from huggingface_hub.errors import RepositoryNotFoundError

    with hub_errors(repo):
        try:
            info = api.dataset_info(repo)
        except RepositoryNotFoundError as error:
            if error.response.status_code == 401 and huggingface_hub.get_token() is not None:
                raise
            return Remote(None, frozenset(), (), "", {}, Version(None, None))
        tags = frozenset(each.name for each in api.list_repo_refs(repo, repo_type="dataset").tags)
        files = tuple(sorted(each.rfilename for each in info.siblings or ()))
        card = _text(api, repo, CARD, info.sha) if CARD in files else ""
        features, schema = {}, None
        for config in configs:
            file = next((each for each in files if _is_of(each, config)), None)
            if file is not None:
                features[config], found = _footer(api, repo, file, info.sha)
                schema = schema or found
    return Remote(info.sha, tags, files, card, features, Version(schema, card_version(card)))


def card_version(card: str) -> str | None:
    """The ``version:`` in the YAML at the head of a card."""
    head = card.removeprefix("---").partition("\n---")[0] if card.startswith("---") else ""
    match = _VERSION.search(head)
    return match["version"] if match else None


def _is_of(file: str, config: str) -> bool:
    path = PurePosixPath(file)
    return path.suffix == ".parquet" and config in (path.parent.name, path.stem)


def _text(api: HfApi, repo: str, file: str, commit: str | None) -> str:
    return Path(api.hf_hub_download(repo, file, repo_type="dataset", revision=commit)).read_text(encoding="utf-8")


def _footer(api: HfApi, repo: str, file: str, commit: str | None) -> tuple[Features, str | None]:
    """The columns of a Parquet file and the version its rows state; only its last bytes are fetched."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types
    import pyarrow.parquet  # type: ignore[import-untyped]
    from datasets import Features
    from huggingface_hub import HfFileSystem

    system = HfFileSystem(endpoint=api.endpoint, token=api.token)
    with system.open(f"datasets/{repo}@{commit}/{file}", "rb") as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
        except pyarrow.ArrowInvalid as error:
            raise DataError(f"{repo}: {file} on the Hub is no Parquet file ({error}): take it away there") from error
        return Features.from_arrow_schema(table.schema_arrow), _stated(table.metadata)


def _stated(metadata: Any) -> str | None:
    """The largest ``schema_version`` of the first row group, by its statistics."""
    if metadata.num_row_groups == 0:
        return None
    group = metadata.row_group(0)
    for number in range(group.num_columns):
        column = group.column(number)
        if column.path_in_schema == "schema_version" and column.statistics is not None:
            return str(column.statistics.max)
    return None
