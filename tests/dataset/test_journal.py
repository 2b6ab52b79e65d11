"""The journal of a run: whole records come back, torn ones never do."""

import datetime
import functools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.dataset.journal import Journal, digest_of
from claimkit.errors import OutputExistsError
from claimkit.reading import Entry, Location, Reject
from claimkit.records import Article

BODIES = st.lists(st.binary(max_size=200), min_size=1, max_size=6)
ONE_FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(file: Path, bodies: list[bytes]) -> None:
    file.unlink(missing_ok=True)
    journal = Journal(file)
    journal.start({"options": {"n": 1}})
    for number, body in enumerate(bodies):
        journal.append(bytes([number]) * 16, number, 2 * number, body)
    journal.close()


def read(file: Path) -> list[bytes]:
    journal = Journal(file)
    found = [record.unpacked() for record in journal.records()]
    journal.close()
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@ONE_FOLDER
@given(BODIES)
def test_what_was_written_comes_back(file: Path, bodies: list[bytes]) -> None:
    fill(file, bodies)
    journal = Journal(file)
    assert journal.plan() == {"options": {"n": 1}}
    found = list(journal.records())
    journal.close()
    assert [record.unpacked() for record in found] == bodies
    assert [(record.digest, record.article, record.claims) for record in found] == [
        (bytes([number]) * 16, number, 2 * number) for number in range(len(bodies))
    ]


@ONE_FOLDER
@given(BODIES, st.data())
def test_of_a_file_that_is_cut_anywhere_the_whole_records_are_left(
    file: Path, bodies: list[bytes], data: st.DataObject
) -> None:
    fill(file, bodies)
    whole = file.read_bytes()
    length = data.draw(st.integers(0, len(whole)))
    file.write_bytes(whole[:length])
    left = read(file)
    assert left == bodies[: len(left)]
    assert len(left) < len(bodies) or length == len(whole)
    # The torn piece is gone, so that nothing can ever be taken for a part of it.
    assert whole.startswith(file.read_bytes())
    assert read(file) == left


@ONE_FOLDER
@given(BODIES, st.data())
def test_a_byte_that_was_changed_ends_the_journal_there(file: Path, bodies: list[bytes], data: st.DataObject) -> None:
    fill(file, bodies)
    spoilt = bytearray(file.read_bytes())
    spoilt[data.draw(st.integers(0, len(spoilt) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(spoilt)
    left = read(file)
    assert left == bodies[: len(left)]
    assert len(left) < len(bodies)


@pytest.mark.parametrize(
    "rubbish", [bytes(500), b"\xff" * 500, b"\x05\0\0\0" + bytes(40)], ids=["zeros", "ones", "short"]
)
def test_what_a_loss_of_power_leaves_behind_is_no_record(rubbish: bytes, file: Path) -> None:
    fill(file, [b"a", b"b"])
    with file.open("ab") as stream:
        stream.write(rubbish)
    assert read(file) == [b"a", b"b"]


def test_records_go_on_after_the_last_whole_one(file: Path) -> None:
    fill(file, [b"a", b"b" * 900])
    file.write_bytes(file.read_bytes()[:-3])
    journal = Journal(file)
    assert len(list(journal.records())) == 1
    journal.append(bytes(16), 1, 0, b"c")
    journal.close()
    assert read(file) == [b"a", b"c"]


def test_beginning_anew_forgets_everything(file: Path) -> None:
    fill(file, [b"a"])
    journal = Journal(file)
    assert journal.plan() is not None
    journal.start({"options": {"n": 2}})
    assert journal.plan() == {"options": {"n": 2}}
    assert list(journal.records()) == []
    journal.close()


def test_two_runs_cannot_have_it_at_once(file: Path) -> None:
    pytest.importorskip("fcntl", reason="files are not locked on Windows")
    first = Journal(file)
    with pytest.raises(OutputExistsError, match="another run"):
        Journal(file)
    first.close()
    Journal(file).close()


def opened(*_: object) -> Article:
    return Article.from_text("The bridge closed.")


class TestDigest:
    article = Article.from_text("The bridge closed.", url="https://example.org/1")

    def test_it_is_the_same_for_equal_inputs(self) -> None:
        other = Article.from_dict(self.article.to_dict())
        assert digest_of(other) == digest_of(self.article)

    @pytest.mark.parametrize("field", ["url", "title", "publisher", "published", "licence"])
    def test_every_field_counts(self, field: str) -> None:
        changed = Article.from_dict(self.article.to_dict() | {field: "2024-03-05"})
        assert digest_of(changed) != digest_of(self.article)

    def test_where_one_value_ends_and_the_next_begins_counts(self) -> None:
        assert digest_of(("ab", "c")) != digest_of(("a", "bc"))
        assert digest_of((("a",), "b")) != digest_of(("a", ("b",)))
        assert digest_of(1) != digest_of("1")

    def test_of_a_file_the_content_counts_and_not_its_place(self, tmp_path: Path) -> None:
        for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
            (tmp_path / name).write_text(text)
        same, moved, other, gone = (
            digest_of(Entry(Location("a.txt", None), functools.partial(opened, tmp_path / name))) for name in "abcd"
        )
        assert same == moved
        assert len({same, other, gone}) == 3

    def test_what_cells_of_a_table_may_hold_has_one(self) -> None:
        values = [datetime.date(2024, 3, 5), Decimal("1.5"), b"a", None, 1.5, True, {"a": [1]}, Reject("a", 1, "b", "")]
        assert len({digest_of(value) for value in values}) == len(values)
        assert [digest_of(value) for value in values] == [digest_of(value) for value in values]

    def test_half_an_emoji_has_one(self) -> None:
        assert digest_of("\ud83c") != digest_of("\ud83d")
