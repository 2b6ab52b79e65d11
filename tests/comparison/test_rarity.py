"""How much a term tells, in five articles and in thousands."""

import numpy as np

from claimkit.comparison.rarity import make_field, make_pair_field, unit_rows
from claimkit.comparison.terms import terms_of
from claimkit.records import Article

TEXTS = (
    "The council of Brem met on Monday.\n\nThe council of Brem will meet again, said the mayor of Brem.",
    "The mayor of Brem resigned. The council meets on Monday to choose another.",
    "",
    "Word",
)


def test_a_term_of_one_article_is_rarest_and_a_usual_one_is_left_out() -> None:
    field = make_field([["ferry", "said"], ["budget", "said"], ["said"]], {"said": 0.9})
    rarity = {term: float(field.rarity[column]) for term, column in field.columns.items()}
    assert rarity["ferry"] == rarity["budget"] == 1 > rarity["said"] > 0
    vectors = unit_rows(field)
    assert vectors[:, field.columns["said"]].nnz == 0
    assert np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel().tolist() == [1, 1, 0]


def test_the_background_matters_less_the_more_articles_there_are() -> None:
    few, many = (make_field([["ferry"], *[["other"]] * rest], {"ferry": 0.1}) for rest in (4, 4000))
    assert many.rarity[0] > few.rarity[0]


def test_pairs_as_numbers_are_pairs_as_words() -> None:
    articles = [terms_of(Article.from_text(text)) for text in TEXTS]
    background = {"of brem": 0.1, "on monday": 0.4, "monday": 0.5, "not here": 0.3}
    expected = make_field([each.pairs for each in articles], background)
    found = make_pair_field(articles, background)
    assert (found.held.sum(axis=1) == expected.held.sum(axis=1)).all()
    ours, theirs = unit_rows(found), unit_rows(expected)
    assert np.allclose((ours @ ours.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-6)
