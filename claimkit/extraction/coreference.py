"""The sieve that gives every nominal of one article its entity: names first, then roles, then pronouns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claimkit.extraction.bearers import bearer
from claimkit.extraction.discourse import Discourse, owned_key
from claimkit.extraction.holders import holder, introduced
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.parsing import Parse
from claimkit.extraction.pronouns import AUTHOR, antecedent
from claimkit.extraction.register import Entity, best_name, is_surname, name_key
from claimkit.records import EntityType, Span

_SIGNATURES = 3  # so many last paragraphs may hold a signature
_SIGNING = frozenset({"be", "write", "teach", "cover", "serve"})


def entities_of(nominals: Sequence[Nominal], parse: Parse) -> list[tuple[tuple[Span, ...], str, EntityType]]:
    """Spans, canonical name and type of each entity, by first appearance; no span belongs to two.

    ``nominals`` are those of one article in the order of its text.
    """
    said = Discourse.of(nominals, parse.doc)
    said.author = _author(said, nominals, parse.paragraphs)
    for nominal in nominals:
        entity = _RULES[nominal.form](said, nominal)
        if entity is not None:
            said.enter(nominal, entity)
    return _rows(said.entities)


def _rows(entities: Sequence[Entity]) -> list[tuple[tuple[Span, ...], str, EntityType]]:
    taken: set[Span] = set()
    rows = []
    for entity in entities:
        spans = tuple(sorted({span for span in entity.spans if span not in taken}))
        taken.update(spans)
        if spans:
            rows.append((spans, best_name(entity), entity.type))
    return sorted(rows, key=lambda row: row[0])


def _author(said: Discourse, nominals: Sequence[Nominal], paragraphs: Sequence[Span]) -> int | None:
    """Who writes "I": the name in a last paragraph such as "Rick Holm is the mayor of Neder", and only there."""
    ends = {paragraph.start for paragraph in paragraphs[-_SIGNATURES:]}
    keys = [name_key(nominal) for nominal in nominals if nominal.form is Form.NAME]
    for nominal in nominals:
        signs = nominal.form is Form.NAME and nominal.type is EntityType.PERSON and nominal.span.start in ends
        if signs and not is_surname(nominal) and keys.count(name_key(nominal)) == 1:
            verb = said.doc[nominal.head].head
            if verb.lemma_ in _SIGNING and said.doc[nominal.head].dep_ == "nsubj":
                return said.keys[name_key(nominal)]
    return None


def _link_owned(said: Discourse, nominal: Nominal) -> int | None:
    owner = said.owner_of(nominal)
    if owner is None:
        return None
    key = owned_key(owner, nominal)
    if key not in said.keys:
        said.keys[key] = said.register.new(nominal)
    return said.keys[key]


def _link_pronoun(said: Discourse, nominal: Nominal) -> int | None:
    if nominal.gender == AUTHOR:
        return said.author if not nominal.quoted else None
    found = antecedent(said.doc, nominal, said.before())
    return said.taken_up(~found) if found is not None and found < 0 else found


def _link_relative(said: Discourse, nominal: Nominal) -> int | None:
    places = (*nominal.members, _just_before(said, nominal))
    if not nominal.members and nominal.text.lower() == "who":
        twin = _relative_beside(said, nominal)
        if twin is not None:
            return twin
    entity = next((said.at[place] for place in places if place in said.at), None)
    if entity is None:
        return next((said.taken_up(place) for place in places if place in said.thing_at), None)
    # The parser hangs «who» on the nearest noun: "Rawlings, 59, of Ashton, who watched".
    someone = said.entities[entity].type in (EntityType.PERSON, EntityType.GROUP)
    word = nominal.text.lower()
    if someone is word.startswith("who") or word in ("that", "whose"):
        return entity
    return _relative_beside(said, nominal) if word == "who" else None


def _relative_beside(said: Discourse, nominal: Nominal) -> int | None:
    """«The mayor who came and who went»: whom the last relative pronoun of the sentence means."""
    beside = (each for each in said.recent if each.nominal.form is Form.RELATIVE)
    last = next(beside, None)
    same = last is not None and last.nominal.sentence == nominal.sentence and last.nominal.text.lower() == "who"
    return last.entity if last is not None and same else None


def _just_before(said: Discourse, nominal: Nominal) -> int:
    """The word right before a relative pronoun whose clause the parser hung elsewhere."""
    at = nominal.head - 1
    return at - 1 if at > 0 and said.doc[at].text == "," else at


def _link_joined(said: Discourse, nominal: Nominal) -> int | None:
    members = {said.at[head] for head in nominal.members if head in said.at}
    if len(members) < 2:
        return None
    key = ("joined", *map(str, sorted(members)))
    if key not in said.keys:
        said.keys[key] = said.register.new(nominal)
    return said.keys[key]


def _link_thing(said: Discourse, nominal: Nominal) -> int | None:
    """A thing is the paper that was introduced as one, or waits until something takes it up."""
    if nominal.definite and nominal.type is EntityType.DOCUMENT and nominal.role in said.roles:
        paper = introduced(said, nominal)
        if paper is not None:
            return paper
    if nominal.members and nominal.members[0] in said.at:
        # «Holm is the unifier who ...»
        said.at.setdefault(nominal.head, said.at[nominal.members[0]])
        return None
    said.set_aside(nominal)
    return None


_RULES: Mapping[Form, Callable[[Discourse, Nominal], int | None]] = {
    Form.NAME: bearer,
    Form.ROLE: holder,
    Form.OWNED: _link_owned,
    Form.PRONOUN: _link_pronoun,
    Form.RELATIVE: _link_relative,
    Form.JOINED: _link_joined,
    Form.THING: _link_thing,
}
