"""The file: one, whole, the same every time, and closed to the network."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest

from claimkit.errors import OptionError, OutputError
from claimkit.report.page import write_report


def policy_of(page: str) -> str:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(policy)


def test_the_same_data_gives_the_same_bytes(compared: Path, page_file: Path, tmp_path: Path) -> None:
    write_report(compared, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page_file.read_bytes()


def test_it_says_how_much_it_wrote(compared: Path, tmp_path: Path) -> None:
    written = write_report(compared, tmp_path / "report.html")
    assert written["articles"] == 12
    assert written["bytes"] == (tmp_path / "report.html").stat().st_size


def test_the_policy_forbids_every_connection_and_names_each_script_by_its_hash(page_file: Path) -> None:
    page = page_file.read_text(encoding="utf-8")
    policy = policy_of(page)
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 4
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_nothing_is_loaded_from_anywhere(page_file: Path) -> None:
    page = page_file.read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]*\s(?:src|href)=\"(?!data:)", page)
    assert "@import" not in page
    assert "url(" not in page.split("<script", 1)[0]


def test_words_of_articles_cannot_end_the_element_they_lie_in(hostile_file: Path) -> None:
    page = hostile_file.read_text(encoding="utf-8")
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert not set(text) & set("<>&")
    assert json.loads(text)["articles"][0]["title"].startswith("\"'><img")


def test_a_page_that_is_there_is_kept(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(OptionError, match="--overwrite"):
        write_report(gold, out)
    assert out.read_text(encoding="utf-8") == "mine"
    write_report(gold, out, overwrite=True)
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_place_that_cannot_be_written_is_named(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(gold, tmp_path / "missing" / "report.html")
    with pytest.raises(OptionError, match="is a folder"):
        write_report(gold, tmp_path)
