"""Which changes of columns a reader would stumble over, and when a version says so."""

import pytest
from datasets import ClassLabel, Features, List, Value

from claimkit.dataset.features import features_of
from claimkit.dataset.schema_changes import Version, new_configs, schema_changes

BEFORE = {"claims": Features({"id": Value("string"), "spans": List({"start": Value("int64")}), "n": Value("int64")})}


def test_the_same_columns_are_no_change():
    same = {config: features_of(config) for config in ("articles", "claims", "attribution-classification")}
    assert schema_changes(same, same) == ()


def test_columns_that_come_go_and_change_are_named_with_their_path():
    columns = {"id": Value("string"), "spans": List({"start": Value("int32"), "end": Value("int64")})}
    assert schema_changes(BEFORE, {"claims": Features(columns)}) == (
        "claims: column n is gone",
        "claims: column spans[].end is new",
        "claims: column spans[].start was int64, is int32",
    )


def test_other_names_of_labels_are_a_change():
    before, after = (Features({"kind": ClassLabel(names=names)}) for names in (["event"], ["event", "state"]))
    assert schema_changes({"c": before}, {"c": after}) == ("c: column kind was labels event, is labels event, state",)


def test_a_config_that_goes_is_a_change_and_one_that_comes_is_not():
    after = {"pairs": features_of("pairs")}
    assert schema_changes(BEFORE, after) == ("claims: the config is gone",)
    assert new_configs(BEFORE, after) == ("pairs",)


@pytest.mark.parametrize(
    ("after", "before", "above"),
    [
        (("1.0", None), ("1.0", None), False),
        (("1.10", None), ("1.9", None), True),
        (("1.0", None), (None, None), True),
        (("1.0", "1.1"), ("1.0", "1.0"), True),
        (("1.0", None), ("1.0", "1.0"), False),
        (("1.0", "new"), ("1.0", "1.0"), False),
    ],
)
def test_a_version_is_raised_where_schema_or_card_says_more(after, before, above):
    assert Version(*after).is_above(Version(*before)) is above
