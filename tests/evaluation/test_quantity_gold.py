"""Gold of quantities: what each format says of a number."""

import json
import math
from pathlib import Path

import pytest

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.formats import QuantityFormat
from claimkit.evaluation.quantity_gold import detect_format, read_gold
from claimkit.resources import resource

NEWSQUANT = [
    {
        "text": "Tolls fell by 3 percent to about 40 crowns a day, and 7 ferries were sold.",
        "quantities": [
            {"change": "down", "value": "3.0", "unit": "percent", "normalized_unit": "percentage"},
            {"change": "~", "value": "40.0", "unit": "crowns", "normalized_unit": "crown per day"},
            {"change": "=", "value": "7", "unit": "ferries", "normalized_unit": "ferry"},
            {"change": "=", "value": "2-5", "unit": "-", "normalized_unit": "-"},
        ],
    }
]
SPECIFICATION = [
    {
        "Input": "more than 20 and less than 30",
        "Results": [
            {"Text": "more than 20", "Resolution": {"value": "(20,)"}},
            {"Text": "less than 30", "Resolution": {"value": "(,30)"}},
        ],
    }
]


def written(folder: Path, cases: object, name: str = "gold.json") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(cases), encoding="utf-8")
    return folder


def test_newsquant_has_one_slot_for_bound_or_direction_and_no_offsets(tmp_path):
    (text,) = read_gold(written(tmp_path / "gold", NEWSQUANT))
    percent, crowns, ferries, bare = text.quantities
    assert (percent.low, percent.names, percent.sign, percent.direction) == (3, {"%"}, "down", "down")
    assert (crowns.sign, crowns.direction, crowns.span) == ("~", "none", None)
    assert "ferry" in ferries.names
    assert (bare.low, bare.high, bare.names) == (2, 5, frozenset())


def test_an_open_end_of_a_specification_is_infinite_and_says_nothing_of_units(tmp_path):
    (text,) = read_gold(written(tmp_path / "gold", SPECIFICATION))
    assert text.partial
    assert [(each.low, each.high) for each in text.quantities] == [(20, math.inf), (-math.inf, 30)]
    assert [text.text[slice(*each.span)] for each in text.quantities] == ["more than 20", "less than 30"]
    assert {each.names for each in text.quantities} == {None}


def test_items_without_a_number_are_left_out(tmp_path):
    case = {"Input": "the next one", "Results": [{"Text": "next", "Resolution": {"value": "current+1"}}]}
    folder = written(tmp_path / "gold", [*SPECIFICATION, case])
    assert [text.text for text in read_gold(folder)] == [SPECIFICATION[0]["Input"]]


def test_an_item_inside_a_longer_one_is_contradicted(tmp_path):
    long = {"Text": "two and a third", "Start": 0, "End": 14, "Resolution": {"value": "2.333333"}}
    short = {"Text": "third", "Start": 10, "End": 14, "Resolution": {"value": "3"}}
    folder = written(tmp_path / "gold", [{"Input": "two and a third", "Results": [long]}], "NumberModel.json")
    written(folder, [{"Input": "two and a third", "Results": [short]}], "OrdinalModel.json")
    assert [each.low for text in read_gold(folder) for each in text.quantities] == [2.333333]


def test_a_dataset_holds_what_its_claims_own():
    texts = read_gold(Path(str(resource("demo/gold"))))
    assert len(texts) == 12
    assert all(text.article is not None for text in texts)
    assert sum(len(text.quantities) for text in texts) > 50


@pytest.mark.parametrize(("cases", "form"), [(NEWSQUANT, "newsquant"), (SPECIFICATION, "recognizers")])
def test_the_format_is_found_out(tmp_path, cases, form):
    assert detect_format(written(tmp_path / "gold", cases)) is QuantityFormat(form)


def test_what_is_no_gold_is_refused(tmp_path):
    with pytest.raises(OptionError, match="no gold of quantities"):
        read_gold(written(tmp_path / "gold", [{"words": 1}]))
    with pytest.raises(OptionError, match="there is no such"):
        read_gold(tmp_path / "nowhere")
    with pytest.raises(BrokenRecordError, match="not of the format"):
        read_gold(written(tmp_path / "broken", [{"text": "x", "quantities": [{"value": "much"}]}]))
