"""A table of annotations: who said what of the same record, and who said it twice."""

import json
import shutil

import pytest

from claimkit.errors import DataError, OptionError
from claimkit.evaluation.annotations import compare_annotations
from claimkit.reading.tables import read_rows
from claimkit.records import Annotation, make_id
from claimkit.resources import resource

GOLD = resource("demo").joinpath("gold")


@pytest.fixture
def folder(tmp_path):
    """The demo gold, for a table of annotations to lie beside."""
    folder = tmp_path / "folder"
    shutil.copytree(GOLD, folder)
    return folder


def annotate(folder, *labels):
    """Write a table of annotations: (record, field, value, annotator, day of May)."""
    rows = [
        Annotation(
            annotation_id=make_id(*each), record_id=each[0], field=each[1], value=each[2], annotator=each[3],
            at=f"2031-05-{each[4]:02}T09:30:00Z",
        ).to_dict()
        for each in labels
    ]  # fmt: skip
    (folder / "annotations.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def claim_ids():
    return [row["claim_id"] for row in read_rows(GOLD, "claims")]


def test_annotations_of_two_people(folder, claim_ids):
    # Section B of Krippendorff (2011).
    ann, ben = "aabbdcccedda", "babbbccceddd"
    given = [
        (each, "$.kind", label, name, 1)
        for name, said in (("ben", ben), ("ann", ann))
        for each, label in zip(claim_ids, said, strict=False)
    ]
    annotate(folder, *given)
    (report,) = compare_annotations(folder)
    assert (report.measure, report.annotators) == ("agreement", ("ann", "ben"))
    assert round(report.fields["$.kind"].alpha, 3) == 0.692
    assert len(report.differences) == 3
    first = report.differences[0]
    assert (first.record_id, first.values) == (claim_ids[0], ("a", "b"))
    assert first.words is not None
    assert sum(row.labels for row in report.articles) == 12


def test_what_one_alone_labelled_counts_for_nothing(folder, claim_ids):
    annotate(folder, (claim_ids[0], "$.kind", "event", "ann", 1), (claim_ids[0], "$.kind", "state", "ben", 1),
             (claim_ids[1], "$.kind", "state", "ben", 1))  # fmt: skip
    (report,) = compare_annotations(folder)
    assert report.fields["$.kind"].units == 1


def test_the_same_hand_again_is_a_report_of_its_own_and_the_last_label_counts(folder, claim_ids):
    one, two = claim_ids[:2]
    annotate(
        folder,
        (one, "$.kind", "state", "ann", 2),
        (one, "$.kind", "event", "ann", 1),
        (one, "$.kind", "state", "ben", 1),
        (two, "$.kind", "rule", "ann", 1),
        (two, "$.kind", "rule", "ben", 1),
    )
    together, alone = compare_annotations(folder)
    assert (together.measure, together.fields["$.kind"].same) == ("agreement", 2)
    assert (alone.measure, alone.annotators) == ("self-consistency", ("ann (1)", "ann (2)"))
    assert [each.values for each in alone.differences] == [("event", "state")]


def test_annotations_without_their_records_are_compared_and_it_is_said(tmp_path):
    annotate(tmp_path, ("0" * 16, "$.kind", "event", "ann", 1), ("0" * 16, "$.kind", "state", "ben", 1))
    (report,) = compare_annotations(tmp_path)
    assert report.notes == ("1 labels are of records that do not lie beside the annotations",)
    assert report.differences[0].start is None


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], "no rows"),
        ([("0" * 16, "$.kind", "event", "ann", 1)], "labelled everything once"),
        ([("0" * 16, "$.kind", "event", "ann", 1), ("1" * 16, "$.kind", "event", "ben", 1)], "labelled by two"),
    ],
)
def test_annotations_with_nothing_to_compare(labels, message, tmp_path):
    annotate(tmp_path, *labels)
    with pytest.raises(OptionError, match=message):
        compare_annotations(tmp_path)


def test_an_annotation_without_a_time_is_named(folder, claim_ids):
    annotate(folder, (claim_ids[0], "$.kind", "event", "ann", 1))
    file = folder / "annotations.jsonl"
    file.write_text(file.read_text("utf-8").replace("2031-05-01T09:30:00Z", "yesterday"), "utf-8")
    with pytest.raises(DataError, match="'yesterday' is no time"):
        compare_annotations(folder)
