"""Compile the reviewed annotations of the five seed articles into ``dataset/``, without their text.

    python benchmarks/build_dataset.py ARTICLES_FOLDER [OUTPUT_FOLDER]

The annotations are ``benchmarks/dataset_gold/*.toml``; their README tells the notation. The articles are read as
``claimkit extract`` reads them and give every string that an annotation names by offsets; none of it is written.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dataset_gold.reviewed import Reviewed, compile_article, load

from claimkit.dataset.build import TABLES, write_dataset
from claimkit.dataset.documents import DOCUMENTS, document_dataset
from claimkit.dataset.standoff import STANDOFF
from claimkit.reading import read_articles

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "benchmarks" / "dataset_gold"
DATASET = ROOT / "dataset"


def reviewed(articles: Path) -> Iterator[Reviewed]:
    """The reviewed records of every article, in the order of the annotations."""
    for file in sorted(SOURCES.glob("*.toml")):
        source = load(file)
        (article,) = read_articles(articles / source["file"])
        yield compile_article(article, source)


def build(articles: Path, folder: Path) -> dict[str, int]:
    """Write the dataset with its documents into ``folder``; the numbers of rows of its tables."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "dataset"
        written = write_dataset(reviewed(articles), made, text="none")
        for name in (*TABLES, STANDOFF):
            target = folder / name
            if target.is_dir():
                shutil.rmtree(target)
            (shutil.copytree if (made / name).is_dir() else shutil.copyfile)(made / name, _parent(target))
    for name in DOCUMENTS:
        if not (folder / name).is_file():
            shutil.copyfile(DATASET / name, folder / name)
    document_dataset(folder)
    return dict(written.counts)


def _parent(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else DATASET)))
