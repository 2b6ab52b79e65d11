"""A run that is ended at any moment, however often, goes on and ends in the same bytes."""

import contextlib
import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from claimkit.dataset.build import Run
from claimkit.dataset.folder import PARTIAL
from claimkit.errors import OutputError, OutputExistsError
from claimkit.quality.validation import validate
from claimkit.reading import Reject
from claimkit.records import Article

ARTICLES = [Article.from_text(f"The council closed bridge number {n}.", url=f"urn:bridge:{n}") for n in range(6)]
INPUTS: list[Any] = [*ARTICLES[:3], Reject("b.txt", None, "empty_body", "nothing left"), ARTICLES[0], *ARTICLES[3:]]
# All that changes what is on the disk goes through these.
STEPS = ("write", "ftruncate", "fsync", "replace", "unlink", "rmdir", "mkdir")


class Killed(BaseException):
    """What stands for a kill: nothing catches it."""


def outcome(item: Any) -> Any:
    return item if isinstance(item, Reject) else SimpleNamespace(article=item, attributions=(), claims=(), mentions=())


def work(out: Path, inputs: list[Any] = INPUTS, *, stop_after: int | None = None, **choices: Any) -> list[Any]:
    """Run, or stop after so many outcomes; returns the inputs that were worked on."""
    worked: list[Any] = []
    with Run(out, **{"format": "jsonl", **choices}) as run:
        for item in run.missing(inputs):
            if len(worked) == stop_after:
                raise Killed
            worked.append(item)
            run.add(outcome(item))
        run.finish()
    return worked


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def whole(tmp_path: Path) -> Callable[[str], dict[str, bytes]]:
    def made(form: str) -> dict[str, bytes]:
        if not (tmp_path / form).exists():
            work(tmp_path / form, format=form)
        return contents(tmp_path / form)

    return made


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
@pytest.mark.parametrize("done", range(len(INPUTS)))
def test_only_what_is_missing_is_worked_on(
    form: str, done: int, whole: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(Killed):
        work(out, stop_after=done, format=form)
    assert work(out, format=form) == INPUTS[done:]
    assert contents(out) == whole(form)


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_run_that_ends_at_any_step_on_the_disk_goes_on(
    form: str, whole: Callable[[str], dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = False
    for moment in range(1000):
        out = tmp_path / f"out-{moment}"
        with monkeypatch.context() as patches:
            steps = killing_at(moment, patches)
            try:
                work(out, format=form)
                finished = True
            except Killed:
                pass
        try:
            work(out, format=form)
        except OutputExistsError as error:
            assert "finished run" in str(error)  # noqa: PT017 - finished before the kill, but for the tidying up
        assert contents(out) == whole(form), f"killed at step {moment}: {steps[-1]}"
        if finished:
            break
        shutil.rmtree(out)
    # Each input is a write, each table is moved, and so is run.json.
    assert finished
    assert moment > len(INPUTS) + 4
    assert {"write", "fsync", "replace", "unlink", "mkdir", "rmdir"} <= set(steps)


def test_a_run_that_ends_again_and_again_goes_on_each_time(
    whole: Callable[[str], dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    for moment in range(1000):
        with monkeypatch.context() as patches:
            killing_at(moment // 2, patches)
            try:
                work(out)
                break
            except Killed:
                continue
            except OutputExistsError:
                break
    assert contents(out) == whole("jsonl")


def killing_at(moment: int, patches: pytest.MonkeyPatch) -> list[str]:
    """Raise at that step, counted from 0; a write is left half done. Returns the names of the steps so far."""
    steps: list[str] = []

    def patched(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def step(*arguments: Any, **named: Any) -> Any:
            steps.append(name)
            if len(steps) <= moment:
                return real(*arguments, **named)
            if name == "write":
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            raise Killed

        return step

    for name in STEPS:
        patches.setattr(os, name, patched(name))
    return steps


def test_an_overwrite_that_ends_early_leaves_the_old_run_and_goes_on(
    whole: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    work(out, INPUTS[:2])
    old = contents(out)
    with pytest.raises(Killed):
        work(out, stop_after=4, overwrite=True)
    assert {name: data for name, data in contents(out).items() if PARTIAL not in name} == old
    assert work(out, overwrite=True) == INPUTS[4:]
    assert contents(out) == whole("jsonl")


def test_an_overwrite_that_ends_at_any_step_on_the_disk_goes_on(
    whole: Callable[[str], dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    for moment in range(1000):
        shutil.rmtree(out, ignore_errors=True)
        work(out, INPUTS[:2])
        with monkeypatch.context() as patches:
            steps = killing_at(moment, patches)
            with contextlib.suppress(Killed):
                work(out, overwrite=True)
        journalled = steps.count("write") == len(INPUTS) + 1 and steps[-1] != "write"
        new = contents(out).get("run.json") == whole("jsonl")["run.json"]
        again = work(out, overwrite=True)
        # With all in the journal nothing is left to do, unless the new run was finished and is overwritten itself.
        assert not again or not journalled or new, f"killed at step {moment}: {steps[-1]}"
        assert contents(out) == whole("jsonl")
        if len(steps) <= moment:
            return
    pytest.fail("the run never ends")


class TestOtherwiseThanBefore:
    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        with pytest.raises(Killed):
            work(tmp_path / "out", stop_after=4, options={"max_characters": 100})
        return tmp_path / "out"

    def test_other_options_are_named(self, out: Path) -> None:
        with pytest.raises(OutputExistsError, match=r"options\.max_characters 100, not 200.*--overwrite"):
            work(out, options={"max_characters": 200})
        assert work(out, options={"max_characters": 100}) == INPUTS[4:]

    def test_other_options_begin_anew_when_asked(self, out: Path) -> None:
        assert work(out, options={"max_characters": 200}, overwrite=True) == INPUTS

    def test_another_input_is_refused_and_nothing_lost(self, out: Path) -> None:
        other = [*INPUTS[:2], ARTICLES[5], *INPUTS[3:]]
        with pytest.raises(OutputExistsError, match="other articles: the same ones come only as far as number 2"):
            work(out, other, options={"max_characters": 100})
        assert work(out, options={"max_characters": 100}) == INPUTS[4:]

    def test_fewer_inputs_are_refused_too(self, out: Path) -> None:
        with pytest.raises(OutputExistsError, match="other articles"):
            work(out, INPUTS[:3], options={"max_characters": 100})

    def test_another_input_is_worked_on_from_there_when_asked(self, out: Path, tmp_path: Path) -> None:
        other = [*INPUTS[:2], ARTICLES[5], *INPUTS[3:]]
        choices: dict[str, Any] = {"options": {"max_characters": 100}}
        assert work(out, other, overwrite=True, **choices) == other[2:]
        work(tmp_path / "fresh", other, **choices)
        assert contents(out) == contents(tmp_path / "fresh")

    def test_more_inputs_at_the_end_are_just_more(self, out: Path) -> None:
        more = [*INPUTS, Article.from_text("It rained.")]
        assert work(out, more, options={"max_characters": 100}) == more[4:]


def test_a_duplicate_is_known_after_going_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(Killed):
        work(out, stop_after=3)
    work(out)
    assert b'"duplicate"' in (out / "rejects.jsonl").read_bytes()
    assert validate(out).ok


def test_two_runs_at_once_into_one_folder_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="files are not locked on Windows")
    with Run(tmp_path / "out"), pytest.raises(OutputExistsError, match="another run is writing"):
        Run(tmp_path / "out")


def test_what_is_done_is_counted(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        work(tmp_path / "out", stop_after=5)
    with Run(tmp_path / "out", format="jsonl") as run:
        list(run.missing(INPUTS))
        assert (run.done.resumed, run.done.articles, run.done.rejects) == (5, 3, 2)


class TestAFullDisk:
    @pytest.fixture(params=["write", "fsync"])
    def full(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
        """From the third call on, the system writes half of it and then has no room."""
        real, calls = getattr(os, request.param), []

        def no_room(handle: int, *data: Any) -> Any:
            calls.append(handle)
            if len(calls) < 3:
                return real(handle, *data)
            if data and len(calls) == 3:
                return real(handle, bytes(data[0])[:20])
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patches:
            patches.setattr(os, request.param, no_room)
            yield patches

    def test_it_is_said_and_the_run_goes_on_later(
        self, full: pytest.MonkeyPatch, whole: Callable[[str], dict[str, bytes]], tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        with pytest.raises(OutputError, match=r"No space left on device.*the same command goes on"):
            work(out)
        full.undo()
        assert len(work(out)) < len(INPUTS)
        assert contents(out) == whole("jsonl")


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Not a directory"):
        Run(tmp_path / "file" / "out")


def test_memory_does_not_grow_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.dataset.storage.ROWS_AT_MOST", 50)

    def peak(count: int) -> int:
        words = "The council closed the bridge. " * 100
        tracemalloc.start()
        with Run(tmp_path / str(count)) as run:
            for item in run.missing(Article.from_text(f"{words}{n}") for n in range(count)):
                run.add(outcome(item))
            run.finish()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    # Their texts alone are 4.5 MB more; the numbers by which duplicates are known are 0.2 MB.
    assert peak(1600) < peak(100) + 1_000_000
