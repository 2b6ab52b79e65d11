"""How long `import claimkit` and `claimkit --help` take: whole processes, median of several, the interpreter included.

    python benchmarks/startup.py [--runs 15]

Prints JSON and writes benchmarks/results/startup.json. ``interpreter`` is an empty script, for comparison.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULT = Path(__file__).parent / "results" / "startup.json"


def main() -> None:
    """Time the three commands in turn, so that a busy moment hits all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        empty, importing = Path(folder, "empty.py"), Path(folder, "importing.py")
        empty.write_text("", encoding="utf-8")
        importing.write_text("import claimkit\n", encoding="utf-8")
        commands = {
            "interpreter": [sys.executable, str(empty)],
            "import_claimkit": [sys.executable, str(importing)],
            "claimkit_help": [str(Path(sys.executable).with_name("claimkit")), "--help"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):
            for name, command in commands.items():
                seconds[name].append(_time(command))
    result = {
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "runs": runs,
        # The first round fills the disk cache and is left out.
        "seconds": {name: _summary(times[1:]) for name, times in seconds.items()},
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _time(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _summary(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 3), "max": round(max(times), 3)}


if __name__ == "__main__":
    main()
