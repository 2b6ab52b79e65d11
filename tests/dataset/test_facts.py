"""The numbers of a dataset, held against its rows."""

import shutil
from collections import Counter
from pathlib import Path

import pyarrow.parquet
import pytest

from claimkit.dataset.facts import facts_of, share
from claimkit.dataset.inventory import file_sha256, find_shards, take_inventory
from claimkit.dataset.limits import limits_of
from claimkit.dataset.plots import plots_of
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import read_rows


def test_distributions_are_those_of_the_rows(compared_demo: Path) -> None:
    facts = facts_of(compared_demo)
    claims = list(read_rows(compared_demo, "claims"))
    articles = list(read_rows(compared_demo, "articles"))
    assert facts.counts["source_types"] == Counter(row["source_type"] for row in claims)
    assert facts.counts["hedge_types"] == Counter(hedge["type"] for row in claims for hedge in row["hedges"])
    assert facts.counts["unresolved_times"] == Counter(time["unresolved"] for row in claims for time in row["times"])
    assert facts.counts["chain_lengths"] == Counter(len(row["chain"]) for row in claims)
    assert facts.counts["origins"] == Counter(row["provenance"]["origin"] for row in claims)
    assert facts.counts["publishers"] == Counter(row["publisher"] for row in articles)
    days = sorted(row["published"] for row in articles if row["published"])
    assert facts.dates == (days[0], days[-1])
    assert facts.rows("claims") == len(claims)
    assert facts.rejects == {}


def test_the_most_frequent_comes_first_and_equals_by_name(compared_demo: Path) -> None:
    for counts in facts_of(compared_demo).counts.values():
        order = [(-number, value is None, str(value)) for value, number in counts.items()]
        assert order == sorted(order)


def test_files_are_measured(compared_demo: Path) -> None:
    configs = {config.name: config for config in take_inventory(compared_demo)}
    assert next(iter(configs)) == "claims"
    (shard,) = configs["claims"].shards
    file = compared_demo / shard.path
    assert (shard.rows, shard.file_bytes) == (pyarrow.parquet.read_metadata(file).num_rows, file.stat().st_size)
    assert shard.arrow_bytes == pyarrow.parquet.read_table(file).nbytes
    assert shard.sha256 == file_sha256(file)


def test_splits_and_shards_are_found_by_their_names(compared_demo: Path, tmp_path: Path) -> None:
    source = next((compared_demo / "claims").glob("*.parquet"))
    for name in ("test-00000-of-00001", "train-00000-of-00002", "train-00001-of-00002", "old.zip-1", ".train-00000"):
        (tmp_path / "claims").mkdir(exist_ok=True)
        shutil.copyfile(source, tmp_path / "claims" / f"{name}.parquet")
    found = find_shards(tmp_path)["claims"]
    assert {split: len(files) for split, files in found.items()} == {"train": 2, "test": 1}
    assert facts_of(tmp_path).rows("claims") == 3 * facts_of(compared_demo).rows("claims")


def test_shards_with_other_columns_are_an_error(compared_demo: Path, tmp_path: Path) -> None:
    shutil.copytree(compared_demo, tmp_path / "copy")
    shutil.copyfile(
        next((compared_demo / "articles").glob("*.parquet")), tmp_path / "copy/claims/test-00000-of-00001.parquet"
    )
    with pytest.raises(DataError, match="its columns are not those of"):
        facts_of(tmp_path / "copy")


def test_a_damaged_table_and_a_folder_without_claims_are_errors(compared_demo: Path, tmp_path: Path) -> None:
    shutil.copytree(compared_demo, tmp_path / "copy")
    claims = next((tmp_path / "copy" / "claims").glob("*.parquet"))
    claims.write_bytes(claims.read_bytes()[:-9])
    with pytest.raises(DataError, match="cannot be read"):
        facts_of(tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "claims")
    with pytest.raises(OptionError, match="no claims lie here"):
        facts_of(tmp_path / "copy")


def test_limits_follow_from_the_numbers(compared_demo: Path) -> None:
    facts = facts_of(compared_demo)
    limits = "\n".join(limits_of(facts, agreement=False))
    assert "Nothing here says whether they are true." in limits
    assert "100 % of the claims were found and labelled by a program" in limits
    assert f"{facts.rows('claims')} claims are enough to check a program by" in limits
    assert "4 outlets, which is no cross-section" in limits
    assert "no agreement to report" in limits
    assert "no agreement to report" not in "\n".join(limits_of(facts, agreement=True))
    assert share(facts.counts["origins"], "machine") == 1


def test_a_gap_in_time_is_drawn_as_one(compared_demo: Path) -> None:
    (dates,) = (plot for plot in plots_of(facts_of(compared_demo)) if plot.name == "dates")
    days = [day for day, _ in dates.bars]
    assert days == sorted(days)
    assert sum(number for _, number in dates.bars) == sum(
        row["published"] is not None for row in read_rows(compared_demo, "articles")
    )
