"""Errors by their kind."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.kinds import Scores, count_kinds, examples_of

KINDS = {"missed": "nothing was found there", "spurious": "the gold has nothing there", "edges": "other edges"}


@dataclass(frozen=True)
class Error:
    kind: str
    article: str

    def to_dict(self):
        return {"kind": self.kind, "article": self.article}


def test_counts_come_in_the_order_of_the_kinds_without_those_that_do_not_occur():
    errors = [Error("edges", "a"), Error("missed", "a"), Error("edges", "b")]
    assert list(count_kinds(errors, KINDS).items()) == [("missed", 1), ("edges", 2)]


def test_examples_are_spread_over_the_corpus():
    errors = [Error("missed", name) for name in "abcdef"]
    assert [error.article for error in examples_of(errors, KINDS, 3)] == ["a", "c", "e"]
    assert [error.article for error in examples_of(errors, KINDS, 10)] == list("abcdef")
    assert examples_of(errors, KINDS, 0) == []


@given(st.lists(st.builds(Error, st.sampled_from(sorted(KINDS)), st.text(max_size=2))), st.integers(0, 5))
def test_of_each_kind_there_are_as_many_examples_as_were_asked_for_if_there_are_so_many(errors, most):
    chosen = count_kinds(examples_of(errors, KINDS, most), KINDS)
    assert chosen == {kind: min(count, most) for kind, count in count_kinds(errors, KINDS).items() if most}


def test_scores_as_json_count_all_errors_and_show_some():
    scores = Scores(2, 1, {}, (Error("edges", "a"), Error("edges", "b")), KINDS)
    assert scores.to_dict(examples=1) == {
        "articles": 2,
        "unpredicted": 1,
        "measures": {},
        "errors": {"counts": {"edges": 2}, "examples": [{"kind": "edges", "article": "a"}]},
    }
