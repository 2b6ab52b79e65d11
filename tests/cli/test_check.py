"""``claimkit check``: one table, exit codes, reports for machines."""

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

QUICK = "--no-great-expectations"


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    def _call(*arguments):
        return CliRunner().invoke(app, ["check", *map(str, arguments)])

    return _call


@pytest.fixture
def dataset(rows, tmp_path):
    """A dataset with a warning: its text has no licence."""
    rows["articles"][0]["published"] = "2021-01-05"
    return write(rows, tmp_path / "claims")


def write(rows, folder):
    folder.mkdir(exist_ok=True)
    for config, table in rows.items():
        (folder / f"{config}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in table), encoding="utf-8")
    return folder


def test_a_warning_is_shown_and_fails_nothing(call, dataset):
    done = call(dataset, QUICK)
    assert done.exit_code == 0, done.output
    assert "licence-missing" in done.output
    assert "1 warning by " in done.output


@pytest.mark.parametrize(("fail_on", "code"), [("warning", 1), ("error", 0), ("never", 0)])
def test_what_fails_is_asked_for(call, dataset, fail_on, code):
    assert call(dataset, QUICK, "--fail-on", fail_on).exit_code == code


def test_an_error_fails_but_not_never(call, rows, dataset):
    rows["claims"][0]["kind"] = "rumour"
    write(rows, dataset)
    assert call(dataset, QUICK).exit_code == 1
    assert call(dataset, QUICK, "--fail-on", "never").exit_code == 0


def test_the_settings_may_say_what_fails_and_the_option_goes_before_them(call, dataset):
    (dataset / "claimkit-checks.toml").write_text('fail_on = "warning"\n')
    assert call(dataset, QUICK).exit_code == 1
    assert call(dataset, QUICK, "--fail-on", "error").exit_code == 0


def test_json_is_all_there_is_on_standard_output(call, dataset):
    done = call(dataset, QUICK, "--json", "--github")
    assert json.loads(done.stdout)["findings"]["warning"] == 1
    assert done.stderr.startswith("::warning ")


def test_junit_and_annotations(call, dataset, tmp_path):
    done = call(dataset, QUICK, "--github", "--junit", tmp_path / "report.xml", "--fail-on", "warning")
    assert done.exit_code == 1
    assert done.stdout.startswith("::warning file=")
    report = ET.parse(tmp_path / "report.xml")  # noqa: S314 - our own
    assert report.getroot().get("failures") == "1"


def test_a_baseline_and_own_checks(call, dataset, tmp_path):
    own = tmp_path / "own.py"
    own.write_text(
        "from claimkit.checks import dataset_check, hit\n"
        '@dataset_check(id="always", title="Always", severity="error")\n'
        "def always(data, settings):\n    yield hit()\n"
    )
    done = call(dataset, QUICK, "--baseline", dataset, "--checks", own)
    assert done.exit_code == 1
    assert "always" in done.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name a dataset"),
        (["nowhere"], "no such file or folder"),
        (["claims", "--baseline", "nowhere"], "no such file or folder"),
        (["claims", "--settings", "nowhere.toml"], "cannot be read"),
        (["claims", "--junit", "no/folder/report.xml"], "there is no folder"),
    ],
)
@pytest.mark.usefixtures("dataset")
def test_a_wrong_call_ends_with_2_before_any_work(call, tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    done = call(*options, QUICK)
    assert done.exit_code == 2
    assert words in done.stderr


def test_the_catalogue_is_listed(call):
    assert "error    orphan-id: What a row refers to is not there" in call("--list").stdout.splitlines()
    told = json.loads(call("--list", "--json").stdout)
    assert next(each for each in told if each["id"] == "hearsay-share")["settings"] == {"most": 0.25, "at_least": 20}


def test_great_expectations_and_pandas_are_loaded_only_when_asked(dataset, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom claimkit.checks.gate import check\n"
        f"check({str(dataset)!r}, great_expectations=False)\n"
        "print(*{'great_expectations', 'pandas', 'spacy', 'sklearn', 'datasets', 'scipy'} & sys.modules.keys())\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"
