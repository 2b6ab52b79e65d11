"""The pages in docs/ and the README: every example runs and prints what stands below it, every link leads somewhere.

Blocks of a page run one after another, in a folder of its own that holds ``articles/`` (the demo's), ``claims/``
(what ``claimkit extract`` makes of them) and both in ``claimkit-demo/`` as ``claimkit demo`` leaves them.

- ``python``: run; what it prints is compared with a ``text`` block right behind it. With ``>>>`` it is a doctest.
- ``console``: lines behind ``$`` are run and compared with the lines below; ``...`` stands for anything.
- a line that begins with ``claimkit`` in an indented or ``sh`` block must be a call that the command line understands.

``<!-- not run: why -->`` above a block leaves it alone.
"""

import contextlib
import doctest
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from claimkit.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^(?P<skip><!-- not run: .+ -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?://)(?P<file>[^)#\s]*)(?:#(?P<place>[^)\s]*))?\)")
CHECKER = doctest.OutputChecker()
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


class Block(NamedTuple):
    """A fenced block: where it begins, what it is, and the lines in it."""

    line: int
    kind: str
    body: str


def blocks(text: str) -> list[Block]:
    return [
        Block(text.count("\n", 0, found.start()) + 1, found["kind"] if not found["skip"] else "skipped", found["body"])
        for found in FENCE.finditer(text)
    ]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from claimkit.cli.demo import copy_articles

    folder = tmp_path_factory.mktemp("docs") / "here"
    copy_articles(folder)
    words = ["extract", str(folder / "articles"), "-o", str(folder / "claims"), "--workers", "0"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    # Where `claimkit demo` puts them.
    shutil.copytree(folder / "articles", folder / "claimkit-demo" / "articles")
    shutil.copytree(folder / "claims", folder / "claimkit-demo" / "dataset")
    return folder


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(b.kind in ("python", "console") for b in blocks(page.read_text("utf-8")))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)  # fmt: skip
def test_what_a_page_promises_happens(
    page: Path, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    shutil.copytree(prepared, here)
    monkeypatch.chdir(here)
    monkeypatch.delenv("COLUMNS", raising=False)
    names: dict[str, Any] = {"__name__": page.stem}
    found = blocks(page.read_text("utf-8"))
    for block, following in zip(found, [*found[1:], None], strict=True):
        place = f"{page.name}:{block.line}"
        if block.kind == "console":
            check_console(block, place)
        elif block.kind == "python" and ">>>" in block.body:
            check_session(block, place, names)
        elif block.kind == "python":
            below = following.body if following is not None and following.kind == "text" else None
            check_script(block, below, place, names)


def check_script(block: Block, below: str | None, place: str, names: dict[str, Any]) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile("\n" * block.line + block.body, place, "exec"), names)  # noqa: S102  (our own pages)
    if below is not None:
        compare(below, printed.getvalue(), place)


def check_session(block: Block, place: str, names: dict[str, Any]) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, names, place, place, block.line)
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    runner.run(test, out=report.write, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, report.getvalue()


def check_console(block: Block, place: str) -> None:
    for command, promised in calls(block.body):
        words = called(command)
        assert words is not None, f"{place}: only claimkit is run here, not {command!r}"
        result = CliRunner().invoke(app, words, prog_name="claimkit")
        assert isinstance(result.exception, SystemExit | None), f"{place}: {result.exception!r}"
        compare(promised, result.output, f"{place}: {command}")


def calls(body: str) -> Iterator[tuple[str, str]]:
    """Each line behind ``$``, and the lines up to the next one."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, promised = part.partition("\n")
        yield command, promised


def compare(promised: str, printed: str, place: str) -> None:
    lines = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    assert CHECKER.check_output(promised, lines, FLAGS), f"{place} prints\n{lines}\nand the page says\n{promised}"


def called(line: str) -> list[str] | None:
    """The words behind ``claimkit``, without what the shell does with them; ``None`` for another command."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    words = list(lexer)
    while words and ("=" in words[0] or words[0] in ("cd", "time")):
        words = words[1:] if "=" in words[0] else words[words.index("&&") + 1 :]
    if not words or not words[0].endswith("claimkit"):
        return None
    ends = [n for n, word in enumerate(words) if set(word) <= set("|&;<>")]
    return words[1 : ends[0]] if ends else words[1:]


def written_calls(text: str) -> Iterator[tuple[int, list[str]]]:
    """Calls in indented blocks and in fences that are not run, with the number of their line."""
    shell = {
        block.line + offset
        for block in blocks(text)
        if block.kind in ("sh", "bash", "shell", "skipped")
        for offset in range(1, block.body.count("\n") + 1)
    }
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("    ") or number in shell:
            call = line.strip().removeprefix("$ ")
            words = called(call) if re.match(r"(\w+=\S+ )*(\S*/bin/)?claimkit \S", call) else None
            if words:
                yield number, words


@page
def test_every_call_on_a_page_is_one_that_is_understood(page: Path) -> None:
    for number, words in written_calls(page.read_text("utf-8")):
        command: Any = typer.main.get_command(app)
        while hasattr(command, "commands") and words and words[0] in command.commands:
            command, words = command.commands[words[0]], words[1:]
        if hasattr(command, "commands"):
            assert {"--help", *(option for each in command.params for option in each.opts)} >= set(words), number
        elif "--help" not in words:
            try:
                command.make_context(command.name, list(words))
            except typer.TyperException as error:
                pytest.fail(f"{page.name}:{number}: {error.format_message()}")


@page
def test_every_link_leads_somewhere(page: Path) -> None:
    for found in LINK.finditer(page.read_text("utf-8")):
        target = (page.parent / found["file"]).resolve() if found["file"] else page
        assert target.exists(), f"{page.name}: {found[0]}"
        if found["place"] and target.suffix == ".md":
            assert found["place"] in anchors(target.read_text("utf-8")), f"{page.name}: {found[0]}"


def anchors(text: str) -> set[str]:
    """What GitHub makes of the headings, and anchors that a page sets itself."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    listed = {found["file"] for found in LINK.finditer(index)}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= listed


def test_every_term_of_the_glossary_is_linked_from_another_page() -> None:
    terms = re.findall(r"^### (.+)$", (ROOT / "docs" / "glossary.md").read_text("utf-8"), flags=re.MULTILINE)
    linked = {
        found["place"]
        for page in PAGES
        for found in LINK.finditer(page.read_text("utf-8"))
        if found["file"].endswith("glossary.md")
    }
    assert {term for term in terms if not anchors(f"### {term}") & linked} == set()


def test_the_checks_notice() -> None:
    assert not CHECKER.check_output("3 claims\n", "4 claims\n", FLAGS)
    assert CHECKER.check_output("12 articles, ... links\n", "12 articles, 187 claims, 117 links\n", FLAGS)
    assert called("CLAIMKIT_LEXICON=a.toml claimkit evaluate times | jq .x  # now") == ["evaluate", "times"]
    assert called("jq .text") is None
