"""No command opens a socket: the interpreter itself refuses here, in the process and in its workers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = """
import os, sys

def refuse(event, arguments):
    # urllib3 asks whether there is IPv6 by binding any port of this machine; nobody can reach that.
    probe = event == "socket.bind" and arguments[1] == ("::1", 0)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind") and not probe:
        # Written down as well, for a library may pass over the error.
        with open(os.environ["SOCKETS"], "a") as log:
            log.write(f"{event} {arguments!r}\\n")
        raise RuntimeError(f"a socket was opened: {event} {arguments!r}")

sys.addaudithook(refuse)
"""
ARTICLE = "The council of Veldt closed the bridge on Monday, Mayor Ann Lesk said. It will open again in May."


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "hook"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, "SOCKETS": str(tmp_path / "sockets.log")}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimkit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_hook_would_notice(offline: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "connect.py"
    script.write_text("import socket; socket.create_connection(('127.0.0.1', 9))", encoding="utf-8")
    result = subprocess.run([sys.executable, script], capture_output=True, text=True, env=offline, check=False)
    assert "a socket was opened" in result.stderr
    assert (tmp_path / "sockets.log").read_text(encoding="utf-8").startswith("socket.")


def test_the_workers_of_an_extraction_stay_offline(offline: dict[str, str], tmp_path: Path) -> None:
    source, out = tmp_path / "articles", tmp_path / "out"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.txt").write_text(f"{ARTICLE} It is number {number}.", encoding="utf-8")
    result = run(offline, "extract", str(source), "-o", str(out), "--workers", "2")
    assert result.returncode == 0, result.stderr


# One call of every command, in one process; ID stands for a claim. What needs a corpus or a model to try is not here.
CALLS = (
    "demo -o demo",
    "compare demo/dataset",
    "show demo/dataset ID",
    "find dam demo/dataset",
    "report demo/dataset -o report.html",
    "validate demo/dataset",
    "check demo/dataset",
    "diff demo/dataset demo/dataset",
    "agree demo/dataset demo/dataset",
    "split demo/dataset -o split --sizes 0.4,0.3,0.3",
    "migrate demo/dataset -o migrated",
    "card demo/dataset --licence cc-by-4.0",
    "export demo/dataset --to label-studio -o tasks",
    "import tasks/tasks.json --from label-studio -o imported",
    "extract articles -o bare --text none --workers 0",
    "hydrate bare --articles articles -o whole",
    "evaluate claims",
    "doctor",
)
NOT_OFFLINE = {"publish", "train", "predict"}
SCRIPT = """
import json, sys
from claimkit.cli import app
from claimkit.reading.tables import read_rows

import typer

def main():
    names = {each.name for each in typer.main.get_command(app).commands.values()}
    done = []
    for call in json.loads(sys.argv[1]):
        command, *rest = call.split()
        if command not in names:
            continue
        arguments = [next(read_rows("demo/dataset", "claims"))["claim_id"] if each == "ID" else each for each in rest]
        try:
            app([command, *arguments], prog_name="claimkit")
        except SystemExit as ended:
            assert ended.code in (0, 1, None), (call, ended.code)
        done.append(command)
    print("CALLED", json.dumps([sorted(names), done]))

# Workers import this file once more.
if __name__ == '__main__':
    main()
"""


def test_no_command_but_publish_opens_a_socket(offline: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "calls.py").write_text(SCRIPT, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, tmp_path / "calls.py", json.dumps(CALLS)],
        capture_output=True, text=True, env=offline, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-3000:]
    names, done = json.loads(result.stdout.rpartition("CALLED")[2])
    assert set(names) - set(done) <= NOT_OFFLINE, "say in CALLS how to call the new command"
    assert not (tmp_path / "sockets.log").exists(), (tmp_path / "sockets.log").read_text(encoding="utf-8")
