"""Thresholds, severities and checks of one's own: what is spelt wrongly is an error, never a default."""

import pytest

from claimkit.checks.documents import settings_example
from claimkit.checks.settings import FILE, plan
from claimkit.checks.shipped import SHIPPED
from claimkit.errors import OptionError

OWN = """
from claimkit.checks import dataset_check, hit, row_check

@row_check(id="no-kings", title="A king", severity="info", table="claims", template="{word} at {start}",
           settings={"word": "king"})
def no_kings(row, data, settings):
    if settings["word"] in row["text"]:
        yield hit("$.text", start=row["text"].index(settings["word"]))

@dataset_check(id="too-small", title="Too small", severity="error", template="{count} claims",
               settings={"least": 1000})
def too_small(data, settings):
    if data.counts["claims"] < settings["least"]:
        yield hit(count=data.counts["claims"])
"""


@pytest.fixture
def own(tmp_path):
    file = tmp_path / "own.py"
    file.write_text(OWN)
    return file


def found(report):
    return {outcome.check.id: (outcome.severity.value, outcome.count) for outcome in report.found}


def test_a_threshold_decides(rows, judged):
    assert not judged(rows).found
    report = judged(rows, settings_text="[checks.unbalanced-outlets]\nmost = 0.2\n")
    assert found(report) == {"unbalanced-outlets": ("warning", 1)}
    assert report.ok
    assert report.settings.endswith(FILE)


def test_a_severity_is_changed_or_the_check_turned_off(rows, judged):
    for article in rows["articles"]:
        article["licence"] = None
    assert found(judged(rows)) == {"licence-missing": ("warning", 1)}
    report = judged(rows, settings_text='[checks.licence-missing]\nseverity = "error"\n')
    assert found(report) == {"licence-missing": ("error", 1)}
    assert not report.ok
    assert not judged(rows, settings_text='[checks.licence-missing]\nseverity = "off"\n').found


def test_what_validate_finds_can_be_a_warning_too(rows, judged):
    rows["claims"][0]["kind"] = "rumour"
    report = judged(rows, settings_text='[checks.schema-violation]\nseverity = "warning"\n')
    assert found(report) == {"schema-violation": ("warning", 1)}


def test_findings_about_a_record_are_accepted(rows, judged):
    rows["articles"][0]["language"], rows["articles"][1]["language"] = "nl", "de"
    accepted = rows["articles"][0]["article_id"]
    report = judged(rows, settings_text=f'[checks.other-language]\nignore = ["{accepted}"]\n')
    (outcome,) = report.found
    assert [fault.record_id for fault in outcome.faults] == [rows["articles"][1]["article_id"]]


def test_the_file_beside_the_tables_counts_without_being_named(rows, judged, tmp_path):
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / FILE).write_text("[checks.unbalanced-outlets]\nmost = 0.2\n")
    assert found(judged(rows)) == {"unbalanced-outlets": ("warning", 1)}


class TestOwnChecks:
    def test_they_run_beside_the_others(self, rows, judged, own):
        report = judged(rows, own_checks=[own], settings_text='[checks.no-kings]\nword = "river"\n')
        assert found(report)["too-small"] == ("error", 1)
        assert found(report)["no-kings"][0] == "info"
        first = next(each for each in report.found if each.check.id == "no-kings").faults[0]
        assert first.message.startswith("river at ")
        assert first.record_id in {row["claim_id"] for row in rows["claims"]}

    @pytest.mark.usefixtures("own")
    def test_the_settings_may_name_them_from_where_they_lie(self, rows, judged):
        assert "too-small" in found(judged(rows, settings_text='own = ["own.py"]\n[checks.too-small]\nleast = 500\n'))

    def test_one_may_not_take_the_name_of_another(self, rows, judged, own):
        own.write_text(OWN.replace("no-kings", "orphan-id"))
        with pytest.raises(OptionError, match="orphan-id: there is one of this id already"):
            judged(rows, own_checks=[own])

    def test_a_template_that_cannot_be_filled_names_its_check(self, rows, judged, own):
        own.write_text(OWN.replace("{count} claims", "{number} claims"))
        with pytest.raises(OptionError, match="too-small: its template"):
            judged(rows, own_checks=[own])

    def test_a_severity_that_is_none(self, own, rows, judged):
        own.write_text(OWN.replace('"info"', '"fatal"'))
        with pytest.raises(OptionError, match="'fatal' is none of error, warning, info"):
            judged(rows, own_checks=[own])

    @pytest.mark.parametrize("content", [None, "x = 1\n"])
    def test_a_file_that_is_missing_or_defines_none(self, rows, judged, tmp_path, content):
        file = tmp_path / "none.py"
        if content:
            file.write_text(content)
        with pytest.raises(OptionError, match=r"none\.py"):
            judged(rows, own_checks=[file])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thresholds = 1\n", "no setting 'thresholds'"),
        ("[checks.hearsay]\nmost = 0.1\n", "no check 'hearsay'"),
        ("[checks.hearsay-share]\nmoost = 0.1\n", "no setting 'moost'; there are severity, ignore, most, at_least"),
        ('[checks.hearsay-share]\nmost = "0.1"\n', "expected a value such as 0.25, found '0.1'"),
        ("[checks.hearsay-share]\nmost = true\n", "expected a value such as 0.25"),
        ("[checks.hearsay-share]\nat_least = 1.5\n", "expected a value such as 20"),
        ("[checks.split-leakage]\nevents = 1\n", "expected a value such as True"),
        ('[checks.hearsay-share]\nseverity = "fatal"\n', "'fatal' is none of error, warning, info, off"),
        ("[checks.hearsay-share]\nignore = 3\n", "expected a list of identifiers"),
        ("[checks]\nhearsay-share = 3\n", "expected a table of settings"),
        ("checks = 3\n", "expected tables"),
        ('fail_on = "always"\n', "'always' is none of error, warning, never"),
        ("own = 3\n", "expected a list of Python files"),
        ("[checks\n", "is no TOML"),
    ],
)
def test_what_is_spelt_wrongly_is_an_error(tmp_path, text, words):
    file = tmp_path / FILE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OptionError) as error:
        plan(SHIPPED, file)
    assert words in str(error.value)


def test_settings_that_are_not_there(tmp_path):
    with pytest.raises(OptionError, match="cannot be read"):
        plan(SHIPPED, tmp_path / FILE)


def test_the_example_says_what_holds_without_it(tmp_path):
    file = tmp_path / FILE
    file.write_text(settings_example(SHIPPED), encoding="utf-8")
    told, plain = plan(SHIPPED, file), plan(SHIPPED, None)
    assert told.chosen == plain.chosen
    assert told.fail_on == "error"
