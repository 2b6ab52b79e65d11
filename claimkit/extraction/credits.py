"""Who a text or a picture is credited to: agencies, photographers, datelines."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from claimkit.extraction.parsing import trim
from claimkit.records import Span
from claimkit.resources import load_lexicon

_LONGEST_CAPTION = 900
_LONGEST_LEAD = 300
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,160})[)\]]")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,160})[)\]][.,]?$")
_SEPARATOR = re.compile(r"\s*[/,;&|+]\s*|\s+(?:and|via)\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}|[A-Z]{4,}(?: [A-Z.]+){0,3}")
# What follows a credit inside a line, if it is a sentence.
_NEXT_SENTENCE = re.compile(r"(?P<stop>[.]?)\s*(?P<rest>[A-Z\"“‘].{19})", re.DOTALL)
# An agency that signs without brackets: «… on Monday. REUTERS», «… he said. — AFP».
_BARE_SIGN = re.compile(r"(?<=[.!?\"”’])\s+(?:—|–|--?)?\s*([A-Za-z][\w/ .-]{1,40})$")
# «Ann Lee/Daily Courier», «Ann Lee - Daily Courier».
_PHOTOGRAPHER = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3} ?(?:/|—|--?) ?[A-Z].{1,40}")
# Agencies that no list knows, by what they call themselves.
_NAMED_AGENCY = re.compile(r"(?:[A-Z][\w’'-]+ ){1,3}(?:News Agency|News Service|Press Agency)\b")
# «(ONA)»: an agency no list knows.
_UNKNOWN_SIGN = re.compile(r"[A-Z]{2,6}")
_MARKS = " .:–—-"

# A place in capitals; state, country or date after a comma; an agency or station in brackets; a dash.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]*){0,3})"
    r"(?P<more>,[ ]?[A-Z][^()—–:;!?\"“”]{1,30}?)?[ ]?(?P<sign>\([^()]{2,40}\))?(?:[ ]?(?:[—–―]|--)|[ ]?-(?=[ ]|$)) *"
)
# «Seoul (AP) —»: small letters will do where an agency signs.
_SIGNED_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’ -]{1,40}(?:, [A-Z][\w. ]{1,25})?) ?(?P<sign>\([^()]{2,40}\)) ?(?:[—–―:]|--?(?= |$)) *"
)
# «Seoul, South Korea – The»: only at the head of an article.
_COUNTRY_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}) [—–] (?=[A-Z\"“‘'])"
)
_LONGEST_DATELINE = 110


class Picture(Enum):
    """What a credit says of the words before it."""

    CERTAIN = "certain"  # only a picture is credited like this
    POSSIBLE = "possible"  # an agency or a source alone: it may have sent the picture or the words


@dataclass(frozen=True, slots=True)
class Dateline:
    """``span`` covers place, sign and dash."""

    span: Span
    wire: tuple[str, ...]


def agencies_in(text: str) -> tuple[str, ...]:
    """Canonical names of the news agencies named in ``text``, each once, in order; «AP» only as a word of its own.

    What calls itself a news agency counts under the name it gives.
    """
    matches = list(_agency_pattern().finditer(text))
    found = {match.start(): _agencies()[_agency_key(match.group())] for match in matches}
    for named in _NAMED_AGENCY.finditer(text):
        if not any(match.start() < named.end() and named.start() < match.end() for match in matches):
            found[named.start()] = named.group().removeprefix("The ")
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def signed_by(sign: str) -> tuple[str, ...]:
    """The agencies that sign: those known by name, else the capitals as they stand."""
    content = sign.strip("()[] " + _MARKS)
    return agencies_in(sign) or ((content,) if _UNKNOWN_SIGN.fullmatch(content) else ())


def is_only_agencies(text: str) -> bool:
    """Whether ``text`` names agencies and nothing else: «REUTERS/YONHAP», «The Associated Press»."""
    parts = [part.removeprefix("The ").strip(_MARKS) for part in _SEPARATOR.split(text)]
    return all(_agency_key(part) in _agencies() for part in parts)


def is_agency_sign(content: str) -> bool:
    """Whether words in brackets can sign a text: agencies that are known, or capitals alone."""
    return is_only_agencies(content) or _UNKNOWN_SIGN.fullmatch(content) is not None


def picture_wire(caption: str) -> tuple[str, ...]:
    """The agencies a caption is credited to, where it names no photographer and they sell words as well."""
    sign = _sign(caption[-170:])
    handouts = load_lexicon("layout")["photo"]["handouts"]
    return tuple(name for name in agencies_in(sign.group(1)) if name not in handouts) if sign else ()


def _sign(tail: str) -> re.Match[str] | None:
    """The end of a paragraph that names agencies and nothing else, in brackets or after the last sentence."""
    match = _LAST_BRACKET.search(tail) or _BARE_SIGN.search(tail[-60:])
    return match if match and is_only_agencies(match.group(1)) else None


def picture_in(paragraph: str) -> Picture | None:
    """What the opening or the closing credit of ``paragraph`` says of it being a caption."""
    if len(paragraph) > _LONGEST_CAPTION:
        return None
    if _openings().match(paragraph):
        return Picture.CERTAIN
    bracket = _LAST_BRACKET.search(paragraph[-170:])
    if bracket is not None:
        return picture_credit(bracket.group(1))
    if _trailing().search(paragraph[-130:]):
        return Picture.CERTAIN
    return Picture.POSSIBLE if _sign(paragraph[-60:]) else None


def picture_credit(content: str) -> Picture | None:
    """What the words in brackets say of the words before them."""
    content = content.strip()
    photo = load_lexicon("layout")["photo"]
    if _pattern("photo", "credits").match(content) and len(content.split()) <= 12:
        return Picture.CERTAIN
    parts = [part.strip(_MARKS) for part in _SEPARATOR.split(content)]
    known = [part.casefold() in photo["sources"] or _agency_key(part) in _agencies() for part in parts]
    named = all(ok or _NAME.fullmatch(part) for ok, part in zip(known, parts, strict=True))
    if any(known) and named and (len(parts) > 1 or parts[0].casefold() in photo["sources"]):
        return Picture.CERTAIN
    if _PHOTOGRAPHER.fullmatch(content):
        return Picture.CERTAIN
    possible = is_agency_sign(content) or _pattern("photo", "possible_credits").match(content)
    return Picture.POSSIBLE if possible else None


def is_pictorial(paragraph: str) -> bool:
    """Whether the words point into a picture: «left,», «pictured», «in a photo released»."""
    return _pictorial().search(paragraph[:_LONGEST_CAPTION]) is not None


def split_captions(text: str, span: Span) -> tuple[Span, ...]:
    """``span`` in pieces where a picture's credit stands inside a line and other words follow it."""
    pieces: list[Span] = []
    start = span.start
    for match in _BRACKETED.finditer(text, span.start, span.end):
        if match.start() - start > _LONGEST_LEAD:
            break
        following = _NEXT_SENTENCE.match(text, match.end(), span.end)
        if following and _pattern("photo", "credits").match(match.group(1).strip()):
            pieces.append(Span(start, following.end("stop")))
            start = following.start("rest")
    return (*pieces, Span(start, span.end))


def find_dateline(text: str, span: Span, *, is_first: bool) -> Dateline | None:
    """The dateline at the start of a paragraph; ``is_first`` admits the form that only the first paragraph has."""
    head = text[span.start : min(span.end, span.start + _LONGEST_DATELINE)]
    match = _DATELINE.match(head)
    if match and _is_place(match):
        return _dateline(span, match, signed_by(match["sign"] or ""))
    match = _SIGNED_DATELINE.match(head)
    if match and agencies_in(match["sign"]):
        return _dateline(span, match, agencies_in(match["sign"]))
    match = _COUNTRY_DATELINE.match(head) if is_first else None
    return _dateline(span, match, ()) if match else None


def is_dateline(line: str) -> bool:
    """Whether ``line`` is a dateline and nothing else."""
    dateline = find_dateline(line, Span(0, len(line)), is_first=False)
    return dateline is not None and dateline.span.end == len(line)


def ends_in_source(paragraph: str) -> bool:
    """Whether ``paragraph`` ends in a short name in square brackets, as the items of a digest do: «[Reuters]»."""
    bracket = _LAST_BRACKET.search(paragraph[-60:])
    return bracket is not None and bracket.group().startswith("[") and bracket.group(1)[0].isalnum()


def find_end_credit(text: str, span: Span) -> Span | None:
    """The agency's sign that closes a paragraph: «(Yonhap)», «— AFP»."""
    tail = max(span.start, span.end - 60)
    match = _sign(text[tail : span.end]) or _unknown_sign(text[tail : span.end])
    if match is None:
        return None
    return trim(text, Span(tail + match.start(), span.end))


def _unknown_sign(tail: str) -> re.Match[str] | None:
    """Capitals in brackets behind a full stop: «… on Friday. (ONA)», not «… of the agency (ONA)»."""
    match = _LAST_BRACKET.search(tail)
    if match is None or not _UNKNOWN_SIGN.fullmatch(match.group(1)):
        return None
    return match if tail[: match.start()].rstrip("\"'”’ ")[-1:] in {".", "!", "?"} else None


def _dateline(span: Span, match: re.Match[str], wire: tuple[str, ...]) -> Dateline:
    return Dateline(Span(span.start, span.start + len(match.group().rstrip())), wire)


def _is_place(match: re.Match[str]) -> bool:
    words = match["place"].split()
    if words[0] in load_lexicon("layout")["dateline"]["not_places"]:
        return False
    # «RED STATES OUTNUMBER BLUE STATES -» is a heading; a place of four words says where it lies or who signs.
    return len(words) <= 3 or bool(match["more"] or match["sign"])


@functools.cache
def _agencies() -> Mapping[str, str]:
    table: Mapping[str, Sequence[str]] = load_lexicon("layout")["agencies"]
    return {_agency_key(sign): name for name, signs in table.items() for sign in signs}


def _agency_key(sign: str) -> str:
    return sign if len(sign) <= 4 else sign.casefold()


@functools.cache
def _agency_pattern() -> re.Pattern[str]:
    signs = sorted(_agencies(), key=len, reverse=True)
    forms = [re.escape(sign) if len(sign) <= 4 else f"(?i:{re.escape(sign)})" for sign in signs]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?!\w)")


def _openings() -> re.Pattern[str]:
    return _pattern("photo", "openings")


def _trailing() -> re.Pattern[str]:
    return _pattern("photo", "trailing")


def _pictorial() -> re.Pattern[str]:
    return _pattern("photo", "pictorial")


@functools.cache
def _pattern(table: str, entry: str) -> re.Pattern[str]:
    """One pattern of all that ``table.entry`` of the lexicon lists."""
    patterns = load_lexicon("layout")[table][entry]
    alternatives = [patterns] if isinstance(patterns, str) else patterns
    return re.compile("|".join(f"(?:{pattern})" for pattern in alternatives), re.IGNORECASE)
