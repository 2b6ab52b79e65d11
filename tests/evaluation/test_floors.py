"""Floors: how they are written, and when they hold."""

import pytest

from claimkit.errors import OptionError
from claimkit.evaluation.floors import check_floors, parse_floors
from claimkit.evaluation.measures import Counts, measure_all

MEASURES = ("linked", "full")


def test_a_floor_is_a_measure_and_a_share():
    assert parse_floors(["full=.6", "linked=1"], MEASURES) == {"full": 0.6, "linked": 1.0}


@pytest.mark.parametrize("option", ["full", "full=", "full=sixty", "full=60", "full=-1", "full=nan"])
def test_what_is_no_share_is_refused(option):
    with pytest.raises(OptionError, match=r"between 0 and 1, such as full=\.6"):
        parse_floors([option], MEASURES)


def test_an_unknown_measure_is_refused_with_those_there_are():
    with pytest.raises(OptionError, match="no measure 'fully'; there are linked, full"):
        parse_floors(["fully=.6"], MEASURES)


def test_a_floor_holds_from_its_own_value_on():
    measures = measure_all([{"full": Counts(1, 2, 2)}], {"full": "f1"})
    assert [floor.held for floor in check_floors(measures, {"full": 0.5})] == [True]
    (fallen,) = check_floors(measures, {"full": 0.51})
    assert fallen.to_dict() == {"measure": "full", "floor": 0.51, "value": 0.5, "held": False}
