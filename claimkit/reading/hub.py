"""Datasets on the Hugging Face Hub by address: ``hub://OWNER/NAME[@REVISION][/CONFIG]``.

Only such an address opens a socket, and only here and in publishing. What was fetched once is read from the cache of
``huggingface_hub``; with ``HF_HUB_OFFLINE=1`` nothing else is.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from claimkit.errors import HubError, OptionError
from claimkit.reading.tables import CONFIGS, SUFFIXES

SCHEME = "hub://"
# A path that was made of an address has lost one of its two slashes.
_ADDRESS = re.compile(r"hub:/{1,2}(?P<repo>[\w.-]+/[\w.-]+)(?:@(?P<revision>[^/\s]+))?(?:/(?P<config>[\w-]+))?/?")


class Address(NamedTuple):
    """A dataset on the Hub: ``OWNER/NAME``, a branch, tag or commit, and one config of it."""

    repo: str
    revision: str | None
    config: str | None

    def __str__(self) -> str:
        revision = f"@{self.revision}" if self.revision else ""
        return f"{SCHEME}{self.repo}{revision}{'/' + self.config if self.config else ''}"


def is_address(path: Path | str) -> bool:
    """Whether ``path`` names a dataset on the Hub and not a file."""
    return str(path).startswith("hub:/")


def parse_address(address: Path | str) -> Address:
    """The parts of an address; a slash in a revision is ``%2F``. Raises :class:`OptionError` for another form."""
    match = _ADDRESS.fullmatch(str(address))
    if match is None or (match["config"] or CONFIGS[0]) not in CONFIGS:
        raise OptionError(
            f"{str(address)!r} is no dataset on the Hub: write {SCHEME}OWNER/NAME, with @REVISION and /CONFIG where "
            f"wanted (configs: {', '.join(CONFIGS)})"
        )
    return Address(match["repo"], unquote(match["revision"]) if match["revision"] else None, match["config"])


def local_path(path: Path | str) -> Path:
    """Where a dataset lies on this machine: ``path`` itself, or the folder into which an address was fetched.

    That folder belongs to the cache of ``huggingface_hub``: read it, and never write in it. Raises :class:`OptionError`
    for an address of another form, :class:`HubError` where it cannot be fetched.
    """
    return _fetch(parse_address(path)) if is_address(path) else Path(path)


def path_name(path: Path | str) -> str:
    """What reports call a dataset: its path, or its address."""
    return str(parse_address(path)) if is_address(path) else str(path)


def ensure_local(path: Path | str, what: str) -> None:
    """Raise :class:`OptionError` where ``path`` is an address, for ``what`` needs a folder to write in."""
    if is_address(path):
        raise OptionError(f"{what} writes into the dataset, and {parse_address(path)} is on the Hub: name a folder")


def no_bars_in_a_pipe() -> None:
    """Progress bars of ``huggingface_hub`` are for people who look at them."""
    if not sys.stderr.isatty():
        from huggingface_hub.utils.tqdm import disable_progress_bars

        disable_progress_bars()


@contextlib.contextmanager
def hub_errors(repo: str) -> Iterator[None]:
    """Turn what ``huggingface_hub`` raises into a :class:`HubError` that says what to do and holds no token."""
    import huggingface_hub.errors as hub

    transport: type[Exception] = hub.HTTPError  # type: ignore[attr-defined]  # imported there from its HTTP library
    try:
        yield
    except hub.GatedRepoError as error:
        raise HubError(f"{repo}: its owner asks for consent first; give it on the dataset's page") from error
    except hub.RevisionNotFoundError as error:
        raise HubError(f"{repo}: it has no such revision; name a branch, a tag or a commit of it") from error
    except hub.HfHubHTTPError as error:
        # Not `from error`: its own words may hold what a server sent back.
        raise HubError(f"{repo}: {_refusal(error.response.status_code, error)}") from None
    except (hub.LocalEntryNotFoundError, hub.OfflineModeIsEnabled):
        raise HubError(
            f"{repo}: the Hub cannot be reached and the cache does not hold it; is the network up?"
        ) from None
    except (transport, ConnectionError, TimeoutError) as error:
        message = f"{repo}: the connection to the Hub failed ({type(error).__name__}); is the network up? Try again"
        raise HubError(message) from None


def without_token(words: str) -> str:
    """The words without the user's token, whoever put it there."""
    import huggingface_hub

    token = huggingface_hub.get_token()
    return words.replace(token, "…") if token else words


def _refusal(status: int, error: Exception) -> str:
    import huggingface_hub.errors as hub

    if status == 401:
        return (
            "the Hub does not accept who you are, or does not show it to you: check the name, and log in with "
            "`hf auth login` or set HF_TOKEN"
        )
    if isinstance(error, hub.RepositoryNotFoundError):
        return "the Hub has no such dataset, or does not show it to you: check the name and the token"
    if status == 403:
        return "your token may not do that: it needs the right to write to this owner's datasets"
    if status in (409, 412):
        return "somebody else has changed the dataset in the meantime: look at it, and publish again"
    return f"the Hub answered {status}: {without_token(str(error)).splitlines()[0][:200]}"


def _fetch(address: Address) -> Path:
    from huggingface_hub import snapshot_download

    wanted = address.config
    no_bars_in_a_pipe()
    patterns = None if wanted is None else [f"{wanted}/*", *(f"{wanted}{suffix}" for suffix in SUFFIXES)]
    with hub_errors(str(address)):
        found = snapshot_download(address.repo, repo_type="dataset", revision=address.revision, allow_patterns=patterns)
    folder = Path(found)
    if wanted is None:
        return folder
    for path in (folder / wanted, *(folder / f"{wanted}{suffix}" for suffix in SUFFIXES)):
        if path.exists():
            return path
    raise OptionError(f"{address}: the dataset has no config {wanted}")
