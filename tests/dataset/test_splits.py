"""A split keeps together what belongs together, loses nothing it does not name, and proves both."""

import json
import shutil

import pytest
from datasets import load_dataset

import claimkit
from claimkit import split_dataset
from claimkit.dataset.additions import add_tables
from claimkit.dataset.build import write_dataset
from claimkit.errors import OptionError, OutputExistsError
from claimkit.quality.validation import validate
from claimkit.reading.tables import CONFIGS, read_rows

NAMES = ("train", "validation", "test")
SIZES = (0.4, 0.3, 0.3)


@pytest.fixture(scope="module")
def by_event(compared_demo, tmp_path_factory):
    out = tmp_path_factory.mktemp("split") / "out"
    return out, split_dataset(compared_demo, out, sizes=SIZES)


def placed(out):
    rows = [json.loads(line) for line in (out / "groups.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["article_id"]: row["split"] for row in rows}, {row["article_id"]: row["group"] for row in rows}


def test_the_three_events_of_the_demo_are_on_three_sides(by_event):
    out, report = by_event
    split_of, group_of = placed(out)
    assert report.groups == len(set(group_of.values())) == len(set(split_of.values())) == 3
    assert len({(group_of[each], split_of[each]) for each in split_of}) == 3


def test_nothing_is_on_two_sides_and_the_report_proves_it(by_event):
    _, report = by_event
    assert {name: report.shared[name] for name in ("events", "copies", "near_duplicates", "clusters")} == {
        "events": 0,
        "copies": 0,
        "near_duplicates": 0,
        "clusters": 0,
    }
    assert report.nearest is None or report.nearest["share"] < 0.5
    assert report.unread == 0


def test_every_row_is_on_the_side_of_its_article_and_none_is_lost(by_event, compared_demo):
    out, report = by_event
    for config in CONFIGS:
        if config == "annotations":
            continue
        rows = list(read_rows(compared_demo, config))
        kept = list(read_rows(out, config))
        assert len(kept) + report.left_out.get(config, 0) == len(rows)
        assert sum(report.rows[config].values()) == len(kept)
    assert not set(report.left_out) & {"articles", "claims", "mentions", "attributions", "clusters"}


def test_what_is_written_is_valid(by_event):
    checked = validate(by_event[0])
    assert checked.ok, str(checked)


def test_datasets_loads_every_config_by_split(by_event, tmp_path):
    out, report = by_event
    for config in ("articles", "claims", "pairs", "attribution-classification"):
        loaded = load_dataset(str(out), config, cache_dir=str(tmp_path / "cache"))
        assert {name: each.num_rows for name, each in loaded.items()} == report.rows[config]


def test_the_report_states_sizes_and_labels_and_lies_beside(by_event):
    out, report = by_event
    assert json.loads((out / "split.json").read_text(encoding="utf-8")) == json.loads(json.dumps(report.to_dict()))
    assert sum(side.articles for side in report.sides.values()) == 12
    assert all(abs(sum(side.labels.values()) - 1) < 0.01 for side in report.sides.values())
    assert "on two sides: 0 events" in str(report)


def test_the_same_seed_gives_the_same_bytes(by_event, compared_demo, tmp_path):
    split_dataset(compared_demo, tmp_path / "again", sizes=SIZES)
    for file in sorted(each for each in by_event[0].rglob("*") if each.is_file()):
        assert (tmp_path / "again" / file.relative_to(by_event[0])).read_bytes() == file.read_bytes(), file.name


def test_more_sides_than_events_is_refused_and_leaves_nothing(demo, tmp_path):
    write_dataset(demo[:1], tmp_path / "one")
    with pytest.raises(OptionError, match="1 event groups for 3 sides: no split without leakage exists"):
        split_dataset(tmp_path / "one", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_by_time_no_train_article_is_later_than_a_later_sides_last_reports(compared_demo, tmp_path):
    report = split_dataset(compared_demo, tmp_path / "out", by="time", sizes=SIZES)
    split_of, group_of = placed(tmp_path / "out")
    dates = {row["article_id"]: row["published"] for row in read_rows(compared_demo, "articles")}
    last = {}
    for article_id, group in group_of.items():
        last[group] = max(last.get(group, ""), dates[article_id] or "")
    ends = {name: sorted(last[group_of[each]] for each in split_of if split_of[each] == name) for name in NAMES}
    assert ends["train"][-1] < ends["validation"][0] <= ends["validation"][-1] < ends["test"][0]
    assert report.shared["events"] == 0


def test_by_time_articles_of_no_date_are_left_out_and_counted(compared_demo, tmp_path):
    shutil.copytree(compared_demo, tmp_path / "undated")
    shutil.rmtree(tmp_path / "undated" / "articles")
    rows = [{**row, "published": None, "published_evidence": None} for row in read_rows(compared_demo, "articles")]
    (tmp_path / "undated" / "articles.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
    )
    with pytest.raises(OptionError, match="0 dates of event groups"):
        split_dataset(tmp_path / "undated", tmp_path / "out", by="time")


def test_by_publisher_no_publisher_and_no_event_is_on_two_sides(compared_demo, tmp_path):
    with pytest.raises(OptionError, match="Split by event instead of by publisher"):
        # Every outlet of the demo reports on all three events.
        split_dataset(compared_demo, tmp_path / "out", by="publisher", sizes=SIZES)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "author"}, "cannot split by 'author'"),
        ({"sizes": (0.9, 0.2)}, "sum to 1"),
        ({"sizes": (1.0,)}, "two or three shares"),
        ({"stratify": "text"}, "cannot stratify by 'text'"),
    ],
)
def test_a_wrong_option_stops_at_once(options, message, compared_demo, tmp_path):
    with pytest.raises(OptionError, match=message):
        split_dataset(compared_demo, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(compared_demo, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError, match="not empty"):
        split_dataset(compared_demo, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_that_joins_two_sides_is_added_afterwards(by_event):
    with pytest.raises(OptionError, match="split already"):
        add_tables(by_event[0], {"pairs": []})


def test_it_is_a_public_name():
    assert claimkit.split_dataset is split_dataset
