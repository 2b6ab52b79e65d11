"""Where an article was published: what people write as a URL, as the URI that the schema asks for."""

from __future__ import annotations

import re
import urllib.parse

# Scheme, authority, rest. Brackets may stand in the authority alone: browsers take «?tag[]=a», the RFC does not.
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)(//[^/?#]*)?(.*)", re.DOTALL)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = ":/?#@!$&'()*+,;=%"


def uri(address: str) -> str | None:
    """``address`` as a URI (RFC 3986), or ``None`` if it is no absolute address.

    What may not stand in one («/뉴스/», a space) is written as the percent-encoded bytes of its UTF-8 (RFC 3987,
    section 3.1); a URI comes back as it is. ``address`` holds no lone surrogate.
    """
    from jsonschema import Draft202012Validator

    parts = _PARTS.fullmatch(_STRAY_PERCENT.sub("%25", address))
    if parts is None:
        return None
    scheme, authority, rest = parts[1], parts[2] or "", parts[3]
    written = scheme + urllib.parse.quote(authority, safe=_KEPT + "[]") + urllib.parse.quote(rest, safe=_KEPT)
    return written if Draft202012Validator.FORMAT_CHECKER.conforms(written, "uri") else None
