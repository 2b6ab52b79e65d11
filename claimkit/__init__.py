"""News articles in, a schema-validated dataset of reported claims out.

Every name below is loaded on first use: importing the package reads no model and no heavy library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimkit.quality.validation import Report, validate
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

__version__ = "0.1.0"

__all__ = [
    "Annotation",
    "Argument",
    "ArgumentRole",
    "Article",
    "Attribution",
    "Bound",
    "Claim",
    "ClaimCluster",
    "ClaimKind",
    "ClaimPair",
    "ClusterStatus",
    "Dependence",
    "Difference",
    "Direction",
    "EntityType",
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
    "validate",
]

# Where a name lives if it is not a record.
_HOMES = {
    "Report": "claimkit.quality.validation",
    "validate": "claimkit.quality.validation",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES.get(name, "claimkit.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
