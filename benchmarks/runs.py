"""Runs that are killed, resumed and measured: `claimkit extract` as a user starts it, on synthetic articles.

    python benchmarks/runs.py kills [--kills 100]     kill -9, SIGTERM and Ctrl-C at random moments
    python benchmarks/runs.py memory                  peak memory at 1,000 and 10,000 articles
    python benchmarks/runs.py resume                  what it costs to go on after 900 of 1,000 articles
    python benchmarks/runs.py speed                   articles/s with 1 and 2 workers on articles of some 400 words

Prints JSON and puts it under the name of the part into benchmarks/results/runs.json. All but ``speed`` read by rules
alone and articles of two or three sentences, so that they are affordable; their names are made up at random, so
that vocabularies grow as they do on news. Runs with workers are processes as a user starts them; those without, four
in five, are the same command in a process forked from one that has loaded the models, which saves the start. Moments to
kill at are spread evenly over the time that a whole run takes; after each kill the same command is given again. Peak
memory is the resident memory of the process and its workers, summed over them and sampled twenty times a second
(Linux only). Seconds depend on what else the machine does (``load_average``), CPU seconds less.
"""

import argparse
import itertools
import json
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "runs.json"
PARTIAL = ".claimkit-partial"
# Names of nobody: syllables put together.
SYLLABLES = (
    "bra",
    "del",
    "fen",
    "gor",
    "hal",
    "kes",
    "lin",
    "mor",
    "nev",
    "ost",
    "pra",
    "ruk",
    "sel",
    "tov",
    "ul",
    "ves",
)
ROLES = ("mayor", "minister", "farmer", "spokeswoman", "engineer", "judge", "teacher", "captain", "clerk", "doctor")
VERBS = ("said", "warned", "told reporters", "announced", "claimed", "acknowledged", "insisted", "predicted")
EVENTS = (
    "the bridge over the {a} would probably stay closed until May",
    "about {n} people had left their homes near {b}",
    "the council of {b} approved a budget of ${n} million on Monday",
    "the factory in {b} may cut {n} jobs by the end of the year",
    "prices in {b} rose by {d} per cent in April",
    "the trial of {a} {b} could not begin before 2026",
    "rain had flooded at least {n} houses along the {a}",
)


def main() -> None:
    """Measure the part that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, nargs="+", help="other numbers of articles than the usual ones")
    parser.add_argument("--with-workers", type=float, default=0.2, help="share of runs that have workers (kills)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimkit-runs-") as folder:
        found = PARTS[options.part](Path(folder), options)
    found = {"python": platform.python_version(), "cpus": os.cpu_count(), "load_average": load(), **found}
    print(json.dumps(found, indent=2))
    results = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    RESULT.write_text(json.dumps({**results, options.part: found}, indent=2) + "\n", encoding="utf-8")


def load() -> float:
    """How busy the machine is."""
    return round(os.getloadavg()[0], 1)


def kills(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Kill run after run until ``--kills`` have been; every finished folder must be as if never killed."""
    chance = random.Random(options.seed)  # noqa: S311 - to be the same again, not to be secret
    articles = write_articles(folder / "articles.jsonl", (options.articles or [60])[0])
    whole: dict[str, dict[str, bytes]] = {}
    seconds: dict[tuple[str, int], float] = {}
    load_models()
    for form in ("parquet", "jsonl"):
        for workers in (0, 1):
            out = folder / f"whole-{form}-{workers}"
            begin = time.monotonic()
            Started(command(articles, out, form, workers), forked=workers == 0).wait(3600)
            seconds[form, workers] = seconds[form, 2 * workers] = time.monotonic() - begin
        whole[form] = contents(folder / f"whole-{form}-1")
    phases: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    signals: Counter[str] = Counter()
    runs = different = tracebacks = left_behind = killed = 0
    while killed < options.kills:
        form = chance.choice(("parquet", "jsonl"))
        workers = chance.choice((1, 2)) if chance.random() < options.with_workers else 0
        out = folder / f"run-{runs}"
        for tried in itertools.count():
            finished, fresh = (out / "run.json").exists(), not out.exists()
            with_signal = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
            started = Started(command(articles, out, form, workers), forked=workers == 0)
            begin = time.monotonic()
            # Later and later: on a machine that has become slower, no moment of the time of old would let a run end.
            ended = kill(started, with_signal, chance.uniform(0, seconds[form, workers]) * (1 + tried / 4))
            if ended.code == 0 and fresh:
                # The machine may have become quicker: a moment after the end is no moment to kill at.
                seconds[form, workers] = min(seconds[form, workers], time.monotonic() - begin)
            tracebacks += "Traceback" in ended.errors
            left_behind += ended.left_behind
            if not ended.killed:
                break
            killed += 1
            kinds["with workers" if workers else "without workers"] += 1
            signals[with_signal.name] += 1
            phases[phase(out)] += 1
        runs += 1
        # A run that was killed when all was in its place is finished, and the same command says so.
        different += ended.code != (2 if finished else 0) or contents(out) != whole[form]
        print(f"{killed} kills, {runs} runs finished, {different} different", file=sys.stderr, flush=True)
        shutil.rmtree(out)
    return {
        "articles": (options.articles or [60])[0],
        "kills": killed,
        "by_kind": dict(sorted(kinds.items())),
        "by_signal": dict(sorted(signals.items())),
        "killed_while": dict(sorted(phases.items())),
        "runs_finished": runs,
        "runs_with_other_bytes": different,
        "tracebacks": tracebacks,
        "processes_left_behind": left_behind,
    }


def phase(out: Path) -> str:
    """What the run was at when it was killed, by what lies in its folder."""
    partial = out / PARTIAL
    if (out / "run.json").exists():
        return "tidying up" if partial.exists() else "ending"
    if (partial / "moving").exists():
        return "moving tables in"
    if (partial / "tables").exists():
        return "making tables"
    return "extracting" if (partial / "journal").exists() else "starting"


class Ended:
    """How a process ended: by our signal or by itself, what it said, whether any process of its group lived on."""

    def __init__(self, killed: bool, code: int, errors: str, left_behind: bool) -> None:
        self.killed, self.code, self.errors, self.left_behind = killed, code, errors, left_behind


class Started:
    """The command as leader of a process group of its own, forked or started; what it says on stderr goes to a file."""

    def __init__(self, call: Sequence[str], *, forked: bool) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it has been read
        if forked:
            self.pid = os.fork()
            if self.pid == 0:
                self._become(call[call.index("extract") :])
        else:
            process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=self.errors, start_new_session=True)
            self.pid = process.pid

    def _become(self, arguments: Sequence[str]) -> None:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(self.errors.fileno(), 2)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = 1
        try:
            from claimkit.cli import app

            app(list(arguments))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            os._exit(code)

    def wait(self, seconds: float) -> int | None:
        """The exit code, negative for a signal, or ``None`` if it has not ended by then."""
        end = time.monotonic() + seconds
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() >= end:
                return None
            time.sleep(0.001)


def load_models() -> None:
    """What every run loads, once for all that are forked."""
    from claimkit import extract

    if "claimkit.cli" not in sys.modules:
        import claimkit.cli  # noqa: F401 - to have it loaded
        from claimkit.reading.language import language_of

        text = "The council closed the bridge on Monday, the mayor said."
        language_of(text)
        extract(text, rules_only=True)


def kill(started: Started, with_signal: signal.Signals, after: float) -> Ended:
    """After so many seconds kill the first process of the group, or, as Ctrl-C does, signal all of it."""
    code = started.wait(after)
    killed = code is None
    if killed:
        # A group is there only once the fork has come so far.
        if with_signal is signal.SIGINT and os.getpgid(started.pid) == started.pid:
            os.killpg(started.pid, with_signal)
        else:
            os.kill(started.pid, with_signal)
        code = started.wait(600)
    left_behind = not group_ends(started.pid)
    started.errors.seek(0)
    said = started.errors.read().decode("utf-8", "replace")
    started.errors.close()
    # One that was finished as the signal came has ended well, and is to be judged by its bytes.
    return Ended(killed and code != 0, -1 if code is None else code, said, left_behind)


def group_ends(group: int, patience: float = 20.0) -> bool:
    """Whether the last process of the group ends by itself; what does not is killed."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False


def memory(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Peak memory with one worker at each number of articles."""
    peaks = []
    for count in options.articles or [1_000, 10_000]:
        articles = write_articles(folder / f"{count}.jsonl", count)
        peaks.append({"articles": count, **measured(command(articles, folder / f"out-{count}", "parquet", 1))})
        print(peaks[-1], file=sys.stderr, flush=True)
    return {"runs": peaks, "last_against_first": round(peaks[-1]["peak_memory_mb"] / peaks[0]["peak_memory_mb"], 3)}


def resume(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """What going on costs: a run stopped when nine tenths of its articles were done, against the last tenth alone."""
    count = (options.articles or [1_000])[0]
    articles = write_articles(folder / "articles.jsonl", count)
    rest = folder / "rest.jsonl"
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    out = folder / "out"
    whole = measured(command(articles, folder / "whole", "parquet", 1))
    with subprocess.Popen(command(articles, out, "parquet", 1), stderr=subprocess.DEVNULL) as process:
        while records(out / PARTIAL / "journal") < count * 9 // 10:
            time.sleep(0.02)
        process.kill()
    done = records(out / PARTIAL / "journal")
    rest.write_text("".join(lines[done:]), encoding="utf-8")
    resumed = measured(command(articles, out, "parquet", 1))
    alone = measured(command(rest, folder / "rest", "parquet", 1))
    return {
        "articles": count,
        "done_before": done,
        "same_bytes": contents(out) == contents(folder / "whole"),
        "whole_run": whole,
        "resumed_run": resumed,
        "run_of_the_rest_alone": alone,
        "cpu_seconds_for_what_was_done": round(resumed["cpu_seconds"] - alone["cpu_seconds"], 2),
    }


def records(journal: Path) -> int:
    """How many inputs a journal holds; its first record is the plan."""
    count, data = -1, journal.read_bytes() if journal.exists() else b""
    at = 0
    while at + 36 <= len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        body = data[at + 36 : at + 36 + length]
        if zlib.crc32(body, zlib.crc32(data[at + 8 : at + 36])) != int.from_bytes(data[at + 4 : at + 8], "little"):
            break
        count, at = count + 1, at + 36 + length
    return max(count, 0)


def speed(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Articles/s with 1 and 2 workers in alternation, the tagger included, on longer articles."""
    count = (options.articles or [100])[0]
    articles = write_articles(folder / "articles.jsonl", count, sentences=20)
    runs = []
    for turn, workers in enumerate((1, 2, 1, 2)):
        found = measured(command(articles, folder / f"out-{turn}", "parquet", workers, rules_only=False))
        runs.append({"workers": workers, **found, "articles_per_second": round(count / found["seconds"], 2)})
    best = {n: max(run["articles_per_second"] for run in runs if run["workers"] == n) for n in (1, 2)}
    return {
        "articles": count,
        "words": words_in(articles),
        "runs": runs,
        "two_against_one": round(best[2] / best[1], 2),
    }


def words_in(articles: Path) -> int:
    """How many words the articles have together."""
    with articles.open(encoding="utf-8") as lines:
        return sum(len(json.loads(line)["text"].split()) for line in lines)


def command(articles: Path, out: Path, form: str, workers: int, *, rules_only: bool = True) -> list[str]:
    """The call that is measured."""
    call = [sys.executable, "-m", "claimkit", "extract", str(articles), "-o", str(out)]
    return [*call, "--format", form, "--workers", str(workers), *(["--rules-only"] if rules_only else [])]


def measured(call: Sequence[str]) -> dict[str, Any]:
    """Seconds, CPU seconds and peak memory of a process and its workers."""
    before, begin, peak = cpu(), time.monotonic(), 0
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        finished = threading.Event()
        threading.Thread(target=lambda: (process.wait(), finished.set()), daemon=True).start()
        while not finished.wait(0.05):
            peak = max(peak, resident(process.pid))
    if process.returncode:
        raise SystemExit(f"{' '.join(call)} ended with {process.returncode}")
    return {
        "seconds": round(time.monotonic() - begin, 1),
        "cpu_seconds": round(cpu() - before, 2),
        "peak_memory_mb": round(peak / 1024),
    }


def cpu() -> float:
    """CPU seconds of all children that have ended, theirs included."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def resident(pid: int) -> int:
    """Resident memory of a process and its descendants in kB; 0 for one that has ended."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                total = int(line.split()[1])
        children = [n for task in Path(f"/proc/{pid}/task").iterdir() for n in (task / "children").read_text().split()]
    except OSError:
        return total
    return total + sum(resident(int(child)) for child in children)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what is in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def write_articles(file: Path, count: int, sentences: int = 2) -> Path:
    """Write ``count`` made-up articles; article n is always the same, and every fiftieth has no text."""
    with file.open("w", encoding="utf-8") as lines:
        for number in range(count):
            text = "" if number % 50 == 49 else " ".join(sentences_of(number, sentences))
            record = {"text": text, "url": f"https://example.org/{number}", "published": "2024-03-05"}
            lines.write(json.dumps(record) + "\n")
    return file


def sentences_of(number: int, sentences: int) -> Iterator[str]:
    """What somebody said about something, over and over."""
    chance = random.Random(number)  # noqa: S311 - as above
    for _ in range(sentences):
        event = chance.choice(EVENTS).format(
            a=name(chance), b=name(chance), n=chance.randint(2, 900), d=chance.randint(1, 9)
        )
        who = f"{chance.choice(ROLES)} {name(chance)} {name(chance)}"
        yield f"The {event.removeprefix('the ')}, {who} {chance.choice(VERBS)}."


def name(chance: random.Random) -> str:
    """A name of two or three syllables."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()


PARTS = {"kills": kills, "memory": memory, "resume": resume, "speed": speed}


if __name__ == "__main__":
    main()
