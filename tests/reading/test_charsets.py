"""Encodings: what the bytes prove, what is declared, what is likely; and what is set aside."""

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimkit.errors import UndecodableError
from claimkit.reading.charsets import BinaryFileError, decode, decode_page

NEWS = "The mayor of Osterby said “it’s over” — and left the café at 9… “No,” said Ann Lee."
RUSSIAN = "Река поднялась в пятницу на два метра, сообщили власти города, и отрезала его от островов. "
CZECH = "Řeka v pátek stoupla o dva metry, uvedly úřady, a odřízla město od ostrovů. Trajekty už zase jezdí. "


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_utf_8_comes_back_exactly(text: str) -> None:
    # A text that itself begins with a byte-order mark loses it: that is what the mark is for.
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_what_has_a_mark_comes_back_exactly(text: str, encoding: str) -> None:
    # The mark of UTF-16 and a NUL are the mark of UTF-32, in the same four bytes.
    assume(not (encoding == "utf-16" and text.startswith("\0")))
    assert decode(text.encode(encoding)) == text


@given(
    st.lists(st.sampled_from(["river", "café", "“no”", "it’s", "—", "naïve", "£5", "Zürich", "…", "½", "Ångström"])),
    st.sampled_from(["cp1252", "utf-8", "utf-16-le", "utf-16-be"]),
)
def test_english_comes_back_in_any_encoding_that_nobody_declared(words: list[str], encoding: str) -> None:
    text = "Officials in Osterby said on Friday: " + " ".join(words)
    assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "latin-1", "gbk", "hex", "rot13", "\x00", "utf-7"]))
def test_any_bytes_are_text_or_undecodable(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except UndecodableError:
        assume(data)
    else:
        assert isinstance(text, str)


@given(st.text(alphabet="aé“Ж강😀", min_size=8), st.integers(min_value=0))
def test_a_byte_lost_from_utf_8_is_never_read_as_another_encoding(text: str, place: int) -> None:
    data = ("Zürich “Köln” 강 " + text).encode()
    high = [n for n, byte in enumerate(data) if byte >= 0x80]
    lost = high[place % len(high)]
    with pytest.raises(UndecodableError, match="which the rest is"):
        decode(data[:lost] + data[lost + 1 :])


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-16-le", "utf-16-be", "utf-8"])
def test_typographers_quotes_and_dashes(encoding: str) -> None:
    assert decode(NEWS.encode(encoding)) == NEWS


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), ("川は金曜日に二メートル上がった。" * 8, "shift-jis")],
)
def test_other_scripts_are_told_by_their_statistics(text: str, encoding: str) -> None:
    assert decode((text * 4).encode(encoding)) == text * 4


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("windows-1250", "cp1250"), ("ISO-8859-2", "iso-8859-2"), ("'UTF-8'", "utf-8"), ("Latin1", "cp1252")],
)
def test_a_declared_encoding_counts(label: str, encoding: str) -> None:
    text = CZECH if encoding != "cp1252" else NEWS
    assert decode(text.encode(encoding), label) == text


def test_a_wrong_declaration_does_not_count_against_utf_8() -> None:
    assert decode(NEWS.encode(), "iso-8859-1") == NEWS


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"It cost \xf0 5 and \x81 6.",
        NEWS.encode().replace(b"\x80\x9c", b"\x80"),
        b"\xff\xfeA",
        codecs.BOM_UTF8 + b"Z\xfcrich",
        # Names in Windows-1250, in an English text: as Windows-1252 it would be «Wa³êsa».
        "The president, Lech Wałęsa, met Mr. Śląski.".encode("cp1250"),
    ],
)
def test_what_nobody_can_know_is_undecodable_and_says_what_to_do(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="convert the file to UTF-8"):
        decode(data)


@pytest.mark.parametrize("data", [b"Text\x00with NUL", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(100)])
def test_nul_characters_are_no_text(data: bytes) -> None:
    with pytest.raises(BinaryFileError, match="NUL"):
        decode(data)


def test_a_page_with_broken_bytes_says_that_some_are_lost() -> None:
    assert decode_page("<p>Zürich, Köln ".encode() + b"\xff</p>") == ("<p>Zürich, Köln \ufffd</p>", True)
    assert decode_page(b"<p>Z\xfcrich</p>", "iso-8859-1") == ("<p>Zürich</p>", False)
    assert decode_page(b"<?xml version='1.0' encoding='windows-1251'?><p>\xd0\xe5\xea\xe0</p>")[0].endswith("Река</p>")


def test_a_stray_nul_in_a_page_is_dropped_as_browsers_do() -> None:
    page = b"<p>" + b"The river rose. " * 100 + b"</p>"
    assert decode_page(page.replace(b"rose", b"ro\x00se", 1))[0] == page.decode()
