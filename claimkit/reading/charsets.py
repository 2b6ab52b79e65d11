"""Bytes to text: the encoding is what the bytes themselves prove, then what is declared, then what is likely.

1. a byte-order mark; 2. UTF-8, which text in another encoding practically never is by chance; 3. what the page or its
server declares, under the names of the WHATWG Encoding Standard; 4. UTF-16 and Windows-1252 where the text reads as
English then; 5. what charset-normalizer finds. Text is never decoded in part: a character that cannot be, fails all.
"""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType

from claimkit.errors import UndecodableError

# Longest first: the UTF-16 mark is the beginning of the UTF-32 mark.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels that mean more than Python's codec of that name holds (https://encoding.spec.whatwg.org/#names-and-labels).
_LABELS = MappingProxyType(
    {
        "ascii": "cp1252",
        "us-ascii": "cp1252",
        "iso-8859-1": "cp1252",
        "iso8859-1": "cp1252",
        "latin1": "cp1252",
        "latin-1": "cp1252",
        "l1": "cp1252",
        "iso-8859-9": "cp1254",
        "latin5": "cp1254",
        "iso-8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "x-gbk": "gb18030",
        "euc-kr": "cp949",
        "ks_c_5601-1987": "cp949",
        "shift_jis": "cp932",
        "shift-jis": "cp932",
        "x-sjis": "cp932",
        "utf-16": "utf-16-le",
        "unicode": "utf-16-le",
    }
)

# Where in a page its encoding is declared (HTML Standard, 13.2.3.2: in the first 1024 bytes).
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_HEAD = 4096

# Signs that stand among the letters of an English text in any encoding, besides ASCII.
_SIGNS = (
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u2020\u2021\u2030\u2039\u203a\u20ac\u2122\ufb01\ufb02"
    "\xa0\xa1\xa2\xa3\xa5\xa7\xa9\xab\xad\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb9\xba\xbb\xbc\xbd\xbe\xbf\xd7\xf7"
)
_STRANGE = re.compile(rf"[^\t\n\r\x0c -~A-Za-z\xc0-\u024f{_SIGNS}]")
# What no encoding of an English text gives, but a wrong one does: a capital after a small letter or a comma
# («itÕs», «over,Ó», Mac Roman), a sign inside a word («Wa³êsa», Windows-1250), UTF-8 read as something
# else («â€™», «Ã©»).
_MISREAD = re.compile(
    "[a-z\xdf-\xf6\xf8-\xff][\xc0-\xd6\xd8-\xde]"
    "|[,.!?][\xd2-\xd5]"
    "|[A-Za-z\xc0-\xff][\xa1-\xac\xae-\xb3\xb5-\xb9\xbb-\xbf][A-Za-z\xc0-\xff]"
    "|[\xc2\xc3\xe2][\x80-\xbf\u20ac\u2122\u0152\u0153\u201a-\u201e\u2020-\u2026]"
)
# More of them, and the text is in another script; the encodings of one are told apart by statistics.
_MOST_HIGH = 0.3
# Fewer are no statistics: any encoding fits the single byte FF.
_FEWEST_HIGH = 20


class BinaryFileError(UndecodableError):
    """The file holds NUL characters: it is no text, whatever its name."""

    reason = "binary"


def decode(data: bytes, declared: str | None = None) -> str:
    """``data`` as text, its byte-order mark taken off; ``declared`` is the label that came with it, if any.

    Raises :class:`UndecodableError` (:class:`BinaryFileError` for NUL characters).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, mark, encoding)
    if b"\x00" in data:
        return _sixteen_bits(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_broken_utf8(data):
            raise UndecodableError(
                f"byte {error.start} is not UTF-8, which the rest is: mend it there, or convert the file to UTF-8"
            ) from error
    text = _strict(data, _codec(declared)) if declared else None
    return _undeclared(data) if text is None else text


def decode_page(data: bytes, declared: str | None = None) -> tuple[str, bool]:
    """A web page as text, and whether characters of it were lost and stand there as U+FFFD.

    As browsers do, a page is read though some of its bytes are broken: they may well lie in a script. ``declared`` is
    what the server said, which counts more than what the page says.
    """
    found = _DECLARED_XML.search(data[:_HEAD]) or _DECLARED.search(data[:_HEAD])
    label = declared or (found[1].decode("ascii", "replace") if found else None)
    if 0 < 1000 * data.count(0) < len(data):
        data = data.replace(b"\x00", b"")
    try:
        return decode(data, label), False
    except BinaryFileError:
        raise
    except UndecodableError:
        if not _is_broken_utf8(data):
            raise
        return data.decode("utf-8", "replace"), True


def _marked(data: bytes, mark: bytes, encoding: str) -> str:
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        raise UndecodableError(f"byte {place} is not {encoding.upper()}: convert the file to UTF-8") from error


def _sixteen_bits(data: bytes) -> str:
    """UTF-16 without a mark: in English nearly every other byte is a NUL, and no character is."""
    for encoding, nul in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if 4 * nul.count(0) > 3 * len(nul):
            text = _strict(data, encoding)
            if text is not None and "\x00" not in text:
                return text
    raise BinaryFileError(f"a NUL character at byte {data.index(0)}: this is no text file")


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: then it is no other encoding, but a text with a broken byte."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    high = len(text) - len(text.encode("ascii", "ignore"))
    return high - lost >= max(lost, 1)


def _codec(label: str) -> str | None:
    name = label.strip().strip("\"'").lower()
    try:
        return _LABELS.get(name) or codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _strict(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        # Python knows codecs that are not of text («hex»), and a page may declare one of those.
        return None


def _undeclared(data: bytes) -> str:
    """Text of which nothing is known but that it is not UTF-8.

    charset-normalizer tells scripts apart, but on English with a few curly quotes it errs once in seven times (cp775,
    cp852, Big5): there, what is most common and reads as English counts.
    """
    high = len(data) - len(data.decode("ascii", "ignore"))
    few = high <= _MOST_HIGH * len(data)
    for encoding in ("cp1252", "mac_roman") if few else ():
        text = _strict(data, encoding)
        if text is not None and _reads_well(text):
            return text
    text = _guess(data) if high >= _FEWEST_HIGH else None
    if text is None or (few and not _reads_well(text)):
        raise UndecodableError("no encoding fits its bytes: convert the file to UTF-8")
    return text


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return None if best is None else str(best)


def _reads_well(text: str) -> bool:
    return _STRANGE.search(text) is None and _MISREAD.search(text) is None
