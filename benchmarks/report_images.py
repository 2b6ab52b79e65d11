"""The pictures of the report page in docs/images, from the demo articles.

    python benchmarks/report_images.py

Needs Chromium and playwright, as the tests of the page do.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from claimkit import build_dataset, compare, read_articles, write_report
from claimkit.dataset.additions import add_tables
from claimkit.resources import resource

IMAGES = Path(__file__).parents[1] / "docs" / "images"


class Picture(NamedTuple):
    """A view, and the corner of it that is shown."""

    name: str
    address: str
    width: int
    height: int
    focus: str | None = None


PICTURES = (
    Picture("report-article", "articles", 1280, 660, focus=".text .m-content .m-content"),
    Picture("report-across", "across?q=40", 1100, 800),
    Picture("report-charts", "charts", 1000, 640),
)


def main() -> None:
    """Extract, compare, write the page, look at it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as running:
        page_file = _page(Path(scratch))
        chromium = os.environ.get("CLAIMKIT_CHROMIUM") or shutil.which("chromium")
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
            page.goto(f"{page_file.as_uri()}#{picture.address}")
            page.wait_for_timeout(500)
            if picture.focus:
                place = page.locator(picture.focus).first
                place.focus()
                place.evaluate("element => element.scrollIntoView({block: 'center'})")
                page.wait_for_timeout(300)
            page.screenshot(path=IMAGES / f"{picture.name}.png")
        browser.close()


def _page(scratch: Path) -> Path:
    articles = resource("demo").joinpath("articles")
    build_dataset(read_articles([Path(str(articles))]), scratch / "claims")
    found = compare(scratch / "claims")
    records = {"pairs": found.pairs, "clusters": found.clusters, "verification": found.verification}
    add_tables(scratch / "claims", {config: (each.to_dict() for each in table) for config, table in records.items()})
    write_report(scratch / "claims", scratch / "report.html", title="claimkit demo")
    return scratch / "report.html"


if __name__ == "__main__":
    main()
