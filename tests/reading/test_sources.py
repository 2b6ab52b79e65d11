"""Which files are read, in which order, and which calls are wrong."""

from pathlib import Path

import pytest

from claimkit.errors import OptionError
from claimkit.reading import read_articles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.text",
        "sub/c.txt",
        "sub/deep/d.TXT",
        "notes.md",
        "picture.png",
        ".hidden.txt",
        ".git/x.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"This is {name}.", encoding="utf-8")
    return tmp_path


def texts(*paths: Path) -> list[str | None]:
    return [article.text for article in read_articles(paths)]


def test_a_folder_is_read_with_its_subfolders_sorted_by_relative_path(folder: Path) -> None:
    assert texts(folder) == ["This is a.text.", "This is b.txt.", "This is sub/c.txt.", "This is sub/deep/d.TXT."]


def test_inputs_keep_the_order_in_which_they_are_given(folder: Path) -> None:
    assert texts(folder / "b.txt", folder / "sub") == [
        "This is b.txt.",
        "This is sub/c.txt.",
        "This is sub/deep/d.TXT.",
    ]


def test_one_path_need_not_be_in_a_list(folder: Path) -> None:
    assert [article.text for article in read_articles(str(folder / "b.txt"))] == ["This is b.txt."]


def test_reading_is_lazy_but_a_wrong_call_fails_at_once(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no such file or folder"):
        read_articles(tmp_path / "nowhere")


def test_a_named_file_of_another_format_is_a_wrong_call(folder: Path) -> None:
    with pytest.raises(OptionError, match=r"\.md is not read; claimkit reads .*\*\.txt"):
        read_articles(folder / "notes.md")


def test_a_folder_without_articles_is_a_wrong_call_that_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,title\n", encoding="utf-8")
    with pytest.raises(OptionError, match=r"looked for .*\*\.jsonl, .*\*\.txt.*, plain or as \.gz"):
        read_articles(tmp_path)


def test_no_path_at_all_is_a_wrong_call() -> None:
    with pytest.raises(OptionError, match="no input"):
        read_articles([])


def test_of_a_folder_claimkit_wrote_only_the_articles_are_read(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"text": "The river rose."}\n', encoding="utf-8")
    for name in ("claims", "attributions", "mentions", "rejects"):
        (tmp_path / f"{name}.jsonl").write_text('{"text": "not an article"}\n', encoding="utf-8")
    assert texts(tmp_path) == ["The river rose."]
