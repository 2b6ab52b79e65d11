"""The notebooks as they lie in the repository; `make notebooks` runs them."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
HOW_TO_READ = "*How to read it:*"


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def cells(request):
    return json.loads(request.param.read_text("utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def test_no_two_have_one_number():
    numbers = [file.name[:3] for file in NOTEBOOKS]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d\d_", number) for number in numbers)


def test_outputs_are_stripped(cells):
    for cell in cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert not cell["metadata"]


def test_the_first_words_are_how_to_install_and_what_is_to_be_learned(cells):
    first = source(cells[0])
    assert cells[0]["cell_type"] == "markdown"
    assert first.startswith("# ")
    assert "    pip install ." in first
    assert "You will learn " in first


def test_every_plot_has_a_title_units_and_a_sentence_on_how_to_read_it(cells):
    plots = [n for n, cell in enumerate(cells) if cell["cell_type"] == "code" and "plt.subplots" in source(cell)]
    assert plots
    for n in plots:
        code = source(cells[n])
        assert code.count("plt.subplots") == 1
        for label in ("title", "xlabel", "ylabel"):
            assert re.search(rf"\b{label}=", code), (label, code)
        assert source(cells[n + 1]).startswith(HOW_TO_READ)


def test_they_hold_no_path_of_a_machine(cells):
    for cell in cells:
        assert not re.search(r"/(?:home|root|Users|work)/", source(cell))
