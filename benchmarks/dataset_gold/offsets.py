"""Turn the quotations in reviewed annotations into offsets, so that no word of an article enters the repository.

    python benchmarks/dataset_gold/offsets.py ANNOTATIONS.toml ARTICLES_FOLDER [-o OUTPUT.toml]

To change an annotation, write a quotation in the place of its offsets and run this; what is in offsets stays so.
``--quote`` does the reverse, for reading: its output must not be committed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from dataset_gold.reviewed import load, placed
from demo_gold.notation import Place, find, headed

from claimkit.reading import read_articles
from claimkit.records import Article, Span

HEADED = ("source", "S", "O", "X", "L")
WORDS = ("cue", "p", "medium")
PLAIN = ("content", "spans")
FIRST = ("time", "T", "Q")


class Notation:
    """Spans of one article as they are written: offsets, or (``quote``) offsets with the words beside."""

    def __init__(self, place: Place, quote: bool) -> None:
        self._place, self._quote = place, quote

    def span(self, span: Span) -> str:
        """A span as offsets, or as its words."""
        return self._place.text[span.start : span.end] if self._quote else f"{span.start}-{span.end}"

    def entry(self, sentence: Span, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A link or a claim."""
        return {key: self._value(sentence, key, value) for key, value in entry.items()}

    def hedge(self, sentence: Span, words: str) -> str:
        """``cue; type; scope | scope``."""
        cue, kind, scope = words.split("; ", 2)
        scopes = " | ".join(self.span(find(self._place, sentence, each)) for each in scope.split(" | "))
        return f"{self.span(find(self._place, sentence, cue))}; {kind}; {scopes}"

    def _value(self, sentence: Span, key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(sentence, key, each) for each in value]
        if key in HEADED:
            span, head = headed(self._place, sentence, value)
            return f"{self.span(span)}*{self.span(head)}"
        if key in WORDS:
            words, _, lemma = value.partition("/")
            return f"{self.span(find(self._place, sentence, words))}/{lemma or words.split('#')[0]}"
        if key in PLAIN:
            return self.span(find(self._place, sentence, value))
        if key in FIRST:
            words, rest = value.split("; ", 1)
            return f"{self.span(find(self._place, sentence, words))}; {rest}"
        if key == "Z" and value.startswith("="):
            return f"={self.span(find(self._place, sentence, value[1:]))}"
        return self.hedge(sentence, value) if key == "H" else value


def converted(article: Article, source: Mapping[str, Any], *, quote: bool = False) -> dict[str, Any]:
    """The annotations with offsets for quotations, or the reverse."""
    _, segments, place = placed(article, source)
    notation = Notation(place, quote)
    furniture = [part for part in segments if part.kind != "body"]
    sentences = []
    for entry, sentence in zip(source["s"], place.sentences, strict=True):
        marked = sorted(
            (span, f"{key}'s" if possessive else key)
            for key, spans in place.mentions.items()
            for span, possessive in spans
            if sentence.start <= span.start < sentence.end
        )
        made: dict[str, Any] = {
            "s": notation.span(sentence),
            "m": [f"{key} {notation.span(span)}" for span, key in marked],
        }
        made |= {"by": entry["by"]} if "by" in entry else {}
        made |= {"N": [notation.hedge(sentence, words) for words in entry["N"]]} if "N" in entry else {}
        for key in ("l", "c"):
            made |= {key: [notation.entry(sentence, each) for each in entry[key]]} if key in entry else {}
        sentences.append(made)
    top = {key: value for key, value in source.items() if key not in ("s", "furniture")}
    return {**top, "furniture": [[each.kind.value, notation.span(Span(each.start, each.end))] for each in furniture],
            "s": sentences}  # fmt: skip


def dumped(source: Mapping[str, Any]) -> str:
    """The annotations as TOML, as they are written by hand."""
    top = [_line(key, value) for key, value in source.items() if key not in ("s", "entities")]
    lines = [*top, "", "[entities]", *(_line(key, name) for key, name in source["entities"].items())]
    for sentence in source["s"]:
        lines += ["", "[[s]]"]
        lines += [_line(key, value) for key, value in sentence.items() if key not in ("l", "c")]
        for key in ("l", "c"):
            for entry in sentence.get(key, ()):
                lines += [f"[[s.{key}]]", *(_line(name, value) for name, value in entry.items())]
    return "\n".join(lines) + "\n"


def _line(key: str, value: Any) -> str:
    return f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    """Convert one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="default: the annotations themselves; - prints")
    parser.add_argument("--quote", action="store_true", help="words for offsets, to read")
    options = parser.parse_args()
    source = load(options.annotations)
    (article,) = read_articles(options.articles / source["file"])
    text = dumped(converted(article, source, quote=options.quote))
    output = options.output or options.annotations
    if options.quote or str(output) == "-":
        print(text)
    else:
        output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
