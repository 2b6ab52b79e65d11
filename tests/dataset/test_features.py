"""The columns that `datasets` sees are those of the JSON Schemas, and of the files on disk."""

import pytest
from datasets import ClassLabel, List, Value, load_dataset

from claimkit.dataset.features import CLASSIFICATION, features_of, label_names
from claimkit.errors import OptionError
from claimkit.schema import SCHEMA_OF, load_schema

SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def expected(node, schema):
    """What a node of a JSON Schema is as a feature, written down a second time."""
    (kind,) = {node["type"]} if isinstance(node["type"], str) else set(node["type"]) - {"null"}
    if kind == "object":
        properties = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]["properties"]
        return {name: expected(each, schema) for name, each in properties.items()}
    return List(expected(node["items"], schema)) if kind == "array" else Value(SCALARS[kind])


@pytest.mark.parametrize("config", SCHEMA_OF)
def test_every_config_has_the_columns_of_its_schema_in_their_order(config):
    schema = load_schema(SCHEMA_OF[config])
    found = features_of(config)
    assert list(found) == list(schema["properties"])
    assert dict(found) == {name: expected(node, schema) for name, node in schema["properties"].items()}


@pytest.mark.parametrize("config", ["articles", "attributions", "claims", "mentions"])
def test_what_is_loaded_from_disk_has_these_columns(config, demo_dataset, tmp_path):
    loaded = load_dataset(str(demo_dataset), config, split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.features == features_of(config)


def test_the_labels_are_the_enumerations_of_the_schema():
    names, claim = label_names(), load_schema("claim")
    assert names["kind"] == tuple(claim["properties"]["kind"]["enum"])
    assert names["style"] == ("none", "direct", "indirect", "mixed")
    assert names["hedge_type"] == ("none", *claim["$defs"]["hedge"]["properties"]["type"]["enum"])
    assert names["attributed"] == ("no", "yes")


def test_labels_are_class_labels_and_nothing_else_is():
    features = features_of(CLASSIFICATION)
    assert {name for name, each in features.items() if isinstance(each, ClassLabel)} == set(label_names())
    assert all(tuple(features[name].names) == names for name, names in label_names().items())


def test_a_config_that_does_not_exist_is_named():
    with pytest.raises(OptionError, match="no config 'klaims'"):
        features_of("klaims")
