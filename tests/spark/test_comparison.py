"""Comparison on Spark gives the tables of the local engine, record for record; a story that all print is no burden."""

import dataclasses
import itertools
import json
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.comparison.compare import EXHAUSTIVE, Comparison, compare
from claimkit.dataset.manifest import card
from claimkit.dataset.storage import open_table
from claimkit.errors import DataError, OptionError
from claimkit.extraction.pipeline import Extraction, extract
from claimkit.reading import read_articles
from claimkit.reading.tables import read_rows
from claimkit.records import Article, make_id
from claimkit.resources import resource
from claimkit.spark.comparison import Frames, compare_frames
from claimkit.spark.dataset import dataset_at
from claimkit.spark.frames import Scratch, unpacked

COPIES = 1_000
STORY = """A ferry sank off Port Ilven on Tuesday and 14 of the 212 people aboard drowned, the coastguard said.

"The pumps had failed an hour before," said Marit Oland, the harbour master. Divers found the hull at 60 metres.

The owner, Ilven Lines, said that all 212 passengers had worn life jackets. The ministry of transport opened an inquiry.
"""


def printed(first: Extraction, number: int) -> Extraction:
    """The same story by another paper: the records of the first under new identifiers."""
    paper = f"paper{number}.example"
    article = Article.from_text(STORY, publisher=paper, url=f"https://{paper}/ferry", published="2031-03-04")
    article = dataclasses.replace(article, segments=first.article.segments)
    own = article.article_id
    return dataclasses.replace(
        first,
        article=article,
        mentions=[dataclasses.replace(each, article_id=own) for each in first.mentions],
        claims=[
            dataclasses.replace(each, article_id=own, claim_id=make_id(own, each.predicate.start, each.predicate.end))
            for each in first.claims
        ],
    )


def write(folder: Path, extractions: list[Extraction]) -> Path:
    for config in ("articles", "mentions", "claims"):
        table = open_table(folder, config, "parquet")
        for extraction in extractions:
            records = [extraction.article] if config == "articles" else getattr(extraction, config)
            for record in records:
                table.add(record.to_dict())
        table.close()
    return folder


def demo() -> Iterator[Extraction]:
    with as_file(resource("demo/articles")) as folder:
        yield from map(extract, read_articles([folder]))


def tolls() -> Iterator[Extraction]:
    """Two reports of which nothing but the articles' totals shows that they contradict each other."""
    for day, many in (("2031-05-06", "Seven"), ("2031-05-07", "Six")):
        text = f"A fire broke out in the Dellport mill of Rosa Quint on Sunday. {many} people were wounded in the fire."
        yield extract(
            Article.from_text(text, title=f"{many} hurt in Dellport fire", publisher=f"The {many}", published=day)
        )


def opposed() -> Iterator[Extraction]:
    """Two claims that cannot both hold, told too differently for one cluster."""
    for paper, text in (("Gazette", "Exports of Norland rose in 2023."), ("Post", "Exports of Norland fell in 2023.")):
        yield extract(Article.from_text(text, title="Norland", publisher=paper, published="2031-03-04"))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, two tolls, and a report that a thousand papers print."""
    first = extract(STORY, published="2031-03-04")
    copies = [printed(first, number) for number in range(COPIES)]
    return write(tmp_path_factory.mktemp("compared"), [*demo(), *tolls(), *copies])


@pytest.fixture(scope="module")
def scratch(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(spark, str(tmp_path_factory.mktemp("scratch")))


@pytest.fixture(scope="module")
def frames(scratch: Scratch, dataset: Path) -> Frames:
    return compare_frames(scratch, dataset_at(scratch.session, dataset))


@pytest.fixture(scope="module")
def local(dataset: Path) -> Comparison:
    return compare(dataset)


@pytest.mark.parametrize("config", ["pairs", "clusters", "verification"])
@pytest.mark.cluster
def test_the_tables_are_those_of_the_local_engine(config: str, frames: Frames, local: Comparison) -> None:
    expected = [record.to_dict() for record in getattr(local, config)]

    assert expected
    assert [unpacked(row[0]).to_dict() for row in frames.tables()[config].collect()] == expected


@pytest.mark.cluster
def test_the_totals_of_articles_are_asked(local: Comparison) -> None:
    """The tables hold a conflict that only they show; that both engines find it is for the test above."""
    assert "contradiction" in local.relations


@pytest.mark.cluster
def test_what_is_told_of_them_is_the_same(frames: Frames, local: Comparison) -> None:
    assert frames.summary() == local.summary()
    assert frames.findings(5) == list(itertools.islice(local.findings(), 5))
    assert frames.conflicts(5) == list(itertools.islice(local.conflicts(), 5))


@pytest.mark.cluster
def test_a_story_that_a_thousand_papers_print_is_read_once(scratch: Scratch, frames: Frames) -> None:
    assert frames.articles.count() > COPIES
    for step in ("reports", "distinct-texts"):
        assert kept(scratch, step).count() < 100, f"{step}: one for all copies"
    for row in kept(scratch, "bands").collect():
        assert len(row["members"]) < 100, "a band holds no copies"
    assert kept(scratch, "distinct-rows").count() < frames.told.count() - (COPIES - 1) * 3, (
        "claims that are alike are one"
    )


@pytest.mark.cluster
@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize(("step", "key"), [("candidates", "block"), ("groups", "cluster")])
def test_no_key_of_a_step_has_work_beyond_its_rows(step: str, key: str, scratch: Scratch) -> None:
    """Of a thousand copies no step makes the half million pairs that they are."""
    frame = kept(scratch, step)
    largest = max((row["count"] for row in frame.groupBy(key).count().collect()), default=0)

    assert largest <= 2 * COPIES


@pytest.mark.cluster
def test_pairs_of_copies_grow_with_the_copies(frames: Frames) -> None:
    assert frames.related.count() < 10 * frames.told.count()


def kept(scratch: Scratch, step: str) -> Any:
    return scratch.session.read.parquet(f"{scratch.folder}/{step}")


@pytest.mark.cluster
@pytest.mark.usefixtures("spark")
def test_the_command_writes_the_tables_and_cleans_up(tmp_path: Path) -> None:
    """Of so few claims each two are looked at, and a folder may have any name."""
    first = extract(STORY, published="2031-03-04")
    papers = [*itertools.islice(demo(), 4), printed(first, 1), printed(first, 2), *opposed()]
    folder = write(tmp_path / "a few {1}, 100 % + more", papers)
    (folder / "README.md").write_text(card(["articles", "mentions", "claims"]))
    local = compare(folder)
    result = CliRunner().invoke(app, ["compare", str(folder), "--engine", "spark", "--json"], catch_exceptions=False)

    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["articles"] == 8
    assert report["conflicts"]
    assert report["conflicts"] == local.to_dict()["conflicts"]
    for config in ("pairs", "clusters", "verification"):
        assert list(read_rows(folder, config)) == [record.to_dict() for record in getattr(local, config)]
        assert f"config_name: {config}" in (folder / "README.md").read_text()
    assert len(local.corpus.profiles) ** 2 <= 2 * EXHAUSTIVE
    assert sorted(each.name for each in folder.iterdir() if each.is_dir()) == [
        *("articles", "claims", "clusters", "mentions", "pairs", "verification")
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--engine", "spark", "--explain", "a", "b"], "local engine"),
        (["--engine", "spark", "--workers", "2"], "local engine"),
        (["--master", "local[1]"], "--engine spark"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: list[str], expected: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["compare", str(tmp_path), *arguments])

    assert result.exit_code == 2
    assert expected in result.output


def test_tables_of_lines_are_refused(scratch: Scratch, tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text("")

    with pytest.raises(OptionError, match="Parquet"):
        compare_frames(scratch, dataset_at(scratch.session, tmp_path))


def test_a_claim_of_an_article_that_is_not_there_is_named(scratch: Scratch, tmp_path: Path) -> None:
    first = extract(STORY, published="2031-03-04")
    stray = dataclasses.replace(first, article=printed(first, 1).article)

    with pytest.raises(DataError, match=first.article.article_id):
        compare_frames(scratch, dataset_at(scratch.session, write(tmp_path, [stray])))
