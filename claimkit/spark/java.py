"""Java, without which there is no Spark: where it is, and whether it is one that Spark runs on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from claimkit.errors import EngineError

# Spark 4 runs on Java 17 and later; 8 and 11 end it with a stack trace about class file versions.
OLDEST = 17
_INSTALL = (
    f"install Java {OLDEST} (apt install openjdk-{OLDEST}-jre-headless, or https://adoptium.net) or set JAVA_HOME to it"
)
# "17.0.15", "21", and "1.8.0_402" as Java 8 called itself.
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
_SECONDS = 30


def ensure_java() -> None:
    """Raise :class:`EngineError`, with what to install, where no Java is found, or one that Spark does not run on."""
    java = find_java()
    found = version_of(java)
    if found < OLDEST:
        raise EngineError(f"{java} is Java {found}; Spark needs {OLDEST} or later: {_INSTALL}")


def find_java() -> Path:
    """The program that Spark will start: that of JAVA_HOME, else the first on the PATH. Raises :class:`EngineError`."""
    home = os.environ.get("JAVA_HOME")
    if home:
        java = Path(home, "bin", "java.exe" if os.name == "nt" else "java")
        if not java.is_file():
            raise EngineError(f"JAVA_HOME is {home}, and there is no {java}: {_INSTALL}")
        return java
    on_path = shutil.which("java")
    if on_path is None:
        raise EngineError(f"Spark needs Java, and there is none: {_INSTALL}")
    return Path(on_path)


def version_of(java: Path) -> int:
    """The feature version that a ``java`` states, such as 17. Raises :class:`EngineError` where it states none."""
    try:
        ran = subprocess.run(  # noqa: S603 - the program that Spark itself would start
            [java, "-version"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{java} cannot be run ({error}): {_INSTALL}") from error
    stated = _VERSION.search(ran.stderr + ran.stdout)
    if stated is None:
        raise EngineError(f"{java} does not say which Java it is: {_INSTALL}")
    return int(stated[1])
