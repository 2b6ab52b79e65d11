"""A noun phrase that can name somebody: a proper name with its title, a role, a pronoun, an owned thing.

A nominal is one phrase in one place; :mod:`claimkit.extraction.coreference` decides which nominals are one entity.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claimkit.extraction.name_pieces import text_of
from claimkit.extraction.names import bare
from claimkit.extraction.noun_phrases import SUBJECTS, Setting
from claimkit.records import EntityType, Span


class Form(StrEnum):
    NAME = "name"
    ROLE = "role"
    OWNED = "owned"  # a thing, not a role, whose phrase begins with somebody's name: "Kim's speech"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    JOINED = "joined"  # "Kim and Moon", as one plural subject
    THING = "thing"  # any other noun: a mention only if something takes it up ("posters ... they")


@dataclass(frozen=True, slots=True)
class Nominal:
    """A phrase at ``span`` with its head token; ``members`` are head tokens of phrases it stands for or is of."""

    form: Form
    span: Span
    text: str
    head: int
    type: EntityType
    sentence: int
    told: int  # sentences told so far, those of bare quotation aside
    subject: bool
    quoted: bool
    words: tuple[str, ...] = ()
    role: str | None = None
    modifiers: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    owner: int | None = None
    gender: str | None = None
    plural: bool = False
    definite: bool = False
    counted: bool = False  # "many Americans", "other Democrats"
    apposed: int | None = None
    members: tuple[int, ...] = ()
    core: int = 0  # first token of the name; the head itself for all else


def nominal_of(
    setting: Setting, form: Form, first: int, last: int, head: int, kind: EntityType, **known: Any
) -> Nominal:
    """The nominal of tokens ``first`` to ``last`` with its ``head``; ``known`` are further fields."""
    doc = setting.doc
    root = known.pop("root", doc[head])
    known.setdefault("core", head)
    span = Span(doc[first].idx, doc[last].idx + len(doc[last].text))
    agent = root.dep_ == "pobj" and (
        root.head.dep_ == "agent" or (root.head.lower_ == "to" and root.head.head.lower_ == "according")
    )
    return Nominal(
        form=form,
        span=span,
        text=known.pop("text", None) or bare(text_of(doc, first, last)),
        head=head,
        type=kind,
        sentence=setting.sentence[head],
        told=setting.told[head],
        # «3. Ted Dunmore. The senator ...»: a name that is a heading is what comes is about.
        subject=root.dep_ in SUBJECTS or agent or (form is Form.NAME and root.dep_ == "ROOT"),
        quoted=setting.quoted[head],
        **known,
    )
