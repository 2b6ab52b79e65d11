"""No command opens a socket: the interpreter itself refuses here, in the process and in its workers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise RuntimeError(f"a socket was opened: {event} {arguments!r}")

sys.addaudithook(refuse)
"""
ARTICLE = "The council of Veldt closed the bridge on Monday, Mayor Ann Lesk said. It will open again in May."


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(tmp_path / "hook")}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimkit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_hook_would_notice(offline: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "connect.py"
    script.write_text("import socket; socket.create_connection(('127.0.0.1', 9))", encoding="utf-8")
    result = subprocess.run([sys.executable, script], capture_output=True, text=True, env=offline, check=False)
    assert "a socket was opened" in result.stderr


def test_extract_validate_and_show_stay_offline(offline: dict[str, str], tmp_path: Path) -> None:
    source, out = tmp_path / "articles", tmp_path / "out"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.txt").write_text(f"{ARTICLE} It is number {number}.", encoding="utf-8")
    for arguments in (
        ("extract", str(source), "-o", str(out), "--workers", "2"),
        ("validate", str(out)),
        ("card", str(out), "--licence", "cc-by-4.0"),
        ("doctor",),
        ("evaluate", "claims"),
    ):
        result = run(offline, *arguments)
        assert result.returncode == 0, result.stderr


def test_the_demo_stays_offline(offline: dict[str, str], tmp_path: Path) -> None:
    result = run(offline, "demo", "-o", str(tmp_path / "demo"))
    assert result.returncode == 0, result.stderr
