"""The round trip through a real Label Studio: tasks in, opened and saved in a browser, export out, records compared.

    pip install label-studio                     (in an environment of its own; it is large)
    python benchmarks/label_studio.py --label-studio ENV/bin/label-studio [--browser chromium]

Starts the server on a loopback port with an empty data folder, makes a project with the interface that claimkit writes,
imports the tasks of the demo articles and of one article full of emoji, has the server make annotations of the
predictions, and reads the export back. With a browser (Chromium, over its DevTools pipe) it opens each task the way a
person would, compares the words that the page shows for each region with those that claimkit meant, draws a claim of
its own with the mouse's events in the article of emoji, and saves what the page would save. Prints JSON and writes
benchmarks/results/label_studio.json. Sockets are on 127.0.0.1 alone.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import claimkit
from claimkit.dataset.build import write_dataset
from claimkit.exchange.formats import find_format, import_file, write_files
from claimkit.reading.tables import read_rows
from claimkit.records import Article
from claimkit.resources import resource

RESULT = Path(__file__).parent / "results" / "label_studio.json"
TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105 - of a server that lives for one run
USER, PASSWORD = "reader@example.org", "a-password-of-one-run"
TABLES = ("articles", "mentions", "attributions", "claims")
# Our own prose: astral characters before and inside claims, a joined emoji, right-to-left, Windows line ends, markup.
EMOJI = (
    "🌊🌊 Storm over Osthaven\r\n\r\n"
    "The ferry 🛳️ Ilse 👩‍🚀 sank on Monday, harbour master Ilse Brandt said. 🚤 About 40 people were rescued.\r\n\r\n"
    "“We lost 𝟒𝟎 boats & <b>two</b> cranes”, she told the Harbour Post. The בית hotel took in 12 families.\r\n\r\n"
    "Warm greetings to all 👋🏽 volunteers!\r\n"
)


def main() -> None:
    """Run the round trip and write down what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--label-studio", type=Path, required=True, help="the command of the installed Label Studio")
    parser.add_argument("--browser", help="Chromium's command; without it the server alone is tried")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving(options.label_studio, Path(name)) as url:
        result = measure(url, Path(name), options.browser)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2, ensure_ascii=False))


def measure(url: str, folder: Path, browser: str | None) -> dict[str, Any]:
    """Everything that is seen on one server."""
    dataset = folder / "dataset"
    articles = [*claimkit.read_articles([Path(str(resource("demo/articles")))]), Article.from_text(EMOJI)]
    written = write_dataset(claimkit.extract_many(articles), dataset, format="jsonl")
    form = find_format("label-studio")
    files = form.files(form.export(dataset).items) if form.files is not None else ()
    write_files(files, folder / "tasks")
    interface = (folder / "tasks" / "interface.xml").read_text(encoding="utf-8")
    project = call(url, "/api/projects", {"title": "claims", "label_config": interface})["id"]
    tasks = json.loads((folder / "tasks" / "tasks.json").read_text(encoding="utf-8"))
    imported = call(url, f"/api/projects/{project}/import", tasks)
    chosen = {"selectedItems": {"all": True, "excluded": []}}
    call(url, f"/api/dm/actions?id=predictions_to_annotations&project={project}", chosen)
    result = {
        "label_studio": call(url, "/api/version")["release"],
        "python": platform.python_version(),
        "articles": written.counts["articles"],
        "claims": written.counts["claims"],
        "tasks_imported": imported["task_count"],
        "predictions_imported": imported["prediction_count"],
        "results_in_a_prediction": sum(len(task["predictions"][0]["result"]) for task in tasks),
        "by_the_server": compared(url, project, dataset, folder / "by_server"),
    }
    if browser is not None:
        result |= seen_in_browser(url, project, dataset, folder, browser)
    return result


def compared(url: str, project: int, dataset: Path, out: Path) -> dict[str, Any]:
    """The project's export, imported, beside the dataset it came from."""
    file = out.with_suffix(".json")
    file.write_bytes(fetch(url, f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"))
    outcomes, tally = import_file(file, "label-studio")
    write_dataset(outcomes, out, format="jsonl")
    report = claimkit.validate(out)
    same = {}
    for name in TABLES:
        before, after = ([json.dumps(row, sort_keys=True) for row in read_rows(each, name)] for each in (dataset, out))
        same[name] = {"before": len(before), "after": len(after), "same": len(set(before) & set(after))}
    return {"valid": report.ok, **tally.to_dict(), "rows": same}


# --- the browser ---


def seen_in_browser(url: str, project: int, dataset: Path, folder: Path, browser: str) -> dict[str, Any]:
    """What the page makes of the regions, and what comes back once a person has saved."""
    listed = call(url, f"/api/tasks?project={project}&page_size=100&fields=all")["tasks"]
    regions, wrong = 0, []
    with Page(browser, folder / "profile") as page:
        page.open(f"{url}/user/login/")
        page.run(_LOGIN % (json.dumps(USER), json.dumps(PASSWORD)))
        page.wait("!location.pathname.includes('login')")
        for task in listed:
            text = task["data"]["text"]
            open_task(page, url, project, task["id"])
            for shown, start, end in regions_shown(page):
                regions += 1
                # A line break is an element of the page and not in its words.
                if "".join(shown.split()) != "".join(text[start:end].split()):
                    wrong.append([shown[:40], text[start:end][:40]])
            save(page, url, task["id"])
        untouched = compared(url, project, dataset, folder / "by_browser")
        drawn = draw(page, url, project, listed[-1], dataset, folder)
    return {
        "regions_shown": regions,
        "regions_with_other_words": len(wrong),
        "of_other_words": sorted(wrong)[:5],
        "saved_in_browser": untouched,
        "drawn_in_browser": drawn,
    }


_LOGIN = (
    "document.querySelector('[name=email]').value=%s; document.querySelector('[name=password]').value=%s;"
    "document.querySelector('form').submit()"
)
# What is highlighted, not what the region says it is; null while the page is still at it.
_REGIONS = (
    "Htx.annotationStore.selected.regions.every(region => region._spans && region._spans.length) ?"
    " Htx.annotationStore.selected.regions.map(region => [region._spans.map(span => span.textContent).join(''),"
    " region.globalOffsets.start, region.globalOffsets.end]) : null"
)
# With the label chosen, a selection and the mouse let go are what the text listens for.
_DRAW = """(() => {
  const store = Htx.annotationStore.selected;
  const root = document.querySelector('.lsf-htx-richtext');
  store.names.get('label').children.find(label => label.value === 'claim').toggleSelected();
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), words = %s;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    // Drawing splits the node, so its parent is asked for now.
    const parent = node.parentElement, range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + words.length);
    const selection = window.getSelection();
    selection.removeAllRanges(); selection.addRange(range);
    for (const name of ['mousedown', 'mouseup', 'click'])
      parent.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true, detail: 1}));
    return true;
  }
  return false;
})()"""
_DRAWN = "Warm greetings"


def open_task(page: "Page", url: str, project: int, task: int) -> None:
    """Show a task, until the page has found the places of all its regions."""
    page.open(f"{url}/projects/{project}/data?task={task}")
    page.wait(
        f"window.Htx && Htx.task && Htx.task.id == {task} && Htx.annotationStore.selected && "
        "Htx.annotationStore.selected.regions.length > 0 && "
        "Htx.annotationStore.selected.regions.every(region => region.globalOffsets && region._spans)"
    )


def regions_shown(page: "Page") -> list[list[Any]]:
    """The words that are highlighted for each region, with its offsets, once the page shows all."""
    for _ in range(60):
        shown: list[list[Any]] | None = page.run(_REGIONS)
        if shown is not None:
            return shown
        time.sleep(1)
    raise TimeoutError("the page does not highlight its regions")


def save(page: "Page", url: str, task: int) -> None:
    """Store what the page itself would send when it is asked to update the annotation."""
    result = page.run("JSON.stringify(Htx.annotationStore.selected.serializeAnnotation())")
    annotation = call(url, f"/api/tasks/{task}")["annotations"][0]["id"]
    call(url, f"/api/annotations/{annotation}", {"result": json.loads(result)}, method="PATCH")


def draw(page: "Page", url: str, project: int, task: dict[str, Any], dataset: Path, folder: Path) -> dict[str, Any]:
    """Draw a claim in the page, save, and see what it is once it is imported."""
    open_task(page, url, project, task["id"])
    before = len(regions_shown(page))
    found = page.run(_DRAW % json.dumps(_DRAWN))
    time.sleep(3)
    after = regions_shown(page)
    save(page, url, task["id"])
    seen = compared(url, project, dataset, folder / "drawn")
    claims = [row for row in read_rows(folder / "drawn", "claims") if row["provenance"]["tool"] == "label-studio"]
    return {
        "words_found_in_the_page": found,
        "regions_before": before,
        "regions_after": len(after),
        "drawn": [{"text": row["text"], "predicate": row["predicate"]["lemma"]} for row in claims],
        "export": seen,
    }


class Page:
    """One tab of a headless Chromium, spoken to over its DevTools pipe: JSON with a zero byte behind it."""

    def __init__(self, browser: str, profile: Path) -> None:
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += ["--no-first-run", f"--user-data-dir={profile}", "--remote-debugging-pipe"]
        # Chromium reads its descriptor 3 and writes its descriptor 4.
        shell = f"exec {' '.join(command)} 3<&{to_read} 4>&{from_write} >/dev/null 2>&1"
        self._process = subprocess.Popen(["/bin/bash", "-c", shell], pass_fds=(to_read, from_write))
        os.close(to_read)
        os.close(from_write)
        self._out, self._in = os.fdopen(to_write, "wb"), os.fdopen(from_read, "rb")
        self._buffer, self._number, self._session = b"", 0, None
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._send("Page.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def open(self, url: str) -> None:
        """Go to an address."""
        self._send("Page.navigate", url=url)
        time.sleep(2)

    def run(self, script: str) -> Any:
        """The value of a script."""
        answer = self._send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 180) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(1)

    def _send(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            while b"\0" not in self._buffer:
                self._buffer += os.read(self._in.fileno(), 1 << 20)
            line, self._buffer = self._buffer.split(b"\0", 1)
            answer = json.loads(line)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]


# --- the server ---


@contextlib.contextmanager
def serving(command: Path, folder: Path) -> Iterator[str]:
    """A Label Studio on a free port of this machine, its data in ``folder``; ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "server"),
    }
    start = [str(command), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    start += ["--username", USER, "--password", PASSWORD, "--user-token", TOKEN]
    (folder / "server").mkdir()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(start, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, 15)
            process.wait(60)
            shutil.rmtree(folder / "server", ignore_errors=True)


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 900) -> None:
    """Until the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            call(url, "/api/version")
            return
        time.sleep(2)
    raise TimeoutError("Label Studio did not start")


def call(url: str, path: str, body: Any = None, method: str | None = None) -> Any:
    """One call of the server's API."""
    return json.loads(fetch(url, path, body, method) or b"null")


def fetch(url: str, path: str, body: Any = None, method: str | None = None) -> bytes:
    """The bytes that one call of the server's API answers."""
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(url + path, data, headers, method=method)  # noqa: S310 - an http address on loopback
    with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310 - as above
        content: bytes = answer.read()
    return content


if __name__ == "__main__":
    main()
