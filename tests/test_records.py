"""Records survive the way to JSON and back, and say where a value is wrong."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit import records
from claimkit.errors import DataError
from claimkit.records import Article, Span
from claimkit.schema import load_schema

# NaN is no number in JSON, and is not equal to itself.
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ROWS = [
    records.Article,
    records.Mention,
    records.Attribution,
    records.Claim,
    records.ClaimPair,
    records.ClaimCluster,
    records.Verification,
    records.Annotation,
]
PARTS = [records.TimeExpression, records.Quantity, records.Hedge]


@pytest.fixture(scope="module", autouse=True)
def _numbers():
    st.register_type_strategy(float, NUMBERS)


@pytest.mark.parametrize("record", [*ROWS, *PARTS], ids=lambda record: record.__name__)
@given(data=st.data())
def test_every_record_comes_back_from_json_as_it_was(record, data):
    value = data.draw(st.from_type(record))
    row = json.loads(json.dumps(value.to_dict()))
    assert record.from_dict(row) == value
    assert list(row) == [field.name for field in dataclasses.fields(record)]


@pytest.mark.parametrize("record", ROWS, ids=lambda record: record.__name__)
def test_a_record_that_is_a_row_names_its_schema_version_and_cannot_be_changed(record):
    assert {field.name: field.default for field in dataclasses.fields(record)}["schema_version"] == "1.0"
    assert record.__dataclass_params__.frozen
    assert "__dict__" not in record.__slots__


def claim(**changes):
    row = json.loads(json.dumps(load_schema("claim")["examples"][0]))
    for name in ("source", "root_source", "source_type", "cue", "style", "certainty"):
        del row[name]
    return {**row, **changes}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mood": "blue"}, r"^\$\.mood: Claim has no such field; it has claim_id, "),
        ({"negated": 1}, r"^\$\.negated: expected bool, found int$"),
        ({"confidence": True}, r"^\$\.confidence: expected float, found bool$"),
        ({"spans": "all"}, r"^\$\.spans: expected a list, found str$"),
        ({"spans": [{"start": 1}]}, r"^\$\.spans\[0\]: expected \{"),
        ({"sentence": {"start": 0, "end": "9"}}, r"^\$\.sentence\.end: expected int, found str$"),
        ({"kind": "rumour"}, r"^\$\.kind: 'rumour' is none of event, state, "),
        ({"chain": [{}]}, r"^\$\.chain\[0\]: Attribution lacks attribution_id, article_id, "),
        ({"hedges": [3]}, r"^\$\.hedges\[0\]: expected an object for Hedge, found int$"),
        ({"text": 5}, r"^\$\.text: expected str, found int$"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(changes, words):
    with pytest.raises(DataError, match=words):
        records.Claim.from_dict(claim(**changes))


def test_a_missing_field_is_named():
    row = claim()
    del row["predicate"]
    with pytest.raises(DataError, match=r"^\$: Claim lacks predicate$"):
        records.Claim.from_dict(row)


def test_whole_numbers_are_accepted_where_a_float_belongs():
    assert records.Claim.from_dict(claim(confidence=1)).confidence == 1.0


@given(text=st.text())
def test_an_article_from_a_string_keeps_it_to_the_last_character(text):
    article = Article.from_text(text, publisher="Osthaven Courier")
    assert article.text == text
    assert article.article_id == records.make_id("Osthaven Courier", None, records.text_sha256(text))
    assert "".join(text[segment.start : segment.end] for segment in article.segments) == text


def test_the_same_text_of_another_publisher_is_another_article():
    assert Article.from_text("x", publisher="A").article_id != Article.from_text("x", publisher="B").article_id


@given(text=st.text(min_size=1), data=st.data())
def test_the_words_of_discontinuous_spans_are_joined_with_an_ellipsis(text, data):
    middle = data.draw(st.integers(0, len(text)))
    spans = (Span(0, middle), Span(middle, len(text)))
    assert records.span_text(text, spans) == f"{text[:middle]} … {text[middle:]}"


def test_the_parts_of_an_identifier_do_not_run_together():
    assert records.make_id("a", "bc") != records.make_id("ab", "c")
    assert records.make_id(None) == records.make_id("")


@pytest.mark.parametrize("kind", list(records.HedgeType))
def test_only_approximations_are_approximators(kind):
    hedge = records.Hedge(cue=Span(0, 1), scope=(), type=kind, szeged_type=None)
    assert hedge.family == ("approximator" if kind == "approximation" else "shield")
