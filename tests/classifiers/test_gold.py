"""Labelled sentences: what is read, and what is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.classifiers.gold import read_labelled
from claimkit.classifiers.tasks import Task
from claimkit.errors import DataError, OptionError
from claimkit.exchange.formats import find_format, write_files


def changed(gold: Path, copy: Path, table: str, change: Callable[[dict[str, Any]], None]) -> Path:
    shutil.copytree(gold, copy)
    file = copy / f"{table}.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        change(row)
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return copy


@pytest.mark.parametrize("task", Task)
def test_the_demo_gold_has_labels_of_every_task(demo_gold: Path, task: Task) -> None:
    found = read_labelled(demo_gold, task)
    labels = {label for each in found.documents for label in each.labels if label}
    assert len(labels) >= 2
    assert found.source["documents"] == 12
    assert list(found.source["origins"]) == ["maintainer_reviewed"]
    assert found.source["licences"] == ["CC-BY-4.0"]


def test_articles_on_one_event_share_it(demo_gold: Path) -> None:
    assert len({each.event for each in read_labelled(demo_gold, Task.ATTRIBUTION).documents}) == 3


def test_only_the_body_is_read(demo_gold: Path) -> None:
    texts = [s.text for each in read_labelled(demo_gold, Task.STYLE).documents for s in each.sentences]
    assert not any(text.startswith("By Lena Marsh") for text in texts)


def test_labels_of_a_machine_are_refused_unless_allowed(demo_gold: Path, tmp_path: Path) -> None:
    def by_machine(row: dict[str, Any]) -> None:
        row["provenance"]["origin"] = "machine"

    folder = changed(demo_gold, tmp_path / "gold", "attributions", by_machine)
    with pytest.raises(DataError, match=r"105 of 105 labels .*--allow-machine-labels"):
        read_labelled(folder, Task.ATTRIBUTION)
    assert read_labelled(folder, Task.ATTRIBUTION, allow_machine=True).source["origins"] == {"machine": 105}


def test_articles_without_text_are_refused(demo_gold: Path, tmp_path: Path) -> None:
    def without_text(row: dict[str, Any]) -> None:
        row.update(text=None, title=None, text_mode="none")

    folder = changed(demo_gold, tmp_path / "gold", "articles", without_text)
    with pytest.raises(OptionError, match="claimkit hydrate"):
        read_labelled(folder, Task.ATTRIBUTION)


def test_a_dataset_without_links_is_refused(demo_gold: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_gold, tmp_path / "gold")
    (tmp_path / "gold" / "attributions.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(DataError, match="no attributions"):
        read_labelled(tmp_path / "gold", Task.ATTRIBUTION)


def test_brat_is_gold_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann said it fell. Nobody died.", encoding="utf-8")
    lines = ("T1\tSource 0 3\tAnn", "T2\tCue 4 8\tsaid", "T3\tContent 9 16\tit fell")
    (tmp_path / "a.ann").write_text(
        "\n".join([*lines, "E1\tAttribution:T2 Content:T3 Cue:T2 Source:T1"]), encoding="utf-8"
    )
    found = read_labelled(tmp_path, Task.STYLE)
    assert [each.labels for each in found.documents] == [("indirect", "none")]
    with pytest.raises(OptionError, match="no types of sources"):
        read_labelled(tmp_path, Task.SOURCE_TYPE)


@pytest.mark.parametrize("task", [Task.ATTRIBUTION, Task.HEDGING])
def test_an_export_to_brat_is_no_gold(demo_gold: Path, tmp_path: Path, task: Task) -> None:
    brat = find_format("brat")
    assert brat.files
    write_files(brat.files(list(brat.export(demo_gold).items)), tmp_path / "brat")
    with pytest.raises(OptionError, match=r"export of claimkit; run `claimkit import .*brat --from brat -o reviewed/`"):
        read_labelled(tmp_path / "brat", task)


def test_szeged_teaches_hedging_alone(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    file.write_text(
        "<Annotation><Document><DocID>1</DocID><Sentence>It <ccue type='speculation_modal_possible_'>may</ccue> rain."
        "</Sentence><Sentence>It rained.</Sentence></Document></Annotation>",
        encoding="utf-8",
    )
    assert [each.labels for each in read_labelled(file, Task.HEDGING).documents] == [("hedged", "plain")]
    with pytest.raises(OptionError, match="expected a dataset folder, brat or CoNLL"):
        read_labelled(file, Task.STYLE)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no such file"):
        read_labelled(tmp_path / "nowhere", Task.STYLE)


def test_publishers_of_polnear_are_known(corpora: Path) -> None:
    found = read_labelled(corpora / "attribution/polnear/dev", Task.ATTRIBUTION)
    assert found.source["publishers"] == 7
    assert found.source["documents"] == 84
