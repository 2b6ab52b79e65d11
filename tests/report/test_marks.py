"""Marks that nest, touch and cross, over lines and behind emoji: no word is lost, doubled or moved."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.report.page import write_report

PIECES = (
    """() => [...document.querySelectorAll(".text .m-content")].map((mark) => [mark.dataset.link, mark.textContent])"""
)


@pytest.fixture(scope="module")
def crossed(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Any]]]:
    """A page whose contents lie anywhere in texts with emoji; its articles with their links, by identifier."""
    chance = random.Random(7)  # noqa: S311 - the same spans every time
    folder = tmp_path_factory.mktemp("crossed") / "data"
    folder.mkdir()
    rows = {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in gold.glob("*.jsonl")
    }
    for article in rows["articles"]:
        article["text"] = article["text"].replace(" the ", " 😀 👩🏽‍🚒 ")[: len(article["text"])]
    articles = {row["article_id"]: {**row, "links": []} for row in rows["articles"]}
    for link in rows["attributions"]:
        article = articles[link["article_id"]]
        ends = sorted(chance.sample(range(len(article["text"])), 4))
        link["content"] = [{"start": ends[0], "end": ends[1]}, {"start": ends[2], "end": ends[3]}]
        article["links"].append(link)
    for table, each in rows.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in each)
        (folder / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    write_report(folder, folder.parent / "crossed.html")
    return folder.parent / "crossed.html", articles


def test_every_span_covers_its_words_and_no_others(
    read: Callable[..., Any], crossed: tuple[Path, dict[str, dict[str, Any]]]
) -> None:
    file, articles = crossed
    reader = read(file)
    for article_id, article in articles.items():
        page = reader.open(f"article-{article_id}")
        text = article["text"]
        assert page.locator(".text .line").all_text_contents() == [line for line in text.split("\n") if line.strip()]
        shown: dict[str, str] = defaultdict(str)
        for place, words in page.evaluate(PIECES):
            shown[place] += words
        assert len(shown) == len(article["links"])
        for place, words in shown.items():
            spans = article["links"][int(place)]["content"]
            assert words == "".join(text[span["start"] : span["end"]] for span in spans).replace("\n", "")
