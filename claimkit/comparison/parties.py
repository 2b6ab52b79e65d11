"""Whom a source speaks for: the police behind a sergeant, a state behind its minister, a campaign behind its spokesman.

Two sources are independent only if no one speaks for both. What tells it stands in the phrase that names the source, in
the title before a name and in the apposition behind it, anywhere in the article: "Sgt. Velden", "Velden, a spokesman
for the Corran police". A party is written ``body:law``, ``name:velden``, ``state:north korea``, ``outlet:Reuters``.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimkit.comparison.ownership import outlet_parties
from claimkit.extraction.names import surnames
from claimkit.extraction.outlets import Outlet, find_outlet
from claimkit.records import EntityType, Mention
from claimkit.resources import load_lexicon

_TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_TITLE_REACH, _TITLE_WORDS = 90, 6
_APPOSITION = re.compile(
    r"\s*,\s+(?P<bare>[^,.;:\"“”()\n]{3,90})|\s+(?P<of>(?:of|with|from|for) [^,.;:\"“”()\n]{3,70})"
)
_BREAK = re.compile(r"[;:!?\"“”()\n]|,\s")
# Mentions of one person that are looked at: an introduction comes early.
_SEARCHED = 8
# «NOPD», «APD»: a police department by its initials.
_DEPARTMENT = re.compile(r"[A-Z]{1,4}PD")
# «KTLA», «WPXI-TV», «Fox59», «News4»: a station by its letters or its channel.
_STATION = re.compile(r"[KW][A-Z]{2,3}(?:-TV)?|(?:Fox|FOX|News|NBC|CBS|ABC)\d{1,2}")
# «his uncle, Tomas Renner»: what somebody is stands before his name.
_BEFORE_NAME = re.compile(r"(?P<role>(?:[\w’'.-]+ ){0,5}[\w’'-]+), $")
_LONGEST_PHRASE = 3
_LONGEST = 120  # characters of a phrase that are looked at
_SHORTEST_NAME, _LONG_NAME = 3, 6
_LONGEST_OUTLET = 6
_HEARERS = 5  # words behind a cue in which its hearer stands


def descriptions(text: str, mention: Mention) -> Iterator[str]:
    """What an article calls an entity: the phrases that mean it, the titles before them, the appositions behind."""
    for span in mention.spans[:_SEARCHED]:
        yield text[span.start : min(span.end, span.start + _LONGEST)]
        title = _title_before(text[max(0, span.start - _TITLE_REACH) : span.start])
        if title:
            yield title
        match = _APPOSITION.match(text, span.end)
        if match:
            apposition = _apposition(match["bare"] or match["of"], named=match["of"] is not None)
            if apposition:
                yield apposition


def parties_of(phrases: Iterable[str], *, person: bool) -> tuple[str, ...]:
    """The bodies, states, outlets and names that stand in the phrases about one source, sorted.

    What describes a ``person`` names somebody else only where he speaks for him: "spokesman for the Velden campaign".
    """
    phrases = [phrase[:_LONGEST] for phrase in phrases]
    outlet = next((found for phrase in phrases if (found := find_outlet(phrase))), None)
    if outlet is not None:
        # What stands around an outlet's name describes somebody else: "the premier. KCNA reported".
        return tuple(sorted(outlet_parties(outlet.name)))
    return tuple(sorted({party for phrase in phrases for party in _parties(phrase, person=person)}))


@functools.lru_cache(16_384)
def _parties(phrase: str, *, person: bool) -> tuple[str, ...]:
    tokens = _TOKEN.findall(phrase)
    outlet = find_outlet(phrase) or _outlet_at_end(tokens) or _outlet_of(tokens)
    if outlet is not None:
        return outlet_parties(outlet.name)
    station = next(
        (name for token in tokens if _STATION.fullmatch(name := token.removesuffix("'s").removesuffix("’s"))), None
    )
    if station is not None:
        return (f"outlet:{station}",)
    plain = [_plain(token) for token in tokens]
    bodies = tuple(f"body:{body}" for body in _bodies(tokens))
    states, rest = _states(plain)
    # The Corran police are no kin of the Corran hospital: beside a body's word a name is a place.
    if bodies or (person and not any(form in _words("spokespeople") for word in plain for form in _forms(word))):
        return (*bodies, *states)
    return (*states, *(f"name:{plain[at]}" for at in rest if _is_name(tokens[at])))


def _outlet_at_end(tokens: Sequence[str]) -> Outlet | None:
    """«the North's official Korean Central News Agency»: the longest end of the phrase that is an outlet's name."""
    for at in range(max(1, len(tokens) - _LONGEST_OUTLET), len(tokens)):
        outlet = find_outlet(" ".join(tokens[at:])) if tokens[at][0].isupper() else None
        if outlet is not None:
            return outlet
    return None


def _outlet_of(tokens: Sequence[str]) -> Outlet | None:
    """«CNN's Tomas Renner»: the outlet that a reporter is introduced with."""
    for at, token in enumerate(tokens[:_LONGEST_OUTLET]):
        if token.endswith(("'s", "’s")):
            return find_outlet(" ".join(tokens[: at + 1]))
    return None


def _is_name(token: str) -> bool:
    word = _plain(token)
    if not token[0].isupper() or len(word) < _SHORTEST_NAME or word in _words("generic"):
        return False
    return not any(form in _no_names() for form in _forms(word))


def person_parties(name: str) -> tuple[str, ...]:
    """A person by surname, and by its consonants: "Maria Velden" is "Velden" in one paper, "Vellden" in another."""
    words = tuple(_plain(token) for token in _TOKEN.findall(name.replace("-", " ")))
    kept = tuple(word for word in words if word not in _words("generic"))
    family = surnames(kept) if kept else ()
    return (
        *(f"name:{word}" for word in family),
        *(f"name:~{sound}" for word in family if (sound := _consonants(word))),
    )


def _consonants(word: str) -> str | None:
    """The consonants of a long name, doubled ones once; short names have too many near them."""
    sound = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word))
    return sound if len(word) >= _LONG_NAME and len(sound) >= _SHORTEST_NAME else None


def officials() -> tuple[str, ...]:
    """The bodies that officials of nobody knows what may speak for."""
    return tuple(f"body:{body}" for body in load_lexicon("sourcing")["officials"]["bodies"])


def told_to(behind: str) -> tuple[str, ...]:
    """The bodies that hear what follows a cue: "told police that", "admitted to detectives"."""
    tokens = _TOKEN.findall(_BREAK.split(behind)[0])[:_HEARERS]
    heard = list(
        itertools.takewhile(lambda token: token.lower() not in ("that", "of", "in", "about", "he", "she"), tokens)
    )
    return tuple(f"body:{body}" for body in dict.fromkeys(_bodies(heard)))


def is_told_to_press(behind: str) -> bool:
    """Whether a cue is followed by the paper that prints it: "told us", "told Fox59"."""
    tokens = _TOKEN.findall(_BREAK.split(behind)[0])[:_HEARERS]
    return any(_plain(token) in _words("press") or _STATION.fullmatch(token) for token in tokens)


def is_introduced(parties: Sequence[str], name: str) -> bool:
    """Whether an article says more of a person than a surname: a full name, or whom he speaks for."""
    tells = [party for party in parties if not party.startswith("name:") and party != "body:relatives"]
    return len(name.split()) > 1 or bool(tells)


def is_named_person(name: str, kind: EntityType) -> bool:
    """Whether a mention names one person, not "Officer", "Witness" or "Renner family"."""
    words = [_plain(token) for token in _TOKEN.findall(name)]
    if kind is not EntityType.PERSON or not words or not any(word[:1].isupper() for word in name.split()):
        return False
    last = words[-1]
    return not any(form in _no_names() for form in _forms(last))


def is_bystander(phrase: str) -> bool:
    """Whether a phrase means people without a name whom nobody could find again."""
    return any(form in _words("bystanders") for token in _TOKEN.findall(phrase) for form in _forms(_plain(token)))


def is_unsaid(cue: str | None) -> bool:
    """Whether a cue tells what somebody wants, feels or finds, and not that he said so."""
    return cue is not None and cue in _words("unsaid")


def is_first_person(key: str | None) -> bool:
    """Whether a source is "I" or "we"."""
    return key is not None and key in load_lexicon("sourcing")["unsaid"]["first_person"]


def is_state_media(phrase: str) -> bool:
    """Whether a phrase means the outlets of a state without naming one."""
    lowered = phrase.casefold()
    return any(words in lowered for words in load_lexicon("sourcing")["state_media"]["words"])


def _title_before(before: str) -> str | None:
    """The words of a title that end where a name begins: lower-case words only if a body or an office is in them."""
    introduced = _BEFORE_NAME.search(before)
    if (
        introduced
        and introduced["role"].split()[0].casefold() not in ("in", "on", "at")
        and _is_role(introduced["role"])
    ):
        return introduced["role"]
    last = list(_BREAK.finditer(before))
    tokens = list(_TOKEN.finditer(before[last[-1].end() :] if last else before))
    kept: list[str] = []
    for token in reversed(tokens[-_TITLE_WORDS:]):
        word = token.group()
        plain = _plain(word)
        known = any(form in _body_words() or form in _words("state_offices") for form in _forms(plain))
        if word.endswith(".") and not known and len(word) > 5:
            break
        if not (known or word[0].isupper() or word.lower() in ("of", "the", "'s")):
            break
        kept.append(word)
    return " ".join(reversed(kept)) or None


def _is_role(words: str) -> bool:
    last = _plain(words.split()[-1])
    return any(form in _body_words() or form in _words("bystanders") for form in _forms(last))


def _apposition(words: str, *, named: bool) -> str | None:
    lexicon = load_lexicon("sourcing")["apposition"]
    tokens = words.split()
    first = _plain(tokens[0]) if tokens else ""
    opens = named or first in lexicon["openers"] or tokens[0][:1].isupper() or first in _body_words()
    kept = list(itertools.takewhile(lambda token: token.casefold() not in lexicon["closers"], tokens))
    # «with gunshot wounds», «from his car»: after a preposition only a name says whom somebody is with.
    if not opens or not kept or (named and not any(token[0].isupper() for token in kept)):
        return None
    return " ".join(kept)


def _bodies(tokens: Sequence[str]) -> Iterator[str]:
    """The bodies that words name; one that only a weak word names does not count beside another."""
    if any(_DEPARTMENT.fullmatch(token) for token in tokens):
        yield "authorities"
    plain = [_plain(token) for token in tokens]
    found: dict[str, bool] = {}
    for size in range(1, _LONGEST_PHRASE + 1):
        for at in range(len(plain) - size + 1):
            phrase = " ".join(plain[at : at + size])
            for form in _forms(phrase):
                body = _body_words().get(form)
                if body is not None:
                    found[body] = found.get(body, False) or form not in _words("weak")
    strong = any(found.values())
    yield from (body for body, is_strong in found.items() if is_strong or not strong)
    if not found and any(form in _words("officials") for word in plain for form in _forms(word)):
        yield from load_lexicon("sourcing")["officials"]["bodies"]


def _states(plain: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The states that words speak for, and the places of the words that name none.

    "North Korea" alone is its government; with an office, "Russian minister" and "president of France" are theirs.
    """
    nations: Mapping[str, str] = load_lexicon("places")["nations"]
    countries = frozenset(nations.values())
    found: list[str] = []
    rest: list[int] = []
    at = 0
    while at < len(plain):
        for size in (2, 1):
            phrase = " ".join(plain[at : at + size])
            if phrase in nations or phrase in countries:
                found.append(f"state:{nations.get(phrase, phrase)}")
                at += size
                break
        else:
            rest.append(at)
            at += 1
    offices = any(
        form in _words("state_offices")
        for size in (1, 2)
        for at in range(len(plain) - size + 1)
        for form in _forms(" ".join(plain[at : at + size]))
    )
    alone = all(plain[at] == "the" for at in rest)
    return (tuple(found) if offices or alone else (), tuple(rest))


def _plain(token: str) -> str:
    return token.casefold().removesuffix("’s").removesuffix("'s").rstrip(".")


def _forms(phrase: str) -> tuple[str, ...]:
    """A phrase as it stands and without the ending of a plural."""
    if phrase.endswith("ies"):
        return (phrase, phrase[:-3] + "y")
    if phrase.endswith("es"):
        return (phrase, phrase[:-1], phrase[:-2])
    return (phrase, phrase[:-1]) if phrase.endswith("s") and not phrase.endswith("ss") else (phrase,)


@functools.cache
def _words(table: str) -> frozenset[str]:
    return frozenset(load_lexicon("sourcing")[table]["words"])


@functools.cache
def _body_words() -> Mapping[str, str]:
    bodies: Mapping[str, Sequence[str]] = load_lexicon("sourcing")["bodies"]
    return {word: body for body, words in reversed(list(bodies.items())) for word in words}


@functools.cache
def _no_names() -> frozenset[str]:
    """What begins a sentence with a capital: "But", "Residents", "They"."""
    stopwords = str(load_lexicon("comparison")["stopwords"]).split()
    return frozenset((*stopwords, *_words("bystanders"), *_words("no_names"), *_words("state_offices"), *_body_words()))
