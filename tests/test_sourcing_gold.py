"""The cases traced by hand are well-formed and hold identifiers and labels only."""

import json
import re
from pathlib import Path

import pytest

GOLD = Path(__file__).parents[1] / "benchmarks" / "sourcing_gold" / "cases.jsonl"
ID = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def cases():
    if not GOLD.is_file():
        pytest.skip("the benchmarks are not part of this installation")
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def test_cases_are_numbered_and_of_known_parts(cases):
    assert [case["case"] for case in cases] == list(range(len(cases)))
    assert {case["part"] for case in cases} == {"tune", "second", "measure", "last"}
    assert {case["sources"] for case in cases} == {0, 1, 2}


def test_a_case_is_of_several_articles_and_holds_no_words(cases):
    for case in cases:
        assert set(case) == {"case", "stratum", "part", "claims", "sources"}
        assert all(ID.fullmatch(each) for pair in case["claims"] for each in pair)
        assert len({article for article, _ in case["claims"]}) == len(case["claims"]) >= 2
