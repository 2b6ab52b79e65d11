"""How an ONNX model is run here: on one thread, and on every processor with the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(path: Path) -> InferenceSession:
    """The model of a file, on the CPU and one thread.

    Processors without VNNI add up products of 8 bits in 16, where large ones overflow: "decided to leave" was an
    attribution on one machine and none on the other. There onnxruntime is told to take wider sums, which costs it a
    seventh of its speed; elsewhere nothing changes (microsoft/onnxruntime, pull request 12088).
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
