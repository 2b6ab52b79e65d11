"""Gold of attribution in the formats people annotate in: which one a folder is in, and its documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimkit.errors import BrokenRecordError, DataError, OptionError
from claimkit.evaluation.brat import is_brat, read_brat
from claimkit.evaluation.conll import SUFFIXES, conll_files, read_conll
from claimkit.evaluation.formats import GoldFormat
from claimkit.evaluation.relations import GoldDocument, as_gold
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import Article, Attribution


def detect_format(path: Path) -> GoldFormat:
    """The format of what lies at ``path``. Raises :class:`OptionError` where it is none of ours, or several."""
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    if path.is_file():
        if path.suffix in SUFFIXES:
            return GoldFormat.CONLL
        raise OptionError(f"{path}: expected a folder, or a CoNLL file ({', '.join(SUFFIXES)}); else say --format")
    found = [
        form
        for form, here in (
            (GoldFormat.BRAT, is_brat(path)),
            (GoldFormat.JSONL, _is_dataset(path)),
            (GoldFormat.CONLL, bool(conll_files(path))),
        )
        if here
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise OptionError(f"{path}: holds {' and '.join(found)}; say which with --format")
    raise OptionError(
        f"{path}: no gold of attribution lies here; expected brat (.txt and .ann, or text/ and attributions/), "
        f"a dataset (articles and attributions as .jsonl or .parquet) or CoNLL ({', '.join(SUFFIXES)})"
    )


def read_gold(path: Path, form: GoldFormat | None = None) -> list[GoldDocument]:
    """The documents at ``path``. Raises :class:`OptionError` where there is not one link among them."""
    documents = list(read_predicted(path, form))
    if not any(document.attributions for document in documents):
        raise OptionError(f"{path}: {len(documents)} documents and no attribution in them; is this gold?")
    return documents


def read_predicted(path: Path, form: GoldFormat | None = None) -> Iterator[GoldDocument]:
    """The same for predictions, which may hold no link."""
    match form or detect_format(path):
        case GoldFormat.BRAT:
            return read_brat(path)
        case GoldFormat.CONLL:
            return read_conll(path)
        case GoldFormat.JSONL:
            return read_dataset(path)


def read_dataset(folder: Path) -> Iterator[GoldDocument]:
    """The articles of a dataset folder with their links; levels are told by ``parent``.

    Raises :class:`OptionError` where a table is missing or an article comes without its text, :class:`DataError` or
    :class:`BrokenRecordError` for a row that cannot be read.
    """
    links: dict[str, list[Attribution]] = {}
    for row in read_rows(folder, "attributions"):
        try:
            link = Attribution.from_dict(row)
        except DataError as error:
            raise DataError(f"{folder}: attribution {row.get('attribution_id')}: {error}") from error
        links.setdefault(link.article_id, []).append(link)
    for row in read_rows(folder, "articles"):
        article = Article.from_dict(row)
        if article.text is None:
            raise OptionError(f"{folder}: article {article.article_id} comes without its text: hydrate it first")
        own = links.get(article.article_id, ())
        for link in own:
            _check_spans(link, len(article.text))
        yield GoldDocument(article.article_id, article.text, as_gold(own, outermost=False), article)


def _check_spans(link: Attribution, length: int) -> None:
    for span in (*link.content, *(each for each in (link.source, link.cue) if each)):
        if not 0 <= span.start < span.end <= length:
            raise BrokenRecordError(
                f"attribution {link.attribution_id}: the span {span.start}–{span.end} is empty or not in its article, "
                f"which has {length:,} characters; run `claimkit validate`"
            )


def _is_dataset(folder: Path) -> bool:
    try:
        return "attributions" in find_tables(folder)
    except OptionError:
        return False
