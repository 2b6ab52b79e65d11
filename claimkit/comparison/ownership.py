"""Who stands behind an outlet: its owner, the state or party that controls it, the site it is a page of.

From ``resources/outlets.csv`` and the user's own entries (``[outlets.own]``, see ``resources/outlets.toml``). What is
not in them is known by its name or its domain alone. Owners are those of about 2020, and papers change hands: an own
entry wins over the table.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from claimkit.extraction.outlets import Outlet, find_outlet, outlets
from claimkit.resources import load_lexicon

_DOMAIN = re.compile(
    r"(?:https?://)?(?:[^/@\s]*@)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?:/.*)?", re.IGNORECASE
)
# The second part of «example.co.uk» is no name.
_PUBLIC = frozenset({"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"})
_NO_LETTER = re.compile(r"[\W_]")
_SHORTEST_SITE = 6
_GOVERNMENT = "government of "


@functools.lru_cache(65_536)
def outlet_parties(name: str) -> tuple[str, ...]:
    """The parties that an outlet of that name, domain or address stands for, the outlet first.

    >>> outlet_parties("KCNA")
    ('outlet:Korean Central News Agency', 'state:north korea')
    >>> outlet_parties("chicago.harbourpost.co.uk")
    ('outlet:harbourpost.co.uk',)
    >>> outlet_parties("www.chicagotribune.com")
    ('outlet:Chicago Tribune', 'owner:Tribune Publishing')
    """
    site = site_of(name)
    outlet = find_outlet(name) or (_by_site().get(site.partition(".")[0]) if site else None)
    if outlet is None:
        return (f"outlet:{site or _plain(name)}",)
    parties = [f"outlet:{outlet.name}"]
    if outlet.owner:
        parties.append(f"owner:{outlet.owner}")
    controller = _controller(outlet)
    if controller:
        parties.append(controller)
    return tuple(parties)


def site_of(address: str) -> str | None:
    """The registered name in a domain or URL, in small letters; ``None`` for anything else."""
    match = _DOMAIN.fullmatch(address.strip())
    if match is None:
        return None
    labels = match["host"].casefold().split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC else 2
    return ".".join(labels[-keep:])


@functools.cache
def states_with_outlets() -> frozenset[str]:
    """The states, as parties, whose governments are known to run an outlet."""
    return frozenset(f"state:{country}" for country in _states().values())


def _controller(outlet: Outlet) -> str | None:
    """A ruling party is its state: what the Workers' Party's paper and the government's agency say is one word."""
    if not outlet.controlled_by:
        return None
    country = _states().get(outlet.country or "")
    if country is not None:
        return f"state:{country}"
    return f"owner:{outlet.controlled_by}"


@functools.cache
def _by_site() -> Mapping[str, Outlet]:
    """Outlets by their names as a site writes them: in one word. Short ones may be anybody's."""
    found: dict[str, Outlet] = {}
    for outlet in outlets():
        for name in (outlet.name, *outlet.aliases):
            site = _NO_LETTER.sub("", name.casefold())
            for each in (site, site.removeprefix("the")):
                if len(each) >= _SHORTEST_SITE:
                    found.setdefault(each, outlet)
    return found


@functools.cache
def _states() -> Mapping[str, str]:
    """The names of states by country code, from the outlets that their governments run."""
    return {
        outlet.country: _nation(outlet.controlled_by.casefold().removeprefix(_GOVERNMENT))
        for outlet in outlets()
        if outlet.country and outlet.controlled_by and outlet.controlled_by.casefold().startswith(_GOVERNMENT)
    }


def _nation(country: str) -> str:
    nations: Mapping[str, str] = load_lexicon("places")["nations"]
    plain = country.removeprefix("the ")
    return nations.get(plain, plain)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
