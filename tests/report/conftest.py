"""Datasets the page is made of: the demo gold, compared, with one conflict; and articles that try to break out.

And a Chromium that is kept off the network, for tests that look at the page as its readers do.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claimkit import ClaimCluster, ClaimPair, ClusterStatus, Dependence, Difference, Relation, compare
from claimkit.dataset.additions import add_tables
from claimkit.report.page import write_report
from claimkit.resources import resource

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
TABLES = ("articles", "attributions", "claims", "mentions")
DOUBTFUL = "2e60580f00513775"
REJECTS = (
    {"input": "old.doc", "line": None, "reason": "binary", "detail": "the file is no text"},
    {"input": "feed.jsonl", "line": 7, "reason": "not_english", "detail": "the text is in Finnish"},
    {"input": "feed.jsonl", "line": 9, "reason": "not_english", "detail": "the text is in Welsh"},
)


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo gold as ``extract`` would have written it, not compared yet."""
    folder = tmp_path_factory.mktemp("report") / "gold"
    folder.mkdir()
    for table in TABLES:
        text = resource("demo").joinpath("gold").joinpath(f"{table}.jsonl").read_text(encoding="utf-8")
        (folder / f"{table}.jsonl").write_text(text, encoding="utf-8")
    rejects = "".join(json.dumps(row) + "\n" for row in REJECTS)
    (folder / "rejects.jsonl").write_text(rejects, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def compared(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo gold with its pairs and clusters, and with a conflict between the first two tolls that are in none."""
    folder = tmp_path_factory.mktemp("report") / "compared"
    folder.mkdir()
    for file in gold.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    rewrite(folder / "claims.jsonl", _doubtful)
    found = compare(folder)
    taken = {claim_id for cluster in found.clusters for claim_id in cluster.claim_ids}
    one, other = _tolls(folder, taken)
    pair, cluster = _conflict(one, other)
    tables: dict[str, list[Any]] = {
        "pairs": [*found.pairs, pair],
        "clusters": [*found.clusters, cluster],
        "verification": list(found.verification),
    }
    add_tables(folder, {config: (record.to_dict() for record in records) for config, records in tables.items()})
    return folder


@pytest.fixture(scope="session")
def page_file(compared: Path) -> Path:
    """The page of the compared demo gold."""
    out = compared.parent / "report.html"
    write_report(compared, out)
    return out


@pytest.fixture(scope="session")
def hostile_file(gold: Path) -> Path:
    """The page of the demo gold after somebody has put markup where words were."""
    folder = gold.parent / "hostile"
    folder.mkdir()
    for file in gold.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    rewrite(folder / "articles.jsonl", hostile_article)
    rewrite(folder / "claims.jsonl", lambda row: {**row, "text": BREAKING_OUT, "text_resolved": BREAKING_OUT})
    rewrite(folder / "mentions.jsonl", lambda row: {**row, "name": BREAKING_OUT})
    rewrite(folder / "rejects.jsonl", lambda row: {**row, "input": BREAKING_OUT, "detail": BREAKING_OUT})
    out = folder.parent / "hostile.html"
    write_report(folder, out, title=BREAKING_OUT)
    return out


BREAKING_OUT = "\"'><img src=x onerror=broken()></script><script>broken()</script><!--<script> {{scripts}} & 😀"


def hostile_article(row: dict[str, Any]) -> dict[str, Any]:
    """The article with markup for its words; as long as before, so that spans stay inside."""
    length = len(row["text"])
    text = (BREAKING_OUT + "\n") * (length // len(BREAKING_OUT) + 1)
    return {
        **row,
        "title": BREAKING_OUT,
        "publisher": BREAKING_OUT,
        "url": "javascript:broken()",
        "text": text[:length],
    }


def rewrite(file: Path, change: Any) -> None:
    """Every row of a JSON Lines table changed."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lines = "".join(json.dumps(change(row), ensure_ascii=False) + "\n" for row in rows)
    file.write_text(lines, encoding="utf-8")


def _doubtful(row: dict[str, Any]) -> dict[str, Any]:
    """One claim is denied with a score that affirms it: for the checks to find."""
    if row["claim_id"] != DOUBTFUL:
        return row
    (first, *others) = row["factuality"]
    return {**row, "factuality": [{**first, "value": "CT-", "score": 3.0}, *others]}


def _tolls(folder: Path, taken: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two claims of two outlets that each give a number of people."""
    rows = [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = {
        row["article_id"]: row["publisher"]
        for row in map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    }
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["claim_id"] not in taken and any(each["counted"] for each in row["quantities"]):
            found.setdefault(outlets[row["article_id"]], row)
    one, other, *_ = found.values()
    return one, other


def _conflict(one: dict[str, Any], other: dict[str, Any]) -> tuple[ClaimPair, ClaimCluster]:
    a, b = sorted((one["claim_id"], other["claim_id"]))
    pair = ClaimPair(
        pair_id="c" * 16,
        claim_a=a,
        claim_b=b,
        relation=Relation.CONTRADICTION,
        narrower=None,
        differences=(Difference(field="quantities", a="7 death", b="9 death"),),
        dependence=Dependence.INDEPENDENT,
        score=0.9,
    )
    cluster = ClaimCluster(
        cluster_id="c" * 16,
        claim_ids=(a, b),
        publishers=("Corran Herald", "The Osterby Post"),
        observers=("Corran Herald", "The Osterby Post"),
        witnesses=("rescue service",),
        independent_min=1,
        independent_max=2,
        first_appearance="2024-03-05",
        low=None,
        high=None,
        status=ClusterStatus.CONFLICTING,
    )
    return pair, cluster


class Reader:
    """One tab with a page in it, and what went wrong there: requests for anything but the file, and errors."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.file = file
        self.requests: list[str] = []
        self.errors: list[str] = []
        context = browser.new_context(offline=True, **options)
        context.set_default_timeout(10_000)
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def open(self, address: str = "") -> Page:
        """The page at an address within it, as if the link had come by mail."""
        # A new hash alone would not load the page anew.
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}#{address}")
        return self.page

    def strangers(self) -> list[str]:
        """Requests for anything but the file itself and the empty icon."""
        return [url for url in self.requests if url.split("#")[0] not in (self.file.as_uri(), "data:,", "about:blank")]

    def close(self) -> None:
        self.page.context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = os.environ.get("CLAIMKIT_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no Chromium on this machine (install Debian's chromium, or set CLAIMKIT_CHROMIUM)")
    with api.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def read(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """``read(file, width=…, dark=…)``: the page in a tab of its own; it must ask nobody and raise nothing."""
    tabs: list[Reader] = []

    def opened(file: Path, *, width: int = 1280, dark: bool = False) -> Reader:
        scheme = "dark" if dark else "light"
        tabs.append(Reader(browser, file, viewport={"width": width, "height": 900}, color_scheme=scheme))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.close()
        assert tab.strangers() == []
        assert tab.errors == []
