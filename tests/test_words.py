"""The fixed words of letters, in the languages of readers."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import TemplateError
from publisher.words import Phrase, Words, words_for

BUNDLED = Path(__file__).parent.parent / "templates"
TABLES: Mapping[str, Mapping[str, Any]] = tomllib.loads((BUNDLED / "newsletter/words.toml").read_text("utf-8"))


def own(folder: Path, text: str) -> list[Path]:
    """A site's templates with words of its own, before the bundled ones."""
    (folder / "newsletter").mkdir(exist_ok=True)
    (folder / "newsletter/words.toml").write_text(text, "utf-8")
    return [folder, BUNDLED]


def bundled(language: str) -> Words:
    return words_for(language, [BUNDLED])


@pytest.mark.parametrize("language", TABLES)
def test_every_language_is_complete(language: str) -> None:
    """No letter mixes languages: each has every phrase of the English one, and ways to write dates."""
    english, found = bundled("en"), bundled(language)
    assert found.phrases.keys() == english.phrases.keys()
    assert not any(phrase.language for phrase in found.phrases.values())
    assert found.dates.keys() >= {"date", "month", "week", "months"}


@pytest.mark.parametrize("language", "en de fr es it pt nl pl ru uk he ar zh ja".split())
def test_languages_that_must_be_there(language: str) -> None:
    """Those that a clinic is likely to write in."""
    assert language in TABLES


def test_every_language_says_it_in_its_own_words() -> None:
    """Nothing was left in English, or copied from the language above it."""
    whole = [language for language in TABLES if "reason" in TABLES[language]]
    for name in ("reason", "unsubscribe", "view", "read_on", "contents", "image"):
        assert len({TABLES[language][name] for language in whole}) >= len(whole) - 1  # Gutes has a namesake


@pytest.mark.parametrize("language", ["en-GB", "en-AU", "pt-BR", "de-CH", "zh-Hans-CN"])
def test_region_has_the_words_of_its_language(language: str) -> None:
    """And is not told apart from it."""
    assert bundled(language).phrases == bundled(language.split("-")[0]).phrases


@pytest.mark.parametrize("language", ["zh-TW", "zh-HK", "zh-Hant-TW", "zh-Hant"])
def test_script_of_a_region_is_known(language: str) -> None:
    """Taiwan does not read what the mainland writes."""
    assert bundled(language).phrases["read_on"] == Phrase("繼續閱讀")


def test_unknown_language_is_answered_in_english_that_says_so() -> None:
    """So that a screen reader pronounces it, also in a letter that runs the other way."""
    assert bundled("fi").phrases["read_on"] == Phrase("Read on", "en", "ltr")
    assert not bundled("fi").dates


def test_own_words_win_one_by_one(tmp_path: Path) -> None:
    """A site says one thing in another way, and keeps the rest."""
    words = words_for("de", own(tmp_path, '[de]\nread_on = "Mehr"\n')).phrases
    assert words["read_on"] == Phrase("Mehr")
    assert words["view"] == Phrase("Im Browser ansehen")


def test_own_language_needs_no_more_than_it_says(tmp_path: Path) -> None:
    """What a new language leaves out is said in English."""
    words = words_for("fi", own(tmp_path, '[fi]\nread_on = "Lue lisää"\n')).phrases
    assert words["read_on"] == Phrase("Lue lisää")
    assert words["view"].language == "en"


def test_own_words_of_another_language_do_not_matter(tmp_path: Path) -> None:
    """A site in German with words for its Finnish readers, too."""
    assert words_for("de", own(tmp_path, '[fi]\nread_on = "Lue lisää"\n')) == bundled("de")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[de]\n\nreadon = "Mehr"', r"words\.toml:3: unknown key 'readon'; did you mean 'read_on'\?"),
        ("[de]\nread_on = 3", r"words\.toml:2: 'read_on' must be text in quotes"),
        (
            '[de]\nreason = "Weil Sie {title} bestellt haben."',
            r":2: 'reason' must have \{site\} and \{title\} in braces",
        ),
        ('[de]\nread_on = "Mehr {x}"', r":2: 'read_on' must have nothing in braces"),
        ('[de]\nlabel = "{words!r}: {what}"', r":2: 'label' must have"),
        ('[de]\nread_on = "Mehr {"', r":2: 'read_on' must have nothing in braces"),
        ('[de]\nmonths = ["Jänner"]', r":2: 'months' must be a list of twelve names"),
        ('[fi]\nread_on = "x"\n\n[de]\nread_on = ', r":5: is not valid TOML"),
        ('read_on = "Mehr"\n[de]\nview = "x"', r":1: 'read_on' stands in no language; write one above it"),
        ('read_on = "Mehr"', r":1: 'read_on' stands in no language"),
    ],
)
def test_slip_in_own_words_is_named_with_its_line(text: str, problem: str, tmp_path: Path) -> None:
    """Nothing is filled in half, and nobody wonders why a word is not used."""
    with pytest.raises(TemplateError, match=problem):
        words_for("de", own(tmp_path, text))


def test_words_in_another_encoding_are_an_error(tmp_path: Path) -> None:
    """Told before they are mailed."""
    folders = own(tmp_path, "")
    (tmp_path / "newsletter/words.toml").write_bytes('[de]\nview = "schön"'.encode("latin-1"))
    with pytest.raises(TemplateError, match="is not UTF-8 at byte"):
        words_for("de", folders)


def test_width_has_room_for_wide_characters() -> None:
    """Chinese takes nearly twice the room of Latin."""
    assert Phrase("Read on").width_px == 70
    assert Phrase("继续阅读").width_px == 68
