"""``claimkit compare --engine spark``: the same claim across sources, on as many machines as Spark has.

The same functions as :func:`claimkit.comparison.compare.compare_corpus`, over partitions, in the same order of steps;
the same tables come out, record for record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.comparison.clusters import STATUSES, pairs_by_cluster
from claimkit.comparison.compare import is_small
from claimkit.comparison.findings import Conflict, Finding, conflict_of, finding_of
from claimkit.records import Article, ClaimCluster, ClaimPair, Relation
from claimkit.spark.blocking import candidates, known_of, members_of, table_of
from claimkit.spark.corpus import notes_of, read_corpus
from claimkit.spark.dataset import Dataset
from claimkit.spark.dependence import leaders, origins
from claimkit.spark.frames import Scratch, unpacked
from claimkit.spark.grouping import events_of
from claimkit.spark.linkage import claim_pairs, compared, linked, weighted
from claimkit.spark.relations import clustered, related, told, verified

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from claimkit.comparison.comparisons import Model
    from claimkit.comparison.profiles import Profile

# What a run wants of its session: a row may be an article with all its claims.
SETTINGS: Mapping[str, str] = MappingProxyType({"spark.sql.execution.arrow.maxRecordsPerBatch": "500"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """What comparing found, in frames: ``related`` has the pairs, each with its record packed in ``pair``."""

    articles: DataFrame
    told: DataFrame
    related: DataFrame
    clusters: DataFrame
    verification: DataFrame

    def tables(self) -> Mapping[str, DataFrame]:
        """The records of the three tables, packed, in the order of the local engine."""
        return {
            "pairs": self.related.orderBy("claim_a", "claim_b").select("pair"),
            "clusters": self.clusters.orderBy("cluster").select("record"),
            "verification": self.verification.orderBy("place").select("record"),
        }

    def findings(self, limit: int) -> list[Finding]:
        """The first clusters as they are told to people, conflicts first; all of them for a ``limit`` of 0."""
        from pyspark.sql import functions as f

        rank = f.array_position(f.array(*(f.lit(each.value) for each in STATUSES)), f.col("status"))
        chosen = self.clusters.orderBy(rank, f.desc("publishers"), "cluster_id")
        chosen = chosen.limit(limit) if limit else chosen
        clusters: list[ClaimCluster] = [unpacked(row[0]) for row in chosen.select("record").collect()]
        places = {claim_id: n for n, cluster in enumerate(clusters) for claim_id in cluster.claim_ids}
        ids, profiles, articles = self._tellers(places)
        inside = self.related.filter("linked").join(f.broadcast(ids.toDF("claim_a")), "claim_a")
        pairs = (unpacked(row[0]) for row in inside.orderBy("claim_a", "claim_b").select("pair").collect())
        by_cluster = pairs_by_cluster(pairs, places)
        return [finding_of(each, by_cluster.get(n, ()), profiles, articles) for n, each in enumerate(clusters)]

    def conflicts(self, limit: int) -> list[Conflict]:
        """The first pairs that cannot both hold and that no cluster holds together; all for a ``limit`` of 0."""
        from pyspark.sql import functions as f

        found = self.related.filter(f.col("relation") == Relation.CONTRADICTION.value)
        found = found.select("claim_a", "claim_b", "pair")
        members = self.clusters.select("cluster", f.explode("claim_ids").alias("claim_id"))
        for side in ("a", "b"):
            own = members.select(f.col("claim_id").alias(f"claim_{side}"), f.col("cluster").alias(f"cluster_{side}"))
            found = found.join(own, f"claim_{side}", "left")
        found = found.filter("cluster_a is null or cluster_b is null or cluster_a != cluster_b")
        found = found.orderBy("claim_a", "claim_b")
        chosen = found.limit(limit) if limit else found
        pairs: list[ClaimPair] = [unpacked(row[0]) for row in chosen.select("pair").collect()]
        if not pairs:
            return []
        _, profiles, articles = self._tellers({claim for pair in pairs for claim in (pair.claim_a, pair.claim_b)})
        return [conflict_of(pair, profiles, articles) for pair in pairs]

    def _tellers(self, claim_ids: Collection[str]) -> tuple[DataFrame, dict[str, Profile], dict[str, Article]]:
        """Some claims as a frame of their identifiers, as profiles, and their articles."""
        from pyspark.sql import functions as f

        ids = self.told.sparkSession.createDataFrame([(each,) for each in claim_ids], "claim_id string")
        claims = self.told.join(f.broadcast(ids), "claim_id").select("profile", "article_id")
        profiles = {profile.claim_id: profile for profile in (unpacked(row[0]) for row in claims.collect())}
        told_in = self.articles.join(claims.select("article_id").distinct(), "article_id").select("article")
        return ids, profiles, {each.article_id: each for each in (unpacked(row[0]) for row in told_in.collect())}

    def summary(self) -> dict[str, Any]:
        """Counts and notes, ready for JSON."""
        counted = {row[0]: row[1] for row in self.related.groupBy("relation").count().collect()}
        statuses = {row[0]: row[1] for row in self.clusters.groupBy("status").count().collect()}
        return {
            "articles": self.articles.count(),
            "claims": self.told.count(),
            "pairs": sum(counted.values()),
            "relations": {each.value: counted[each.value] for each in Relation if counted.get(each.value)},
            "clusters": sum(statuses.values()),
            "statuses": {each.value: statuses[each.value] for each in STATUSES if statuses.get(each.value)},
            "notes": list(notes_of(self.articles)),
        }


def compare_frames(scratch: Scratch, dataset: Dataset) -> Frames:
    """Compare the claims of a dataset. Raises as :func:`claimkit.comparison.compare.compare` does."""
    return compare_articles(scratch, read_corpus(scratch, dataset))


def compare_articles(scratch: Scratch, articles: DataFrame) -> Frames:
    """As :func:`compare_frames`, of what was read: a row an article (:func:`claimkit.spark.corpus.article_row`)."""
    events = events_of(scratch, articles)
    led = scratch.keep(leaders(scratch, articles, events), "led")
    claims = told(scratch, articles, events, led, origins(scratch, articles, led))
    rows, members = members_of(scratch, claims)
    known = known_of(rows)
    table = table_of(scratch, rows, claims, known)
    weighed, model = linked(scratch, table, candidates(scratch, table))
    pairs = scratch.keep(claim_pairs(weighed, members), "linked")
    small = is_small(claims.count())
    every = pairs.selectExpr("*", "true as linked")
    if small:
        every = every.union(_unlinked(scratch, table, members, pairs, model))
    found = related(scratch, every, claims, small=small)
    clusters = clustered(scratch, found, members, claims)
    return Frames(
        articles=articles,
        told=claims,
        related=found,
        clusters=clusters,
        verification=scratch.keep(verified(scratch, found, clusters, claims), "verification"),
    )


def _unlinked(scratch: Scratch, table: DataFrame, members: DataFrame, pairs: DataFrame, model: Model) -> DataFrame:
    """Every other two claims of different articles, in a collection of few claims, with their weight."""
    from pyspark.sql import functions as f

    one, other = (
        members.select(*(f.col(name).alias(f"{name}_{side}") for name in members.columns)) for side in ("a", "b")
    )
    both = one.join(other, (one["claim_id_a"] < other["claim_id_b"]) & (one["article_id_a"] != other["article_id_b"]))
    both = both.select(
        f.col("claim_id_a").alias("claim_a"),
        f.col("claim_id_b").alias("claim_b"),
        f.least("row_a", "row_b").alias("a"),
        f.greatest("row_a", "row_b").alias("b"),
    )
    left = scratch.keep(both.join(pairs, ["claim_a", "claim_b"], "left_anti"), "unlinked")
    levels = compared(scratch, table, left.select("a", "b").distinct(), model, "compared-unlinked")
    return left.join(weighted(levels, model), ["a", "b"]).selectExpr("claim_a", "claim_b", "weight", "false as linked")
