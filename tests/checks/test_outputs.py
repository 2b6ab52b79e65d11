"""What a report says to people, to JUnit readers and to GitHub."""

import json
from xml.etree import ElementTree as ET

import pytest

from claimkit.checks.catalogue import Severity
from claimkit.checks.gate import MOST_FAULTS
from claimkit.checks.junit import junit
from claimkit.checks.workflow import MOST, workflow_commands


def parsed(document):
    return ET.fromstring(document)  # noqa: S314 - our own


@pytest.fixture
def report(rows, judged):
    """Two errors, one warning."""
    rows["claims"][0]["kind"] = rows["claims"][1]["kind"] = "rumour"
    rows["articles"][0]["licence"] = None
    return judged(rows)


def test_the_worst_come_first_with_their_place_and_a_way_to_mend_them(report):
    assert [(each.severity, each.count) for each in report.found] == [("error", 2), ("warning", 1)]
    words = str(report)
    assert words.splitlines()[0].endswith("3 pairs, 1 clusters, 1 verification, 2 annotations)")
    assert ": 2 errors, 1 warning by " in words
    assert "claims.jsonl:1 › " in words
    assert "metadata.csv" in words


def test_it_goes_to_json(report):
    told = json.loads(json.dumps(report.to_dict()))
    assert (told["ok"], told["findings"]) == (False, {"error": 2, "warning": 1, "info": 0})
    outcome = next(each for each in told["outcomes"] if each["id"] == "schema-violation")
    assert outcome["count"] == 2
    assert outcome["findings"][0]["line"] == 1
    skipped = {each["id"]: each["skipped"] for each in told["outcomes"] if each["skipped"]}
    assert skipped["label-drift"] == "no baseline was given"


@pytest.mark.parametrize(
    ("severity", "fails"), [(Severity.ERROR, True), (Severity.WARNING, True), (Severity.INFO, True), (None, False)]
)
def test_whether_it_fails_depends_on_what_is_asked(report, severity, fails):
    assert report.fails(severity) is fails


def test_a_hundred_findings_of_a_check_are_kept_and_all_counted(rows, judged):
    for row in rows["claims"]:
        row["kind"] = "rumour"
    (outcome, *_) = judged(rows).found
    assert (outcome.count, len(outcome.faults)) == (len(rows["claims"]), MOST_FAULTS)
    assert "… and" in str(judged(rows))


class TestJunit:
    def test_a_case_a_check_failed_skipped_or_passed(self, report):
        suite = parsed(junit(report, Severity.ERROR)).find("testsuite")
        cases = {case.get("name"): case for case in suite}
        assert len(cases) == int(suite.get("tests")) == len(report.outcomes)
        assert (suite.get("failures"), suite.get("skipped")) == ("1", str(len(report.skipped)))
        assert "claims.jsonl:1" in cases["schema-violation"].find("failure").text
        assert cases["licence-missing"].find("failure") is None
        assert "licence" in cases["licence-missing"].find("system-out").text
        assert cases["split-leakage"].find("skipped").get("message") == "there is only one split"
        assert len(cases["orphan-id"]) == 0

    def test_what_fails_is_what_is_asked(self, report):
        counts = [parsed(junit(report, each)).get("failures") for each in (Severity.WARNING, None)]
        assert counts == ["2", "0"]

    def test_characters_that_xml_has_no_form_for(self, rows, judged):
        rows["claims"][0]["kind"] = "a\x00b\x1b\ufffe<&>"
        failure = parsed(junit(judged(rows), Severity.ERROR)).find(".//failure")
        assert "<&>" in failure.text


class TestGitHub:
    def test_an_annotation_stands_at_its_line(self, report):
        first, *_, last = workflow_commands(report)
        assert first.startswith(f"::error file={report.path}/claims.jsonl,line=1,title=schema-violation%3A ")
        assert last.startswith("::warning file=")

    def test_line_breaks_and_percent_signs_are_escaped(self, rows, judged):
        rows["claims"][0]["kind"] = "100 %\n::error::no"
        (line,) = [each for each in workflow_commands(judged(rows)) if each.startswith("::error")]
        assert "\n" not in line
        assert "100 %25" in line

    def test_no_more_than_github_shows_and_every_check_before_any_has_two(self, rows, judged):
        for number, row in enumerate(rows["claims"]):
            row["kind"] = "rumour" if number else row["kind"]
        rows["mentions"].append(rows["mentions"][0])
        lines = [each for each in workflow_commands(judged(rows)) if each.startswith("::error")]
        assert len(lines) == MOST
        assert sum("duplicate-id" in each for each in lines) == 1
