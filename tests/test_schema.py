"""The schemas are the records in another language, and two validators read them alike."""

import copy
import dataclasses
import json
import types
import typing
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimkit import records, schema
from claimkit.errors import OptionError
from claimkit.reading.tables import CONFIGS
from claimkit.records import Span

RECORD_OF = {
    "article": records.Article,
    "mention": records.Mention,
    "attribution": records.Attribution,
    "claim": records.Claim,
    "pair": records.ClaimPair,
    "cluster": records.ClaimCluster,
    "verification": records.Verification,
    "annotation": records.Annotation,
}
JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def example(name):
    return copy.deepcopy(schema.load_schema(name)["examples"][0])


def slow(config):
    """Python's validator, as any user of the schema files would set it up."""
    loaded = schema.load_schema(schema.SCHEMA_OF[config])
    return Draft202012Validator(loaded, format_checker=Draft202012Validator.FORMAT_CHECKER)


def objects_in(name):
    """Every description of an object in a schema: the row itself and its definitions."""
    loaded = schema.load_schema(name)
    return [loaded, *loaded.get("$defs", {}).values()]


def fields_of(record):
    hints = typing.get_type_hints(record)
    names = record._fields if record is Span else [field.name for field in dataclasses.fields(record)]
    return {name: hints[name] for name in names}


def without_null(hint):
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (kind,) = (option for option in typing.get_args(hint) if option is not types.NoneType)
        return kind, True
    return hint, False


def assert_same_type(hint, node, loaded):
    kind, nullable = without_null(hint)
    if typing.get_origin(kind) is tuple:
        assert node["type"] == (["array", "null"] if nullable else "array")
        assert_same_type(typing.get_args(kind)[0], node["items"], loaded)
        return
    is_object = kind is Span or dataclasses.is_dataclass(kind)
    name = "object" if is_object else "string" if issubclass(kind, StrEnum) else JSON_TYPES[kind]
    assert node["type"] == ([name, "null"] if nullable else name)
    if is_object:
        assert_same_fields(kind, loaded["$defs"][node["$ref"].removeprefix("#/$defs/")], loaded)
    elif issubclass(kind, StrEnum):
        assert node["enum"] == [*map(str, kind), *([None] if nullable else [])]
    else:
        assert "enum" not in node


def assert_same_fields(record, node, loaded, besides=()):
    fields = fields_of(record)
    assert list(node["properties"]) == [*fields, *besides]
    assert node["required"] == list(fields)
    for name, hint in fields.items():
        assert_same_type(hint, node["properties"][name], loaded)


@pytest.mark.parametrize("name", RECORD_OF)
def test_a_schema_has_the_fields_types_enumerations_and_nulls_of_its_record(name):
    loaded = schema.load_schema(name)
    besides = schema.FLAT_COLUMNS if name == "claim" else ()
    assert_same_fields(RECORD_OF[name], loaded, loaded, besides)


@pytest.mark.parametrize("name", RECORD_OF)
def test_a_schema_is_draft_2020_12_and_describes_itself(name):
    loaded = schema.load_schema(name)
    Draft202012Validator.check_schema(loaded)
    assert loaded["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert loaded["$id"] == f"urn:claimkit:schema:{name}:{records.SCHEMA_VERSION}"
    assert loaded["title"]
    assert loaded["properties"]["schema_version"]["const"] == records.SCHEMA_VERSION
    for node in objects_in(name):
        assert node["additionalProperties"] is False
        assert node["description"]
        assert all(each["description"].endswith(".") for each in node["properties"].values())


def test_a_definition_is_the_same_in_every_schema():
    seen = {}
    for name in RECORD_OF:
        for key, node in schema.load_schema(name).get("$defs", {}).items():
            assert seen.setdefault(key, node) == node
    attribution = schema.load_schema("attribution")
    assert {key: attribution[key] for key in ("properties", "required")} == {
        key: seen["attribution"][key] for key in ("properties", "required")
    }


def test_every_config_has_a_schema_and_a_schema_nobody_has_is_an_error():
    assert tuple(schema.SCHEMA_OF) == CONFIGS
    assert tuple(schema.ID_OF) == CONFIGS
    with pytest.raises(OptionError, match=r"no schema 'claims'.*claim"):
        schema.load_schema("claims")


@pytest.mark.parametrize("config", CONFIGS)
def test_the_examples_are_valid_rows_and_records(config):
    name = schema.SCHEMA_OF[config]
    row = example(name)
    assert schema.findings(config, row) == []
    assert slow(config).is_valid(row)
    record = {key: value for key, value in row.items() if not (name == "claim" and key in schema.FLAT_COLUMNS)}
    assert RECORD_OF[name].from_dict(record).to_dict() == record


BROKEN = [
    ("articles", ["published"], "2021-02-30", "$.published"),
    ("articles", ["published"], "20210203", "$.published"),
    ("articles", ["published"], "0000-01-01", "$.published"),
    ("articles", ["published"], "last Friday", "$.published"),
    ("articles", ["url"], "www.example.org/a b", "$.url"),
    ("articles", ["url"], "no uri", "$.url"),
    ("articles", ["url"], "https://example.org/뉴스", "$.url"),
    ("articles", ["text_sha256"], "abc", "$.text_sha256"),
    ("articles", ["text_mode"], "half", "$.text_mode"),
    ("articles", ["wire"], [None], "$.wire[0]"),
    ("articles", ["segments", 0, "start"], -1, "$.segments[0].start"),
    ("mentions", ["spans"], [], "$.spans"),
    ("mentions", ["type"], "robot", "$.type"),
    ("attributions", ["source"], {"start": 3}, "$.source"),
    ("attributions", ["source"], "Brandt", "$.source"),
    ("attributions", ["confidence"], 1.5, "$.confidence"),
    ("attributions", ["time", "end"], "2021-13-01", "$.time.end"),
    ("attributions", ["negated"], None, "$.negated"),
    ("attributions", ["parent"], "0123", "$.parent"),
    ("claims", ["claim_id"], "0123456789ABCDEF", "$.claim_id"),
    ("claims", ["chain", 0, "style"], "loud", "$.chain[0].style"),
    ("claims", ["chain", 0, "cue", "start"], True, "$.chain[0].cue.start"),
    ("claims", ["factuality", 1, "score"], -3.5, "$.factuality[1].score"),
    ("claims", ["quantities", 0, "low"], "twelve", "$.quantities[0].low"),
    ("claims", ["quantities", 0, "counted"], "ship", "$.quantities[0].counted"),
    ("claims", ["hedges", 0, "szeged_type"], "X", "$.hedges[0].szeged_type"),
    ("claims", ["mood"], "blue", "$"),
    ("claims", ["sentence", "length"], 3, "$.sentence"),
    ("claims", ["certainty"], "certain", "$.certainty"),
    ("pairs", ["score"], -0.1, "$.score"),
    ("clusters", ["first_appearance"], "2021", "$.first_appearance"),
    ("clusters", ["independent_min"], 0.5, "$.independent_min"),
    ("verification", ["label"], "true", "$.label"),
    ("annotations", ["at"], "yesterday", "$.at"),
    ("annotations", ["schema_version"], None, "$.schema_version"),
]


def broken(config, steps, value):
    row = example(schema.SCHEMA_OF[config])
    at = row
    for step in steps[:-1]:
        at = at[step]
    at[steps[-1]] = value
    return row


@pytest.mark.parametrize(("config", "steps", "value", "path"), BROKEN)
def test_both_validators_refuse_the_same_rows_and_the_words_come_with_the_path(config, steps, value, path):
    row = broken(config, steps, value)
    assert not schema.is_valid(config, row)
    assert not slow(config).is_valid(row)
    found = schema.findings(config, row)
    assert {finding.path for finding in found} == {path}
    assert all(finding.message for finding in found)


@pytest.mark.parametrize("config", CONFIGS)
def test_both_validators_miss_every_field_that_is_missing(config):
    whole = example(schema.SCHEMA_OF[config])
    for name in schema.load_schema(schema.SCHEMA_OF[config])["required"]:
        row = {key: value for key, value in whole.items() if key != name}
        assert not schema.is_valid(config, row)
        assert any(name in finding.message for finding in schema.findings(config, row))


def places(value, at=()):
    yield at
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*at, key))


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.text(max_size=20) | st.dates().map(str)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(data=st.data(), config=st.sampled_from(CONFIGS), value=VALUES)
def test_both_validators_agree_on_any_row_with_one_value_changed(data, config, value):
    row = example(schema.SCHEMA_OF[config])
    at = data.draw(st.sampled_from(sorted(places(row), key=repr)))
    row = broken(config, list(at), value) if at else value
    assert schema.is_valid(config, row) == slow(config).is_valid(row)
    assert (schema.findings(config, row) == []) == schema.is_valid(config, row)


def test_a_row_of_another_schema_version_is_one_fault_that_says_what_to_do():
    row = {"schema_version": "2.0", "shape": "unheard of"}
    (finding,) = schema.findings("claims", row)
    assert finding.path == "$.schema_version"
    assert "'2.0'" in finding.message
    assert "newer" in finding.message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", b"bytes", {1: 2}])
def test_what_json_has_no_form_for_is_a_finding_not_an_exception(value):
    assert schema.findings("claims", broken("claims", ["confidence"], value))
    assert schema.findings("claims", broken("claims", ["claim_id"], value))


def test_a_line_break_after_an_identifier_is_found_although_python_would_let_it_pass():
    row = broken("pairs", ["pair_id"], "0123456789abcdef\n")
    assert [finding.path for finding in schema.findings("pairs", row)] == ["$.pair_id"]


def test_a_message_does_not_repeat_a_whole_novel():
    row = broken("claims", ["claim_id"], "x" * 100_000)
    assert all(len(finding.message) <= 300 for finding in schema.findings("claims", row))


def test_a_fault_reads_file_line_record_path_words():
    fault = schema.Fault("claims.jsonl", 3, "0123456789abcdef", "$.text", "is wrong")
    assert str(fault) == "claims.jsonl:3 › 0123456789abcdef › $.text: is wrong"
    assert json.loads(json.dumps(fault)) == list(fault)


class TestFlatColumns:
    def test_they_are_those_of_the_innermost_link_and_the_root_of_the_outermost(self):
        row = example("claim")
        inner = row["chain"][0]
        outer = {**inner, "attribution_id": "0" * 16, "entity_id": None, "source_head": "agency", "cue_lemma": "report"}
        flat = schema.flat_columns({**row, "chain": [outer, inner]}, {inner["entity_id"]: "Lena Brandt"})
        assert flat == {
            "source": "Lena Brandt",
            "root_source": "agency",
            "source_type": "person",
            "cue": "say",
            "style": "indirect",
            "certainty": "PR+",
        }

    def test_the_author_is_the_holder_where_nobody_is_quoted(self):
        row = {**example("claim"), "chain": []}
        flat = schema.flat_columns(row, {})
        assert flat.pop("certainty") == "Uu"
        assert set(flat.values()) == {None}

    def test_an_entity_without_a_name_gives_way_to_the_head_of_the_source(self):
        assert schema.flat_columns(example("claim"), {})["source"] == "Brandt"


@given(address=st.from_regex(schema._PLAIN_URI, fullmatch=True))
def test_an_address_accepted_at_sight_is_one_by_the_standard_too(address):
    assert Draft202012Validator.FORMAT_CHECKER.conforms(address, "uri")
