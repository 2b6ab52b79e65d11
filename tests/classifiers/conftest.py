"""A classifier trained once on the demo gold, and the folder of that gold."""

from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pytest

from claimkit.classifiers.gold import Labelled, read_labelled
from claimkit.classifiers.model import Classifier
from claimkit.classifiers.persistence import save_classifier
from claimkit.classifiers.pipelines import Recipe
from claimkit.classifiers.tasks import Task
from claimkit.classifiers.training import train_classifier
from claimkit.resources import resource


@pytest.fixture(scope="session")
def demo_gold() -> Iterator[Path]:
    with as_file(resource("demo/gold")) as folder:
        yield folder


@pytest.fixture(scope="session")
def labelled(demo_gold: Path) -> Labelled:
    return read_labelled(demo_gold, Task.ATTRIBUTION)


@pytest.fixture(scope="session")
def classifier(labelled: Labelled) -> Classifier:
    return train_classifier(Task.ATTRIBUTION, labelled, recipe=Recipe(folds=3))


@pytest.fixture(scope="session")
def saved(classifier: Classifier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "attribution"
    save_classifier(classifier, folder)
    return folder
