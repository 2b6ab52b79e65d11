"""Which file at hand is the article that was annotated: the same bytes, read by the same reader into the same text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.records import Article, Reader, text_sha256

_SHORT_HASH = 12


@dataclass(slots=True)
class Annotated:
    """An article that was annotated, without its text; ``closest`` is what the best file so far differs in.

    ``title_sha256`` is that of a title which does not stand in the text.
    """

    article_id: str
    name: str
    source_sha256: str | None
    text_sha256: str
    reader: Reader
    title_sha256: str | None
    closest: tuple[int, str]

    @classmethod
    def from_article(cls, article: Article, title: Any) -> Annotated:
        """From a bare article and the entry ``title`` of its line of ``standoff.jsonl``."""
        text, source = _short(article.text_sha256), _short(article.source_sha256)
        return cls(
            article_id=article.article_id,
            name=article.url or article.publisher or "no publisher",
            source_sha256=article.source_sha256,
            text_sha256=article.text_sha256,
            reader=article.reader,
            title_sha256=title.get("sha256") if isinstance(title, Mapping) else None,
            closest=(0, f"no file has its text (text_sha256 {text}) or its bytes (source_sha256 {source})"),
        )

    def accepts(self, article: Article) -> bool:
        """Whether ``article`` is the one; if not, what differs is kept in ``closest``."""
        nearness, words = self._difference(article)
        if words is not None and nearness > self.closest[0]:
            self.closest = nearness, words
        return words is None

    def _difference(self, article: Article) -> tuple[int, str | None]:
        if article.text_sha256 != self.text_sha256:
            return self._other_text(article)
        if self.source_sha256 is not None and article.source_sha256 != self.source_sha256:
            return 3, (
                f"source_sha256 is {_short(article.source_sha256)}, annotated was {_short(self.source_sha256)}: "
                "the text is the same, the file around it is not; get the file as it was"
            )
        if article.reader != self.reader:
            return 4, self._other_reader(article)
        if self.title_sha256 is not None and (article.title is None or text_sha256(article.title) != self.title_sha256):
            stated = "there is no title" if article.title is None else f"the title {article.title!r} is another one"
            return 5, f"{stated}: state the annotated one in metadata.csv"
        return 6, None

    def _other_text(self, article: Article) -> tuple[int, str]:
        if article.source_sha256 != self.source_sha256:
            return 1, (
                f"text_sha256 is {_short(article.text_sha256)}, annotated was {_short(self.text_sha256)}, and "
                f"source_sha256 {_short(article.source_sha256)}, not {_short(self.source_sha256)}: another version"
            )
        if article.reader != self.reader:
            return 2, f"{self._other_reader(article)}, and text_sha256 differs"
        return 2, f"text_sha256 is {_short(article.text_sha256)}, annotated was {_short(self.text_sha256)}"

    def _other_reader(self, article: Article) -> str:
        was, now = self.reader, article.reader
        return f"reader is {now.name} {now.version}, annotated was with {was.name} {was.version}: install its claimkit"


class Wanted:
    """The annotated articles that are still without text."""

    def __init__(self, articles: Iterable[Annotated]) -> None:
        self._open = {article.article_id: article for article in articles}
        self._by_text: dict[str, list[Annotated]] = defaultdict(list)
        self._by_source: dict[str, list[Annotated]] = defaultdict(list)
        self._by_url: dict[str, list[Annotated]] = defaultdict(list)
        for article in self._open.values():
            self._by_text[article.text_sha256].append(article)
            if article.source_sha256 is not None:
                self._by_source[article.source_sha256].append(article)
            self._by_url[article.name].append(article)  # a publisher where there is no url, which no url is

    def __len__(self) -> int:
        return len(self._open)

    def met_by(self, article: Article) -> Iterator[str]:
        """The ids of the articles that ``article`` is; the same text may have been published twice."""
        near = [
            *self._by_text.get(article.text_sha256, ()),
            *self._by_source.get(article.source_sha256 or "", ()),
            *self._by_url.get(article.url or "", ()),
        ]
        for each in near:
            if each.article_id in self._open and each.accepts(article):
                del self._open[each.article_id]
                yield each.article_id

    def differences(self) -> Iterator[str]:
        """One line for every article still open, with what the closest file differs in."""
        for each in self._open.values():
            yield f"article {each.article_id} ({each.name}): {each.closest[1]}"


def _short(digest: str | None) -> str:
    return "none" if digest is None else f"{digest[:_SHORT_HASH]}…"
