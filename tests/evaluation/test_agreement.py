"""Two annotators of the same articles, or a table of annotations: what is agreement, what is not, what is to decide."""

import dataclasses
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.evaluation.agreement import compare_annotators
from claimkit.evaluation.labels import aligned, claim_units, quantities
from claimkit.evaluation.segmentation import pair_claims
from claimkit.reading.tables import read_rows
from claimkit.records import Claim, Span
from claimkit.resources import resource

GOLD = resource("demo").joinpath("gold")


@pytest.fixture
def second(tmp_path):
    """Another annotator's copy of the demo gold, to be changed."""
    folder = tmp_path / "second"
    shutil.copytree(GOLD, folder)
    return folder


def change(folder, edit, config="claims"):
    """Rewrite a table with what ``edit`` makes of its rows."""
    rows = edit([json.loads(line) for line in (folder / f"{config}.jsonl").read_text("utf-8").splitlines()])
    (folder / f"{config}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def relabelled(name, value, first=0):
    def edit(rows):
        return [{**row, name: value} if n == first else row for n, row in enumerate(rows)]

    return edit


def test_a_folder_and_itself_differ_in_nothing():
    found = compare_annotators(GOLD, GOLD, annotators=("ann", "ben"))
    assert found.measure == "agreement"
    assert found.differences == ()
    assert {each.share for each in found.fields.values()} == {1.0}
    assert {each.alpha for each in found.fields.values()} <= {1.0, None}
    assert all(each.exact.value == each.overlap.value == 1.0 for each in found.spans.values())
    assert all(row.predicate_f1 == row.share == 1.0 for row in found.articles)


def test_one_other_label_is_one_thing_to_decide(second):
    row = next(read_rows(second, "claims"))
    other = "rule" if row["kind"] != "rule" else "event"
    change(second, relabelled("kind", other))
    found = compare_annotators(GOLD, second, annotators=("ann", "ben"))
    (only,) = found.differences
    assert (only.record_id, only.field, only.values) == (row["claim_id"], "kind", (row["kind"], other))
    text = next(each["text"] for each in read_rows(GOLD, "articles") if each["article_id"] == row["article_id"])
    assert only.words == text[only.start : only.end]
    assert (only.start, only.end) == (row["predicate"]["start"], row["predicate"]["end"])
    assert found.fields["kind"].same == found.fields["kind"].units - 1
    assert found.fields["kind"].alpha < 1.0


def test_a_claim_that_one_alone_has_counts_once_and_is_listed(second):
    gone = next(read_rows(second, "claims"))
    change(second, lambda rows: rows[1:])
    found = compare_annotators(GOLD, second, annotators=("ann", "ben"))
    missing = [each for each in found.differences if each.field == "claim"]
    assert [(each.record_id, each.values) for each in missing] == [
        (gone["claim_id"], (gone["predicate"]["lemma"], None))
    ]
    assert found.spans["predicate"].exact.right == found.spans["predicate"].exact.gold - 1
    assert found.fields["kind"].units == found.spans["predicate"].exact.right


def test_a_number_given_to_another_claim_is_a_difference_of_owner_alone(second):
    rows = list(read_rows(second, "claims"))
    owner = next(n for n, row in enumerate(rows) if row["quantities"])
    other = next(
        n for n, row in enumerate(rows) if not row["quantities"] and row["article_id"] == rows[owner]["article_id"]
    )

    def swap(rows):
        rows[owner]["quantities"], rows[other]["quantities"] = [], rows[owner]["quantities"]
        return rows

    count = len(rows[owner]["quantities"])
    change(second, swap)
    found = compare_annotators(GOLD, second, annotators=("ann", "ben"))
    assert [each.field for each in found.differences] == ["quantity.owner"] * count
    assert found.differences[0].values == (rows[owner]["claim_id"], rows[other]["claim_id"])


@pytest.mark.parametrize("how", [{"same_annotator": True}, {"annotators": ("ann", "ann")}])
def test_one_hand_twice_is_self_consistency(how):
    found = compare_annotators(GOLD, GOLD, **how)
    assert found.measure == "self-consistency"
    assert len(set(found.annotators)) == 2


def test_the_maintainer_twice_is_self_consistency_unless_two_are_named(second, tmp_path):
    def reviewed(rows):
        return [{**row, "provenance": {**row["provenance"], "origin": "maintainer_reviewed"}} for row in rows]

    change(second, reviewed)
    first = tmp_path / "first"
    shutil.copytree(second, first)
    assert compare_annotators(first, second).measure == "self-consistency"
    assert compare_annotators(first, second, annotators=("ann", "ben")).measure == "agreement"


def test_it_is_said_where_labels_are_a_programs(second):
    def by_machine(rows):
        return [{**row, "provenance": {**row["provenance"], "origin": "machine"}} for row in rows]

    change(second, by_machine)
    (note,) = compare_annotators(GOLD, second, annotators=("ann", "ben")).notes
    assert note.startswith("all claims of ben are a program's")


def test_articles_of_one_folder_alone_count_for_nothing_and_are_counted(second):
    kept = next(read_rows(second, "articles"))["article_id"]
    change(second, lambda rows: rows[:1], "articles")
    change(second, lambda rows: [row for row in rows if row["article_id"] == kept])
    found = compare_annotators(GOLD, second, annotators=("ann", "ben"))
    assert [row.article_id for row in found.articles] == [kept]
    assert found.differences == ()
    assert found.notes == ("11 articles are in gold alone and count for nothing",)


def test_without_any_article_in_common_there_is_nothing_to_measure(second):
    change(second, lambda rows: [{**row, "article_id": "0" * 16} for row in rows], "articles")
    with pytest.raises(OptionError, match="no article in common"):
        compare_annotators(GOLD, second)


def test_without_the_words_spans_are_compared_all_the_same(second, tmp_path):
    change(second, lambda rows: [{**row, "text": None, "text_mode": "none"} for row in rows], "articles")
    first = tmp_path / "first"
    shutil.copytree(second, first)
    change(second, relabelled("negated", True))
    found = compare_annotators(first, second, annotators=("ann", "ben"))
    assert found.spans["claim"].exact.value == 1.0
    assert found.spans["claim"].alpha is None
    assert {each.words for each in found.differences} == {None}
    assert "12 articles come without their text: their words are not counted" in found.notes


def test_the_report_is_plain_json(second):
    change(second, relabelled("negated", True))
    report = compare_annotators(GOLD, second, annotators=("ann", "ben")).to_dict()
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert report["differences"][0]["values"] == {"ann": "false", "ben": "true"}


@pytest.fixture(scope="module")
def claims():
    """Those of the first article."""
    rows = list(read_rows(GOLD, "claims"))
    return [Claim.from_dict(row) for row in rows if row["article_id"] == rows[0]["article_id"]]


@given(st.data())
def test_labels_do_not_depend_on_who_comes_first(claims, data):
    a = [each for each in claims if data.draw(st.booleans())]
    b = [dataclasses.replace(each, negated=data.draw(st.booleans())) for each in claims if data.draw(st.booleans())]
    one = {(unit.field, unit.place): unit.values for unit in claim_units("x", pair_claims(a, b), a, b)}
    other = {(unit.field, unit.place): unit.values[::-1] for unit in claim_units("x", pair_claims(b, a), b, a)}
    owners = {key for key in one if key[0].endswith("owner")}
    assert {key: one[key] for key in one.keys() - owners} == {key: other[key] for key in other.keys() - owners}


def test_numbers_are_paired_by_the_best_overlap(claims):
    numbers = quantities(claims)
    moved = [each._replace(span=Span(each.span.start + 1, each.span.end + 1)) for each in numbers]
    assert aligned(numbers, moved) == list(zip(numbers, moved, strict=True))
