"""The README's first screen; its examples are run by test_docs."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_code_comes_within_the_first_25_lines() -> None:
    assert any(line.startswith(("```", "    ")) for line in README.splitlines()[:25])


def test_the_first_screen_has_a_picture_that_is_there() -> None:
    picture = README.partition("![")[2].partition("](")[2].partition(")")[0]
    assert (ROOT / picture).is_file()
    assert README.index(picture) < README.index("## ")


def test_it_stays_short() -> None:
    assert len(README.splitlines()) < 220
