"""A model on disk: the same after reading, and refused when it is another's, older or tampered with."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from skops.io import dumps, get_untrusted_types, load

from claimkit import load_classifier
from claimkit.classifiers.card import card_of
from claimkit.classifiers.folds import NO_EVENT
from claimkit.classifiers.model import Classifier
from claimkit.classifiers.persistence import save_classifier, sum_of
from claimkit.errors import MissingModelError, OutputExistsError

TEXT = 'Output fell, Lissen Research said. "We may close it," said Ann Ives. The mine opened in 1990.'


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "copy"))


def with_manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change ``model.json`` and put its sum right, as one who knows how would."""
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    change(manifest)
    manifest["sha256"] = sum_of(manifest)
    (folder / "model.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_model_says_the_same_after_reading(classifier: Classifier, saved: Path) -> None:
    read = load_classifier(saved)
    assert read.predict(TEXT) == classifier.predict(TEXT)
    assert read.settings.to_dict() == classifier.settings.to_dict()
    names = classifier.pipeline.named_steps["features"].get_feature_names_out()
    assert list(read.pipeline.named_steps["features"].get_feature_names_out()) == list(names)


def test_a_model_read_can_be_saved_again(saved: Path, tmp_path: Path) -> None:
    save_classifier(load_classifier(saved), tmp_path / "again")
    assert load_classifier(tmp_path / "again").predict(TEXT) == load_classifier(saved).predict(TEXT)


def test_no_file_holds_a_type_that_must_be_trusted(saved: Path) -> None:
    for name in ("model.skops", "baseline.skops"):
        assert get_untrusted_types(file=saved / name) == []


def test_the_card_names_data_scores_and_limits(saved: Path) -> None:
    card = (saved / "README.md").read_text(encoding="utf-8")
    for words in ("121 labelled sentences of 12 articles", "CC-BY-4.0", "maintainer_reviewed", "Macro-F1", "## Limits"):
        assert words in card


def test_the_card_says_what_the_folds_are_made_of(classifier: Classifier) -> None:
    assert "3 folds by event" in card_of(classifier.settings)
    data = {**classifier.settings.data, "events": NO_EVENT}
    assert "3 folds by article" in card_of(replace(classifier.settings, data=data))
    assert "pairs of words and pieces of words" in card_of(classifier.settings)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="is no classifier"):
        load_classifier(tmp_path)
    (tmp_path / "model.json").write_text('{"format": "other"}', encoding="utf-8")
    with pytest.raises(MissingModelError, match="is no classifier"):
        load_classifier(tmp_path)


@pytest.mark.parametrize("field", ["features_version", "schema_version"])
def test_a_model_of_another_version_is_refused(copy: Path, field: str) -> None:
    with_manifest(copy, lambda manifest: manifest.update({field: "0.1"}))
    with pytest.raises(MissingModelError, match=f"{field} 0.1.*train it anew"):
        load_classifier(copy)


@pytest.mark.parametrize("name", ["model.skops", "baseline.skops", "README.md"])
def test_a_file_that_was_changed_is_refused(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(bytes(data))
    with pytest.raises(MissingModelError, match="SHA-256 differs"):
        load_classifier(copy)
    (copy / name).unlink()
    with pytest.raises(MissingModelError, match="cannot be read"):
        load_classifier(copy)


def test_figures_that_were_changed_are_refused(copy: Path) -> None:
    text = (copy / "model.json").read_text(encoding="utf-8")
    (copy / "model.json").write_text(text.replace('"folds": 3', '"folds": 5'), encoding="utf-8")
    with pytest.raises(MissingModelError, match=r"model.json: is not what was saved"):
        load_classifier(copy)
    (copy / "model.json").write_text(json.dumps(json.loads(text)), encoding="utf-8")
    assert load_classifier(copy)


def replaced(folder: Path, data: bytes, name: str = "model.skops") -> None:
    """Put ``data`` in the place of the model, with the right sum beside it, as one who knows how would."""
    import hashlib

    (folder / name).write_bytes(data)
    with_manifest(folder, lambda manifest: manifest["files"].update({name: hashlib.sha256(data).hexdigest()}))


def test_foreign_types_are_never_loaded(copy: Path) -> None:
    replaced(copy, dumps({"pipeline": Path("/"), "state": {}, "sigmoids": []}))
    with pytest.raises(MissingModelError, match="holds types that are not loaded"):
        load_classifier(copy)


def test_other_content_is_refused(copy: Path) -> None:
    replaced(copy, dumps({"something": 1}))
    with pytest.raises(MissingModelError, match="is no model of claimkit"):
        load_classifier(copy)
    replaced(copy, b"no zip file")
    with pytest.raises(MissingModelError, match="cannot be read by skops"):
        load_classifier(copy)


def drop_learned(parts: dict[str, Any]) -> None:
    parts["state"]["words"]["attributes"].pop("keys_")


def drop_block(parts: dict[str, Any]) -> None:
    parts["state"].pop("words")


@pytest.mark.parametrize("change", [drop_learned, drop_block, lambda parts: parts.update({"sigmoids": []})])
def test_a_model_with_holes_is_refused(copy: Path, change: Callable[[dict[str, Any]], None]) -> None:
    parts = load(copy / "model.skops")
    change(parts)
    replaced(copy, dumps(parts))
    with pytest.raises(MissingModelError, match=r"model.skops: is no model of claimkit"):
        load_classifier(copy)


def test_a_foreign_baseline_is_refused(copy: Path) -> None:
    replaced(copy, dumps({"something": 1}), "baseline.skops")
    with pytest.raises(MissingModelError, match=r"baseline.skops: is no model of claimkit"):
        load_classifier(copy)


@pytest.mark.parametrize("change", [{"classes": None}, {"data": {}}, {"validation": {}}, {"commonest": "sung"}])
def test_a_manifest_with_holes_is_refused(copy: Path, change: dict[str, Any]) -> None:
    with_manifest(copy, lambda manifest: manifest.update(change))
    with pytest.raises(MissingModelError, match="cannot be understood"):
        load_classifier(copy)


def test_nothing_else_is_overwritten(classifier: Classifier, copy: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputExistsError, match="--overwrite"):
        save_classifier(classifier, copy)
    save_classifier(classifier, copy, overwrite=True)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError, match="is no classifier"):
        save_classifier(classifier, tmp_path / "letters", overwrite=True)


@pytest.mark.parametrize("name", [".", "..", "here"])
def test_the_current_folder_is_not_replaced(
    classifier: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    current = tmp_path / "above" / "current"
    current.mkdir(parents=True)
    (current / "here").symlink_to(current)
    monkeypatch.chdir(current)
    with pytest.raises(OutputExistsError, match="current folder or above it; name a new folder"):
        save_classifier(classifier, Path(name), overwrite=True)
    assert [each.name for each in current.iterdir()] == ["here"]


def test_a_link_to_a_folder_is_followed(classifier: Classifier, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for _ in range(2):
        save_classifier(classifier, tmp_path / "link", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert load_classifier(tmp_path / "kept").predict(TEXT) == classifier.predict(TEXT)


def test_classes_of_another_model_are_refused(copy: Path) -> None:
    with_manifest(copy, lambda manifest: manifest.update({"classes": ["attributed", "named"]}))
    with pytest.raises(MissingModelError, match="other classes"):
        load_classifier(copy)
