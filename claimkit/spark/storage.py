"""Files on whatever Spark reads and writes (file:, hdfs:, s3a:, ...), through Hadoop's file systems in the driver.

Here are names and a few small files; the bytes of tables pass through the executors alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_FILE = re.compile(r"file:/+")
# Spark takes the paths it is given for patterns.
_PATTERN = re.compile(r"([\\{}\[\]*?])")


class File(NamedTuple):
    """A file: its address, and its size in bytes."""

    address: str
    size: int


def address_of(path: str | Path) -> str:
    """The address of a path: what has a scheme as it is, a local path absolute, without ``..``, as ``file:/...``.

    >>> address_of("s3a://archive/2031"), address_of("file:///data/new/../x")
    ('s3a://archive/2031', 'file:/data/x')
    """
    text = str(path)
    if _SCHEME.match(text) is not None and _FILE.match(text) is None:
        return text.rstrip("/")
    # Hadoop takes ".." out of a path without looking at links, and that is how it names the files that it lists.
    absolute = os.path.abspath(_FILE.sub("/", text, count=1))  # noqa: PTH100 - Path.absolute() keeps ".."
    return f"file:/{absolute.lstrip('/')}"


def local_path(address: str) -> Path | None:
    """The path on this machine that an address is, or ``None`` if it is one of another file system."""
    return Path(address.removeprefix("file:")) if address.startswith("file:") else None


def as_pattern(address: str) -> str:
    """The address so that Spark takes it for what it is, whatever marks are in it."""
    return _PATTERN.sub(r"\\\1", address)


@dataclass(frozen=True, slots=True)
class Store:
    """The file system of an address; every method takes addresses on it."""

    _jvm: Any
    _files: Any

    def exists(self, address: str) -> bool:
        """Whether there is a file or folder."""
        return bool(self._files.exists(self._path(address)))

    def is_folder(self, address: str) -> bool:
        """Whether there is a folder."""
        return self.exists(address) and bool(self._files.getFileStatus(self._path(address)).isDirectory())

    def names(self, folder: str) -> list[str]:
        """What lies in a folder, sorted."""
        return sorted(each.getPath().getName() for each in self._files.listStatus(self._path(folder)))

    def walk(self, folder: str) -> Iterator[File]:
        """All files below a folder, in no order."""
        found = self._files.listFiles(self._path(folder), True)
        while found.hasNext():
            each = found.next()
            yield File(address_of(each.getPath().toString()), int(each.getLen()))

    def size(self, address: str) -> int:
        """The bytes of a file."""
        return int(self._files.getFileStatus(self._path(address)).getLen())

    def read(self, address: str) -> bytes:
        """A small file."""
        stream = self._files.open(self._path(address))
        try:
            return bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()

    def write(self, address: str, content: bytes) -> None:
        """Write a small file, in the place of one that is there."""
        stream = self._files.create(self._path(address), True)
        try:
            stream.write(content)
        finally:
            stream.close()

    def move(self, source: str, target: str) -> None:
        """Give a file another name. Raises :class:`OSError` where the file system refuses."""
        self._files.mkdirs(self._path(target).getParent())
        if not self._files.rename(self._path(source), self._path(target)):
            raise OSError(f"{source} cannot be moved to {target}")

    def remove(self, address: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing where there is none."""
        self._files.delete(self._path(address), True)

    def _path(self, address: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(address)


def qualified(spark: SparkSession, path: str | Path) -> str:
    """The address as its file system writes it: what is named ``hdfs:///x`` is listed as ``hdfs://namenode:8020/x``."""
    address = address_of(path)
    if local_path(address) is not None:
        return address
    named = _path_of(spark, address)
    return address_of(_files_of(spark, address).makeQualified(named).toString())


def _path_of(spark: SparkSession, address: str) -> Any:
    context: Any = spark.sparkContext
    return context._jvm.org.apache.hadoop.fs.Path(address)


def _files_of(spark: SparkSession, address: str) -> Any:
    context: Any = spark.sparkContext
    return _path_of(spark, address).getFileSystem(context._jsc.hadoopConfiguration())


def store_of(spark: SparkSession, address: str) -> Store:
    """The file system on which ``address`` lies."""
    context: Any = spark.sparkContext
    files = _files_of(spark, address)
    if files.getScheme() == "file":
        # Hadoop's own layer puts a hidden check sum beside every file.
        files = files.getRawFileSystem()
    return Store(context._jvm, files)
