"""Java: found, of a version that Spark runs on, or a clear error."""

from pathlib import Path

import pytest

from claimkit.errors import EngineError
from claimkit.spark.java import ensure_java, find_java, version_of


def java_that_says(words: str, folder: Path) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\ncat >&2 <<'end'\n{words}\nend\n")
    java.chmod(0o755)
    return java


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_402"', 8),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.2" 2022-01-18', 17),
    ],
)
def test_the_version_is_read_as_java_states_it(words: str, version: int, tmp_path: Path) -> None:
    assert version_of(java_that_says(words, tmp_path)) == version


def test_an_old_java_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java_that_says('java version "1.8.0_402"', tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(EngineError, match=r"is Java 8; Spark needs 17 or later: install Java 17"):
        ensure_java()


def test_no_java_is_an_error_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineError, match=r"there is none: install Java 17"):
        find_java()


def test_a_java_home_without_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(EngineError, match=f"JAVA_HOME is {tmp_path}"):
        find_java()


def test_what_is_no_java_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="does not say which Java it is"):
        version_of(java_that_says("hello", tmp_path))
    with pytest.raises(EngineError, match="cannot be run"):
        version_of(tmp_path / "nothing")
