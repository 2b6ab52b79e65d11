"""The closed lists of values that fields of the records take, under the names the field gives them."""

from __future__ import annotations

from enum import StrEnum


class SegmentKind(StrEnum):
    TITLE = "title"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"


class PublishedEvidence(StrEnum):
    METADATA = "metadata"
    FLAG = "flag"
    TEXT = "text"


class TextMode(StrEnum):
    FULL = "full"
    NONE = "none"


class SourceType(StrEnum):
    PERSON = "person"
    GOVERNMENT = "government"
    POLITICAL_ORGANISATION = "political_organisation"
    NEWS_AGENCY = "news_agency"
    NEWS_OUTLET = "news_outlet"
    COMPANY = "company"
    RESEARCH = "research"
    DOCUMENT = "document"
    SOCIAL_MEDIA = "social_media"
    COLLECTIVE = "collective"
    ANONYMOUS = "anonymous"
    HEARSAY = "hearsay"
    UNKNOWN = "unknown"


class Style(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class HedgeType(StrEnum):
    """Semantic types of Szarvas et al. 2012, with weasels (CoNLL-2010) and approximators (Prince 1982)."""

    EPISTEMIC_PROBABLE = "epistemic_probable"
    EPISTEMIC_POSSIBLE = "epistemic_possible"
    EPISTEMIC_APPEARANCE = "epistemic_appearance"
    DOXASTIC = "doxastic"
    INVESTIGATION = "investigation"
    CONDITION = "condition"
    EVIDENTIAL = "evidential"
    WEASEL = "weasel"
    APPROXIMATION = "approximation"


class SzegedType(StrEnum):
    EPISTEMIC = "E"
    DOXASTIC = "D"
    INVESTIGATION = "I"
    CONDITION = "N"


class FactualityValue(StrEnum):
    """FactBank's values (Saurí and Pustejovsky 2009): certain, probable, possible, underspecified."""

    CERTAIN_POSITIVE = "CT+"
    PROBABLE_POSITIVE = "PR+"
    POSSIBLE_POSITIVE = "PS+"
    CERTAIN_NEGATIVE = "CT-"
    PROBABLE_NEGATIVE = "PR-"
    POSSIBLE_NEGATIVE = "PS-"
    CERTAIN_UNKNOWN = "CTu"
    UNKNOWN = "Uu"


class ClaimKind(StrEnum):
    EVENT = "event"
    STATE = "state"
    PREDICTION = "prediction"
    DIRECTIVE = "directive"
    COMMITMENT = "commitment"
    RULE = "rule"
    OPINION = "opinion"


class ArgumentRole(StrEnum):
    SUBJECT = "subject"
    OBJECT = "object"
    OBLIQUE = "oblique"
    PLACE = "place"


class RangeKind(StrEnum):
    NONE = "none"
    UNCERTAINTY = "uncertainty"
    DISTRIBUTION = "distribution"


class Bound(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = "none"


class QuantityRole(StrEnum):
    VALUE = "value"
    CHANGE_BY = "change_by"
    CHANGE_FROM = "change_from"
    CHANGE_TO = "change_to"
    SHARE = "share"
    ORDINAL = "ordinal"


class TimeType(StrEnum):
    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class TimeAnchor(StrEnum):
    DOCUMENT = "document"
    MENTION = "mention"
    NONE = "none"


class EntityType(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    EVENT = "event"
    DOCUMENT = "document"
    OTHER = "other"


class Relation(StrEnum):
    """Cross-document Structure Theory (Radev 2000), the part that two claims can stand in."""

    EQUIVALENCE = "equivalence"
    SUBSUMPTION = "subsumption"
    OVERLAP = "overlap"
    CONTRADICTION = "contradiction"
    FOLLOW_UP = "follow_up"
    UNRELATED = "unrelated"


class Narrower(StrEnum):
    A = "a"
    B = "b"


class Dependence(StrEnum):
    COPY = "copy"
    COMMON_SOURCE = "common_source"
    INDEPENDENT = "independent"
    UNKNOWN = "unknown"


class ClusterStatus(StrEnum):
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single_source"
    CONFLICTING = "conflicting"
    SUPERSEDED = "superseded"
    INDEPENDENCE_UNKNOWN = "independence_unknown"


class VerificationLabel(StrEnum):
    SUPPORTS = "supports"
    REFUTES = "refutes"
    NOT_ENOUGH_INFO = "not_enough_info"
    CONFLICTING = "conflicting"


class LabelOrigin(StrEnum):
    PAIR = "pair"
    REVIEW = "review"
    HUMAN = "human"


class Origin(StrEnum):
    MACHINE = "machine"
    MAINTAINER_REVIEWED = "maintainer_reviewed"
    HUMAN = "human"
