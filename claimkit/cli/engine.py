"""The options ``--engine`` and ``--master``, which mean the same in every command that has them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from claimkit.errors import OptionError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ENGINE: Any = typer.Option("--engine", help="What does the work: this machine's processes, or Apache Spark.")
MASTER: Any = typer.Option(
    "--master", metavar="URL", help="With --engine spark: where (default local[*]); spark://HOST:7077, yarn, ..."
)


class Engine(StrEnum):
    LOCAL = "local"
    SPARK = "spark"


def ensure_local(engine: Engine, master: str | None) -> None:
    """Raise :class:`OptionError` for a master of another engine than Spark."""
    if engine is Engine.LOCAL and master is not None:
        raise OptionError(f"--master {master} is of --engine spark: name both or neither")


def session(master: str | None, settings: Mapping[str, str] | None = None) -> AbstractContextManager[SparkSession]:
    """The session of a command."""
    from claimkit.spark.session import spark_session

    return spark_session(master, settings=settings)
