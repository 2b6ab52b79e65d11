"""The tagger as shipped: an int8 ONNX encoder run by onnxruntime, its heads in NumPy, and what it reads from a text.

A model is a folder: ``encoder.onnx`` (ids and features → label scores, states), ``heads.npz`` (chain and linking),
``tokenizer.json``, ``tagger.json`` (name, vocabulary of the parser's labels, calibration, how it was trained).
``CLAIMKIT_TAGGER`` names another folder, or ``none`` for rules alone.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import MissingModelError
from claimkit.records import Span
from claimkit.resources import resource
from claimkit.tagging.calibration import Signs, confidence, log_odds
from claimkit.tagging.decoding import Floats, Transitions, best_labels, constrained, marginals
from claimkit.tagging.labels import ROLES, Run, begins, inside, joined, runs
from claimkit.tagging.linking import Scorer
from claimkit.tagging.sessions import open_session
from claimkit.tagging.windows import Context, Vocabulary, Window, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

TAGGER_VARIABLE = "CLAIMKIT_TAGGER"
RULES_ONLY = "none"
SHIPPED = "models/attribution"
FILES = ("encoder.onnx", "heads.npz", "tokenizer.json", "tagger.json")
# Windows decoded together.
BATCH = 16


@dataclass(frozen=True, slots=True)
class TaggedLink:
    """One link as the tagger reads it: a cue, its source (or none), its contents in order, and how sure it is.

    ``signs`` are what ``confidence``, a calibrated probability, is made of.
    """

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    confidence: float
    signs: Signs


@dataclass(frozen=True, slots=True)
class Tagger:
    """A loaded model."""

    name: str
    session: InferenceSession
    tokenizer: Tokenizer
    vocabulary: Vocabulary
    chain: Transitions
    content_to_cue: Scorer
    cue_to_source: Scorer
    calibration: Mapping[str, float]
    threads: int = 1

    def read(self, context: Context) -> list[TaggedLink]:
        """The links of the outermost level of ``context``, in the order of their cues."""
        with _blas().limit(limits=1, user_api="blas"):
            return self._read(context)

    def _read(self, context: Context) -> list[TaggedLink]:
        found: list[TaggedLink] = []
        pieces = windows(context, self.tokenizer, self.vocabulary)
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            encoded = self._encoded(batch)
            scores, lengths = _padded([scores for scores, _ in encoded])
            shares = marginals(scores, lengths, self.chain)
            for row, labels in enumerate(best_labels(scores, lengths, self.chain)):
                # What is read may be pieces of an article with other text between them: no span crosses a border.
                spans = runs(labels.tolist(), batch[row].borders())
                found += self._links(batch[row], spans, encoded[row][1], shares[row])
        return sorted(found, key=lambda link: link.cue)

    def _encoded(self, batch: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        if self.threads == 1:
            return [self.encode(window) for window in batch]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self.encode, batch))

    def encode(self, window: Window) -> tuple[Floats, Floats]:
        """Label scores (n × 7) and states (n × 384) of a window.

        One at a time: padding costs more than a batch saves, and the rounding of a window depends on no other.
        """
        scores, states = self.session.run(None, {"ids": window.ids[None], "features": window.features[None]})
        return scores[0], states[0]

    def _links(self, window: Window, spans: Sequence[Run], states: Floats, shares: Floats) -> list[TaggedLink]:
        by_role = {role: [span for span in spans if span.role == role] for role in ROLES}
        cues, contents, sources = by_role["cue"], by_role["content"], by_role["source"]
        if not cues or not contents:
            return []
        to_cue = self.content_to_cue.choose(states, contents, cues)
        to_source = self.cue_to_source.choose(states, cues, sources) if sources else np.ones((len(cues), 1))
        links = []
        # PolNeAR leaves no content without a cue, so none of them is a choice for the confidence alone.
        chosen = to_cue[:, :-1].argmax(axis=1)
        for index, cue in enumerate(cues):
            own = [number for number, target in enumerate(chosen) if target == index]
            if not own:
                continue
            speaker = int(to_source[index].argmax())
            source = sources[speaker] if speaker < len(sources) else None
            parts = joined([contents[number] for number in own], spans, window.borders())
            signs = Signs(
                cue=_sureness(cue, shares),
                source=_sureness(source, shares) if source else 0.0,
                content=min(_sureness(part, shares) for part in parts),
                content_link=log_odds(min(float(to_cue[number, index]) for number in own)),
                source_link=log_odds(float(to_source[index, speaker])),
                no_source=float(source is None),
            )
            links.append(
                TaggedLink(
                    cue=window.span(cue.first, cue.last),
                    source=window.span(source.first, source.last) if source else None,
                    content=tuple(sorted(window.span(part.first, part.last) for part in parts)),
                    confidence=confidence(signs, self.calibration),
                    signs=signs,
                )
            )
        return links


@functools.cache
def _blas() -> Any:
    """NumPy's threads: products of a dozen spans are ten times as slow on two as on one, if both cores are busy."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _padded(scores: Sequence[Floats]) -> tuple[Floats, NDArray[np.int64]]:
    lengths = np.array([len(each) for each in scores], dtype=np.int64)
    padded = np.zeros((len(scores), int(lengths.max()), scores[0].shape[1]), dtype=np.float32)
    for row, each in enumerate(scores):
        padded[row, : len(each)] = each
    return padded, lengths


def _sureness(span: Run, shares: Floats) -> float:
    """Log odds of the least probable of a span's parts: its first label, its role throughout, its end."""
    first, rest = begins(span.role), inside(span.role)
    least = min(
        float(shares[span.first, first]),
        float((shares[span.first : span.last, first] + shares[span.first : span.last, rest]).min()),
        1 - float(shares[span.last, rest]) if span.last < len(shares) else 1.0,
    )
    return log_odds(least)


def load_tagger() -> Tagger | None:
    """The tagger in use, loaded once a process; null where ``CLAIMKIT_TAGGER`` is ``none`` (rules alone).

    Raises :class:`MissingModelError` where the folder asked for, or the shipped one, is not a whole model.
    """
    asked = os.environ.get(TAGGER_VARIABLE)
    return None if asked == RULES_ONLY else _loaded(asked)


def tagger_name() -> str:
    """What finds attributions as things are set: the tagger's name, or "rules". Raises as :func:`load_tagger`."""
    asked = os.environ.get(TAGGER_VARIABLE)
    if asked == RULES_ONLY:
        return "rules"
    with _folder(asked) as folder:
        return str(_settings(folder)["name"])


@functools.cache
def _loaded(asked: str | None) -> Tagger:
    with _folder(asked) as folder:
        return open_tagger(folder)


def _folder(asked: str | None) -> AbstractContextManager[Path]:
    return nullcontext(Path(asked)) if asked else as_file(resource(SHIPPED))


def _settings(folder: Path) -> dict[str, Any]:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise MissingModelError(
            f"{folder} is no tagger: it lacks {', '.join(missing)}. Train one with `claimkit train tagger`, "
            f"or set {TAGGER_VARIABLE}={RULES_ONLY} for rules alone"
        )
    try:
        settings: dict[str, Any] = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise MissingModelError(f"{folder / 'tagger.json'} is no JSON: {error}. Train the tagger anew") from error
    return settings


def open_tagger(folder: Path, threads: int = 1) -> Tagger:
    """The model of ``folder``, to be run on ``threads`` threads. Raises :class:`MissingModelError` if it is none."""
    settings = _settings(folder)
    from tokenizers import Tokenizer

    with np.load(folder / "heads.npz") as heads:
        arrays = {name: heads[name].astype(np.float32) for name in heads.files}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(
        name=settings["name"],
        # Threads take a window each: inside a window too little is done between two waits.
        session=open_session(folder / "encoder.onnx"),
        tokenizer=tokenizer,
        vocabulary=Vocabulary(
            {tag: index for index, tag in enumerate(settings["tags"])},
            {dep: index for index, dep in enumerate(settings["deps"])},
        ),
        chain=constrained(Transitions(arrays["between"], arrays["start"], arrays["end"])),
        content_to_cue=_scorer(arrays, "content_to_cue"),
        cue_to_source=_scorer(arrays, "cue_to_source"),
        calibration=settings["calibration"],
        threads=threads,
    )


def _scorer(arrays: Mapping[str, Floats], name: str) -> Scorer:
    parts = ("query", "query_bias", "key", "key_bias", "distance", "none", "none_bias")
    return Scorer(*(arrays[f"{name}.{part}"] for part in parts))
