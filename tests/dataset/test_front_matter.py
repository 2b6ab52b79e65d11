"""The YAML of a card: keys of the program's are replaced, a person's stay byte for byte."""

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimkit.dataset import front_matter
from claimkit.dataset.front_matter import dumped, read, split
from claimkit.errors import DataError

CARD = """---
# my own remark
license: 'mit'   # chosen by the board
language: [en]

# sizes follow
size_categories:
- n<1K
tags:
- floods

---

# Floods
"""


def merged(document: str, written: Mapping[str, object], suggested: Mapping[str, object]) -> str:
    text, metadata = front_matter.merged(document, written, suggested)
    assert metadata == read(text)
    return text


def test_a_written_key_is_replaced_in_its_place_and_all_else_stays() -> None:
    found = merged(CARD, {"size_categories": ["1K<n<10K"]}, {})
    assert found == CARD.replace("- n<1K", "- 1K<n<10K")


def test_comments_before_a_written_key_stay() -> None:
    assert "# sizes follow\nsize_categories:\n- n>1T\n" in merged(CARD, {"size_categories": ["n>1T"]}, {})


def test_a_suggested_key_is_added_only_where_it_is_absent() -> None:
    found = merged(CARD, {}, {"license": "cc0-1.0", "pretty_name": "Floods"})
    assert read(found) == {**read(CARD), "pretty_name": "Floods"}
    assert "license: 'mit'   # chosen by the board" in found


def test_none_takes_a_key_out() -> None:
    assert read(merged(CARD, {"tags": None, "absent": None}, {})).keys() == {"license", "language", "size_categories"}


def test_the_body_stays_byte_for_byte() -> None:
    body = "\r\n# Floods\r\n\r\n---\r\nnot: yaml\r\n"
    assert split(merged(f"---\r\nlicense: mit\r\n---\r\n{body}", {"license": "pddl"}, {})).body == body


def test_a_document_without_yaml_gets_one() -> None:
    assert merged("# Floods\n", {"license": "mit"}, {}) == "---\nlicense: mit\n---\n\n# Floods\n"


def test_an_empty_block_is_filled() -> None:
    assert merged("---\n---\n# Floods\n", {"license": "mit"}, {}) == "---\nlicense: mit\n---\n# Floods\n"


def test_a_mapping_on_one_line_keeps_its_values() -> None:
    assert read(merged("---\n{license: mit, tags: [a]}\n---\n", {"tags": ["b"]}, {})) == {
        "license": "mit",
        "tags": ["b"],
    }


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("license: [mit", "cannot be read"),
        ("- a\n- b", "no mapping"),
        ("license: mit\nlicense: pddl", "'license' twice"),
        ("day: 2024-13-45", "cannot be read"),
        ("a: " + "[" * 300_000, "cannot be read"),
        ("a: \x07", "cannot be read"),
    ],
)
def test_what_is_no_metadata_is_an_error_that_says_why(block: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        merged(f"---\n{block}\n---\n", {"license": "mit"}, {})


def test_an_error_names_the_line_of_the_file() -> None:
    with pytest.raises(DataError, match="line 4"):
        read("---\nlicense: mit\ntags:\n\t- a\n---\n")


KEYS = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
# Not the line breaks of Unicode: PyYAML writes U+0085 so that it reads it as a space.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
VALUES = st.one_of(TEXTS, st.integers(), st.lists(TEXTS, max_size=3), st.booleans())
METADATA = st.dictionaries(KEYS, VALUES, max_size=6)
Metadata = dict[str, object]


@settings(max_examples=40)
@given(
    known=st.dictionaries(KEYS, VALUES, max_size=6), written=st.dictionaries(KEYS, VALUES, max_size=4), body=st.text()
)
def test_any_metadata_is_merged_once_and_for_all(
    known: dict[str, object], written: dict[str, object], body: str
) -> None:
    document = f"---\n{dumped(known) if known else ''}---\n{body}"
    found = merged(document, written, {})
    assert read(found) == {**known, **written}
    assert split(found).body == body
    assert merged(found, written, {}) == found


@settings(max_examples=60)
@example("!")  # a tag of nothing
@given(st.text(alphabet=st.sampled_from("-: \n\r#[]{}a'\"|>&*!\t🙂"), max_size=60))
def test_no_text_ends_in_another_error(text: str) -> None:
    for document in (text, f"---\n{text}\n---\n"):
        try:
            value = read(document)
        except DataError:
            continue
        assert isinstance(value, dict)
        assert yaml.safe_load(split(document).yaml or "{}") in (value, None)
