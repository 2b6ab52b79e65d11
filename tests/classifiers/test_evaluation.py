"""Scores by hand on a few rows, the comparison of models, label errors, curves, page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from claimkit.classifiers.assessment import assess
from claimkit.classifiers.curves import learning_curve, transfer
from claimkit.classifiers.evaluation import Rows, macro_f1, mcnemar, score_rows
from claimkit.classifiers.gold import Labelled, read_labelled
from claimkit.classifiers.label_errors import find_label_errors, precision_at, suspects
from claimkit.classifiers.model import Classifier
from claimkit.classifiers.page import page_of, plots_of, write_page
from claimkit.classifiers.pipelines import Costs, Recipe
from claimkit.classifiers.skeletons import View
from claimkit.classifiers.tasks import Task
from claimkit.classifiers.training import Chosen, Examples, examples_of
from claimkit.errors import DataError, OptionError
from claimkit.records import Span

ROWS = Rows(
    labels=("a", "a", "a", "b"),
    documents=("1", "1", "2", "2"),
    publishers=("x", "x", None, None),
    styles=("direct", "none", "none", "none"),
    found=("a", "b", "a", "b"),
    confidences=(0.9, 0.6, 0.8, 0.7),
)


def test_scores_by_hand() -> None:
    scores = score_rows(ROWS)
    assert scores.confusion == ((2, 1), (0, 1))
    assert scores.by_class["a"].precision == 1
    assert scores.by_class["a"].recall == pytest.approx(2 / 3)
    assert scores.macro_f1.value == pytest.approx((0.8 + 2 / 3) / 2)
    assert scores.accuracy.value == 0.75
    assert scores.macro_f1.low <= scores.macro_f1.value <= scores.macro_f1.high
    assert scores.slices["publisher"]["x"] == {"sentences": 2, "macro_f1": 0.6667, "accuracy": 0.5}
    assert scores.slices["publisher"]["unknown"]["accuracy"] == 1
    assert scores.calibration is not None


def test_a_sample_without_a_class_is_scored_on_the_others() -> None:
    labels = ("a", "a", "a", "b")
    scores = score_rows(Rows(labels, tuple("1234"), (None,) * 4, ("none",) * 4, labels))
    assert (scores.macro_f1.low, scores.macro_f1.value, scores.macro_f1.high) == (1, 1, 1)


labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


@given(labels)
def test_macro_f1_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    gold, found = zip(*pairs, strict=True)
    theirs = f1_score(gold, found, average="macro", labels=sorted(set(gold)), zero_division=0)
    assert macro_f1(gold, found) == pytest.approx(theirs)


def test_mcnemar_counts_what_only_one_gets_right() -> None:
    gold = ["a"] * 20
    test = mcnemar(gold, ["a"] * 20, ["a"] * 10 + ["b"] * 10)
    assert (test.only_first, test.only_second) == (10, 0)
    assert test.p == pytest.approx(2 * 0.5**10)
    assert mcnemar(gold, gold, gold).p == 1


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(OptionError, match="no labelled sentence"):
        score_rows(Rows((), (), (), ()))


def test_baselines_are_always_beside_the_model(classifier: Classifier, labelled: Labelled) -> None:
    found = assess(classifier, labelled, against=classifier)
    assert list(found.scores) == ["model", "tfidf", "commonest", "against"]
    assert found.tests["against"].p == 1
    assert found.seen
    assert found.to_dict()["models"]["commonest"]["accuracy"]["value"] == pytest.approx(89 / 121, abs=1e-4)


def test_labels_the_model_was_never_shown_are_named(classifier: Classifier, labelled: Labelled) -> None:
    strange = tuple(replace(each, labels=("sung", *each.labels[1:])) for each in labelled.documents)
    with pytest.raises(DataError, match="never shown: sung; it knows attributed, unattributed"):
        assess(classifier, replace(labelled, documents=strange))


def test_a_class_that_was_left_out_is_named_with_the_way_to_learn_it(
    classifier: Classifier, labelled: Labelled
) -> None:
    settings = replace(classifier.settings, data={**classifier.settings.data, "left_out": {"sung": 2}})
    strange = tuple(replace(each, labels=("sung", *each.labels[1:])) for each in labelled.documents)
    with pytest.raises(DataError, match="sung stood in too few articles for 3 folds: with fewer --folds"):
        assess(replace(classifier, settings=settings), replace(labelled, documents=strange))


def test_another_task_is_refused(classifier: Classifier, demo_gold: Path) -> None:
    with pytest.raises(OptionError, match="same task"):
        assess(classifier, read_labelled(demo_gold, Task.STYLE))


def test_the_page_stands_alone(classifier: Classifier, labelled: Labelled, tmp_path: Path) -> None:
    found = assess(classifier, labelled)
    write_page(found, tmp_path / "scores")
    page = (tmp_path / "scores" / "index.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 3
    assert "http" not in page
    assert "Trained on these very data" in page
    assert (tmp_path / "scores" / "confusion.png").read_bytes().startswith(b"\x89PNG")
    assert page_of(found, plots_of(found)) == page


def test_doubtful_labels_come_first() -> None:
    scores = np.array([[2.0, -2.0], [1.5, -1.5], [-2.0, 2.0], [2.0, -2.0], [-1.8, 1.8], [1.9, -1.9]])
    chosen = Chosen(0.1, {}, scores, ("a", "b"))
    rows = Rows(tuple("aabbba"), tuple("111222"), (None,) * 6, ("none",) * 6)
    spans = tuple(Span(at, at + 1) for at in range(6))
    every = Examples(pd.DataFrame({"text": ["t"] * 6}), rows, tuple("111222"), tuple(range(6)), spans, View.SOURCES)
    found = suspects(chosen, every)
    assert [each.row for each in found] == [3]
    assert found[0].sentence == (3, 4)
    assert found[0].suggested == "a"
    assert found[0].reason.startswith("other articles make it a (")
    assert precision_at(found, [3], 5) == 1
    assert precision_at([], [3], 5) == 0


def test_suspects_of_the_demo_are_ranked(labelled: Labelled) -> None:
    found = find_label_errors(labelled, Recipe(folds=3, strengths=(0.15,)))
    assert found
    assert [each.doubt for each in found] == sorted((each.doubt for each in found), reverse=True)
    assert all(each.label != each.suggested for each in found)


def test_suspects_are_placed_among_all_sentences(demo_gold: Path) -> None:
    labelled = read_labelled(demo_gold, Task.STYLE)
    found = find_label_errors(labelled, Recipe(folds=3, strengths=(0.15,)))
    every = [(each.name, sentence) for each in labelled.documents for sentence in each.sentences]
    left_out = [at for at, label in enumerate(examples_of(labelled).rows.labels) if label == "mixed"]
    assert max(each.row for each in found) > min(left_out), "a row after one that was left out"
    for each in found:
        document, sentence = every[each.row]
        assert (each.document, each.sentence, each.text) == (document, sentence.span, sentence.text)
        assert each.to_dict()["row"] == each.row
        assert each.to_dict()["sentence"] == {"start": sentence.span.start, "end": sentence.span.end}


def test_a_learning_curve_ends_with_everything(labelled: Labelled) -> None:
    examples = examples_of(labelled)
    points = learning_curve(examples, examples, (0.25, 1), Recipe(), Costs(0.15))
    assert [each.articles for each in points] == [3, 12]
    assert points[-1].macro_f1 > 0.9


def test_transfer_is_from_each_publisher_to_each_other(labelled: Labelled) -> None:
    examples = examples_of(labelled)
    table = transfer(replace(examples, events=examples.rows.documents), Recipe(), Costs(0.15))
    assert len(table) == 4
    for publisher, row in table.items():
        assert publisher not in row
        assert len(row) == 3
    with pytest.raises(DataError, match="two publishers"):
        transfer(examples_of(labelled), Recipe(), Costs(0.15), least=99)


def test_reports_on_events_that_were_trained_on_are_not_tested_on(labelled: Labelled) -> None:
    examples = examples_of(labelled)
    assert not any(transfer(examples, Recipe(), Costs(0.15)).values()), "each publisher reports each of the events"
    first = examples.rows.publishers[0]
    apart = tuple(name if of == first else event for name, of, event in _rows_of(examples))
    table = transfer(replace(examples, events=apart), Recipe(), Costs(0.15))
    assert len(table.pop(str(first))) == 3
    assert all(list(row) == [first] for row in table.values())


def test_a_publisher_of_one_class_is_tested_on_alone(labelled: Labelled) -> None:
    examples = examples_of(labelled)
    first = examples.rows.publishers[0]
    labels = tuple(
        "attributed" if of == first else label
        for of, label in zip(examples.rows.publishers, examples.rows.labels, strict=True)
    )
    rows = replace(examples.rows, labels=labels)
    table = transfer(replace(examples, rows=rows, events=rows.documents), Recipe(), Costs(0.15))
    assert first not in table
    assert len(table) == 3
    assert all(first in row for row in table.values())


def test_curves_of_hedging_see_what_its_models_see(demo_gold: Path) -> None:
    examples = examples_of(read_labelled(demo_gold, Task.HEDGING))
    seen = replace(examples, frame=examples.frame[["text", "words", "skeleton", "gloss"]])
    assert learning_curve(seen, seen, (1,), Recipe(), Costs(0.15))[0].macro_f1 > 0.5


def _rows_of(examples: Examples) -> list[tuple[str, str | None, str]]:
    return list(zip(examples.rows.documents, examples.rows.publishers, examples.events, strict=True))
