"""A Hub-compatible server on this machine, for tests and for trying `claimkit publish` without an account.

    python tests/loopback_hub.py            # prints its address; then, in another shell:
    HF_ENDPOINT=http://127.0.0.1:… HF_HUB_DISABLE_XET=1 HF_TOKEN=hf_loopback claimkit publish DIR me/claims

It keeps repositories in memory and knows the calls that `huggingface_hub` and `datasets` make for a dataset: creating,
committing (Parquet and pictures through LFS), tags, pull requests, listing, downloading in ranges. Writing needs the
token `hf_loopback`; a refusal sends the token that came back, as a careless server might. A POST to /drop?WORD makes it
close the connection, without an answer, at the next request whose address has WORD in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_loopback"  # noqa: S105  # opens nothing but this server
_REPO = r"(?P<repo>[\w.-]+/[\w.-]+)"


class Repository:
    """Commits by their hash, each a mapping of paths to bytes; names of branches and tags to commits."""

    def __init__(self, private: bool) -> None:
        self.private, self.commits, self.parents = private, {}, {}
        self.refs = {"main": self.commit({}, None)}

    def commit(self, files: dict[str, bytes], parent: str | None) -> str:
        names = "".join(f"{path} {hashlib.sha256(body).hexdigest()}\n" for path, body in sorted(files.items()))
        sha = hashlib.sha1(f"{parent} {names}".encode()).hexdigest()  # noqa: S324  # what git uses
        self.commits[sha], self.parents[sha] = files, parent
        return sha

    def resolve(self, revision: str) -> str | None:
        revision = self.refs.get(unquote(revision), unquote(revision))
        return revision if revision in self.commits else None


class Hub(ThreadingHTTPServer):
    """The server with all its state; ``requests`` are the methods and paths that came, ``drop`` what to hang up on."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.repositories: dict[str, Repository] = {}
        self.objects: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.drop = ""
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One request; :data:`ROUTES` says which method of this class answers it."""

    protocol_version = "HTTP/1.1"
    server: Hub

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer_any(self) -> None:
        url = urlsplit(self.path)
        self.query = parse_qs(url.query)
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append(f"{self.command} {url.path}")
        if self.server.drop and self.server.drop in url.path:
            self.server.drop = ""
            self.close_connection = True
            return
        if url.path == "/drop":
            self.server.drop = url.query
            self.send(200, {})
            return
        for method, pattern, name, writes in ROUTES:
            match = re.fullmatch(pattern, url.path)
            if match and self.command in method:
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                if (token and token != TOKEN) or (writes and not token):
                    self.send(401, {"error": f"Invalid username or password: {token}"})
                    return
                with self.server.lock:
                    getattr(self, name)(**match.groupdict())
                return
        self.send(404, {"error": f"no such call: {self.command} {url.path}"})

    do_GET = do_HEAD = do_POST = do_PUT = answer_any  # noqa: N815  # the names the standard library calls

    def send(self, status: int, value: object, **headers: str) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, each in headers.items():
            self.send_header(name.replace("_", "-"), each)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def found(self, repo: str, revision: str = "main") -> tuple[Repository, str] | None:
        """The repository and the commit; answers itself where there is none."""
        repository = self.server.repositories.get(repo)
        if repository is None or (repository.private and not self.headers.get("Authorization")):
            status = 404 if self.headers.get("Authorization") else 401
            self.send(status, {"error": "Repository not found"}, X_Error_Code="RepoNotFound")
            return None
        sha = repository.resolve(revision)
        if sha is None:
            self.send(404, {"error": "Invalid rev id"}, X_Error_Code="RevisionNotFound")
            return None
        return repository, sha

    def create(self) -> None:
        asked = json.loads(self.body)
        repo = f"{asked['organization']}/{asked['name']}"
        if repo in self.server.repositories:
            self.send(409, {"error": "You already created this dataset repo", "url": self.url(repo)})
            return
        self.server.repositories[repo] = Repository(asked.get("visibility") == "private" or bool(asked.get("private")))
        self.send(200, {"url": self.url(repo), "id": repo})

    def url(self, repo: str) -> str:
        return f"{self.server.address}/datasets/{repo}"

    def info(self, repo: str, revision: str | None = None) -> None:
        if at := self.found(repo, revision or "main"):
            repository, sha = at
            siblings = [{"rfilename": path} for path in sorted(repository.commits[sha])]
            about = {"private": repository.private, "disabled": False, "downloads": 0, "likes": 0, "tags": []}
            self.send(200, {"_id": "1", "id": repo, "sha": sha, "siblings": siblings, **about})

    def tree(self, repo: str, revision: str, folder: str = "") -> None:
        if at := self.found(repo, revision):
            files = at[0].commits[at[1]]
            inside = [path for path in sorted(files) if path.startswith(f"{folder}/" if folder else "")]
            if folder and not inside:
                self.send(404, {"error": "not found"}, X_Error_Code="EntryNotFound")
                return
            names = {path.split("/")[0] for path in inside if "/" in path} if not folder else set()
            folders = [{"type": "directory", "path": name, "oid": "0", "size": 0} for name in sorted(names)]
            if not self.query.get("recursive") and not folder:
                inside = [path for path in inside if "/" not in path]
            self.send(200, [*folders, *(entry(path, files[path]) for path in inside)])

    def paths_info(self, repo: str, revision: str) -> None:
        if at := self.found(repo, revision):
            files = at[0].commits[at[1]]
            form = self.headers.get("Content-Type", "").startswith("application/json")
            asked = json.loads(self.body)["paths"] if form else parse_qs(self.body.decode()).get("paths", [])
            found = [entry(path, files[path]) for path in asked if path in files]
            found += [
                {"type": "directory", "path": path, "oid": "0", "size": 0}
                for path in asked
                if path not in files and any(each.startswith(f"{path}/") for each in files)
            ]
            self.send(200, found)

    def references(self, repo: str) -> None:
        if at := self.found(repo):
            branches = [{"name": "main", "ref": "refs/heads/main", "targetCommit": at[0].refs["main"]}]
            tags = [
                {"name": name, "ref": f"refs/tags/{name}", "targetCommit": sha}
                for name, sha in at[0].refs.items()
                if name != "main" and "/" not in name
            ]
            self.send(200, {"branches": branches, "tags": tags, "converts": [], "pullRequests": []})

    def validate_yaml(self) -> None:
        self.send(200, {"errors": [], "warnings": []})

    def preupload(self, repo: str, revision: str) -> None:
        if at := self.found(repo, revision):
            files = at[0].commits[at[1]]
            asked = [each["path"] for each in json.loads(self.body)["files"]]
            self.send(200, {"files": [
                {"path": path, "uploadMode": "lfs" if is_lfs(path) else "regular", "shouldIgnore": False,
                 "oid": identity(path, files[path]) if path in files else None} for path in asked]})  # fmt: skip

    def lfs_batch(self, repo: str) -> None:
        if self.found(repo):
            objects = [
                {
                    **each,
                    "authenticated": True,
                    "actions": {"upload": {"href": f"{self.server.address}/lfs/{each['oid']}"}},
                }
                for each in json.loads(self.body)["objects"]
            ]
            self.send(200, {"transfer": "basic", "objects": objects})

    def upload(self, oid: str) -> None:
        if hashlib.sha256(self.body).hexdigest() != oid:
            self.send(400, {"error": "the bytes are not those that were announced"})
            return
        self.server.objects[oid] = self.body
        self.send(200, {})

    def commit(self, repo: str, revision: str) -> None:
        if not (at := self.found(repo, revision)):
            return
        repository, sha = at
        lines = [json.loads(line) for line in self.body.splitlines()]
        parent = lines[0]["value"].get("parentCommit")
        if parent not in (None, sha):
            self.send(412, {"error": "A commit has happened since. Please refresh and try again."})
            return
        files = dict(repository.commits[sha])
        for key, value in ((line["key"], line["value"]) for line in lines[1:]):
            if key == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif key == "lfsFile":
                files[value["path"]] = self.server.objects[value["oid"]]
            elif key == "deletedFile":
                del files[value["path"]]
        made = repository.commit(files, sha)
        url, request = f"{self.url(repo)}/commit/{made}", None
        if self.query.get("create_pr"):
            number = sum(name.startswith("refs/pr/") for name in repository.refs) + 1
            repository.refs[f"refs/pr/{number}"] = made
            request = f"{self.url(repo)}/discussions/{number}"
        else:
            repository.refs[unquote(revision)] = made
        self.send(
            200, {"success": True, "commitOid": made, "commitUrl": url, "pullRequestUrl": request, "hookOutput": ""}
        )

    def tag(self, repo: str, revision: str) -> None:
        if at := self.found(repo, revision):
            name = json.loads(self.body)["tag"]
            if name in at[0].refs:
                self.send(409, {"error": "Tag exists"})
                return
            at[0].refs[name] = at[1]
            self.send(200, {})

    def resolve(self, repo: str, revision: str, file: str) -> None:
        if not (at := self.found(repo, revision)):
            return
        body = at[0].commits[at[1]].get(unquote(file))
        if body is None:
            self.send(404, {"error": "Entry not found"}, X_Error_Code="EntryNotFound", X_Repo_Commit=at[1])
            return
        tag = f'"{identity(file, body)}"'
        headers = {"ETag": tag, "X_Linked_ETag": tag, "X_Linked_Size": str(len(body)), "X_Repo_Commit": at[1]}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if asked:
            start, end = int(asked[1]), min(int(asked[2] or len(body)), len(body) - 1)
            self.send(206, body[start : end + 1], Content_Range=f"bytes {start}-{end}/{len(body)}", **headers)
        else:
            self.send(200, body, Accept_Ranges="bytes", **headers)


def is_lfs(path: str) -> bool:
    return path.endswith((".parquet", ".png"))


def identity(path: str, body: bytes) -> str:
    """What the Hub knows a content by: the SHA-256 of what is kept apart, the git hash of the rest."""
    found = entry(path, body)
    return found["lfs"]["oid"] if is_lfs(path) else found["oid"]


def entry(path: str, body: bytes) -> dict[str, object]:
    """A file as the Hub lists it: its git hash, and its SHA-256 where it is kept apart."""
    blob = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()  # noqa: S324  # what git uses
    found = {"type": "file", "path": path, "size": len(body), "oid": blob}
    lfs = {"oid": hashlib.sha256(body).hexdigest(), "size": len(body), "pointerSize": 130}
    return {**found, "lfs": lfs} if is_lfs(path) else found


# Methods, address, what answers, whether it needs the token.
ROUTES = (
    ({"POST"}, "/api/repos/create", "create", True),
    ({"POST"}, "/api/validate-yaml", "validate_yaml", False),
    ({"GET", "HEAD"}, f"/api/datasets/{_REPO}", "info", False),
    ({"GET", "HEAD"}, f"/api/datasets/{_REPO}/revision/(?P<revision>[^/]+)", "info", False),
    ({"GET"}, f"/api/datasets/{_REPO}/tree/(?P<revision>[^/]+)", "tree", False),
    ({"GET"}, f"/api/datasets/{_REPO}/tree/(?P<revision>[^/]+)/(?P<folder>.+)", "tree", False),
    ({"POST"}, f"/api/datasets/{_REPO}/paths-info/(?P<revision>[^/]+)", "paths_info", False),
    ({"GET"}, f"/api/datasets/{_REPO}/refs", "references", False),
    ({"POST"}, f"/api/datasets/{_REPO}/preupload/(?P<revision>[^/]+)", "preupload", True),
    ({"POST"}, rf"/datasets/{_REPO}\.git/info/lfs/objects/batch", "lfs_batch", True),
    ({"PUT"}, "/lfs/(?P<oid>[0-9a-f]{64})", "upload", False),
    ({"POST"}, f"/api/datasets/{_REPO}/commit/(?P<revision>[^/]+)", "commit", True),
    ({"POST"}, f"/api/datasets/{_REPO}/tag/(?P<revision>[^/]+)", "tag", True),
    ({"GET", "HEAD"}, f"/datasets/{_REPO}/resolve/(?P<revision>[^/]+)/(?P<file>.+)", "resolve", False),
)


def main() -> None:
    """Serve until interrupted."""
    hub = Hub(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(f"HF_ENDPOINT={hub.address} HF_HUB_DISABLE_XET=1 HF_TOKEN={TOKEN}", flush=True)  # noqa: T201  # its purpose
    hub.serve_forever()


if __name__ == "__main__":
    main()
