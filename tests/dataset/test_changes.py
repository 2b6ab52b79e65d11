"""What changed between two datasets of the same articles: nothing that did not, everything that did."""

import json
import shutil

import pytest

from claimkit.dataset.changes import FieldChange, diff_datasets
from claimkit.errors import OptionError
from claimkit.reading.tables import read_rows
from claimkit.records import make_id
from claimkit.resources import resource

GOLD = resource("demo").joinpath("gold")


@pytest.fixture
def other(tmp_path):
    folder = tmp_path / "other"
    shutil.copytree(GOLD, folder)
    return folder


@pytest.fixture
def rows():
    return list(read_rows(GOLD, "claims"))


def write(folder, rows, config="claims"):
    (folder / f"{config}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def only(found):
    (change,) = found.changes
    return change


def test_a_dataset_and_itself_are_equal(other):
    found = diff_datasets(GOLD, other)
    assert found.equal
    assert found.counts() == {"same": 187, "changed": 0, "added": 0, "gone": 0}
    assert found.fields == {}


def test_a_label_with_both_values(other, rows):
    rows[3]["kind"] = "rule"
    write(other, rows)
    change = only(diff_datasets(GOLD, other))
    before = list(read_rows(GOLD, "claims"))[3]
    assert (change.what, change.claim_id) == ("changed", before["claim_id"])
    assert change.fields == (FieldChange(field="kind", part=None, a=before["kind"], b="rule"),)


def test_a_claim_that_is_gone_and_one_that_was_added(other, rows):
    write(other, rows[1:])
    gone = only(diff_datasets(GOLD, other))
    assert (gone.what, gone.claim_id, gone.words) == ("gone", rows[0]["claim_id"], rows[0]["text"])
    added = only(diff_datasets(other, GOLD))
    assert (added.what, added.claim_id, added.fields) == ("added", rows[0]["claim_id"], ())


def test_a_claim_with_another_predicate_is_the_same_claim_changed(other, rows):
    row = rows[0]
    row["predicate"]["end"] -= 1
    row["claim_id"] = make_id(row["article_id"], row["predicate"]["start"], row["predicate"]["end"])
    write(other, rows)
    change = only(diff_datasets(GOLD, other))
    assert (change.what, change.claim_id) == ("changed", row["claim_id"])
    assert change.before == next(read_rows(GOLD, "claims"))["claim_id"]
    assert [each.field for each in change.fields] == ["predicate"]


def test_a_number_that_is_gone_leaves_the_one_after_it_unchanged(other, rows):
    row = next(row for row in rows if len(row["quantities"]) > 1)
    first = row["quantities"].pop(0)
    write(other, rows)
    text = next(each["text"] for each in read_rows(GOLD, "articles") if each["article_id"] == row["article_id"])
    words = text[first["span"]["start"] : first["span"]["end"]]
    assert only(diff_datasets(GOLD, other)).fields == (
        FieldChange(field="quantities", part=words, a=first["role"], b=None),
    )


def test_a_part_is_named_by_its_words(other, rows):
    row = next(row for row in rows if row["quantities"])
    number = row["quantities"][0]
    number["bound"] = "at_most" if number["bound"] != "at_most" else "exact"
    write(other, rows)
    (field,) = only(diff_datasets(GOLD, other)).fields
    assert (field.field, field.b) == ("quantities.bound", number["bound"])
    assert field.part in row["text"]


def test_another_span_of_an_argument_is_one_change(other, rows):
    row = next(row for row in rows if any(each["end"] - each["start"] > 6 for each in row["arguments"]))
    argument = next(each for each in row["arguments"] if each["end"] - each["start"] > 6)
    argument["start"] += 2
    write(other, rows)
    assert [each.field for each in only(diff_datasets(GOLD, other)).fields] == ["arguments.span"]


def test_confidences_scores_and_provenance_are_not_compared(other, rows):
    for row in rows:
        row["confidence"] = 0.123
        row["provenance"]["model"] = "another"
        for link in row["chain"]:
            link["confidence"] = 0.5
        for judgement in row["factuality"]:
            judgement["score"] = 0.25
    write(other, rows)
    assert diff_datasets(GOLD, other).equal


def test_values_are_counted_by_what_became_of_them(other, rows):
    events = [row for row in rows if row["kind"] == "event"]
    for row in events[:3]:
        row["kind"] = "state"
    events[3]["kind"] = "rule"
    write(other, rows)
    found = diff_datasets(GOLD, other)
    assert found.fields == {"kind": 4}
    assert found.values("kind") == [("event", "state", 3), ("event", "rule", 1)]


def test_the_same_rows_in_parquet_and_in_another_order_are_equal(other, rows):
    from claimkit.dataset.storage import open_table

    (other / "claims.jsonl").unlink()
    table = open_table(other, "claims", "parquet")
    for row in reversed(rows):
        table.add(row)
    table.close()
    assert diff_datasets(GOLD, other).equal


def test_whole_numbers_without_a_point_are_the_same_numbers(other, rows):
    for row in rows:
        for number in row["quantities"]:
            number["low"] = int(number["low"]) if number["low"].is_integer() else number["low"]
    write(other, rows)
    assert diff_datasets(GOLD, other).equal


def test_articles_of_one_side_alone_are_counted_and_not_compared(other, rows):
    articles = list(read_rows(GOLD, "articles"))
    write(other, articles[1:], "articles")
    write(other, [row for row in rows if row["article_id"] != articles[0]["article_id"]])
    found = diff_datasets(GOLD, other)
    assert found.articles == (11, 1, 0)
    assert found.changes == ()
    assert not found.equal


def test_two_datasets_without_a_common_article_are_a_wrong_call(other):
    write(other, [{**row, "article_id": "0" * 16} for row in read_rows(GOLD, "articles")], "articles")
    with pytest.raises(OptionError, match="no article in common"):
        diff_datasets(GOLD, other)


def test_without_words_places_are_offsets(other, rows, tmp_path):
    write(other, [{**row, "text": None, "text_mode": "none"} for row in read_rows(GOLD, "articles")], "articles")
    bare = tmp_path / "bare"
    shutil.copytree(other, bare)
    number = next(row for row in rows if row["quantities"])["quantities"][0]
    number["bound"] = "at_most" if number["bound"] != "at_most" else "exact"
    write(other, rows)
    (field,) = only(diff_datasets(bare, other)).fields
    assert field.part == f"{number['span']['start']}–{number['span']['end']}"


def test_the_report_is_plain_json(other, rows):
    rows[0]["negated"] = not rows[0]["negated"]
    write(other, rows)
    report = diff_datasets(GOLD, other).to_dict()
    assert json.loads(json.dumps(report)) == report
    assert report["claims"]["changed"] == 1
