"""News articles in, a schema-validated dataset of reported claims out.

Every name below is loaded on first use: importing the package reads no model and no heavy library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimkit.checks.gate import check
    from claimkit.checks.report import CheckReport
    from claimkit.classifiers.persistence import load_classifier
    from claimkit.classifiers.training import train_classifier
    from claimkit.comparison.compare import Comparison, compare
    from claimkit.comparison.grouping import group_articles
    from claimkit.comparison.index import ClaimIndex, ClaimMatch
    from claimkit.comparison.relations import relate
    from claimkit.dataset.build import build_dataset
    from claimkit.dataset.card_check import CardFinding, check_card
    from claimkit.dataset.changes import DatasetDiff, diff_datasets
    from claimkit.dataset.documents import Documented, document_dataset
    from claimkit.dataset.hydration import hydrate
    from claimkit.dataset.migration import migrate_dataset
    from claimkit.dataset.publishing import publish
    from claimkit.dataset.splits import split_dataset
    from claimkit.evaluation.agreement import Agreement, compare_annotators
    from claimkit.evaluation.annotations import compare_annotations
    from claimkit.extraction.attribution import find_attributions
    from claimkit.extraction.hedging import find_hedges
    from claimkit.extraction.pipeline import Extraction, extract, extract_many
    from claimkit.extraction.quantities import find_quantities
    from claimkit.extraction.times import find_times
    from claimkit.quality.validation import Report, validate
    from claimkit.reading import read_articles
    from claimkit.records import (
        Annotation,
        Argument,
        ArgumentRole,
        Article,
        Attribution,
        Bound,
        Claim,
        ClaimCluster,
        ClaimKind,
        ClaimPair,
        ClusterStatus,
        Dependence,
        Difference,
        Direction,
        EntityType,
        Factuality,
        FactualityValue,
        Hedge,
        HedgeType,
        LabelOrigin,
        Mention,
        Narrower,
        Origin,
        Provenance,
        PublishedEvidence,
        Quantity,
        QuantityRole,
        RangeKind,
        Reader,
        Relation,
        Segment,
        SegmentKind,
        SourceType,
        Span,
        Style,
        SzegedType,
        TextMode,
        TimeAnchor,
        TimeExpression,
        TimeType,
        Verification,
        VerificationLabel,
        Word,
    )
    from claimkit.report.page import write_report

__version__ = "0.1.0"

__all__ = [
    "Agreement",
    "Annotation",
    "Argument",
    "ArgumentRole",
    "Article",
    "Attribution",
    "Bound",
    "CardFinding",
    "CheckReport",
    "Claim",
    "ClaimCluster",
    "ClaimIndex",
    "ClaimKind",
    "ClaimMatch",
    "ClaimPair",
    "ClusterStatus",
    "Comparison",
    "DatasetDiff",
    "Dependence",
    "Difference",
    "Direction",
    "Documented",
    "EntityType",
    "Extraction",
    "Factuality",
    "FactualityValue",
    "Hedge",
    "HedgeType",
    "LabelOrigin",
    "Mention",
    "Narrower",
    "Origin",
    "Provenance",
    "PublishedEvidence",
    "Quantity",
    "QuantityRole",
    "RangeKind",
    "Reader",
    "Relation",
    "Report",
    "Segment",
    "SegmentKind",
    "SourceType",
    "Span",
    "Style",
    "SzegedType",
    "TextMode",
    "TimeAnchor",
    "TimeExpression",
    "TimeType",
    "Verification",
    "VerificationLabel",
    "Word",
    "build_dataset",
    "check",
    "check_card",
    "compare",
    "compare_annotations",
    "compare_annotators",
    "diff_datasets",
    "document_dataset",
    "extract",
    "extract_many",
    "find_attributions",
    "find_hedges",
    "find_quantities",
    "find_times",
    "group_articles",
    "hydrate",
    "load_classifier",
    "migrate_dataset",
    "publish",
    "read_articles",
    "relate",
    "split_dataset",
    "train_classifier",
    "validate",
    "write_report",
]

# Where a name lives if it is not a record.
_HOMES = {
    "load_classifier": "claimkit.classifiers.persistence",
    "train_classifier": "claimkit.classifiers.training",
    "Agreement": "claimkit.evaluation.agreement",
    "DatasetDiff": "claimkit.dataset.changes",
    "diff_datasets": "claimkit.dataset.changes",
    "migrate_dataset": "claimkit.dataset.migration",
    "compare_annotations": "claimkit.evaluation.annotations",
    "compare_annotators": "claimkit.evaluation.agreement",
    "Comparison": "claimkit.comparison.compare",
    "compare": "claimkit.comparison.compare",
    "CheckReport": "claimkit.checks.report",
    "check": "claimkit.checks.gate",
    "ClaimIndex": "claimkit.comparison.index",
    "Extraction": "claimkit.extraction.pipeline",
    "build_dataset": "claimkit.dataset.build",
    "CardFinding": "claimkit.dataset.card_check",
    "check_card": "claimkit.dataset.card_check",
    "Documented": "claimkit.dataset.documents",
    "document_dataset": "claimkit.dataset.documents",
    "extract": "claimkit.extraction.pipeline",
    "extract_many": "claimkit.extraction.pipeline",
    "find_attributions": "claimkit.extraction.attribution",
    "find_hedges": "claimkit.extraction.hedging",
    "find_quantities": "claimkit.extraction.quantities",
    "find_times": "claimkit.extraction.times",
    "group_articles": "claimkit.comparison.grouping",
    "hydrate": "claimkit.dataset.hydration",
    "read_articles": "claimkit.reading",
    "relate": "claimkit.comparison.relations",
    "publish": "claimkit.dataset.publishing",
    "split_dataset": "claimkit.dataset.splits",
    "ClaimMatch": "claimkit.comparison.index",
    "Report": "claimkit.quality.validation",
    "validate": "claimkit.quality.validation",
    "write_report": "claimkit.report.page",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES.get(name, "claimkit.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
