"""What a web page states of itself: JSON-LD (schema.org), meta elements (Open Graph, Dublin Core, …), headings."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from claimkit.reading.addresses import uri
from claimkit.reading.fields import date_in
from claimkit.reading.metadata import Given, names_in
from claimkit.records import PublishedEvidence
from claimkit.resources import load_lexicon

_LONGEST_NAME = 200


def stated_in(tree: Any, url: str | None = None) -> Given:
    """Title, address, publisher, date, authors and licence of a page, as far as it states them in a usable form.

    ``tree`` is the page as lxml reads it, ``url`` where it was fetched: that counts unless the page names another
    address on the same host as the one it goes by. JSON-LD counts before meta elements.
    """
    linked = _article_in(tree)
    meta = _meta_of(tree)
    publisher = _first(_names(linked.get("publisher"))) or _usable(meta, "publisher", _name)
    published = _date(linked.get("datePublished")) or _usable(meta, "published", _date) or _date(_time_of(tree))
    return Given(
        title=_name(linked.get("headline")) or _usable(meta, "title", _name) or _heading(tree, publisher),
        url=_address(tree, meta, linked, url),
        publisher=publisher,
        published=published,
        published_evidence=PublishedEvidence.METADATA if published else None,
        licence=_name(linked.get("license")) or _name(_link(tree, "license")),
        authors=_people(_names(linked.get("author"))) or _people(_each(meta, "authors")),
    )


def _article_in(tree: Any) -> Mapping[str, Any]:
    """The first article that the page's JSON-LD describes."""
    types = frozenset(load_lexicon("page_metadata")["json_ld"]["types"])
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            # strict=False: sites write line ends inside strings.
            stated = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(stated):
            kinds = node.get("@type")
            if not types.isdisjoint([kinds] if isinstance(kinds, str) else _strings(kinds)):
                return node
    return {}


def _nodes(stated: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document: itself, those of a list, those of its graph, what it is mainly about."""
    waiting = [stated]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, dict):
            yield node
            waiting += [node[name] for name in ("@graph", "mainEntity") if name in node]


def _meta_of(tree: Any) -> Mapping[str, Sequence[str]]:
    """Values of meta elements and of marked-up properties, by name in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (value := (element.get("content") or "").strip()):
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _each(meta: Mapping[str, Sequence[str]], field: str) -> Sequence[str]:
    """All values of the first of the field's names that has any."""
    return next((meta[name] for name in load_lexicon("page_metadata")["meta"][field] if name in meta), ())


def _usable(meta: Mapping[str, Sequence[str]], field: str, read: Callable[[str], str | None]) -> str | None:
    values = (value for name in load_lexicon("page_metadata")["meta"][field] for value in meta.get(name, ()))
    return next((found for found in map(read, values) if found), None)


def _heading(tree: Any, publisher: str | None) -> str | None:
    """The page's only first-rank heading, or else its title without the name of the site behind it."""
    headings = [_name(element.text_content()) for element in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = _name(next((element.text_content() for element in tree.iter("title")), None))
    for separator in load_lexicon("page_metadata")["title"]["separators"] if title and publisher else ():
        title = title.removesuffix(f"{separator}{publisher}") if title else None
    return title


def _time_of(tree: Any) -> str | None:
    stamps = (element for element in tree.iter("time", "span", "abbr") if element.get("itemprop") == "datePublished")
    stamp = next(stamps, None)
    return None if stamp is None else stamp.get("datetime") or stamp.get("content") or stamp.get("title")


def _link(tree: Any, relation: str) -> str | None:
    links = (element for element in tree.iter("link") if relation in (element.get("rel") or "").lower().split())
    return next((element.get("href") for element in links if element.get("href")), None)


def _address(tree: Any, meta: Mapping[str, Sequence[str]], linked: Mapping[str, Any], url: str | None) -> str | None:
    fetched = uri(url.strip()) if url else None
    entity = linked.get("mainEntityOfPage")
    named = entity.get("@id") if isinstance(entity, dict) else entity
    for stated in (_link(tree, "canonical"), *meta.get("og:url", ()), linked.get("url"), named):
        address = uri(stated.strip()) if isinstance(stated, str) else None
        if address and _is_page(address) and (fetched is None or _host(address) == _host(fetched)):
            return address
    return fetched


def _is_page(address: str) -> bool:
    """Sites that state one address for all pages state their front page."""
    parts = urllib.parse.urlsplit(address)
    return parts.scheme in ("http", "https") and (parts.path.strip("/") != "" or parts.query != "")


def _host(address: str) -> str:
    return urllib.parse.urlsplit(address).netloc.lower().removeprefix("www.")


def _names(stated: Any) -> Sequence[str]:
    """Names of persons or organisations in JSON-LD: a string, an object with a name, or a list of such."""
    each = stated if isinstance(stated, list) else [stated]
    return _strings([item.get("name") if isinstance(item, dict) else item for item in each])


def _strings(stated: Any) -> Sequence[str]:
    each = stated if isinstance(stated, list) else [stated]
    return [item for item in each if isinstance(item, str)]


def _people(stated: Sequence[str]) -> tuple[str, ...]:
    """Names without «By» before them; pages give addresses of profiles where a name belongs."""
    names = (name for item in stated for name in names_in(_name(item) or ""))
    plain = (name.removeprefix("By ").removeprefix("by ").strip() for name in names)
    return tuple(dict.fromkeys(name for name in plain if name and "://" not in name and not name.startswith("@")))


def _first(names: Sequence[str]) -> str | None:
    return next((name for name in map(_name, names) if name), None)


def _name(stated: Any) -> str | None:
    """A string on one line, if it has the length of a name or a headline and holds no half surrogate pair."""
    if not isinstance(stated, str):
        return None
    name = " ".join(stated.split())
    is_text = name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)
    return name if 0 < len(name) <= 2 * _LONGEST_NAME and is_text and "\x00" not in name else None


def _date(stated: Any) -> str | None:
    return date_in(stated.strip()) if isinstance(stated, str) else None
