"""Who wrote a page and when, as the page itself says: bylines, and the date in its header."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

from claimkit.extraction.credits import is_only_agencies
from claimkit.resources import load_lexicon

_LONGEST_BYLINE, _LONGEST_DATE_LINE, _LONGEST_LINE = 160, 120, 300
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
# Where the names end: an address, a bracket, a bar, a bullet, a time stamp.
_AFTER_NAMES = re.compile(
    r"\s*(?:[\[(<|•·]|\S{1,80}@|(?:posted|updated|published|created)\b).*$", re.DOTALL | re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_CONTACT = re.compile(
    r"(?:e-?mail:? ?)?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,3}(?: |$|\.)|\(?\d{3}\)?[ -]\d{3}-\d{4}$"
)
_MOST_WORDS = 14
_ROMAN = frozenset({"II", "III", "IV"})

_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})(?:-|\. ?|/)(?P<m>\d{1,2})(?:-|\. ?|/)(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})(?!\d)"),
)
_MOST_OTHER_WORDS = 4
# «He resigned on May 3, 2001.» is a sentence; «May 3, 2001, 9:30 p.m.» is not.
_SENTENCE_END = re.compile(r"(?<!\b[ap]\.m)[.!?][\"”’)]*$", re.IGNORECASE)


def is_byline(line: str) -> bool:
    """Whether the whole of ``line`` says who wrote or helped to write the article, or how to reach them."""
    if len(line) > _LONGEST_LINE:
        return False
    if _lines().match(line) or _CONTACT.match(line):
        return True
    return _names_part(line) is not None or _is_signed_name(line)


def is_author_note(line: str) -> bool:
    """Whether ``line`` presents its author («Ann Lee is a reporter for …»); safe only at a page's end."""
    return len(line) <= _LONGEST_LINE and _endings().match(line) is not None


def authors_in(byline: str) -> tuple[str, ...]:
    """The people a byline names, in title case, in order; desks, papers and agencies are left out."""
    part = _names_part(byline)
    if part is None and _is_signed_name(byline):
        part = _AFTER_NAMES.sub("", byline)
    names = [_name_case(name) for name in _BETWEEN.split(part or "") if _is_person(name)]
    return tuple(dict.fromkeys(names))


def page_date(line: str) -> str | None:
    """The ISO date of ``line`` if it is a line of a page's header: a date, its time and few other words."""
    if len(line) > _LONGEST_DATE_LINE or _SENTENCE_END.search(line):
        return None
    for start, end, date in _dates_in(line):
        rest = _labels().sub(" ", line[:start] + " " + line[end:])
        if len(re.findall(r"[^\W\d_]{2,}", rest)) <= _MOST_OTHER_WORDS:
            return date
    return None


def is_update(line: str) -> bool:
    """Whether a dated line says when the page was changed, not when it came out."""
    return re.search(load_lexicon("layout")["date"]["updated"], line, re.IGNORECASE) is not None


def is_stamp(line: str) -> bool:
    """Whether ``line`` is a time stamp, with or without a year."""
    if len(line) > _LONGEST_DATE_LINE:
        return False
    return _stamp().match(line.lstrip("*-–—(> ")) is not None or page_date(line) is not None


def _names_part(line: str) -> str | None:
    """What follows «By», if every word of it can be part of a name."""
    match = _BY.match(line)
    if match is None or len(line) > _LONGEST_BYLINE:
        return None
    part = _AFTER_NAMES.sub("", line[match.end() :]).strip()
    words = part.replace(",", " ").split()
    lexicon = load_lexicon("layout")["byline"]
    if not 0 < len(words) <= _MOST_WORDS or words[0].casefold().strip(".") in lexicon["not_first"]:
        return None
    # «By Ann Lee.» is a byline, «By nightfall he was gone.» is not; neither is «By George, he did it!»
    fits = all(_may_be_in_name(word) for word in words)
    ends = part[-1] in "!?" or (part[-1] == "." and not 2 <= len(words) <= 6)
    return part if fits and not ends else None


def _may_be_in_name(word: str) -> bool:
    particles = load_lexicon("layout")["byline"]["particles"]
    return word[0].isupper() or word.isdigit() or word in {"&", "/", "—", "–", "-"} or word.casefold() in particles


def _is_signed_name(line: str) -> bool:
    """«Ann Lee, Associated Press»: a name without «By» whose last part is an agency or a desk."""
    if len(line) > 80 or line[-1:] in ".!?":
        return False
    parts = [part.strip() for part in line.split(",")]
    return len(parts) > 1 and all(map(_is_person, parts[:-1])) and (is_only_agencies(parts[-1]) or _is_desk(parts[-1]))


def _is_desk(part: str) -> bool:
    words = part.casefold().split()
    return bool(words) and words[-1] in load_lexicon("layout")["byline"]["not_names"] and len(words) <= 5


def _is_person(name: str) -> bool:
    words = name.strip(" .").split()
    not_names = load_lexicon("layout")["byline"]["not_names"]
    return (
        2 <= len(words) <= 5
        and all(_WORD.fullmatch(word) for word in words)
        and words[0][0].isupper()
        and words[0].casefold() != "the"
        and not any(word.casefold().strip(".") in not_names for word in words)
        and not is_only_agencies(name)
    )


def _name_case(name: str) -> str:
    return " ".join(_word_case(word) for word in name.strip(" .").split()) + ("." if name.endswith(" Jr.") else "")


def _word_case(word: str) -> str:
    scottish = re.fullmatch(r"M[Cc]([A-Z]{3,})", word)
    if scottish:
        return "Mc" + scottish[1].title()
    # «BO» is a name, «TJ» are initials.
    initials = "." in word or (len(word) < 3 and not set(word) & set("AEIOUY"))
    return word if initials or not word.isupper() or word in _ROMAN else word.title()


def _dates_in(line: str) -> Iterator[tuple[int, int, str]]:
    months = load_lexicon("layout")["date"]["months"]
    for pattern in _DATES:
        for match in pattern.finditer(line):
            groups = match.groupdict()
            word = (groups.get("month") or "").lower()
            found = [
                n for n, name in enumerate(months, 1) if word and (name.startswith(word) or word == "sept" == name[:4])
            ]
            month = int(groups["m"]) if "m" in groups else (found or [0])[0]
            try:
                date = datetime.date(int(groups["y"]), month, int(groups["d"]))
            except ValueError:
                continue
            yield match.start(), match.end(), date.isoformat()


@functools.cache
def _lines() -> re.Pattern[str]:
    return _alternation(load_lexicon("layout")["byline"]["lines"])


@functools.cache
def _endings() -> re.Pattern[str]:
    return _alternation(load_lexicon("layout")["byline"]["endings"])


@functools.cache
def _labels() -> re.Pattern[str]:
    return _alternation([load_lexicon("layout")["date"]["labels"]])


@functools.cache
def _stamp() -> re.Pattern[str]:
    return _alternation([load_lexicon("layout")["date"]["stamp"]])


def _alternation(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
