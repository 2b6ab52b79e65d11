"""Where the shared reading material lies; tests that need it skip with a reason where it is absent."""

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

# A slow moment of the machine is no fault of the code.
hypothesis.settings.register_profile("claimkit", deadline=None)
hypothesis.settings.load_profile("claimkit")

# pytest-xdist hands its workers the width of its own terminal, and tables would fit themselves to that.
os.environ.pop("COLUMNS", None)

SHARED = Path(os.environ.get("CLAIMKIT_SHARED", Path(__file__).parents[2] / "shared"))


# Their tests wait longest, for Java, for a browser, for processes and for servers of their own: begun last, they would
# be waited for by all processes of a parallel run but one.
FIRST = ("spark", "report", "cli", "dataset")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rooms = {room: place for place, room in enumerate(FIRST)}
    items.sort(key=lambda item: rooms.get(item.path.parent.name, len(rooms)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A process takes a whole file, for what its fixtures make is made once; and all of Spark: one Java, not four."""
    from xdist.scheduler import LoadFileScheduling

    class Rooms(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "tests/spark" if nodeid.startswith("tests/spark/") else super()._split_scope(nodeid)

    return Rooms(config, log)


def _shared_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the shared {name} are not beside this checkout (set CLAIMKIT_SHARED)")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    return _shared_folder("seeds")


@pytest.fixture(scope="session")
def corpora() -> Path:
    return _shared_folder("corpora")


@pytest.fixture(scope="session")
def load_helper() -> Callable[[Path], ModuleType]:
    """Loads a file of the tests' own, which no import path leads to."""

    def load(file: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
