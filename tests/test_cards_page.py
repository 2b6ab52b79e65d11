"""The example of docs/cards.md runs and prints what the page says; the page names every finding of the check."""

import re
import shutil
from pathlib import Path

import pytest

from claimkit.dataset import card_check, metadata_check
from claimkit.dataset.build import build_dataset
from claimkit.reading import read_articles
from claimkit.resources import resource

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "01_corran_flood.txt"
    shutil.copyfile(str(resource(f"demo/articles/{article.name}")), article)
    build_dataset(read_articles(article), tmp_path / "claimkit-demo" / "dataset", rules_only=True, workers=0)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "cards.md", "exec"), {})  # noqa: S102  # the page's own example
    assert capsys.readouterr().out == printed


def test_the_page_names_every_finding() -> None:
    sources = [Path(module.__file__ or "").read_text(encoding="utf-8") for module in (card_check, metadata_check)]
    ids = {name for source in sources for name in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)}
    assert len(ids) > 20
    assert ids <= set(re.findall(r"`([a-z-]+)`", PAGE))
