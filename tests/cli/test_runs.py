"""`claimkit extract` killed, interrupted, poisoned and out of room: nothing is lost, and the same command goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit import validate
from claimkit.cli import app
from claimkit.reading.tables import read_rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are a Unix thing")

# Loaded by every Python that starts: extraction that an article with a certain word in it ends, or holds up.
HOOK = """
import os, resource, signal, time
from claimkit.extraction import pipeline

real = pipeline.extract

def extract(article, **options):
    if "SEGFAULT" in article.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "ROOM" in os.environ:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["ROOM"]),) * 2)
    if "WAIT" in article.text:
        time.sleep(600)
    return real(article, **options)

pipeline.extract = extract
"""
TEXTS = [f"The council closed bridge number {n} on Monday, Mayor Ann Lesk said." for n in range(8)]


@pytest.fixture
def hooked(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(tmp_path / "hook"), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def write(file: Path, texts: list[str]) -> Path:
    lines = [json.dumps({"text": text, "url": f"https://example.org/{n}"}) for n, text in enumerate(texts)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def arguments(articles: Path, out: Path, *others: str) -> list[str]:
    return ["extract", str(articles), "-o", str(out), "--rules-only", "--json", *others]


def extract(articles: Path, out: Path, *others: str) -> Any:
    """In this process, where the models are loaded already."""
    result = CliRunner().invoke(app, arguments(articles, out, "--workers", "0", *others))
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def start(articles: Path, out: Path, *others: str, **how: Any) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "claimkit", *arguments(articles, out, *others)]
    return subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **how
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("the run does not get there")


def nobody_is_left(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize(
    ("ending", "form"), [(signal.SIGINT, "parquet"), (signal.SIGKILL, "jsonl")], ids=["Ctrl-C", "kill -9"]
)
def test_a_run_with_workers_is_ended_and_goes_on_without(
    ending: signal.Signals, form: str, hooked: dict[str, str], tmp_path: Path
) -> None:
    articles = write(tmp_path / "articles.jsonl", [*TEXTS[:4], "Please WAIT here.", *TEXTS[4:]])
    out, journal = tmp_path / "out", tmp_path / "out" / ".claimkit-partial" / "journal"
    process = start(articles, out, "--workers", "2", "--format", form, env=hooked)
    # Four articles of more than a thousand bytes each are done, and the fifth holds the run up.
    wait_until(lambda: journal.exists() and journal.stat().st_size > 4000)
    if ending is signal.SIGINT:
        os.killpg(process.pid, ending)
    else:
        process.send_signal(ending)
    _, errors = process.communicate()
    assert "Traceback" not in errors
    if ending is signal.SIGINT:
        assert process.returncode == 130
        assert "stopped; the same command goes on from there" in errors
    wait_until(lambda: nobody_is_left(process.pid))
    assert extract(articles, out, "--format", form)["resumed"] == 4
    extract(articles, tmp_path / "whole", "--format", form)
    assert contents(out) == contents(tmp_path / "whole")


def test_an_article_that_crashes_the_parser_costs_itself_alone(hooked: dict[str, str], tmp_path: Path) -> None:
    articles = write(tmp_path / "articles.jsonl", [*TEXTS[:2], "This is a SEGFAULT.", *TEXTS[2:]])
    process = start(articles, tmp_path / "out", env=hooked)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert json.loads(output)["rejects"] == {"worker_died": 1}
    (reject,) = map(json.loads, (tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8").splitlines())
    assert (reject["input"], reject["line"]) == ("articles.jsonl", 3)
    assert "SIGSEGV" in reject["detail"]
    assert [row["text"] for row in read_rows(tmp_path / "out", "articles")] == TEXTS
    assert validate(tmp_path / "out").ok


@pytest.mark.parametrize("room", [3_000, 12_000], ids=["for some of the journal", "for the journal and not the tables"])
def test_a_full_disk_is_said_and_costs_nothing(room: int, hooked: dict[str, str], tmp_path: Path) -> None:
    articles, out = write(tmp_path / "articles.jsonl", TEXTS), tmp_path / "out"
    process = start(articles, out, "--workers", "0", env={**hooked, "ROOM": str(room)})
    _, errors = process.communicate()
    assert process.returncode == 2
    assert "File too large" in errors
    assert "the same command goes on from there" in errors
    assert "Traceback" not in errors
    assert extract(articles, out)["resumed"] == (8 if room > 10_000 else 2)
    extract(articles, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.parametrize("workers", ["0", "1"])
def test_no_room_for_temporary_files_is_no_fault_of_the_articles(workers: str, tmp_path: Path) -> None:
    import resource

    articles, out = write(tmp_path / "articles.jsonl", TEXTS), tmp_path / "out"
    limit = (2_000, 2_000)  # enough for the beginning of a journal, and not for the language model's unpacking
    process = start(
        articles, out, "--workers", workers, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    _, errors = process.communicate()
    assert process.returncode == 2
    assert "File too large; once that is mended, the same command goes on" in errors
    assert extract(articles, out)["rejects"] == {}
