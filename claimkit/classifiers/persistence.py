"""A classifier as a folder: ``model.skops``, ``baseline.skops``, ``model.json`` and the card, ``README.md``.

skops reads no code from a file, only the types it trusts, and ours are none of them. So our own transformers, which
hold nothing but words and integers, are kept as plain lists and arrays beside the scikit-learn parts, and made anew on
loading. ``model.json`` names the versions and the SHA-256 of the other files and of itself. These sums show damage and
edits by hand; who makes them anew is not found out, but what does not fit together or cannot predict is refused.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from claimkit.classifiers.card import card_of
from claimkit.classifiers.frames import frame_of
from claimkit.classifiers.model import FEATURES_VERSION, Classifier, Settings
from claimkit.classifiers.sentences import sentences_of
from claimkit.classifiers.tasks import Task
from claimkit.errors import MissingModelError, OutputExistsError
from claimkit.records import SCHEMA_VERSION

MODEL, BASELINE, MANIFEST, CARD = "model.skops", "baseline.skops", "model.json", "README.md"
FORMAT = "claimkit-classifier"
_PROBE = 'It fell, Ann Ives said. "We may close it."'
_PARTIAL = ".claimkit-partial"
# What reading or using parts that are not as they should be ends in; an unfitted part is a ValueError.
_UNFIT = (AttributeError, IndexError, KeyError, TypeError, ValueError)
# What our own transformers learn; words are kept as lists of strings.
_FITTED = {
    "TokenGrams": ("tokens_", "keys_"),
    "CharacterGrams": ("keys_",),
    "CueScores": ("words_", "known_", "kinds_", "weights_", "intercept_"),
    "SentenceVectors": (),
}


def save_classifier(classifier: Classifier, folder: Path | str, *, overwrite: bool = False) -> None:
    """Write the classifier to ``folder``, whole or not at all.

    A link to a folder stays, and the folder is written. Raises :class:`OutputExistsError` where something lies there
    that is no classifier, or one and not ``overwrite``, or the current folder is there or further down.
    """
    from skops.io import dumps

    ensure_free(Path(folder), overwrite=overwrite)
    folder = Path(folder).resolve()
    shell, state = _taken_apart(classifier.pipeline)
    files = {
        MODEL: dumps({"pipeline": shell, "state": state, "sigmoids": classifier.sigmoids}),
        BASELINE: dumps(classifier.plain),
        CARD: card_of(classifier.settings).encode(),
    }
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"format": FORMAT, **classifier.settings.to_dict(), "files": sums}
    manifest["sha256"] = sum_of(manifest)
    partial = folder.parent / f"{folder.name}{_PARTIAL}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, data in files.items():
        (partial / name).write_bytes(data)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (partial / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


def load_classifier(folder: Path | str) -> Classifier:
    """The classifier of ``folder``.

    Raises :class:`MissingModelError` where it is none, was changed since it was saved, holds types that skops does not
    trust, or was made for other features or another schema than this version of claimkit has.
    """
    folder = Path(folder)
    settings, sums = _manifest(folder)
    _saved(folder / CARD, sums)
    parts = _read(folder / MODEL, sums)
    try:
        pipeline = _put_together(parts["pipeline"], parts["state"])
        sigmoids = np.asarray(parts["sigmoids"], dtype=float)
        learned = tuple(map(str, pipeline.named_steps["model"].classes_))
    except _UNFIT as error:
        raise MissingModelError(f"{folder / MODEL}: is no model of claimkit ({error}); train it anew") from error
    if learned != settings.classes:
        raise MissingModelError(f"{folder / MANIFEST}: names other classes than the model has: get both again")
    classifier = Classifier(settings, pipeline, sigmoids, _read(folder / BASELINE, sums))
    _try_out(classifier, folder)
    return classifier


def sum_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of what ``model.json`` holds, but for the sum itself, whatever its layout."""
    rest = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def is_classifier(folder: Path) -> bool:
    """Whether a classifier lies in ``folder``, of whatever version."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def _manifest(folder: Path) -> tuple[Settings, Mapping[str, str]]:
    if not is_classifier(folder):
        raise MissingModelError(
            f"{folder} is no classifier: it lacks a {MANIFEST} of claimkit. Train one with `claimkit train classifier`"
        )
    found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for field, wanted in (("features_version", FEATURES_VERSION), ("schema_version", SCHEMA_VERSION)):
        if found.get(field) != wanted:
            raise MissingModelError(
                f"{folder}: was trained with {field} {found.get(field)}, this claimkit has {wanted}: train it anew"
            )
    if sum_of(found) != found.get("sha256"):
        raise MissingModelError(
            f"{folder / MANIFEST}: is not what was saved (its SHA-256 differs): get it again, or train it anew"
        )
    names = ("versions", "recipe", "data", "validation", "commonest")
    try:
        settings = Settings(
            Task(found["task"]), tuple(found["classes"]), FEATURES_VERSION, SCHEMA_VERSION,
            *(found[name] for name in names),
        )  # fmt: skip
        card_of(settings)  # reads every part
        if settings.commonest not in settings.classes:
            raise ValueError(f"no class is {settings.commonest!r}")
        return settings, dict(found["files"])
    except _UNFIT as error:
        raise MissingModelError(f"{folder / MANIFEST}: cannot be understood ({error}); train the model anew") from error


def _saved(file: Path, sums: Mapping[str, str]) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MissingModelError(f"{file}: cannot be read: {error.strerror}; train the model anew") from error
    if hashlib.sha256(data).hexdigest() != sums.get(file.name):
        raise MissingModelError(f"{file}: is not what was saved (its SHA-256 differs): get it again, or train it anew")
    return data


def _try_out(classifier: Classifier, folder: Path) -> None:
    """Raise :class:`MissingModelError` where the parts do not fit together, which shows only when they are used."""
    settings, part = classifier.settings, MODEL
    try:
        if classifier.sigmoids.shape != (len(settings.classes), 2) or not np.isfinite(classifier.sigmoids).all():
            raise ValueError(f"expected two finite numbers for each of {len(settings.classes)} classes")
        frame = frame_of([sentences_of(_PROBE)], settings.task.view)
        classifier.classify(frame)
        part = BASELINE
        if tuple(map(str, classifier.plain.classes_)) != settings.classes:
            raise ValueError("its classes are others than those of the model")
        classifier.plain.predict(frame)
    except _UNFIT as error:
        raise MissingModelError(f"{folder / part}: is no model of claimkit ({error}); train it anew") from error


def _read(file: Path, sums: Mapping[str, str]) -> Any:
    from skops.io import get_untrusted_types, loads

    data = _saved(file, sums)
    try:
        foreign = get_untrusted_types(data=data)
        if foreign:
            raise MissingModelError(f"{file}: holds types that are not loaded: {', '.join(foreign)}")
        return loads(data)
    # skops raises whatever its reader of a zip file or of a node meets.
    except MissingModelError:
        raise
    except Exception as error:
        raise MissingModelError(f"{file}: cannot be read by skops ({error}); train the model anew") from error


def _taken_apart(pipeline: Any) -> tuple[Any, dict[str, Any]]:
    """A copy of the pipeline with a stand-in for each of our own transformers, and what these hold, by block."""
    import copy

    from sklearn.pipeline import Pipeline

    shell = copy.copy(pipeline)
    columns = copy.copy(pipeline.named_steps["features"])
    state: dict[str, Any] = {}
    blocks = []
    for name, block, where in columns.transformers_:
        own = block.steps[0][1] if isinstance(block, Pipeline) else block
        if type(own).__name__ not in _own():
            blocks.append((name, block, where))
            continue
        state[name] = {"type": type(own).__name__, "attributes": _plain(vars(own))}
        rest = block.steps[1:] if isinstance(block, Pipeline) else []
        blocks.append((name, Pipeline([("counts", "passthrough"), *rest]), where))
    columns.transformers_ = blocks
    columns.transformers = [(name, "drop", where) for name, _, where in blocks]
    shell.steps = [("features", columns), *pipeline.steps[1:]]
    return shell, state


def _put_together(shell: Any, state: Mapping[str, Any]) -> Any:
    columns = shell.named_steps["features"]
    blocks = []
    for name, block, where in columns.transformers_:
        if name in state:
            made = _remade(state[name])
            block = type(block)([("counts", made), *block.steps[1:]]) if len(block.steps) > 1 else made
        blocks.append((name, block, where))
    columns.transformers_ = blocks
    columns.transformers = list(blocks)
    return shell


def _remade(kept: Mapping[str, Any]) -> Any:
    made = _own()[kept["type"]]()
    known = {*made.get_params(), *_FITTED[kept["type"]]}
    missing = sorted(known - kept["attributes"].keys())
    if missing:
        raise ValueError(f"{kept['type']} lacks {', '.join(missing)}")
    for name, value in kept["attributes"].items():
        if name not in known:
            raise ValueError(f"{kept['type']} has no {name}")
        setattr(made, name, np.array(value, dtype=object) if isinstance(value, list) else value)
    return made


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.tolist() if isinstance(value, np.ndarray) and value.dtype == object else value
        for name, value in attributes.items()
        if not name.startswith("_")
    }


def _own() -> dict[str, Any]:
    from claimkit.classifiers.cues import CueScores
    from claimkit.classifiers.encoder import SentenceVectors
    from claimkit.classifiers.grams import CharacterGrams, TokenGrams

    return {each.__name__: each for each in (TokenGrams, CharacterGrams, CueScores, SentenceVectors)}


def ensure_free(folder: Path, *, overwrite: bool) -> None:
    """Raise :class:`OutputExistsError` where a classifier may not be written."""
    current = Path.cwd()
    # The folder is put in the place of the one before, and nobody may stand in it then.
    if folder.resolve() in (current, *current.parents):
        raise OutputExistsError(f"{folder} is the current folder or above it; name a new folder in it, such as model")
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not is_classifier(folder):
        raise OutputExistsError(f"{folder} holds something that is no classifier; name an empty or a new folder")
    if not overwrite:
        raise OutputExistsError(f"{folder} holds a classifier; pass --overwrite or name another folder")
