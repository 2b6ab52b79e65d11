"""Claims whose words somebody else found: what extraction says of them."""

from claimkit.extraction.given_claims import Given, claims_on
from claimkit.extraction.pipeline import read_findings
from claimkit.records import Article, Claim, Span

TEXT = (
    "The mill lost 40 workers in 2031, the ministry said, leaving the valley poorer.\n\n"
    "Warm greetings to all! The mayor, who had resigned in March, did not come."
)


def found(*words: str, predicate: str | None = None) -> tuple[Claim | None, ...]:
    article, parsed, findings = read_findings(Article.from_text(TEXT))
    place = span(predicate) if predicate is not None else None
    given = [Given((span(each),), place) for each in words]
    return claims_on(parsed, given, article_id=article.article_id, findings=findings)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_the_words_stay_and_the_rest_is_found() -> None:
    (claim,) = found("The mill lost 40 workers in 2031")
    assert claim is not None
    assert (claim.text, claim.predicate.lemma) == ("The mill lost 40 workers in 2031", "lose")
    assert [quantity.counted for quantity in claim.quantities] == [("worker",)]
    assert [time.timex for time in claim.times] == ["2031"]
    assert [link.cue_lemma for link in claim.chain] == ["say"]


def test_numbers_and_times_outside_the_words_are_not_the_claims() -> None:
    (claim,) = found("The mill lost")
    assert claim is not None
    assert (claim.quantities, claim.times) == ((), ())


def test_the_highest_predicate_counts_unless_one_is_given() -> None:
    words = "The mayor, who had resigned in March, did not come"
    (highest,) = found(words)
    (given,) = found(words, predicate="resigned")
    assert (highest and highest.predicate.lemma, given and given.predicate.lemma) == ("come", "resign")
    assert highest is not None
    assert highest.negated


def test_words_without_a_predicate_are_an_utterance() -> None:
    (claim,) = found("Warm greetings to all")
    assert claim is not None
    assert (claim.predicate.lemma, claim.provenance.rule) == ("greeting", "clause-fragment")


def test_spans_are_cut_to_one_sentence() -> None:
    (claim,) = found("Warm greetings to all! The mayor, who had resigned in March, did not come")
    assert claim is not None
    assert claim.sentence.start <= claim.spans[0].start
    assert claim.spans[-1].end <= claim.sentence.end


def test_the_same_words_twice_are_one_claim() -> None:
    first, again = found("The mill lost 40 workers", "mill lost 40 workers in 2031")
    assert first is not None
    assert again is None


def test_white_space_is_no_claim() -> None:
    assert found("\n\n") == (None,)
