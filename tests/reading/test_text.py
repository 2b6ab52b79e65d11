"""Plain-text files: every character is kept, and what is no text is set aside with its reason."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import UndecodableError
from claimkit.reading import Reject, read_articles
from claimkit.reading.charsets import decode
from claimkit.reading.text import check_text
from claimkit.records import PublishedEvidence, text_sha256


def read(path: Path, data: bytes) -> tuple[list[str | None], list[Reject]]:
    path.write_bytes(data)
    rejects: list[Reject] = []
    return [article.text for article in read_articles(path, on_reject=rejects.append)], rejects


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_decoding_gives_back_exactly_what_was_written(text: str) -> None:
    # A text that itself begins with a byte-order mark loses it: that is what the mark is for.
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


def test_line_ends_are_kept_for_offsets_count_them(tmp_path: Path) -> None:
    texts, _ = read(tmp_path / "a.txt", b"One.\r\n\r\nTwo.\rThree.\n")
    assert texts == ["One.\r\n\r\nTwo.\rThree.\n"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_taken_off(tmp_path: Path, encoding: str) -> None:
    texts, _ = read(tmp_path / "a.txt", "Zürich said “no”.".encode(encoding))
    assert texts == ["Zürich said “no”."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Zürich, Köln".encode().replace(b"\xb6", b""), "undecodable"),
        (b"\xff\xfeA", "undecodable"),
        (b"Text\x00with NUL", "binary"),
        (b"", "empty_body"),
        (b" \r\n\t\xc2\xa0\n", "empty_body"),
    ],
)
def test_what_is_no_text_is_set_aside_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    texts, rejects = read(tmp_path / "a.txt", data)
    assert texts == []
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [("a.txt", None, reason)]
    assert rejects[0].detail


def test_one_bad_file_does_not_stop_the_others_and_is_named_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "z.txt").write_text("The river rose.", encoding="utf-8")
    rejects: list[Reject] = []
    assert [article.text for article in read_articles(tmp_path, on_reject=rejects.append)] == ["The river rose."]
    assert [reject.input for reject in rejects] == ["sub/bad.txt"]


def test_without_a_listener_a_reject_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"a\.txt: empty_body"):
        assert list(read_articles(tmp_path)) == []


def test_an_article_knows_its_bytes_its_text_and_its_reader(tmp_path: Path) -> None:
    data = "\ufeffThe river rose.".encode()
    (tmp_path / "a.txt").write_bytes(data)
    (article,) = read_articles(tmp_path)
    assert article.source_sha256 == hashlib.sha256(data).hexdigest()
    assert article.text_sha256 == text_sha256("The river rose.")
    assert (article.reader.name, article.reader.version) == ("text", "1")
    assert article.published is None
    assert article.published_evidence is None


def test_half_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(UndecodableError, match="surrogate"):
        check_text("so \ud83d")


def test_the_seeds_are_read_whole(seeds: Path) -> None:
    articles = list(read_articles(seeds))
    files = sorted(seeds.glob("*.txt"))
    assert [article.text for article in articles] == [file.read_bytes().decode("utf-8") for file in files]
    stated = [(article.published, article.published_evidence) for article in articles]
    metadata = PublishedEvidence.METADATA
    assert stated == [
        (None, None),
        ("2022-03-31", metadata),
        (None, None),
        (None, None),
        ("2021-04-07", metadata),
    ]
    assert articles[2].publisher == "Bloomberg"
