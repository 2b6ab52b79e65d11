"""The formats of gold, by name: a module of its own, for the command line needs no more to show its help."""

from __future__ import annotations

from enum import StrEnum


class GoldFormat(StrEnum):
    """``jsonl`` is a dataset folder as ``claimkit extract`` writes it, as JSON Lines or as Parquet."""

    BRAT = "brat"
    JSONL = "jsonl"
    CONLL = "conll"


class TimeFormat(StrEnum):
    """``jsonl`` is a dataset folder as ``claimkit extract`` writes it, as JSON Lines or as Parquet."""

    TIMEML = "timeml"
    CAT = "cat"
    JSONL = "jsonl"


class QuantityFormat(StrEnum):
    """``jsonl`` is a dataset folder as ``claimkit extract`` writes it, as JSON Lines or as Parquet."""

    NEWSQUANT = "newsquant"
    RECOGNIZERS = "recognizers"
    JSONL = "jsonl"
