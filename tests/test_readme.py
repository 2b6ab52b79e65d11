"""The README's first example prints what the README says it prints."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_first_example_prints_what_stands_under_it(tmp_path: Path) -> None:
    code, output = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)[0]
    script = tmp_path / "example.py"
    script.write_text(code, encoding="utf-8")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert run.stdout == output


def test_code_comes_within_the_first_25_lines() -> None:
    assert any(line.startswith(("```", "    ")) for line in README.splitlines()[:25])
