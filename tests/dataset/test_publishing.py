"""`publish` and `hub://` against a Hub-compatible server on loopback.

The address of the Hub is read when `huggingface_hub` is imported, so the calls run in another process: most in one that
takes them one after another, for loading the libraries takes longer than they do, the rest each in its own.
"""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.parquet
import pytest
from datasets import Dataset

import claimkit
from claimkit.dataset.documents import document_dataset
from claimkit.errors import OptionError
from claimkit.quality.validation import validate
from claimkit.reading.tables import read_rows

HELPER = Path(__file__).parents[1] / "loopback_hub.py"
PUSHED, REPO = "velden/pushed", "velden/claims"
CLAIMS = "claims/train-00000-of-00001.parquet"


@pytest.fixture(scope="module")
def hub(load_helper):
    server = load_helper(HELPER).Hub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def environment(hub, tmp_path_factory):
    """A user who is logged in, with a cache of his own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    cache = str(tmp_path_factory.mktemp("hf"))
    return {**kept, "HF_ENDPOINT": hub.address, "HF_HUB_DISABLE_XET": "1", "HF_TOKEN": "hf_loopback", "HF_HOME": cache}


@pytest.fixture(scope="module")
def dataset(compared_demo, tmp_path_factory):
    """The demo with a card in which somebody has answered every question."""
    folder = tmp_path_factory.mktemp("documented") / "demo"
    shutil.copytree(compared_demo, folder)
    return documented(folder)


def documented(folder):
    document_dataset(folder, licence="cc-by-4.0", name="Floods, rates and a ferry")
    card = (folder / "README.md").read_text(encoding="utf-8")
    written = re.sub(r"<!-- (?!claimkit:).*?-->", "Invented articles for a test.", card, flags=re.DOTALL)
    (folder / "README.md").write_text(written, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pushed(run, dataset):
    """What a first push came to; the repository itself is copied by :func:`repository`."""
    return published(run, dataset, "--revision", "v1", repo=PUSHED)


@pytest.fixture
def repository(hub, pushed):  # noqa: ARG001  # it must have been pushed before
    """A repository that holds what was pushed, of this test alone."""
    hub.drop = ""
    hub.requests.clear()
    hub.repositories[REPO] = copy.deepcopy(hub.repositories[PUSHED])
    yield hub.repositories[REPO]
    del hub.repositories[REPO]


DRIVER = """
import json, os, sys
from typer.testing import CliRunner
from claimkit.cli import app
answers = sys.stdout
for line in sys.stdin:
    call = json.loads(line)
    os.environ["HF_TOKEN"] = call["token"]
    result = CliRunner().invoke(app, call["arguments"], prog_name="claimkit")
    answer = [result.exit_code, result.stdout, result.stderr, repr(result.exception)]
    print(json.dumps(answer), file=answers, flush=True)
"""


@pytest.fixture(scope="module")
def run(environment, tmp_path_factory):
    """Calls the command line in the process that stays; returns exit code, standard output and standard error."""
    script = tmp_path_factory.mktemp("driver") / "driver.py"
    script.write_text(DRIVER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as driver:

        def call(*arguments, token="hf_loopback"):  # noqa: S107  # that of the server in these tests
            driver.stdin.write(json.dumps({"arguments": [str(each) for each in arguments], "token": token}) + "\n")
            driver.stdin.flush()
            code, out, errors, exception = json.loads(driver.stdout.readline())
            assert exception in ("None", "SystemExit(1)", "SystemExit(2)"), exception
            return subprocess.CompletedProcess(arguments, code, out, errors)

        yield call
        driver.stdin.close()


def process(environment, *arguments):
    """A call in a process of its own."""
    command = [sys.executable, "-m", "claimkit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")


def published(run, folder, *options, repo=REPO):
    result = run("publish", folder, repo, "--json", *options)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def files_of(repository, revision="main"):
    return repository.commits[repository.resolve(revision)]


def test_a_push_is_one_commit_with_a_tag(hub, pushed):
    repository = hub.repositories[PUSHED]
    assert list(repository.parents.values()).count(None) == 1
    assert len(repository.commits) == 2
    assert repository.refs == {"main": pushed["commit"], "v1": pushed["commit"]}
    assert {path: len(body) for path, body in files_of(repository).items()} == pushed["files"]
    assert {"README.md", "DATASHEET.md", "croissant.json", "standoff.jsonl", "run.json", CLAIMS} <= set(pushed["files"])
    assert "rejects.jsonl" not in pushed["files"]


def test_datasets_loads_what_was_pushed_with_its_labels(environment, pushed, tmp_path):
    script = (
        "import json, datasets\n"
        f"loaded = datasets.load_dataset({PUSHED!r}, 'attribution-classification', revision='v1')\n"
        "print(json.dumps([loaded['train'].num_rows, loaded['train'].features['kind'].names[:2]]))"
    )
    (tmp_path / "load.py").write_text(script, encoding="utf-8")
    result = subprocess.run([sys.executable, tmp_path / "load.py"], capture_output=True, env=environment, check=True)
    assert json.loads(result.stdout) == [pushed["rows"]["claims"]["train"], ["event", "state"]]


@pytest.mark.usefixtures("repository")
def test_the_same_again_is_no_commit(run, dataset, pushed):
    done = published(run, dataset)
    assert done["commit"] == pushed["commit"]
    assert (done["card_diff"], done["schema_changes"], done["removed"]) == ("", [], [])


@pytest.mark.parametrize(
    ("tag", "file", "message"), [("v1", {}, "v1 is there already"), ("v2", {CLAIMS: b"x"}, "no Parquet")]
)
def test_what_is_on_the_hub_is_looked_at_before_any_work(tag, file, message, run, hub, dataset, repository):
    commit(repository, file)
    before = dict(repository.refs)
    result = run("publish", dataset, REPO, "--revision", tag)
    assert message in result.stderr
    assert result.returncode in (1, 2)
    assert repository.refs == before
    assert not [request for request in hub.requests if request.startswith("PUT")]


def test_no_word_of_an_article_is_published_unless_asked_for_and_allowed(hub, pushed, dataset, tmp_path):
    sentences = [row["text"] for row in read_rows(dataset, "claims") if len(row["text"].split()) > 6]
    texts = [row["text"] for row in read_rows(dataset, "articles")]
    for path, body in files_of(hub.repositories[PUSHED]).items():
        file = tmp_path / "back" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        content = (
            str(pyarrow.parquet.read_table(file).to_pylist())
            if file.suffix == ".parquet"
            else body.decode(errors="replace")
        )
        assert not [each for each in (*sentences, *texts) if each in content], path
    assert pushed["articles_without_text"] == {"--text full was not asked for": 12}
    report = validate(tmp_path / "back")
    assert report.ok, str(report)


def test_a_dry_run_shows_all_and_what_stands_in_the_way_and_writes_nothing(run, hub, compared_demo):
    result = run("publish", compared_demo, "velden/new", "--dry-run")
    assert "a new dataset" in result.stdout
    assert CLAIMS in result.stdout
    assert "12 without: --text full was not asked for" in result.stdout
    # Nobody has answered a question of its card.
    assert result.returncode == 1
    assert "run `claimkit card`" in result.stderr
    assert "section-empty" in result.stderr
    assert "velden/new" not in hub.repositories


def commit(repository, changes):
    """A commit by somebody else; a path with ``None`` goes."""
    files = {path: body for path, body in {**files_of(repository), **changes}.items() if body is not None}
    repository.refs["main"] = repository.commit(files, repository.refs["main"])


def older(repository, folder):
    """The claims as an older claimkit might have written them, without a column."""
    file = folder / "older.parquet"
    file.write_bytes(files_of(repository)[CLAIMS])
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(file).drop_columns(["check_worthy"]), file)
    return file.read_bytes()


def test_a_changed_schema_without_a_raised_version_is_refused(run, dataset, repository, tmp_path):
    commit(repository, {CLAIMS: older(repository, tmp_path)})
    before = dict(repository.refs)
    result = run("publish", dataset, REPO)
    assert result.returncode == 1
    assert "claims: column check_worthy is new" in result.stderr
    assert "raise `version:`" in result.stderr
    assert repository.refs == before


def test_with_a_raised_version_all_that_is_claimkits_is_replaced_and_files_of_the_users_stay(
    run, dataset, repository, tmp_path
):
    stale = older(repository, tmp_path)
    commit(repository, {CLAIMS: stale, "claims/train-00001-of-00002.parquet": stale, "notes.md": b"mine"})
    shutil.copytree(dataset, tmp_path / "raised")
    card = (tmp_path / "raised" / "README.md").read_text(encoding="utf-8")
    (tmp_path / "raised" / "README.md").write_text(card.replace("---\n", "---\nversion: 1.1\n", 1), encoding="utf-8")
    done = published(run, tmp_path / "raised")
    assert done["schema_changes"] == ["claims: column check_worthy is new"]
    assert done["removed"] == ["claims/train-00001-of-00002.parquet"]
    assert "+version: 1.1" in done["card_diff"]
    files = files_of(repository)
    assert files[CLAIMS] != stale
    assert "claims/train-00001-of-00002.parquet" not in files
    assert files["notes.md"] == b"mine"


def test_a_push_that_dies_half_way_leaves_no_commit_and_goes_through_the_next_time(hub, run, dataset, repository):
    commit(repository, dict.fromkeys(files_of(repository)))
    before, hub.objects = dict(repository.refs), {}
    hub.drop = "/commit/"
    result = run("publish", dataset, REPO)
    assert result.returncode == 2
    assert "the connection to the Hub failed" in result.stderr
    assert "Traceback" not in result.stderr
    assert repository.refs == before
    assert hub.objects  # the Parquet files were up already
    published(run, dataset)
    assert CLAIMS in files_of(repository)


def test_a_wrong_token_is_refused_and_never_repeated(hub, environment, dataset):
    result = process({**environment, "HF_TOKEN": "hf_secretsecret"}, "--debug", "publish", dataset, "velden/other")
    assert result.returncode != 0
    assert "HF_TOKEN" in result.stderr
    assert "secretsecret" not in result.stderr + result.stdout
    assert "velden/other" not in hub.repositories


@pytest.mark.usefixtures("repository")
def test_nobody_logged_in_is_told_so_before_anything_is_done(run, hub, dataset):
    result = run("publish", dataset, REPO, token="")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "hf auth login" in result.stderr
    assert hub.requests == []


def test_without_a_network_the_error_says_so(environment, dataset):
    nowhere = {**environment, "HF_ENDPOINT": "http://127.0.0.1:9"}
    result = process(nowhere, "publish", dataset, REPO, "--dry-run")
    assert (result.returncode, "network" in result.stderr) == (2, True)
    result = process(nowhere, "validate", "hub://velden/unknown")
    assert (result.returncode, "cannot be reached" in result.stderr) == (2, True)


def test_a_pull_request_leaves_the_main_branch_alone(run, dataset, repository):
    commit(repository, {"README.md": None})
    main = repository.refs["main"]
    done = published(run, dataset, "--create-pr")
    assert done["pull_request"].endswith("/discussions/1")
    assert repository.refs["main"] == main
    assert "README.md" in files_of(repository, "refs/pr/1")


@pytest.mark.usefixtures("pushed")
def test_what_was_published_is_read_by_its_address(run, environment):
    result = run("validate", f"hub://{PUSHED}@v1/claims")
    assert result.stdout.startswith(f"hub://{PUSHED}@v1/claims: valid ("), result.stderr
    result = run("compare", f"hub://{PUSHED}", "--json")
    assert result.returncode == 0, result.stderr
    # Once fetched it is there without a network.
    nowhere = {**environment, "HF_HUB_OFFLINE": "1", "HF_ENDPOINT": "http://127.0.0.1:9"}
    result = process(nowhere, "validate", f"hub://{PUSHED}")
    assert result.stdout.startswith(f"hub://{PUSHED}: valid ("), result.stderr


@pytest.mark.usefixtures("pushed")
def test_a_classifier_learns_from_what_is_on_the_hub(run, compared_demo, tmp_path):
    shutil.copytree(compared_demo, tmp_path / "licensed")
    (file,) = (tmp_path / "licensed" / "articles").glob("*.parquet")
    articles = pyarrow.parquet.read_table(file)
    licences = pyarrow.array(["CC-BY-4.0"] * len(articles))
    at = articles.schema.get_field_index("licence")
    pyarrow.parquet.write_table(articles.set_column(at, articles.schema.field(at), licences), file)
    published(run, documented(tmp_path / "licensed"), "--text", "full", repo="velden/licensed")

    def train(repo, *more):
        options = ("-o", tmp_path / "model", "--folds", "3", "--json", *more)
        return run("train", "classifier", "attribution", "--data", f"hub://{repo}", *options)

    assert "claimkit hydrate" in train(PUSHED).stderr
    assert "of a machine's making" in train("velden/licensed").stderr
    trained = train("velden/licensed", "--allow-machine-labels")
    assert trained.returncode == 0, trained.stderr
    assert json.loads(trained.stdout)["data"]["name"] == "hub://velden/licensed"


def test_an_address_of_nothing_is_told(run):
    result = run("validate", "hub://velden/nothing")
    assert (result.returncode, "no such dataset" in result.stderr) == (2, True)


@pytest.mark.usefixtures("pushed")
def test_words_come_back_into_what_is_on_the_hub(run, dataset, tmp_path):
    articles = Path(claimkit.__file__).parent / "resources" / "demo" / "articles"
    result = run("hydrate", f"hub://{PUSHED}", "--articles", articles, "-o", tmp_path / "full")
    assert result.returncode == 0, result.stderr
    for config in ("articles", "claims", "mentions", "attributions"):
        assert list(read_rows(tmp_path / "full", config)) == list(read_rows(dataset, config))
    flat = Dataset.from_parquet(str(tmp_path / "full" / "attribution-classification" / "*.parquet"))
    assert all(row["text"] for row in flat)


@pytest.mark.parametrize(
    ("repo", "options", "message"),
    [
        ("claims", {}, "no name of a dataset"),
        (REPO, {"revision": "v 1"}, "no name for a tag"),
        (REPO, {"revision": "v1", "create_pr": True}, "a pull request has no tag"),
    ],
)
def test_a_wrong_call_is_told_at_once(repo, options, message, dataset):
    with pytest.raises(OptionError, match=message):
        claimkit.publish(dataset, repo, dry_run=True, **options)


@pytest.mark.parametrize("path", ["hub://velden/claims", "no/such/folder"])
def test_only_a_folder_can_be_published(path):
    with pytest.raises(OptionError, match=r"name a folder|no such folder"):
        claimkit.publish(path, REPO, dry_run=True)
