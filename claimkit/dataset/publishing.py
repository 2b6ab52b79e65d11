"""A dataset onto the Hugging Face Hub: checked, shown, pushed in one commit, loaded back and compared.

The token is the one that `hf auth login` stored or HF_TOKEN holds; claimkit never takes it, prints it or writes it.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from claimkit.checks.catalogue import Severity
from claimkit.checks.gate import check
from claimkit.dataset.features import CLASSIFICATION, features_of
from claimkit.dataset.folder import CARD
from claimkit.dataset.permission import Text
from claimkit.dataset.release import Release, make_release
from claimkit.dataset.remote import Remote, card_version, look_at
from claimkit.dataset.schema_changes import Version, new_configs, schema_changes
from claimkit.dataset.standoff import STANDOFF
from claimkit.errors import DataError, HubError, OptionError
from claimkit.quality.validation import validate
from claimkit.reading.hub import hub_errors, is_address, no_bars_in_a_pipe
from claimkit.reading.tables import CONFIGS
from claimkit.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_REPO = re.compile(r"[\w.-]+/[\w.-]+")
_TAG = re.compile(r"[\w.-]+")
_PUBLISHED = (*CONFIGS, CLASSIFICATION)
_ASSETS = "assets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be pushed, and how it differs from what is on the Hub.

    ``files`` are sizes in bytes by path, ``removed`` the files there that would go, ``card_diff`` a unified diff,
    ``changes`` the changes of columns, ``added`` the new configs, ``withheld`` the articles without text by reason,
    ``lacking`` what the card still lacks.
    """

    repo: str
    is_new: bool
    files: Mapping[str, int]
    rows: Mapping[str, Mapping[str, int]]
    removed: tuple[str, ...]
    card_diff: str
    changes: tuple[str, ...]
    added: tuple[str, ...]
    before: Version
    after: Version
    with_text: int
    withheld: Mapping[str, int]
    lacking: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "repo": self.repo,
            "is_new": self.is_new,
            "files": dict(self.files),
            "rows": {config: dict(rows) for config, rows in self.rows.items()},
            "removed": list(self.removed),
            "card_diff": self.card_diff,
            "schema_changes": list(self.changes),
            "new_configs": list(self.added),
            "version_before": str(self.before),
            "version_after": str(self.after),
            "articles_with_text": self.with_text,
            "articles_without_text": dict(self.withheld),
            "card_errors": list(self.lacking),
        }

    def __str__(self) -> str:
        lines = [f"{self.repo}: {'a new dataset' if self.is_new else 'changes the dataset that is there'}", "", "files"]
        lines += [f"  {size:>12,}  {path}" for path, size in self.files.items()]
        lines += [f"  {'goes':>12}  {path}" for path in self.removed]
        lines += ["", "rows"]
        for config, rows in self.rows.items():
            lines.append(f"  {config}: {', '.join(f'{count:,} {split}' for split, count in rows.items())}")
        lines += ["", f"text: {self.with_text:,} articles with it"]
        lines += [f"  {count:,} without: {reason}" for reason, count in self.withheld.items()]
        if not self.is_new:
            lines += ["", "schema", *(f"  {change}" for change in self.changes or ("no column changes",))]
            lines += [f"  config {config} is new" for config in self.added]
            lines += ["", "card", self.card_diff or "  unchanged"]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What ``publish`` did; ``commit`` is ``None`` for a dry run. It was loaded back and compared if there is one."""

    plan: Plan
    commit: str | None = None
    url: str | None = None
    pull_request: str | None = None
    tag: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            **self.plan.to_dict(),
            "commit": self.commit,
            "url": self.url,
            "pull_request": self.pull_request,
            "tag": self.tag,
        }


def publish(
    path: Path | str,
    repo: str,
    *,
    dry_run: bool = False,
    private: bool = False,
    create_pr: bool = False,
    revision: str | None = None,
    text: Text = "none",
    show: Callable[[Plan], None] | None = None,
) -> Publication:
    """Publish the dataset in ``path`` as ``OWNER/NAME`` on the Hugging Face Hub, in one commit.

    ``revision`` is the name of a tag for that commit; with ``create_pr`` it becomes a pull request. ``text`` none
    leaves every article's text out, full keeps that of articles whose licence lets it be passed on. ``show`` is called
    with the plan before anything is pushed; with ``dry_run`` nothing is.

    Raises :class:`OptionError` for a wrong call, :class:`DataError` where the dataset is not valid, where its columns
    differ from those on the Hub and no version was raised, or where it does not come back as it was sent, and
    :class:`HubError` where the Hub cannot be reached or refuses.
    """
    _check_call(path, repo, revision, create_pr=create_pr)
    no_bars_in_a_pipe()
    api = _api(dry_run=dry_run, repo=repo)
    # First, for a wrong token or a missing network should not show after minutes of work.
    remote = look_at(api, repo, _PUBLISHED)
    if revision is not None and revision in remote.tags:
        raise OptionError(f"{repo}: the tag {revision} is there already; name the next one")
    _ensure_good(Path(path))
    with tempfile.TemporaryDirectory(prefix="claimkit-publish-") as scratch:
        folder = Path(scratch)
        (folder / "release").mkdir()
        release = make_release(Path(path), folder / "release", text=text)
        _ensure_valid(release.path)
        plan = _plan(repo, release, remote)
        if show is not None:
            show(plan)
        _refuse(plan)
        if dry_run:
            return Publication(plan=plan)
        done = _push(api, plan, release, remote, private=private, create_pr=create_pr)
        _load_back(api, repo, str(done.oid), release, folder / "back")
        if revision is not None:
            with hub_errors(repo):
                api.create_tag(repo, tag=revision, revision=done.oid, repo_type="dataset")
    return Publication(plan=plan, commit=done.oid, url=done.commit_url, pull_request=done.pr_url, tag=revision)


def _check_call(path: Path | str, repo: str, revision: str | None, *, create_pr: bool) -> None:
    if is_address(path):
        raise OptionError(f"{path}: is on the Hub already; name a folder")
    if not Path(path).is_dir():
        raise OptionError(f"{path}: there is no such folder")
    if not _REPO.fullmatch(repo):
        raise OptionError(f"{repo!r} is no name of a dataset: write OWNER/NAME")
    if revision is not None and not _TAG.fullmatch(revision):
        raise OptionError(f"{revision!r} is no name for a tag: letters, digits, points and dashes")
    if revision is not None and create_pr:
        raise OptionError("a pull request has no tag: give --revision when it is merged, by publishing again")


def _api(*, dry_run: bool, repo: str) -> HfApi:
    import huggingface_hub

    if huggingface_hub.get_token() is None and not dry_run:
        raise HubError(f"{repo}: nobody is logged in; run `hf auth login` or set HF_TOKEN, or look with --dry-run")
    return huggingface_hub.HfApi(library_name="claimkit")


def _ensure_good(folder: Path) -> None:
    """Schema, integrity and the catalogue of checks; the column contracts ask the same of a schema once more."""
    report = check(folder, great_expectations=False)
    if not report.ok:
        found = [each for each in report.found if each.severity is Severity.ERROR]
        shown = "\n".join(str(fault) for each in found for fault in each.faults[:3])
        raise DataError(f"the dataset has {report.count(Severity.ERROR):,} errors, see `claimkit check`:\n{shown}")


def _ensure_valid(folder: Path) -> None:
    report = validate(folder)
    if not report.ok:
        shown = "\n".join(map(str, report.faults[:5]))
        raise DataError(f"the dataset has {report.fault_count:,} faults, see `claimkit validate`:\n{shown}")


def _files(folder: Path) -> dict[str, Path]:
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each for each in found}


def _plan(repo: str, release: Release, remote: Remote) -> Plan:
    files = _files(release.path)
    card = files[CARD].read_text(encoding="utf-8")
    after = {config: features_of(config) for config in release.rows}
    diff = difflib.unified_diff(remote.card.splitlines(), card.splitlines(), "on the Hub", "here", lineterm="", n=1)
    return Plan(
        repo=repo,
        is_new=remote.commit is None,
        files={path: file.stat().st_size for path, file in files.items()},
        rows=release.rows,
        removed=tuple(path for path in remote.files if path not in files and _is_ours(path)),
        card_diff="\n".join(diff),
        changes=schema_changes(remote.features, after),
        added=new_configs(remote.features, after),
        before=remote.version,
        after=Version(SCHEMA_VERSION, card_version(card)),
        with_text=len(release.permission.full),
        withheld=release.permission.reasons,
        lacking=release.lacking,
    )


def _is_ours(path: str) -> bool:
    """Whether a file on the Hub is one that claimkit puts there; whatever else lies there stays."""
    parts = PurePosixPath(path).parts
    if len(parts) == 2 and parts[0] in _PUBLISHED:
        return parts[1].endswith(".parquet")
    return path == STANDOFF or (len(parts) == 2 and parts[0] == _ASSETS and path.endswith(".png"))


def _refuse(plan: Plan) -> None:
    if plan.lacking:
        shown = "\n".join(plan.lacking)
        raise DataError(f"{plan.repo}: the card is not fit to be published; run `claimkit card`, then\n{shown}")
    if plan.changes and not plan.after.is_above(plan.before):
        raise DataError(
            f"{plan.repo}: its columns change ({'; '.join(plan.changes[:5])}) and its version does not ({plan.after}): "
            "raise `version:` in the YAML of README.md, or bring the records to a newer schema with `claimkit migrate`"
        )


def _push(api: HfApi, plan: Plan, release: Release, remote: Remote, *, private: bool, create_pr: bool) -> Any:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    files = _files(release.path)
    operations: list[Any] = [CommitOperationAdd(path, str(file)) for path, file in files.items()]
    operations += [CommitOperationDelete(path) for path in plan.removed]
    rows = sum(release.rows["claims"].values())
    with hub_errors(plan.repo):
        if remote.commit is None:
            # private=None would leave it to the owner's settings.
            api.create_repo(plan.repo, repo_type="dataset", private=private, exist_ok=True)
        try:
            return api.create_commit(
                plan.repo,
                operations,
                commit_message=f"{rows:,} claims, schema {SCHEMA_VERSION}",
                repo_type="dataset",
                create_pr=create_pr,
                # Whoever pushed in the meantime is not overwritten.
                parent_commit=None if create_pr else remote.commit,
            )
        except RuntimeError as error:
            # huggingface_hub wraps what ended an upload.
            raise error.__cause__ or error from None
        except ValueError as error:
            raise DataError(f"{plan.repo}: the Hub refuses the card: {error}") from error


def _load_back(api: HfApi, repo: str, commit: str, release: Release, scratch: Path) -> None:
    """Fetch the commit as any user would and compare; raises :class:`DataError` for a byte or a row that differs."""
    from datasets import load_dataset
    from datasets.utils.logging import disable_progress_bar

    if not sys.stderr.isatty():
        disable_progress_bar()
    with hub_errors(repo):
        found = Path(api.snapshot_download(repo, repo_type="dataset", revision=commit, cache_dir=scratch / "hub"))
        for path, file in _files(release.path).items():
            if not (found / path).is_file() or _digest(found / path) != _digest(file):
                raise DataError(f"{repo}: {path} did not come back as it was sent; the commit is {commit}")
        for config, rows in release.rows.items():
            loaded = load_dataset(repo, config, revision=commit, cache_dir=str(scratch / "datasets"))
            counts = {split: each.num_rows for split, each in loaded.items()}
            if counts != dict(rows):
                raise DataError(f"{repo}: {config} came back with the rows {counts}, sent were {dict(rows)}")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
