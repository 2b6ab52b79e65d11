"""The shipped tagger: what it reads, that it reads it the same each time, and what is said where it is missing."""

import json
import shutil
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pytest

from claimkit.errors import MissingModelError
from claimkit.extraction.attribution import context_for_tagger, find_attributions
from claimkit.resources import resource
from claimkit.tagging.model import FILES, RULES_ONLY, SHIPPED, TAGGER_VARIABLE, load_tagger, open_tagger, tagger_name

TEXT = (
    "The bridge at Brask will stay closed until May, Transport Minister Vera Oram said on Tuesday.\n\n"
    "“We will not open it before the cables are replaced,” she told reporters."
)


@pytest.fixture(scope="module")
def shipped() -> Iterator[Path]:
    with as_file(resource(SHIPPED)) as folder:
        yield folder


def test_it_reads_who_says_what(shipped: Path) -> None:
    said, told = open_tagger(shipped).read(context_for_tagger(TEXT))

    def written(span: tuple[int, int] | None) -> str | None:
        return TEXT[span[0] : span[1]] if span else None

    assert (written(said.source), written(said.cue)) == ("Transport Minister Vera Oram", "said")
    assert [written(span) for span in said.content] == ["The bridge at Brask will stay closed until May"]
    assert (written(told.source), written(told.cue)) == ("she", "told")
    assert all(0 < link.confidence < 1 for link in (said, told))


def test_threads_change_nothing(shipped: Path) -> None:
    context = context_for_tagger(TEXT * 20)
    assert open_tagger(shipped, threads=1).read(context) == open_tagger(shipped, threads=2).read(context)


def test_a_text_without_words_has_no_links(shipped: Path) -> None:
    assert open_tagger(shipped).read(context_for_tagger(" \n ")) == []


def test_the_links_name_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TAGGER_VARIABLE, raising=False)
    assert {link.provenance.model for link in find_attributions(TEXT)} == {tagger_name()}
    assert {link.provenance.model for link in find_attributions(TEXT, rules_only=True)} == {"rules"}


def test_rules_alone_can_be_asked_for_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TAGGER_VARIABLE, RULES_ONLY)
    assert load_tagger() is None
    assert tagger_name() == "rules"
    assert {link.provenance.model for link in find_attributions(TEXT)} == {"rules"}


@pytest.mark.parametrize("name", FILES)
def test_a_model_that_lacks_a_file_is_named_with_the_way_out(tmp_path: Path, shipped: Path, name: str) -> None:
    for other in FILES:
        if other != name:
            shutil.copyfile(shipped / other, tmp_path / other)
    with pytest.raises(MissingModelError, match=f"lacks {name}.*{TAGGER_VARIABLE}={RULES_ONLY}"):
        open_tagger(tmp_path)


def test_a_model_elsewhere_is_used_where_it_is_named(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in FILES:
        shutil.copyfile(shipped / name, tmp_path / name)
    settings = json.loads((tmp_path / "tagger.json").read_text())
    (tmp_path / "tagger.json").write_text(json.dumps({**settings, "name": "another"}))
    monkeypatch.setenv(TAGGER_VARIABLE, str(tmp_path))
    assert tagger_name() == "another"
    assert {link.provenance.model for link in find_attributions(TEXT)} == {"another"}


def test_a_missing_model_stops_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TAGGER_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(MissingModelError, match="nowhere is no tagger"):
        find_attributions(TEXT)


def test_its_settings_say_what_it_was_trained_on(shipped: Path) -> None:
    settings = json.loads((shipped / "tagger.json").read_text())
    assert settings["trained_on"]["articles"] > settings["trained_on"]["held_out"] > 0
    assert len(settings["trained_on"]["sha256"]) == 64
    assert settings["recipe"]["seed"] == 13
