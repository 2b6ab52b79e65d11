"""The catalogue: every check that ships, in the order in which a report names them."""

from __future__ import annotations

from claimkit.checks.annotation_unreadable import annotation_unreadable
from claimkit.checks.articles_without_claims import articles_without_claims
from claimkit.checks.catalogue import Check
from claimkit.checks.certainty_conflict import certainty_conflict
from claimkit.checks.claim_count_outliers import claim_count_outliers
from claimkit.checks.claim_in_furniture import claim_in_furniture
from claimkit.checks.cluster_conflict import cluster_conflict
from claimkit.checks.conflicts_unreviewed import conflicts_unreviewed
from claimkit.checks.duplicate_claims import duplicate_claims
from claimkit.checks.duplicate_pairs import duplicate_pairs
from claimkit.checks.empty_table import empty_table
from claimkit.checks.event_after_publication import event_after_publication
from claimkit.checks.future_date import future_date
from claimkit.checks.garbled_text import garbled_text
from claimkit.checks.hearsay_share import hearsay_share
from claimkit.checks.hearsay_with_source import hearsay_with_source
from claimkit.checks.hedge_type_conflict import hedge_type_conflict
from claimkit.checks.integrity import integrity_checks
from claimkit.checks.label_drift import label_drift
from claimkit.checks.licence_missing import licence_missing
from claimkit.checks.low_confidence import low_confidence
from claimkit.checks.metadata_missing import metadata_missing
from claimkit.checks.mixed_tools import mixed_tools
from claimkit.checks.near_duplicate_claims import near_duplicate_claims
from claimkit.checks.orphan_quantities import orphan_quantities
from claimkit.checks.other_language import other_language
from claimkit.checks.pair_conflict import pair_conflict
from claimkit.checks.personal_data import personal_data
from claimkit.checks.quantity_outside_claim import quantity_outside_claim
from claimkit.checks.said_after_publication import said_after_publication
from claimkit.checks.same_url import same_url
from claimkit.checks.source_missing import source_missing
from claimkit.checks.source_not_named import source_not_named
from claimkit.checks.split_leakage import split_leakage
from claimkit.checks.split_mismatch import split_mismatch
from claimkit.checks.style_mismatch import style_mismatch
from claimkit.checks.time_not_reproducible import time_not_reproducible
from claimkit.checks.time_outside_claim import time_outside_claim
from claimkit.checks.unbalanced_outlets import unbalanced_outlets
from claimkit.checks.unresolved_dates import unresolved_dates
from claimkit.checks.value_not_reproducible import value_not_reproducible
from claimkit.checks.verdict_without_evidence import verdict_without_evidence

SHIPPED: tuple[Check, ...] = (
    *integrity_checks(),
    source_missing,
    hearsay_with_source,
    style_mismatch,
    source_not_named,
    said_after_publication,
    hearsay_share,
    quantity_outside_claim,
    time_outside_claim,
    value_not_reproducible,
    time_not_reproducible,
    certainty_conflict,
    hedge_type_conflict,
    claim_in_furniture,
    event_after_publication,
    duplicate_claims,
    near_duplicate_claims,
    orphan_quantities,
    unresolved_dates,
    low_confidence,
    mixed_tools,
    label_drift,
    articles_without_claims,
    claim_count_outliers,
    future_date,
    other_language,
    garbled_text,
    personal_data,
    licence_missing,
    metadata_missing,
    same_url,
    unbalanced_outlets,
    pair_conflict,
    duplicate_pairs,
    conflicts_unreviewed,
    cluster_conflict,
    verdict_without_evidence,
    annotation_unreadable,
    empty_table,
    split_mismatch,
    split_leakage,
)
