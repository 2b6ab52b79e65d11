"""The catalogue is data: every entry complete, every identifier stable in form, every document in step with it."""

import importlib
import re
import sys
from pathlib import Path

import pytest

from claimkit.checks.catalogue import Form
from claimkit.checks.data import split_of
from claimkit.checks.settings import load_checks, plan
from claimkit.checks.shipped import SHIPPED
from claimkit.reading.tables import CONFIGS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "quality.md"


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.id)
def test_every_check_says_what_it_means_and_how_to_mend_it(entry):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.id)
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.description.endswith(".")
    assert entry.mend.endswith(".")
    assert entry.table is None or entry.table in CONFIGS


def test_each_has_a_file_named_after_it():
    for entry in SHIPPED:
        if entry.form not in (Form.INTEGRITY, Form.CONTRACT):
            name = entry.id.replace("-", "_")
            module = importlib.import_module(f"claimkit.checks.{name}")
            assert getattr(module, name) is entry


def test_identifiers_are_unique():
    assert len({entry.id for entry in SHIPPED}) == len(SHIPPED)


def test_every_finding_of_validate_belongs_to_an_entry():
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "claimkit" / "quality").glob("*.py"))
    sources += (ROOT / "claimkit" / "schema.py").read_text(encoding="utf-8")
    listed = {entry.id for entry in SHIPPED if entry.form is Form.INTEGRITY}
    assert {name for name in listed if f'"{name}"' not in sources} == set()


def test_the_documents_are_those_of_today(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    built = importlib.import_module("build_checks")
    page = PAGE.read_text(encoding="utf-8")
    assert built.with_table(page) == page, "run python benchmarks/build_checks.py"
    example = (ROOT / "claimkit-checks.toml").read_text(encoding="utf-8")
    assert built.settings_example(SHIPPED) == example, "run python benchmarks/build_checks.py"
    del sys.modules["build_checks"]


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_page_run(tmp_path, write, rows, monkeypatch, capsys):
    asking, own, _ = blocks("python")
    write(rows, tmp_path / "claims")
    monkeypatch.chdir(tmp_path)
    exec(compile(asking, "asking", "exec"), {})  # noqa: S102 - the page's own example
    assert capsys.readouterr().out == "True\n"
    (tmp_path / "newsroom_checks.py").write_text(own, encoding="utf-8")
    assert [each.id for each in load_checks(tmp_path / "newsroom_checks.py")] == [
        "short-claim",
        "one-kind",
        "no-comparison",
    ]
    (tmp_path / "claimkit-checks.toml").write_text(blocks("toml")[0], encoding="utf-8")
    assert plan(SHIPPED, tmp_path / "claimkit-checks.toml").fail_on == "warning"


@pytest.mark.parametrize(
    ("file", "split"),
    [
        ("claims/test-00000-of-00001.parquet", "test"),
        ("claims/dev.jsonl", "dev"),
        ("claims.jsonl", None),
        ("claims.parquet", None),
    ],
)
def test_the_split_of_a_file(file, split):
    assert split_of(file) == split
