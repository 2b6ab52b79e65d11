"""Scores of attribution worked out by hand on a text of four links."""

import dataclasses

import pytest

from claimkit.errors import OptionError
from claimkit.evaluation.attribution import MEASURES, SLICE_SHARES, evaluate_attribution, score_attributions
from claimkit.evaluation.relations import GoldDocument
from claimkit.evaluation.slices import SLICES
from claimkit.records import span_text

TEXT = (
    "“We warned them,” Anna Berg said, “for years.” She believed that the old ferry had rusted. "
    "According to the harbour office, nobody was hurt. It was reported that the captain had fled."
)


@pytest.fixture
def gold(link):
    return (
        link(TEXT, "Anna Berg", "said", "“We warned them,” … “for years.”"),
        link(TEXT, "She", "believed", "that the old ferry had rusted"),
        link(TEXT, "the harbour office", "According to", "nobody was hurt"),
        link(TEXT, None, "was reported", "that the captain had fled"),
    )


@pytest.fixture
def found(link):
    """The first link has other edges, the second another source, the third is missed, the last right; one is none."""
    return (
        link(TEXT, "Berg", "said", "“We warned them,” … for years.”", confidence=0.9),
        link(TEXT, "Anna Berg", "believed", "that the old ferry had rusted", confidence=0.9),
        link(TEXT, None, "was reported", "that the captain had fled", confidence=0.6),
        link(TEXT, None, "harbour office", "According to", confidence=0.2),
    )


@pytest.fixture
def scores(gold, found):
    return score_attributions([(GoldDocument("one", TEXT, gold), found)])


def counts(scores, name):
    measure = scores.measures[name]
    return measure.right, measure.found, measure.gold


def test_gold_against_itself_is_perfect(gold):
    scores = score_attributions([(GoldDocument("one", TEXT, gold), gold)])
    assert tuple(scores.measures) == MEASURES
    assert {(each.value, each.low, each.high) for each in scores.measures.values()} == {(1.0, 1.0, 1.0)}
    assert {share.value for shares in scores.slices.values() for share in shares.values()} <= {1.0, None}
    assert scores.errors == ()
    assert scores.calibration is None


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("source_exact", (1, 2, 3)),  # "Anna Berg", of another link: segments, not links
        ("source_overlap", (1, 2, 3)),  # one of the two that overlap "Anna Berg"
        ("source_head", (1, 2, 3)),  # both have the head "Berg", which the gold has once
        ("cue_exact", (3, 4, 4)),
        ("content_exact", (3, 5, 5)),  # the first quotation, the ferry and the captain
        ("content_overlap", (4, 5, 5)),  # all but the third
        ("linked", (3, 4, 4)),
        ("full", (2, 4, 4)),
        ("source_of_linked", (2, 3, 3)),
    ],
)
def test_measures(scores, measure, expected):
    assert counts(scores, measure) == expected


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("direct", (1, 1), (1, 1)),
        ("indirect", (2, 3), (2, 3)),
        ("mixed", (0, 0), (0, 0)),
        ("pronoun_source", (1, 1), (0, 0)),
        ("no_source", (1, 1), (1, 2)),
        ("discontinuous", (1, 1), (1, 1)),
        ("say_verb", (2, 2), (2, 2)),
    ],
)
def test_slices(scores, name, recall, precision):
    shares = scores.slices[name]
    assert (shares["linked_recall"].right, shares["linked_recall"].of) == recall
    assert (shares["linked_precision"].right, shares["linked_precision"].of) == precision


def test_full_in_a_slice(scores):
    assert scores.slices["pronoun_source"]["full_recall"].value == 0.0
    assert scores.slices["indirect"]["full_recall"].value == pytest.approx(1 / 3)
    assert set(scores.slices) == set(SLICES)
    assert all(tuple(shares) == SLICE_SHARES for shares in scores.slices.values())


def test_calibration(scores):
    assert [(each.links, each.right) for each in scores.calibration.bins] == [(1, 0.0), (1, 1.0), (2, 1.0)]
    assert scores.calibration.ece == pytest.approx((0.2 + 0.4 + 2 * 0.1) / 4)


def test_errors(scores):
    assert [error.kind for error in scores.errors] == [
        "source-edges",
        "content-marks",
        "wrong-source",
        "spurious-link",
        "missed-link",
    ]


def test_everything_is_json(scores):
    row = scores.to_dict(examples=1)
    assert row["articles"] == 1
    assert row["measures"]["full"]["value"] == 0.5
    assert row["slices"]["direct"]["full_recall"]["right"] == 1
    assert row["errors"]["counts"] == dict.fromkeys(
        ["missed-link", "spurious-link", "wrong-source", "source-edges", "content-marks"], 1
    )
    assert [each["kind"] for each in row["errors"]["examples"]] == list(row["errors"]["counts"])


def test_levels(gold, link):
    inner = link(TEXT, None, "rusted", "the old ferry", nested=True)
    document = GoldDocument("one", TEXT, (*gold, inner))
    assert counts(score_attributions([(document, gold)]), "full") == (4, 4, 4)
    assert counts(score_attributions([(document, gold)], outermost=False), "full") == (4, 4, 5)


@pytest.fixture
def folders(tmp_path, gold, found):
    for name, links in (("gold", gold), ("predicted", found)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "one.txt").write_text(TEXT, encoding="utf-8")
        (folder / "one.ann").write_text(brat(links), encoding="utf-8")
    return tmp_path / "gold", tmp_path / "predicted"


def brat(links):
    lines, number = [], 0
    for event, each in enumerate(links, start=1):
        arguments = []
        for role in ("source", "cue", "content"):
            for span in getattr(each, role):
                number += 1
                words = span_text(TEXT, (span,))
                lines.append(f"T{number}\t{role.title()} {span.start} {span.end}\t{words}")
                arguments.append(f"{role.title()}:T{number}")
        lines.append(f"E{event}\tAttribution:T0 {' '.join(arguments)}")
    return "\n".join(lines)


def test_two_folders(folders, scores):
    assert evaluate_attribution(*folders).measures == scores.measures


def test_a_run_over_the_texts_of_the_gold(folders):
    scores = evaluate_attribution(folders[0])
    assert scores.measures["linked"].recall > 0.5
    assert scores.calibration is not None
    assert scores.unpredicted == 0


def test_an_article_that_is_not_predicted_is_missed_and_counted(folders):
    gold, predicted = folders
    (gold / "two.txt").write_text("Berg said no.", encoding="utf-8")
    (gold / "two.ann").write_text("T1\tCue 5 9\tsaid\nT2\tContent 10 12\tno\nE1\tAttribution:T0 Cue:T1 Content:T2\n")
    both = evaluate_attribution(gold, predicted)
    assert both.unpredicted == 1
    assert counts(both, "linked") == (3, 4, 5)


def test_predictions_on_other_texts_are_a_wrong_call(folders):
    gold, predicted = folders
    (predicted / "one.txt").write_text(f" {TEXT}", encoding="utf-8")
    with pytest.raises(OptionError, match="none of the gold's texts, character for character"):
        evaluate_attribution(gold, predicted)


def test_the_watcher_sees_every_document(folders):
    seen = []

    def watch(documents):
        for document in documents:
            seen.append(document.name)
            yield document

    evaluate_attribution(*folders, watch=watch)
    assert seen == ["one"]


def test_a_corpus_of_several_documents_has_intervals(gold, found):
    documents = [GoldDocument(name, TEXT, gold) for name in "abc"]
    scores = score_attributions([(documents[0], gold), (documents[1], found), (documents[2], ())])
    full = scores.measures["full"]
    assert full.low < full.value < full.high
    assert dataclasses.replace(full) == score_attributions(
        [(documents[0], gold), (documents[1], found), (documents[2], ())]
    ).measures["full"]  # fmt: skip
