"""WCAG 2.2 AA by axe-core, in every view, by day and by night, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = ("articles", "claim", "claims", "across", "quality", "charts")

Read = Callable[..., Any]


def violations(page: Any, only: str | None = None) -> list[str]:
    page.evaluate(AXE)
    rules = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": TAGS}
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_breaks_a_rule(read: Read, page_file: Path, view: str, dark: bool) -> None:
    reader = read(page_file, dark=dark)
    page = reader.open(view if view != "claim" else "articles")
    if view == "claim":
        page.locator(".below a[href^='#claim-']").nth(3).click()
        page.locator(".text .m-hedge").first.focus()
    page.wait_for_timeout(200)  # colours fade, charts are drawn
    # By night nothing but the colours is different.
    assert violations(page, only="color-contrast" if dark else None) == []


@pytest.mark.parametrize("view", ["articles", "claims", "across"])
def test_nor_on_a_phone(read: Read, page_file: Path, view: str) -> None:
    assert violations(read(page_file, width=360).open(view)) == []


def test_axe_finds_what_is_wrong(read: Read, page_file: Path) -> None:
    page = read(page_file).open("claims")
    page.evaluate(
        "document.querySelector('.filters select').parentElement.replaceWith(document.createElement('select'))"
    )
    assert any(found.startswith("select-name") for found in violations(page))
