"""Write what is derived from the catalogue of checks: claimkit-checks.toml and the table in docs/quality.md.

python benchmarks/build_checks.py
"""

from pathlib import Path

from claimkit.checks.documents import catalogue_table, settings_example
from claimkit.checks.shipped import SHIPPED

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- the table is written by benchmarks/build_checks.py -->\n", "<!-- end of the table -->\n"


def with_table(page: str) -> str:
    """The page with the table of today."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + "\n" + catalogue_table(SHIPPED) + "\n" + END + rest.partition(END)[2]


def main() -> None:
    """Write both."""
    (ROOT / "claimkit-checks.toml").write_text(settings_example(SHIPPED), encoding="utf-8")
    page = ROOT / "docs" / "quality.md"
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
