"""`publish` and `hub://` against a Hub-compatible server on loopback, in processes of their own.

The address of the Hub is read when `huggingface_hub` is imported, so every call is a new process.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.parquet
import pytest
from datasets import Dataset

from claimkit.dataset.release import make_release
from claimkit.quality.validation import validate
from claimkit.reading.tables import read_rows

HELPER = Path(__file__).parents[1] / "loopback_hub.py"
REPO = "velden/claims"


@pytest.fixture
def hub(load_helper):
    server = load_helper(HELPER).Hub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(hub, tmp_path):
    """A user who is logged in, with a cache of his own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    cache = str(tmp_path / "hf")
    return {**kept, "HF_ENDPOINT": hub.address, "HF_HUB_DISABLE_XET": "1", "HF_TOKEN": "hf_loopback", "HF_HOME": cache}


def run(environment, *arguments):
    command = [sys.executable, "-m", "claimkit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")


def published(environment, folder, *options):
    result = run(environment, "publish", folder, REPO, "--json", *options)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def files_on(hub, revision="main"):
    repository = hub.repositories[REPO]
    return repository.commits[repository.resolve(revision)]


def test_a_push_is_one_commit_that_loads_back_and_a_second_one_changes_nothing(
    hub, environment, compared_demo, tmp_path
):
    done = published(environment, compared_demo, "--revision", "v1")
    assert sum(request.startswith(f"POST /api/datasets/{REPO}/commit/") for request in hub.requests) == 1
    assert hub.repositories[REPO].refs["main"] == hub.repositories[REPO].refs["v1"] == done["commit"]
    assert {path: len(body) for path, body in files_on(hub).items()} == done["files"]
    assert done["is_new"]
    assert not done["schema_changes"]
    again = published(environment, compared_demo)
    assert again["commit"] == done["commit"]
    assert not again["card_diff"]
    script = (
        "import json, datasets\n"
        f"loaded = datasets.load_dataset({REPO!r}, 'attribution-classification', revision='v1')\n"
        "print(json.dumps([loaded['train'].num_rows, loaded['train'].features['kind'].names[:2]]))"
    )
    (tmp_path / "load.py").write_text(script, encoding="utf-8")
    result = subprocess.run([sys.executable, tmp_path / "load.py"], capture_output=True, env=environment, check=True)
    assert json.loads(result.stdout) == [done["rows"]["claims"]["train"], ["event", "state"]]


def test_no_word_of_an_article_is_published_unless_asked_for_and_allowed(hub, environment, compared_demo, tmp_path):
    done = published(environment, compared_demo)
    sentences = [row["text"] for row in read_rows(compared_demo, "claims") if len(row["text"].split()) > 6]
    texts = [row["text"] for row in read_rows(compared_demo, "articles")]
    (tmp_path / "back").mkdir()
    for path, body in files_on(hub).items():
        file = tmp_path / "back" / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(body)
        content = str(pyarrow.parquet.read_table(file).to_pylist()) if file.suffix == ".parquet" else body.decode()
        assert not [each for each in (*sentences, *texts) if each in content], path
    assert done["articles_without_text"] == {"--text full was not asked for": 12}
    report = validate(tmp_path / "back")
    assert report.ok, str(report)


def test_a_dry_run_shows_all_and_writes_nothing(hub, environment, compared_demo):
    result = run(environment, "publish", compared_demo, REPO, "--dry-run")
    assert result.returncode == 0, result.stderr
    assert "a new dataset" in result.stdout
    assert "claims/train-00000-of-00001.parquet" in result.stdout
    assert not hub.repositories
    assert not [request for request in hub.requests if request.startswith(("POST", "PUT"))]


def test_a_changed_schema_without_a_raised_version_is_refused(hub, environment, compared_demo, tmp_path):
    published(environment, compared_demo)
    files = files_on(hub)
    path = "claims/train-00000-of-00001.parquet"
    (tmp_path / "old.parquet").write_bytes(files[path])
    # As an older claimkit might have written them: a column has another type, one is not there yet.
    table = pyarrow.parquet.read_table(tmp_path / "old.parquet").drop_columns(["check_worthy"])
    pyarrow.parquet.write_table(table, tmp_path / "old.parquet")
    files[path] = (tmp_path / "old.parquet").read_bytes()
    before = dict(hub.repositories[REPO].refs)
    result = run(environment, "publish", compared_demo, REPO)
    assert result.returncode == 1
    assert "claims: column check_worthy is new" in result.stderr
    assert "raise `version:`" in result.stderr
    assert hub.repositories[REPO].refs == before
    card = compared_demo_with_version(compared_demo, tmp_path / "raised", "1.1")
    done = published(environment, card)
    assert done["schema_changes"] == ["claims: column check_worthy is new"]
    assert "+version: 1.1" in done["card_diff"]
    assert files_on(hub)[path] != files[path]


def compared_demo_with_version(folder, out, version):
    """The dataset with a card that states a version."""
    out.mkdir()
    make_release(folder, out)
    card = (out / "README.md").read_text(encoding="utf-8")
    (out / "README.md").write_text(card.replace("---\n", f"---\nversion: {version}\n", 1), encoding="utf-8")
    return out


def test_shards_of_an_older_state_go_and_files_of_the_users_stay(hub, environment, compared_demo):
    published(environment, compared_demo)
    files = files_on(hub)
    files["claims/train-00001-of-00002.parquet"] = files["claims/train-00000-of-00001.parquet"]
    files["notes.md"] = b"mine"
    done = published(environment, compared_demo)
    assert done["removed"] == ["claims/train-00001-of-00002.parquet"]
    assert "claims/train-00001-of-00002.parquet" not in files_on(hub)
    assert files_on(hub)["notes.md"] == b"mine"


def test_a_push_that_dies_half_way_leaves_no_commit_and_goes_through_the_next_time(hub, environment, compared_demo):
    hub.drop = "/commit/"
    result = run(environment, "publish", compared_demo, REPO)
    assert result.returncode == 2
    assert "the connection to the Hub failed" in result.stderr
    assert "Traceback" not in result.stderr
    assert files_on(hub) == {}
    assert hub.objects
    published(environment, compared_demo)
    assert "claims/train-00000-of-00001.parquet" in files_on(hub)


def test_a_wrong_token_is_refused_and_never_repeated(hub, environment, compared_demo):
    for options in ([], ["--debug"]):
        result = run({**environment, "HF_TOKEN": "hf_secretsecret"}, *options, "publish", compared_demo, REPO)
        assert result.returncode in (1, 2)
        assert "HF_TOKEN" in result.stderr
        assert "secretsecret" not in result.stderr + result.stdout
    assert not hub.repositories


def test_nobody_logged_in_is_told_so_before_anything_is_done(hub, environment, compared_demo):
    del environment["HF_TOKEN"]
    result = run(environment, "publish", compared_demo, REPO)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "hf auth login" in result.stderr
    assert hub.requests == []


def test_without_a_network_the_error_says_so(environment, compared_demo):
    nowhere = {**environment, "HF_ENDPOINT": "http://127.0.0.1:9"}
    result = run(nowhere, "publish", compared_demo, REPO, "--dry-run")
    assert result.returncode == 2
    assert "network" in result.stderr
    result = run(nowhere, "validate", f"hub://{REPO}")
    assert result.returncode == 2
    assert "cannot be reached" in result.stderr


def test_a_pull_request_leaves_the_main_branch_alone(hub, environment, compared_demo):
    published(environment, compared_demo, "--private")
    main = hub.repositories[REPO].refs["main"]
    files_on(hub)["notes.md"] = b"mine"
    files_on(hub).pop("README.md")
    done = published(environment, compared_demo, "--create-pr")
    assert done["pull_request"].endswith("/discussions/1")
    assert hub.repositories[REPO].refs["main"] == main
    assert "README.md" in files_on(hub, "refs/pr/1")


def test_what_was_published_is_read_by_its_address(environment, compared_demo):
    published(environment, compared_demo, "--revision", "v1")
    result = run(environment, "validate", f"hub://{REPO}@v1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith(f"hub://{REPO}@v1: valid")
    result = run(environment, "validate", f"hub://{REPO}/claims")
    assert result.stdout.startswith(f"hub://{REPO}/claims: valid (")
    result = run(environment, "compare", f"hub://{REPO}", "--json")
    assert json.loads(result.stdout)["articles"] == 12, result.stderr
    result = run(environment, "validate", f"hub://{REPO}/verdicts")
    assert (result.returncode, "no dataset on the Hub" in result.stderr) == (2, True)
    result = run(environment, "validate", "hub://velden/nothing")
    assert (result.returncode, "no such dataset" in result.stderr) == (2, True)
    # Once fetched it is there without a network.
    result = run(
        {**environment, "HF_HUB_OFFLINE": "1", "HF_ENDPOINT": "http://127.0.0.1:9"}, "validate", f"hub://{REPO}@v1"
    )
    assert result.returncode == 0, result.stderr


def test_words_come_back_into_what_is_on_the_hub(environment, compared_demo, tmp_path):
    published(environment, compared_demo)
    articles = Path(__file__).parents[2] / "claimkit" / "resources" / "demo" / "articles"
    result = run(environment, "hydrate", f"hub://{REPO}", "--articles", articles, "-o", tmp_path / "full")
    assert result.returncode == 0, result.stderr
    assert [row["text"] for row in read_rows(tmp_path / "full", "claims")] == [
        row["text"] for row in read_rows(compared_demo, "claims")
    ]
    flat = Dataset.from_parquet(str(tmp_path / "full" / "attribution-classification" / "*.parquet"))
    assert all(row["text"] for row in flat)
    result = run(environment, "hydrate", f"hub://{REPO}", "--articles", articles)
    assert (result.returncode, "is on the Hub: name a folder" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("claims", "--dry-run"), "no name of a dataset"),
        ((REPO, "--revision", "v 1"), "no name for a tag"),
        ((REPO, "--revision", "v1", "--create-pr"), "a pull request has no tag"),
    ],
)
def test_a_wrong_call_is_told_at_once(environment, arguments, message, compared_demo):
    result = run(environment, "publish", compared_demo, *arguments)
    assert (result.returncode, message in result.stderr) == (2, True)
