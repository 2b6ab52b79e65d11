"""Which entity a proper name means."""

from collections.abc import Callable

from claimkit.records import EntityType, Mention

Mentions = Callable[[str], tuple[Mention, ...]]
At = Callable[..., Mention | None]
Named = Callable[..., str | None]
Words = Callable[[str, Mention], list[str]]


def test_a_surname_alone_means_the_full_name_and_the_fullest_name_is_kept(named: Named) -> None:
    text = "Marta Olsen opened the bridge on Monday. Olsen said it was late."
    assert named(text, "Olsen", 1) == "Marta Olsen"


def test_a_surname_may_come_before_its_full_name(at: At) -> None:
    text = "Olsen has resigned. Marta Olsen said on Monday she was tired."
    assert at(text, "Olsen") == at(text, "Marta Olsen")


def test_hyphens_make_no_difference(at: At) -> None:
    text = "President Park Min-seo arrived. Park Min Seo waved. Park left."
    assert at(text, "Park Min-seo") == at(text, "Park Min Seo") == at(text, "Park", 2)


def test_titles_and_nicknames_make_no_difference(at: At) -> None:
    text = "Gov. Joseph Brandt spoke first. Mr. Brandt smiled. Joe Brandt then left."
    assert at(text, "Joseph Brandt") == at(text, "Mr. Brandt") == at(text, "Joe Brandt")


def test_two_bearers_of_a_surname_are_kept_apart(named: Named) -> None:
    text = "Peter Lindqvist sued. Anna Lindqvist, a nurse, did not. Mr. Lindqvist lost and Ms. Lindqvist moved."
    assert named(text, "Mr. Lindqvist") == "Peter Lindqvist"
    assert named(text, "Ms. Lindqvist") == "Anna Lindqvist"


def test_a_role_tells_two_bearers_of_a_surname_apart(named: Named) -> None:
    text = (
        "North Korean leader Kim Min-jae sent a letter. Kim thanked his guests. Talks stalled after a visit by "
        "Paul Kim, the U.S. special representative for the region. U.S. envoy Kim said he would wait."
    )
    assert named(text, "Kim", 1) == "Kim Min-jae"
    assert named(text, "U.S. envoy Kim") == "Paul Kim"


def test_a_particle_belongs_to_the_surname(named: Named) -> None:
    text = "Mayor Jan de Vries spoke. De Vries said the tram was safe."
    assert named(text, "De Vries") == "Jan de Vries"


def test_possessives_are_no_part_of_the_name(named: Named) -> None:
    assert named("Marta Olsen's lawyer spoke on Monday.", "Marta Olsen") == "Marta Olsen"


def test_an_acronym_in_brackets_is_the_name_before_it(named: Named) -> None:
    text = "The Northern Ferry Authority (NFA) cut two lines. The NFA said it had no money."
    assert named(text, "The NFA") == "Northern Ferry Authority"
    assert named(text, "it") == "Northern Ferry Authority"


def test_an_outlet_and_its_short_name_are_one(at: At) -> None:
    text = "The Korean Central News Agency carried the speech. The official KCNA news agency gave no date."
    assert at(text, "The Korean Central News Agency") == at(text, "The official KCNA news agency")


def test_a_country_and_its_abbreviation_are_one_but_its_capital_is_not(at: At, named: Named) -> None:
    text = "North Korea closed the road. The North gave no reason. Pyongyang was quiet."
    assert at(text, "North Korea") == at(text, "The North")
    assert named(text, "Pyongyang") == "Pyongyang"


def test_a_surname_of_two_words_is_part_of_the_full_name(named: Named) -> None:
    text = "Rep. Marta Olsen Grant spoke first. Olsen Grant said the pier was safe."
    assert named(text, "Olsen Grant", 1) == "Marta Olsen Grant"


def test_initials_are_the_given_name_that_begins_with_them(at: At) -> None:
    text = "Peter Lindqvist wrote the report. P. J. Lindqvist is 61."
    assert at(text, "P. J. Lindqvist") == at(text, "Peter Lindqvist")


def test_accents_make_no_difference(named: Named) -> None:
    text = "Mayor José Peña spoke. Mr. Pena left early."
    assert named(text, "Mr. Pena") == "José Peña"


def test_a_slip_of_the_pen_in_a_surname_is_forgiven(named: Named) -> None:
    text = "Gary Brandt wrote a book. Bradnt went on to say it was true."
    assert named(text, "Bradnt") == "Gary Brandt"


def test_a_surname_that_looks_plural_is_one_person(named: Named) -> None:
    text = "Erik Sanders won. Sanders said he was glad. The Sanderses went home."
    assert named(text, "Sanders", 1) == "Erik Sanders"


def test_a_speaker_in_capitals_is_the_person_of_that_name(at: At) -> None:
    text = "KATE HOLMQVIST: Why not debate?\n\nHOLMQVIST: You said you would."
    assert at(text, "HOLMQVIST", 1) == at(text, "KATE HOLMQVIST")


def test_a_headline_adds_nothing_to_a_name(named: Named) -> None:
    text = "Lindqvist Said The Bridge Would Never Close Again.\n\nPeter Lindqvist said the bridge was safe."
    assert named(text, "Lindqvist") == "Peter Lindqvist"


def test_whom_a_word_with_pro_is_for_is_not_named_by_it(mentions_of: Mentions, words: Words) -> None:
    text = "Peter Lindqvist lost. A pro-Lindqvist group sued."
    (person,) = (mention for mention in mentions_of(text) if mention.name == "Peter Lindqvist")
    assert words(text, person) == ["Peter Lindqvist"]


def test_many_of_a_group_are_not_the_group(at: At) -> None:
    text = "Many Norwegians said yes. Two Norwegians said no."
    assert at(text, "Many Norwegians") != at(text, "Two Norwegians")


def test_a_title_within_what_the_tagger_took_for_a_place_begins_a_name(named: Named) -> None:
    text = "Neder Sen. Ida Holm came on stage. Holm said it was late."
    assert named(text, "Holm", 1) == "Ida Holm"


def test_a_paper_may_be_named_without_its_town(named: Named) -> None:
    text = "Kato wrote in the Neder Sun-Times on Monday. The Sun-Times said it was true."
    assert named(text, "The Sun-Times") == "Neder Sun-Times"


def test_of_two_bearers_the_surname_means_the_one_who_is_not_called_by_a_given_name(named: Named) -> None:
    text = (
        "Betsy Ekholm came with her husband, Tom Ekholm. Ekholm said she was glad. Tom waved. Tom smiled. "
        "Ekholm went on to the next house."
    )
    assert named(text, "Ekholm", 3) == "Betsy Ekholm"


def test_a_surname_is_a_person_though_towns_bear_it_too(named: Named) -> None:
    text = "Erik Giles went home. Giles tried to call again on Monday."
    assert named(text, "Giles", 1) == "Erik Giles"


def test_who_stands_behind_a_role_is_a_person(mentions_of: Mentions) -> None:
    text = "The bridge is old, said Dunmore resident Whit Symmons. Symmons is a painter."
    kinds = {mention.name: mention.type for mention in mentions_of(text)}
    assert kinds["Whit Symmons"] is EntityType.PERSON


def test_types_follow_the_words_of_the_name(mentions_of: Mentions) -> None:
    text = "Harrow Solutions warned of losses. The Workers' Party Congress opened in Oslo. Erik Dahl came."
    kinds = {mention.name: mention.type for mention in mentions_of(text)}
    assert kinds["Harrow Solutions"] is EntityType.ORGANISATION
    assert kinds["Workers' Party Congress"] is EntityType.EVENT
    assert kinds["Oslo"] is EntityType.PLACE
    assert kinds["Erik Dahl"] is EntityType.PERSON
