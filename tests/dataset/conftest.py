"""Three demo articles, two with a title given apart from the text, and what extraction finds in them."""

import shutil
from pathlib import Path

import pytest

from claimkit.comparison.compare import compare
from claimkit.dataset.additions import add_tables
from claimkit.dataset.build import write_dataset
from claimkit.extraction.pipeline import Extraction, extract
from claimkit.reading import read_articles
from claimkit.resources import resource

FILES = ("01_corran_flood.txt", "04_meridian_flood.txt", "08_osterby_rate.txt")
METADATA = """file,url,publisher,published,title
01_corran_flood.txt,https://corranherald.example/dam,Corran Herald,2024-03-05,The night the gates went up
04_meridian_flood.txt,,Meridian Daily,2024-03-08,
08_osterby_rate.txt,,The Osterby Post,,A headline that stands in metadata alone
"""


def copy_articles(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(str(resource("demo/articles").joinpath(name)), folder / name)
    (folder / "metadata.csv").write_text(METADATA, encoding="utf-8")
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return copy_articles(tmp_path / "articles")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[Extraction]:
    folder = copy_articles(tmp_path_factory.mktemp("demo") / "articles")
    return [extract(article, rules_only=True) for article in read_articles(folder)]


@pytest.fixture
def demo_dataset(demo: list[Extraction], tmp_path: Path) -> Path:
    """The demo articles as a dataset folder in Parquet."""
    write_dataset(demo, tmp_path / "demo")
    return tmp_path / "demo"


@pytest.fixture(scope="session")
def compared_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All twelve demo articles, three events by four outlets, with pairs and clusters; not to be written in."""
    folder = tmp_path_factory.mktemp("compared") / "demo"
    source = resource("demo/articles")
    found = [extract(article, rules_only=True) for article in read_articles(Path(str(source)))]
    write_dataset(found, folder)
    compared = compare(folder)
    tables = {"pairs": compared.pairs, "clusters": compared.clusters, "verification": compared.verification}
    add_tables(folder, {config: [record.to_dict() for record in each] for config, each in tables.items()})
    return folder


@pytest.fixture(scope="session")
def articles_of_demo() -> Path:
    """The files that :func:`compared_demo` was extracted from."""
    return Path(str(resource("demo/articles")))
