"""What rows refer to, and chains of parents."""

import copy

import pytest

from claimkit.quality.references import Known, Link, Place, digest, parent_findings, remember
from claimkit.quality.validation import validate
from claimkit.reading.tables import CONFIGS
from claimkit.schema import ID_OF, load_schema

PLACE = Place("attributions.jsonl", 1, valid=True)


def parents(links):
    """What is wrong with which link; ``links`` holds article and parent of each."""
    known = Known(frozenset({"attributions"}))
    known.links = {name: Link(PLACE, article, parent, 1) for name, (article, parent) in links.items()}
    return [(name, finding.path, finding.message) for name, _, finding in parent_findings(known)]


class TestParents:
    def test_a_chain_ends_in_a_link_without_parent(self):
        assert not parents({"outer": ("a", None), "middle": ("a", "outer"), "inner": ("a", "middle")})

    def test_one_that_is_not_there(self):
        ((name, path, message),) = parents({"inner": ("a", "outer")})
        assert (name, path) == ("inner", "$.parent")
        assert "no attribution outer" in message

    def test_one_in_another_article(self):
        ((name, _, message),) = parents({"outer": ("b", None), "inner": ("a", "outer")})
        assert name == "inner"
        assert "another article" in message

    def test_a_loop_is_told_of_every_link_in_it_and_of_those_that_run_into_it(self):
        found = parents({"one": ("a", "two"), "two": ("a", "one"), "three": ("a", "two"), "four": ("a", None)})
        assert [name for name, _, _ in found] == ["one", "two", "three"]
        assert all("loop" in message for _, _, message in found)

    def test_the_faults_of_a_dataset_name_the_rows_of_a_loop(self, rows, write):
        (link,) = rows["attributions"]
        link["parent"] = link["attribution_id"]
        report = validate(write({key: rows[key] for key in ("articles", "mentions", "attributions")}))
        assert [(fault.file, fault.line, fault.path) for fault in report.faults] == [
            ("attributions.jsonl", 1, "$.parent")
        ]


class TestRemember:
    @pytest.mark.parametrize("config", CONFIGS)
    def test_an_identifier_is_new_once(self, rows, config):
        known, row = Known(frozenset(CONFIGS)), rows[config][0]
        row_id = row[ID_OF[config]]
        assert remember(config, row_id, row, known, PLACE)
        assert not remember(config, row_id, row, known, PLACE)

    def test_a_row_that_breaks_its_schema_is_still_there_to_be_referred_to(self, rows, write):
        rows["articles"][0]["url"] = "no uri"
        rows["attributions"][0]["confidence"] = 3
        rows["mentions"][0]["type"] = "robot"
        faults = [(fault.file, fault.line, fault.path) for fault in validate(write(rows)).faults]
        assert faults == [
            ("articles.jsonl", 1, "$.url"),
            ("mentions.jsonl", 1, "$.type"),
            ("attributions.jsonl", 1, "$.confidence"),
        ]


class TestDigest:
    def test_it_differs_by_any_field_but_not_by_their_order(self):
        link = copy.deepcopy(load_schema("attribution")["examples"][0])
        assert digest(dict(reversed(link.items()))) == digest(link)
        assert digest(link | {"negated": not link["negated"]}) != digest(link)
        assert digest(link | {"source": None}) != digest(link)
