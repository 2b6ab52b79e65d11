"""How large the report page is, how long it takes to open and to filter, by the number of claims.

Run:  python benchmarks/report.py [--claims 1000 2000 5000 10000 20000] [--runs 5]

The data is the demo gold, compared, over and over, each time under new identifiers, outlets and dates: real pages
of that many claims, with their articles, links, pairs and clusters. Opening is from the start of navigation to the
first view in the page, read from a file; a filter from the event to the laid-out table. ``_cpu_ms`` is what the page's
thread worked, drawing included, and does not depend on what else the machine does. Medians of `--runs`, in the Chromium
of this machine, headless.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit import compare
from claimkit.dataset.additions import add_tables
from claimkit.reading.tables import read_rows
from claimkit.report.page import write_report
from claimkit.resources import resource

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RESULTS = Path(__file__).parent / "results" / "report.json"
TABLES = ("articles", "mentions", "attributions", "claims", "pairs", "clusters")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_IDENTIFIER = re.compile(r'"[0-9a-f]{3}([0-9a-f]{13})"')
SEARCH = """words => {
  const input = document.querySelector("[id=field-search]");
  const before = performance.now();
  input.value = words;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - before;
}"""
SETTLED = 400  # milliseconds until what an event set off is drawn
# The scripts stand in the file and are done when it is loaded; whichever is later, that or the first paint.
OPENED = """() => Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd,
  ...performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime))"""
CHOOSE = """([id, value]) => {
  const select = document.getElementById(id);
  const before = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("change", {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - before;
}"""
SORT = """name => {
  const button = [...document.querySelectorAll("thead button")].find((each) => each.textContent === name);
  const before = performance.now();
  button.click();
  document.body.offsetHeight;
  return performance.now() - before;
}"""


def main() -> None:
    """Measure every size and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 2_000, 5_000, 10_000, 20_000])
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CLAIMKIT_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
        rows = one_round(Path(scratch) / "demo")
        sizes = [measured(browser, rows, count, Path(scratch), arguments.runs) for count in arguments.claims]
        result = {
            "command": "python benchmarks/report.py",
            "browser": f"Chromium {browser.version}, headless",
            "runs": arguments.runs,
            # Of a machine that does other work as well the milliseconds are no measure, those of the CPU alone are.
            "load_average": round(os.getloadavg()[0], 1),
            "sizes": sizes,
        }
        browser.close()
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    json.dump(result, sys.stdout, indent=2)
    print()


def one_round(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of the demo gold with its pairs and clusters."""
    folder.mkdir()
    for table in TABLES[:4]:
        text = resource("demo").joinpath("gold").joinpath(f"{table}.jsonl").read_text(encoding="utf-8")
        (folder / f"{table}.jsonl").write_text(text, encoding="utf-8")
    found = compare(folder)
    records = {"pairs": found.pairs, "clusters": found.clusters}
    add_tables(folder, {config: (each.to_dict() for each in table) for config, table in records.items()})
    return {table: list(read_rows(folder, table)) for table in TABLES}


def measured(browser: Browser, rows: dict[str, list[dict[str, Any]]], least: int, scratch: Path, runs: int) -> Any:
    """One size: at least so many claims."""
    rounds = -(-least // len(rows["claims"]))
    folder, page = scratch / f"data-{least}", scratch / f"page-{least}.html"
    folder.mkdir()
    for table, each in rows.items():
        lines = (
            json.dumps(row, ensure_ascii=False) for number in range(rounds) for row in renewed(table, each, number)
        )
        (folder / f"{table}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = time.process_time()
    written = write_report(folder, page)
    seconds = time.process_time() - before
    shutil.rmtree(folder)
    looks = [look(browser, page) for _ in range(runs)]
    return {
        "claims": written["claims"],
        "articles": written["articles"],
        "clusters": written["clusters"],
        "bytes": written["bytes"],
        "bytes_per_claim": round(written["bytes"] / written["claims"]),
        "write_cpu_seconds": round(seconds, 2),
        **{name: round(statistics.median(each[name] for each in looks), 1) for name in looks[0]},
    }


def renewed(table: str, rows: list[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    """The rows under identifiers of their own: the first three digits say which round it is."""
    text = json.dumps(rows, ensure_ascii=False)
    text = _IDENTIFIER.sub(lambda match: f'"{number:03x}{match.group(1)}"', text)
    for row in json.loads(text):
        if table == "articles":
            day = datetime.date(2030, 1, 1) + datetime.timedelta(days=number)
            row = {**row, "publisher": f"{row['publisher']} {number % 40}", "published": day.isoformat()}
        yield row


def look(browser: Browser, file: Path) -> dict[str, float]:
    """Milliseconds of one reader: opening the file, then the table, then searching, filtering and sorting it."""
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    told: dict[str, float] = {}

    def timed(name: str, act: Callable[[], float]) -> None:
        before = _worked(session)
        told[f"{name}_ms"] = act()
        page.wait_for_timeout(SETTLED)
        told[f"{name}_cpu_ms"] = 1000 * (_worked(session) - before)

    def opened() -> float:
        page.goto(file.as_uri())
        return float(page.evaluate(OPENED))

    timed("open", opened)
    page.evaluate("location.hash = 'claims'")
    page.wait_for_selector("tbody tr")
    page.wait_for_timeout(SETTLED)
    timed("search", lambda: page.evaluate(SEARCH, "dam released water"))
    timed("search_of_a_letter", lambda: page.evaluate(SEARCH, "e"))
    timed("no_search", lambda: page.evaluate(SEARCH, ""))
    timed("filter", lambda: page.evaluate(CHOOSE, ["field-hedge-type", "doxastic"]))
    timed("no_filter", lambda: page.evaluate(CHOOSE, ["field-hedge-type", ""]))
    timed("sort", lambda: page.evaluate(SORT, "Claim"))
    page.context.close()
    return told


def _worked(session: Any) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


if __name__ == "__main__":
    main()
