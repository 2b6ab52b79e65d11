"""Article to claims: every room of extraction in order, for one article or for many."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimkit.errors import BrokenRecordError, ClaimkitError, InputError, OptionError, ResourceError, TooLargeError
from claimkit.extraction.attribution import links_in
from claimkit.extraction.claims import claims_in
from claimkit.extraction.entities import find_mentions
from claimkit.extraction.hedging import hedges_in
from claimkit.extraction.kinds import Judgement
from claimkit.extraction.layers import Findings
from claimkit.extraction.layout import lay_out
from claimkit.extraction.limits import MAX_CHARACTERS
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import Parse, load_model, parse
from claimkit.extraction.quantities import quantities_in
from claimkit.extraction.quotes import pair_quotes
from claimkit.extraction.times import times_in
from claimkit.extraction.workers import DIED, Crew
from claimkit.reading import Entry, Located, Location, Reject, open_entry
from claimkit.reading.metadata import iso_date
from claimkit.records import Article, Attribution, Claim, Mention, PublishedEvidence, SegmentKind, Span
from claimkit.tagging.model import load_tagger

# What extraction takes: an article, one with the place it was read at, or the place alone, where a worker reads it.
Input = Article | Located | Entry
# The reason of an article that claimkit itself failed on: to be reported as a fault.
FAILED = "extraction_failed"


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article and all that was found in it; ``claims`` and ``attributions`` stand in text order.

    ``judgements`` holds by ``claim_id`` how sure kind and check-worthiness of a claim are; it is not stored.
    """

    article: Article
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    judgements: Mapping[str, Judgement] = dataclasses.field(default_factory=dict)


def extract(
    article_or_text: Article | str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    rules_only: bool = False,
) -> Extraction:
    """The claims of one article, or of a plain string taken for one.

    ``published`` (ISO date) resolves relative times; ``published`` and ``publisher`` fill what the article lacks.
    ``rules_only`` finds attributions without the learned tagger.
    Raises :class:`~claimkit.errors.EmptyBodyError` where no body text is left, :class:`~claimkit.errors.OptionError`
    for a date that is none, :class:`~claimkit.errors.BrokenRecordError` for an article with such a date,
    :class:`~claimkit.errors.MissingModelError` without a language model or the tagger.
    """
    article = Article.from_text(article_or_text) if isinstance(article_or_text, str) else article_or_text
    article, parsed, findings = read_findings(_completed(article, published, publisher), rules_only=rules_only)
    claims, judgements = claims_in(parsed, article_id=article.article_id, findings=findings)
    return Extraction(
        article=article,
        attributions=findings.links,
        claims=claims,
        mentions=findings.mentions,
        judgements=judgements,
    )


def read_findings(article: Article, *, rules_only: bool = False) -> tuple[Article, Parse, Findings]:
    """The article laid out, its parse, and all that claims are made of; raises as :func:`extract`."""
    article = lay_out(article)
    if article.text is None:
        raise OptionError(f"article {article.article_id} has no text (text_mode none): hydrate it first")
    paragraphs = tuple(Span(s.start, s.end) for s in article.segments if s.kind is SegmentKind.BODY)
    parsed = parse(article.text, paragraphs)
    quotations = pair_quotes(article.text, paragraphs)
    mentions = find_mentions(parsed, article.article_id, quotations)
    times = times_in(parsed, _day_of(article))
    links = links_in(
        parsed,
        article_id=article.article_id,
        quotations=quotations,
        mentions=mentions,
        times=times,
        tagger=None if rules_only else load_tagger(),
    )
    findings = Findings(
        links=links,
        hedges=hedges_in(parsed),
        quantities=quantities_in(parsed, times=times, country=country_of(article.publisher)),
        times=times,
        mentions=mentions,
        quoted=tuple(quotation.span for quotation in quotations),
    )
    return article, parsed, findings


def _day_of(article: Article) -> datetime.date | None:
    if article.published is None:
        return None
    if (day := iso_date(article.published)) is None:
        raise BrokenRecordError(
            f"published of article {article.article_id} is {article.published!r}: write an ISO date such as 2021-01-08,"
            " or leave it out"
        )
    return datetime.date.fromisoformat(day)


def country_of(publisher: str | None) -> str | None:
    """Where a publisher sits (ISO 3166-1 alpha-2), which tells whose dollar its "$" is; ``None`` for one unknown."""
    outlet = find_outlet(publisher) if publisher else None
    return outlet.country if outlet is not None else None


def extract_many(
    articles: Iterable[Article],
    *,
    workers: int | None = None,
    rules_only: bool = False,
    on_reject: Callable[[Reject], None] | None = None,
) -> Iterator[Extraction]:
    """The extraction of each article, in the order given, whatever the number of ``workers``.

    ``workers`` are processes beside this one; 0 and ``None`` extract in this process, which an article that crashes
    the parser or fills the memory ends, while a worker is replaced. An article that cannot be used goes to
    ``on_reject`` with its reason (default: a warning) and the rest go on.
    """
    report = on_reject or _warn
    for outcome in outcomes(articles, workers=workers, rules_only=rules_only):
        if isinstance(outcome, Reject):
            report(outcome)
        else:
            yield outcome


def outcomes(
    articles: Iterable[Input | Reject],
    *,
    workers: int | None = None,
    rules_only: bool = False,
    max_characters: int = MAX_CHARACTERS,
) -> Generator[Extraction | Reject, None, None]:
    """As :func:`extract_many`, with the rejects in their places, those among ``articles`` too.

    An article of more than ``max_characters`` is one.
    """
    if workers is not None and workers < 0:
        raise OptionError(f"workers must be 0 or more, not {workers}")
    if workers:
        yield from crew_of(workers, rules_only=rules_only, max_characters=max_characters).outcomes(articles)
    else:
        _prepare(rules_only=rules_only)
        attempt = functools.partial(_attempt, rules_only=rules_only, max_characters=max_characters)
        yield from (article if isinstance(article, Reject) else attempt(article) for article in articles)


def crew_of(
    workers: int, *, rules_only: bool = False, max_characters: int = MAX_CHARACTERS, stays: bool = False
) -> Crew[Input, Extraction]:
    """The processes that :func:`outcomes` extracts in; with ``stays`` they are there for one call after another."""
    attempt = functools.partial(_attempt, rules_only=rules_only, max_characters=max_characters)
    return Crew(workers, attempt, functools.partial(_prepare, rules_only=rules_only), _died, stays=stays)


def _prepare(*, rules_only: bool) -> None:
    """Load the models, so that one that is not there stops the run and is not the fault of the first article."""
    load_model()
    if not rules_only:
        load_tagger()


def _attempt(given: Input, *, rules_only: bool, max_characters: int) -> Extraction | Reject:
    found = open_entry(given) if isinstance(given, Entry) else given
    if isinstance(found, Reject):
        return found
    article = found.article if isinstance(found, Located) else found
    try:
        length = len(article.text or "")
        if length > max_characters:
            raise TooLargeError(f"{length:,} characters, more than {max_characters:,}")
        return extract(article, rules_only=rules_only)
    except InputError as error:
        return Reject(*_location(given), error.reason, str(error))
    except (ClaimkitError, MemoryError):
        raise
    except OSError as error:
        # A model that is loaded late, and finds no room: no article is to blame.
        raise ResourceError(f"{error}; once that is mended, the same command goes on") from error
    except Exception as error:  # noqa: BLE001 - a fault of ours in one article of a million costs that one, and is counted
        return Reject(*_location(given), FAILED, f"{type(error).__name__}: {error}"[:500])


def _died(given: Input, detail: str) -> Reject:
    return Reject(*_location(given), DIED, detail)


def _location(given: Input) -> Location:
    return Location(given.url or given.article_id, None) if isinstance(given, Article) else given.location


def _completed(article: Article, published: str | None, publisher: str | None) -> Article:
    if published is not None and iso_date(published) is None:
        raise OptionError(f"published must be an ISO date such as 2021-01-08, not {published!r}")
    if published is not None and article.published is None:
        article = dataclasses.replace(article, published=published, published_evidence=PublishedEvidence.FLAG)
    if publisher is not None and article.publisher is None:
        text = article.text or ""
        renamed = Article.from_text(text, publisher=publisher, url=article.url)
        article = dataclasses.replace(article, publisher=publisher, article_id=renamed.article_id)
    return article


def _warn(reject: Reject) -> None:
    warnings.warn(f"{reject.input}: set aside as {reject.reason}: {reject.detail}", stacklevel=3)
