"""A document that a program and a person write together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.dataset.sections import generated_parts, refreshed, sections, with_parts
from claimkit.errors import DataError

DOCUMENT = """---
tags:
- a
# a remark, no heading
---
# Floods

Mine.

<!-- claimkit:begin counts -->
old
<!-- claimkit:end counts -->

## Purpose

<!-- What for? -->

## Sources

### Papers

Four.

```
# a comment in code
```
"""


def test_a_part_is_written_anew_and_the_rest_stays() -> None:
    assert refreshed(DOCUMENT, {"counts": "new\n\nlines\n"}) == DOCUMENT.replace("old", "new\n\nlines")


def test_a_part_that_nobody_names_stays() -> None:
    assert refreshed(DOCUMENT, {"other": "new"}) == DOCUMENT


def test_parts_can_be_added_to_a_document_without_any() -> None:
    found = with_parts("# Mine\n\nWords.\n", {"a": "1", "b": "2"})
    assert found.startswith("# Mine\n\nWords.\n")
    assert [part.name for part in generated_parts(found)] == ["a", "b"]
    assert refreshed(found, {"a": "1", "b": "2"}) == found


def test_a_section_with_a_prompt_alone_is_empty() -> None:
    assert [(section.title, section.line, section.empty) for section in sections(DOCUMENT)] == [
        ("Floods", 6, False),
        ("Purpose", 14, True),
        ("Sources", 18, False),
        ("Papers", 20, False),
    ]


def test_code_is_an_answer_and_an_open_comment_is_none() -> None:
    assert [section.empty for section in sections("## a\n```\nx\n```\n## b\n<!-- not closed")] == [False, True]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("<!-- claimkit:begin a -->", "line 1.*no `end`"),
        ("\n<!-- claimkit:end a -->", "line 2.*no `begin`"),
        ("<!-- claimkit:begin a --><!-- claimkit:end b -->", "no `begin`"),
        ("<!-- claimkit:begin a --><!-- claimkit:begin b -->", "before the next"),
        ("<!-- claimkit:begin a --><!-- claimkit:end a -->" * 2, "'a' is there twice"),
    ],
)
def test_broken_markers_are_an_error_that_names_the_line(document: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        refreshed(document, {})


WORDS = st.text(alphabet=st.sampled_from("ab#<>-!\n `🙂\r"), max_size=40)


@settings(max_examples=60)
@given(before=WORDS, old=WORDS, after=WORDS, new=st.text(alphabet=st.sampled_from("ab|# \n🙂"), max_size=40))
def test_what_stands_outside_is_kept_whatever_it_is(before: str, old: str, after: str, new: str) -> None:
    begin, end = "<!-- claimkit:begin x -->", "<!-- claimkit:end x -->"
    found = refreshed(f"{before}{begin}{old}{end}{after}", {"x": new})
    assert found.startswith(before + begin)
    assert found.endswith(end + after)
    assert refreshed(found, {"x": new}) == found


@settings(max_examples=60)
@given(st.text())
def test_sections_of_any_text_are_found_or_not(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= section.line <= lines for section in sections(text))
