"""Other languages are set aside, English never: not for numbers, names, headlines or what stands beside it."""

import runpy
from pathlib import Path

import pytest
import spacy

from claimkit.errors import NotEnglishError
from claimkit.reading.language import language_of

ENGLISH = "The river rose by two metres on Friday, officials in Osterby said, and cut off the town from the islands."


@pytest.mark.parametrize(
    "text",
    [
        "Le fleuve est monté de deux mètres vendredi, ont indiqué des responsables.",
        "Der Fluss stieg am Freitag um zwei Meter, wie die Behörden mitteilten.",
        "El río subió dos metros el viernes, dijeron las autoridades de la ciudad.",
        "De rivier steeg vrijdag met twee meter, zeiden ambtenaren in de stad.",
        "Elva steg med to meter på fredag, opplyser myndighetene i byen.",
        "Sungai itu naik dua meter pada hari Jumat, kata para pejabat kota.",
        "강은 금요일에 2미터 불어났다고 관계자들이 말했다.",
        "Река поднялась в пятницу на два метра, сообщили власти города.",
        "ارتفع منسوب النهر مترين يوم الجمعة، حسبما قال مسؤولون.",
    ],
)
def test_another_language_is_named(text: str) -> None:
    with pytest.raises(NotEnglishError, match=r"looks like '[a-z]{2,3}'"):
        language_of(text)


def test_the_example_texts_of_every_language_that_spacy_knows_are_not_english() -> None:
    # Run as files: importing the languages takes minutes, and some need packages of their own.
    found = sorted(Path(spacy.__path__[0]).glob("lang/*/examples.py"))
    texts = {file.parent.name: "\n".join(runpy.run_path(str(file))["sentences"]) for file in found}
    assert len(texts) > 60
    assert [language for language, text in texts.items() if language != "en" and _passes(text)] == []


def _passes(text: str) -> bool:
    try:
        language_of(text)
    except NotEnglishError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        "Trump: “No.”",
        "AP",
        "Gavin Newsom, Chris Van Hollen, Ursula von der Leyen",
        "",
        "12.5 13.7 14.9",
        '"' * 10_000,
        "😀" * 1_000,
        f"{ENGLISH} " + "1,234.50 EUR https://post.example/nyheter " * 60,
        # Furniture of a foreign agency's page around its English article.
        f"연합뉴스 한국어 구독\n{ENGLISH}\n저작권 무단 전재 금지\n",
    ],
)
def test_english_and_what_cannot_be_told_is_kept(text: str) -> None:
    assert language_of(text) in ("en", None)


def test_a_page_mostly_in_another_script_is_not_english_for_its_menu() -> None:
    with pytest.raises(NotEnglishError):
        language_of("Home\nSign in\n" + "강은 금요일에 2미터 불어났다고 관계자들이 말했다. 아무도 다치지 않았다.\n" * 4)


def test_the_language_is_written_where_it_is_certain() -> None:
    assert language_of(ENGLISH) == "en"
    assert language_of("AP") is None


@pytest.mark.parametrize("unit", ["<", "a", "ä ", "1", "x\n", "\ud83d", "強"])
def test_long_monotonous_text_is_no_trouble(unit: str) -> None:
    _passes(unit * 100_000)
