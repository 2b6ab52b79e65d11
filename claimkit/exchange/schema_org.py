"""Clusters as schema.org ``Claim``: what is claimed, where it appears, and where it appeared first (JSON-LD).

One ``Claim`` a cluster. ``text`` is the words of its earliest claim; ``appearance`` is every article that tells it, the
earliest first; ``firstAppearance`` the one published on the day of ``first_appearance``, left out where no date is
known. ``author`` is who the claim is ascribed to, as fact-check markup understands it: persons and organisations that
the innermost link of a claim names. schema.org has no term for independence or conflict: ``description`` says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.exchange.claims import Claims, Exported, Format, Row, claim_text, read_claims, table

# Those who can speak; a document, hearsay or the unnamed are nobody's name.
_AUTHORS = MappingProxyType(
    {
        "person": "Person",
        "government": "Organization",
        "political_organisation": "Organization",
        "news_agency": "Organization",
        "news_outlet": "Organization",
        "company": "Organization",
        "research": "Organization",
    }
)


def export_schema_org(folder: Path) -> Exported:
    """The clusters of a dataset folder as schema.org claims.

    Raises :class:`~claimkit.errors.OptionError` where the dataset was not compared.
    """
    clusters = list(table(folder, "clusters"))
    data = read_claims(folder)
    return Exported([_claim(cluster, data) for cluster in clusters], {})


def _claim(cluster: Row, data: Claims) -> Row:
    claims = sorted(map(data.claim, cluster["claim_ids"]), key=lambda claim: _dated(data.article_of(claim)))
    articles = {article["article_id"]: article for article in map(data.article_of, claims)}
    day = cluster["first_appearance"]
    first = next((each for each in articles.values() if day and each["published"] == day), None)
    fields = {
        "@type": "Claim",
        "@id": f"urn:claimkit:cluster:{cluster['cluster_id']}",
        "text": claim_text(claims[0]),
        "description": _standing(cluster),
        "author": authors_of(claims),
        "appearance": [article_markup(article) for article in articles.values()],
        "firstAppearance": article_markup(first) if first else None,
    }
    return without_gaps(fields)


def _dated(article: Row) -> tuple[bool, str]:
    return article["published"] is None, article["published"] or ""


def article_markup(article: Row) -> Row:
    """An article as ``NewsArticle``."""
    fields = {
        "@type": "NewsArticle",
        "@id": f"urn:claimkit:article:{article['article_id']}",
        "url": article["url"],
        "headline": article["title"],
        "datePublished": article["published"],
        "inLanguage": article["language"],
        "publisher": {"@type": "Organization", "name": article["publisher"]} if article["publisher"] else None,
    }
    return without_gaps(fields)


def authors_of(claims: Sequence[Row]) -> list[Row]:
    """Everyone named as the source, once, in the order in which they first are."""
    named = {
        claim["source"]: _AUTHORS[claim["source_type"]]
        for claim in reversed(claims)
        if claim["source"] and claim["source_type"] in _AUTHORS
    }
    return [{"@type": kind, "name": name} for name, kind in reversed(named.items())]


def _standing(cluster: Row) -> str:
    publishers, low, high = len(cluster["publishers"]), cluster["independent_min"], cluster["independent_max"]
    sources = str(low) if low == high else f"{low} to {high}"
    return f"{cluster['status']}: publishers {publishers}, independent sources {sources}"


def without_gaps(fields: Row) -> Row:
    """JSON-LD leaves out what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _graph(items: list[Row]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": items}


SCHEMA_ORG = Format("clusters as schema.org Claim, JSON-LD", export_schema_org, lines=False, whole=_graph)
