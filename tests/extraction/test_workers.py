"""Workers: outcomes in the order of the articles, whatever becomes of the processes."""

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimkit.errors import MissingModelError, ResourceError
from claimkit.extraction.workers import DIED, Crew
from claimkit.reading import Reject

# What the workers are given is the name of what to do. It lies in a file, for they are processes of their own.
DEEDS = """
import os, signal, sys, time
from pathlib import Path
from claimkit.errors import MissingModelError

def prepare(): ...
def prepare_without_model(): raise MissingModelError("there is no model")
def prepare_and_die(): os._exit(5)
def prepare_slowly():
    print("preparing", flush=True)
    time.sleep(1)

def attempt(deed):
    name, _, value = deed.partition(" ")
    if name == "exit": os._exit(int(value))
    if name == "kill": os.kill(os.getpid(), signal.Signals[value])
    if name == "fill": raise MemoryError
    if name == "sleep": time.sleep(float(value))
    if name == "once":
        try: Path(value).touch(exist_ok=False)
        except FileExistsError: return "the second time"
        os._exit(1)
    if name == "model": raise MissingModelError(value)
    if name == "long": return "x" * int(value)
    if name == "threads": return os.environ["OMP_NUM_THREADS"]
    if name == "pid": return os.getpid()
    return deed
"""


@pytest.fixture
def deeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "worker_deeds.py").write_text(DEEDS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("worker_deeds", None)
    return importlib.import_module("worker_deeds")


def died(item: str, detail: str) -> Reject:
    return Reject(item, None, DIED, detail)


@pytest.fixture
def outcomes(deeds: ModuleType) -> Callable[..., list[Any]]:
    def run(*items: Any, workers: int = 2, prepare: str = "prepare") -> list[Any]:
        crew: Crew[Any, Any] = Crew(workers, deeds.attempt, getattr(deeds, prepare), died)
        return list(crew.outcomes(items))

    return run


def test_the_order_is_that_of_the_items_even_if_the_first_takes_longest(outcomes: Callable[..., list[Any]]) -> None:
    items = ["sleep 0.5", *(f"item {number}" for number in range(20))]
    assert outcomes(*items) == items


def test_a_reject_passes_through_in_its_place(outcomes: Callable[..., list[Any]]) -> None:
    aside = Reject("a.txt", None, "binary", "")
    assert outcomes("a", aside, "b") == ["a", aside, "b"]


def test_no_items_need_no_worker(outcomes: Callable[..., list[Any]]) -> None:
    assert outcomes(prepare="prepare_and_die") == []


@pytest.mark.parametrize(
    ("deed", "how"),
    [
        ("exit 3", "ended with exit code 3"),
        ("kill SIGSEGV", "was ended by SIGSEGV"),
        ("kill SIGKILL", "was ended by SIGKILL"),
        ("fill", "ran out of memory"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals are a Unix thing")
def test_an_article_that_is_the_end_of_a_worker_costs_itself_alone(
    deed: str, how: str, outcomes: Callable[..., list[Any]]
) -> None:
    before, after = (tuple(f"{side} {number}" for number in range(4)) for side in ("before", "after"))
    found = outcomes(*before, deed, *after)
    assert found[:4] == list(before)
    assert found[5:] == list(after)
    assert found[4] == Reject(deed, None, "worker_died", f"the process that read it {how}, and so did a second one")


def test_an_innocent_victim_is_read_by_the_next_worker(outcomes: Callable[..., list[Any]], tmp_path: Path) -> None:
    assert outcomes("a", f"once {tmp_path / 'mark'}", "b", workers=1) == ["a", "the second time", "b"]


def test_two_poisons_after_one_another_are_told_apart(outcomes: Callable[..., list[Any]]) -> None:
    found = outcomes("exit 3", "exit 4", "a", workers=1)
    assert [getattr(each, "reason", each) for each in found] == ["worker_died", "worker_died", "a"]
    assert ["exit code 3" in found[0].detail, "exit code 4" in found[1].detail] == [True, True]


def test_long_items_and_long_answers_at_once_do_not_wait_for_each_other(outcomes: Callable[..., list[Any]]) -> None:
    found = outcomes(*["long 3000000", "a" * 3_000_000] * 3, workers=1)
    assert [len(each) for each in found] == [3_000_000] * 6


def test_what_is_wrong_with_the_call_is_raised_here(outcomes: Callable[..., list[Any]]) -> None:
    with pytest.raises(MissingModelError, match="no model"):
        outcomes("a", prepare="prepare_without_model")
    with pytest.raises(MissingModelError, match="gone"):
        outcomes("a", "model gone", "b")


def test_a_worker_that_cannot_start_blames_no_article(outcomes: Callable[..., list[Any]]) -> None:
    with pytest.raises(ResourceError, match="exit code 5"):
        outcomes("a", prepare="prepare_and_die")


def test_a_worker_is_replaced_after_so_many_articles(
    outcomes: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimkit.extraction.workers._ARTICLES_A_WORKER", 3)
    processes = outcomes(*["pid"] * 7, workers=1)
    assert [processes.count(each) for each in dict.fromkeys(processes)] == [3, 3, 1]


def test_a_worker_has_one_thread_for_its_arithmetic(
    outcomes: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert outcomes("threads") == ["1"]
    assert "OMP_NUM_THREADS" not in os.environ


PARENT = """
import sys
sys.path.insert(0, sys.argv[1])
from claimkit.extraction.workers import Crew
from claimkit.reading import Reject
import worker_deeds

if __name__ == "__main__":
    crew = Crew(2, worker_deeds.attempt, worker_deeds.prepare, None)
    for outcome in crew.outcomes(["pid", "pid", *["sleep 60"] * 10]):
        print(outcome, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a Unix thing")
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM", "SIGINT"])
@pytest.mark.usefixtures("deeds")
def test_workers_end_with_the_run_however_it_ends_and_say_nothing(ending: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    call = [sys.executable, script, tmp_path]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    workers = {int(process.stdout.readline()) for _ in range(2)}
    # Ctrl-C reaches the whole group, the others only the process that was named.
    if ending == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.Signals[ending])
    _, errors = process.communicate()
    for worker in workers:
        wait_for_end(worker)
    # The one traceback of Ctrl-C is the script's own, which does not catch it.
    assert errors.count("Traceback") == (ending == "SIGINT")


@pytest.mark.usefixtures("deeds")
def test_a_worker_whose_run_ends_before_it_is_ready_says_nothing(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.replace("worker_deeds.prepare", "worker_deeds.prepare_slowly"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "preparing\n"
    process.kill()
    # The workers hold the pipes until they end.
    assert process.communicate()[1] == ""


def wait_for_end(pid: int) -> None:
    for _ in range(1200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail(f"worker {pid} outlives its run")
