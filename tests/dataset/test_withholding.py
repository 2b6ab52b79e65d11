"""A folder that is ready to be published: whose words are in it, whose are not, and how those come back."""

import json
import shutil

import pytest

from claimkit.dataset.hydration import hydrate
from claimkit.dataset.release import make_release
from claimkit.dataset.shards import splits_of
from claimkit.dataset.splits import split_dataset
from claimkit.dataset.withholding import articlewise, withhold
from claimkit.errors import DataError, OptionError
from claimkit.quality.validation import validate
from claimkit.reading.tables import read_rows
from claimkit.records import text_sha256

CONFIGS = ("articles", "mentions", "attributions", "claims")


def as_jsonl(folder, out, change):
    """The dataset as JSON Lines, each table changed."""
    out.mkdir()
    for config in CONFIGS:
        rows = change(config, list(read_rows(folder, config)))
        (out / f"{config}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return out


def released(folder, out, **options):
    out.mkdir()
    return make_release(folder, out, **options)


def licensed(config, rows):
    """The first article has an open licence, the second another, the rest none."""
    licences = ["CC-BY-4.0", "proprietary"]
    return (
        [{**row, "licence": licences[at] if at < 2 else None} for at, row in enumerate(rows)]
        if config == "articles"
        else rows
    )


def test_without_text_no_article_has_words_and_all_come_back(compared_demo, articles_of_demo, tmp_path):
    release = released(compared_demo, tmp_path / "out")
    assert validate(release.path).ok
    assert all(row["text"] is None and row["title"] is None for row in read_rows(release.path, "articles"))
    hydrate(release.path, articles_of_demo, tmp_path / "back")
    for config in CONFIGS:
        assert list(read_rows(tmp_path / "back", config)) == list(read_rows(compared_demo, config))


def test_with_text_only_what_its_licence_allows_stays(compared_demo, tmp_path):
    folder = as_jsonl(compared_demo, tmp_path / "licensed", licensed)
    release = released(folder, tmp_path / "out", text="full")
    modes = [row["text_mode"] for row in read_rows(release.path, "articles")]
    assert modes == ["full", *["none"] * (len(modes) - 1)]
    first = next(read_rows(release.path, "articles"))["article_id"]
    assert all((row["text"] is not None) == (row["article_id"] == first) for row in read_rows(release.path, "claims"))
    assert release.permission.reasons == {
        "no licence is stated": 10,
        "the licence 'proprietary' is none that lets it be passed on": 1,
    }
    assert validate(release.path).ok


def test_the_splits_stay(compared_demo, tmp_path):
    split_dataset(compared_demo, tmp_path / "split", sizes=(0.5, 0.5))
    release = released(tmp_path / "split", tmp_path / "out")
    assert {config: list(files) for config, files in splits_of(release.path).items()} == {
        config: list(files) for config, files in splits_of(tmp_path / "split").items()
    }
    assert validate(release.path).ok
    assert (tmp_path / "out" / "split.json").is_file()


def test_a_release_of_a_release_is_the_same(compared_demo, tmp_path):
    first = released(compared_demo, tmp_path / "one")
    second = released(first.path, tmp_path / "two")
    assert second.permission.reasons == {"it was left out before": 12}
    for file in sorted(each for each in first.path.rglob("*") if each.is_file()):
        assert (second.path / file.relative_to(first.path)).read_bytes() == file.read_bytes(), file.name


def test_what_names_files_of_the_users_stays_at_home(compared_demo, tmp_path):
    shutil.copytree(compared_demo, tmp_path / "mine")
    (tmp_path / "mine" / "rejects.jsonl").write_text('{"input": "/home/velden/secret.txt"}\n', encoding="utf-8")
    (tmp_path / "mine" / "notes.txt").write_text("to myself", encoding="utf-8")
    names = {file.name for file in released(tmp_path / "mine", tmp_path / "out").path.rglob("*")}
    assert not names & {"rejects.jsonl", "notes.txt"}


def test_tables_in_any_order_are_walked_article_by_article(compared_demo, tmp_path):
    def shuffled(config, rows):
        return sorted(rows, key=lambda row: text_sha256(f"{config} {row}"))

    folder = as_jsonl(compared_demo, tmp_path / "shuffled", shuffled)
    files = {config: (folder / f"{config}.jsonl",) for config in CONFIGS}
    seen = dict.fromkeys(CONFIGS, 0)
    for rows in articlewise(files):
        (article,) = rows["articles"]
        for config, each in rows.items():
            assert all(row["article_id"] == article["article_id"] for row in each)
            seen[config] += len(each)
    assert seen == {config: len(list(read_rows(folder, config))) for config in CONFIGS}


def test_a_claim_of_an_article_that_is_not_there_is_named(compared_demo, tmp_path):
    folder = as_jsonl(
        compared_demo, tmp_path / "orphan", lambda config, rows: rows[1:] if config == "articles" else rows
    )
    (tmp_path / "out").mkdir()
    with pytest.raises(DataError, match="is not among the articles"):
        withhold(folder, splits_of(folder), tmp_path / "out", frozenset())


@pytest.mark.parametrize(("text", "message"), [("some", "no text mode 'some'")])
def test_a_wrong_option_is_named(text, message, compared_demo, tmp_path):
    with pytest.raises(OptionError, match=message):
        make_release(compared_demo, tmp_path, text=text)


def test_a_folder_without_claims_is_refused(tmp_path):
    (tmp_path / "articles.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(OptionError, match="articles and claims"):
        make_release(tmp_path, tmp_path / "out")
