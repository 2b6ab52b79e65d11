"""One Spark for all tests of a process: starting Java takes longer than most of them."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install -e .[spark]")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    from claimkit.spark.runs import SETTINGS
    from claimkit.spark.session import spark_session

    if shutil.which("java") is None:
        pytest.skip("there is no Java on the PATH")
    # Little of everything, and files of lines read in several blocks, however small they are.
    # Jobs of a second are over before compiled code is of use: half of their time went into making it.
    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    small = {
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.files.openCostInBytes": "1",
        "spark.sql.files.minPartitionNum": "3",
        "spark.sql.shuffle.partitions": "1",
    }
    with spark_session("local[2]", settings={**SETTINGS, **small}) as session:
        yield session
