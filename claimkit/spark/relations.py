"""Linked claims related, clustered and verified on Spark, by the functions of the local engine.

What a pair needs of its two claims (profile, origin, event, leader of its copies, sentence, what its article names, and
of a toll the article's totals) is one row a claim, joined to the pair from either side.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from claimkit.comparison.clusters import SAME, cluster_of
from claimkit.comparison.compare import PLACES, Room, named_words, related_pair, sentence_of
from claimkit.comparison.conflicts import is_toll
from claimkit.comparison.copies import Copies
from claimkit.comparison.estimation import probability
from claimkit.comparison.pairs import LinkedPair, Pairs
from claimkit.comparison.partition import AVERAGE, same_claims
from claimkit.comparison.profiles import Profile
from claimkit.comparison.sourcing import Origin, sources, status_of
from claimkit.comparison.totals import article_totals
from claimkit.comparison.verdicts import judge_of
from claimkit.comparison.verification import is_printed_again, label_of, verification_of
from claimkit.records import Article, ClaimPair, VerificationLabel
from claimkit.spark.components import components
from claimkit.spark.frames import Scratch, map_cogroups, map_groups, map_rows, packed, unpacked
from claimkit.spark.linkage import likely

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TOLD = """
    profile binary, origin binary, event long, leader string, sentence string, named array<string>, totals binary
"""
_RELATED = """
    claim_a string, claim_b string, weight double, linked boolean, pair binary, relation string, again boolean,
    label_a string, label_b string
"""


def told(scratch: Scratch, articles: DataFrame, events: DataFrame, led: DataFrame, origins: DataFrame) -> DataFrame:
    """``claim_id``, ``article_id``, ``place``, ``published`` and what a pair needs of a claim."""
    both = articles.select("article_id", "article", "claims").join(events, "article_id").join(led, "article_id", "left")
    columns = "claim_id string, article_id string, place long, published string, " + _TOLD.replace(
        "origin binary, ", ""
    )
    claims = map_rows(both, _claims, columns)
    return scratch.keep(claims.join(origins, "claim_id"), "told")


def _claims(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        article: Article = unpacked(row["article"])
        profiles: list[Profile] = [unpacked(each["profile"]) for each in row["claims"]]
        named = sorted(named_words(profiles).get(article.article_id, ()))
        totals = packed(article_totals(article)) if any(map(is_toll, profiles)) else None
        for each, profile in zip(row["claims"], profiles, strict=True):
            yield {
                **{name: each[name] for name in ("claim_id", "place", "profile")},
                **{name: row[name] for name in ("article_id", "event", "leader")},
                "published": profile.published,
                "sentence": sentence_of(article, profile),
                "named": named,
                "totals": totals if is_toll(profile) else None,
            }


# --- pairs ----------------------------------------------------------------------------------------------------------


def related(scratch: Scratch, pairs: DataFrame, told: DataFrame, *, small: bool) -> DataFrame:
    """Of the pairs (``claim_a``, ``claim_b``, ``weight``, ``linked``) those that are related, with their records."""
    from pyspark.sql import functions as f

    for side in ("a", "b"):
        own = told.select(f.col("claim_id").alias(f"claim_{side}"), f.struct("*").alias(side))
        pairs = pairs.join(own, f"claim_{side}")
    return scratch.keep(map_rows(pairs, lambda rows: _related(rows, small), _RELATED), "related")


def _related(rows: list[dict[str, Any]], small: bool) -> Iterator[dict[str, Any]]:
    room = _room([row[side] for row in rows for side in ("a", "b")], small=small)
    chances = probability(np.array([row["weight"] for row in rows], np.float64)).tolist()
    for row, chance in zip(rows, chances, strict=True):
        linked = LinkedPair(row["claim_a"], row["claim_b"], round(row["weight"], PLACES), round(chance, 6))
        pair = related_pair(room, linked)
        if pair is not None:
            a, b = room.profiles[pair.claim_a], room.profiles[pair.claim_b]
            yield {
                **{name: row[name] for name in ("claim_a", "claim_b", "weight", "linked")},
                "pair": packed(pair),
                "relation": pair.relation.value,
                "again": is_printed_again(pair),
                "label_a": label_of(pair, b).value,
                "label_b": label_of(pair, a).value,
            }


def _room(rows: list[Mapping[str, Any]], *, small: bool) -> Room:
    """What is known of the claims of some pairs."""
    found = {row["claim_id"]: row for row in rows}.values()
    sentences = {row["claim_id"]: row["sentence"] for row in found}
    origins: dict[str, Origin] = {row["claim_id"]: unpacked(row["origin"]) for row in found}
    totals = {row["article_id"]: row["totals"] for row in found if row["totals"] is not None}
    profiles: dict[str, Profile] = {row["claim_id"]: unpacked(row["profile"]) for row in found}
    return Room(
        sentence=lambda profile: sentences[profile.claim_id],
        is_small=small,
        judge=judge_of(profiles.values()),
        profiles=profiles,
        events={row["article_id"]: str(row["event"]) for row in found},
        copies=Copies({row["article_id"]: row["leader"] for row in found if row["leader"]}, frozenset()),
        origins=origins,
        named={row["article_id"]: set(row["named"]) for row in found},
        totals=functools.cache(lambda article_id: unpacked(totals[article_id])),
    )


# --- clusters -------------------------------------------------------------------------------------------------------


def clustered(scratch: Scratch, related: DataFrame, members: DataFrame, told: DataFrame) -> DataFrame:
    """``cluster`` (its least claim), ``cluster_record``, ``claim_ids`` of the claims that several articles tell."""
    from pyspark.sql import functions as f

    linked = related.filter("linked")
    same = linked.filter(f.col("relation").isin([each.value for each in SAME])).select("claim_a", "claim_b", "weight")
    edges = likely(same, AVERAGE).select(f.col("claim_a").alias("a"), f.col("claim_b").alias("b"))
    known = scratch.keep(components(scratch, edges, "same"), "same")
    for side in ("a", "b"):
        own = known.select(f.col("node").alias(f"claim_{side}"), f.col("component").alias(f"component_{side}"))
        rows = members.select(
            f.col("claim_id").alias(f"claim_{side}"),
            f.col("article_id").alias(f"article_{side}"),
            f.col("row").alias(f"row_{side}"),
        )
        same = same.join(own, f"claim_{side}").join(rows, f"claim_{side}")
    inside = same.filter("component_a = component_b")
    groups = scratch.keep(map_groups(inside, ["component_a"], _groups, "cluster string, claim_id string"), "groups")
    voices = groups.join(told.select("claim_id", "profile", "origin"), "claim_id")
    pairs = linked.select("claim_a", "claim_b", "pair")
    for side in ("a", "b"):
        own = groups.select(f.col("claim_id").alias(f"claim_{side}"), f.col("cluster").alias(f"cluster_{side}"))
        pairs = pairs.join(own, f"claim_{side}")
    pairs = pairs.filter("cluster_a = cluster_b").select(f.col("cluster_a").alias("cluster"), "pair")
    columns = "cluster string, cluster_id string, record binary, status string, publishers int, claim_ids array<string>"
    return scratch.keep(map_cogroups(voices, pairs, "cluster", _cluster, columns), "clusters")


def _groups(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The sets of one component, those of several articles."""
    rows = sorted(rows, key=lambda row: (row["claim_a"], row["claim_b"]))
    known = {row[f"claim_{side}"]: (row[f"article_{side}"], row[f"row_{side}"]) for row in rows for side in ("a", "b")}
    claims = tuple(sorted(known))
    articles = np.unique([known[claim][0] for claim in claims], return_inverse=True)[1]
    place = {claim: at for at, claim in enumerate(claims)}
    pairs = Pairs(
        claims=claims,
        article=articles.astype(np.int32),
        row=np.unique([known[claim][1] for claim in claims], return_inverse=True)[1].astype(np.int32),
        a=np.array([place[row["claim_a"]] for row in rows], np.int32),
        b=np.array([place[row["claim_b"]] for row in rows], np.int32),
        weight=np.array([row["weight"] for row in rows], np.float64),
    )
    for group in same_claims(pairs):
        if len({known[claim][0] for claim in group}) > 1:
            yield from ({"cluster": group[0], "claim_id": claim} for claim in group)


def _cluster(voices: list[dict[str, Any]], pairs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    voices = sorted(voices, key=lambda row: row["claim_id"])
    found = sources(unpacked(row["origin"]) for row in voices)
    inside: list[ClaimPair] = [unpacked(row["pair"]) for row in pairs]
    cluster = cluster_of([unpacked(row["profile"]) for row in voices], inside, found, status_of(found))
    yield {
        "cluster": voices[0]["cluster"],
        "cluster_id": cluster.cluster_id,
        "record": packed(cluster),
        "status": cluster.status.value,
        "publishers": len(cluster.publishers),
        "claim_ids": list(cluster.claim_ids),
    }


# --- verification ---------------------------------------------------------------------------------------------------


class _Evidence(NamedTuple):
    claim_id: str
    published: str | None


def verified(scratch: Scratch, related: DataFrame, clusters: DataFrame, told: DataFrame) -> DataFrame:
    """``place``, ``record`` of every claim that stands in a pair or a cluster."""
    from pyspark.sql import functions as f

    edges = related.filter("again").select(f.col("claim_a").alias("a"), f.col("claim_b").alias("b"))
    copies = components(scratch, edges, "printed-again")
    claims = told.select("claim_id", "place", "published").join(
        copies.select(f.col("node").alias("claim_id"), f.col("component").alias("text")), "claim_id", "left"
    )
    claims = scratch.keep(claims, "claims")
    directed = [
        related.select(
            f.col(f"claim_{one}").alias("of"),
            f.col(f"claim_{other}").alias("claim_id"),
            f.col(f"label_{one}").alias("label"),
        )
        for one, other in (("a", "b"), ("b", "a"))
    ]
    evidence = directed[0].union(directed[1]).join(claims, "claim_id")
    own = evidence.select("of").union(clusters.select(f.explode("claim_ids"))).distinct()
    own = own.join(claims, f.col("of") == f.col("claim_id")).drop("claim_id")
    return map_cogroups(own, evidence, "of", _verification, "place long, record binary")


def _verification(own: list[dict[str, Any]], evidence: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    (claim,) = own
    texts = {row["claim_id"]: row["text"] for row in evidence if row["text"]}
    texts |= {claim["of"]: claim["text"]} if claim["text"] else {}
    places = {row["claim_id"]: row["place"] for row in evidence}
    labelled = [(VerificationLabel(row["label"]), _Evidence(row["claim_id"], row["published"])) for row in evidence]
    yield {"place": claim["place"], "record": packed(verification_of(claim["of"], labelled, texts, places))}
