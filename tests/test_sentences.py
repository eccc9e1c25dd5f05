"""A sentence is never cut too early; one that is too long harms nobody."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.sentences import _PIECE, one_by_one, sentences

WHOLE = [
    ("title", "en", "Dr. Ada Lin sees you first."),
    ("credential", "en", "Ask for Bo Tran, L.Ac. Tuesdays are quiet."),
    ("credentials in a row", "en", "Ms. Ito, MSOM, Dipl. O.M. (NCCAOM), works on Fridays."),
    ("degree", "en", "She holds a Ph.D. Her thesis was on sleep."),
    ("doctorate", "en", "He holds a D.A.O.M. His room is upstairs."),
    ("time of day", "en", "The door opens at 9 a.m. Patients may come earlier."),
    ("time of day inside", "en", "We open at 8 a.m. on weekdays."),
    ("dose", "en", "They gave 3.5 mg of melatonin."),
    ("dose with a stop", "en", "They gave 3.5 mg. Melatonin is not a herb."),
    ("for example", "en", "Warm food helps, e.g. Congee with ginger."),
    ("hours", "en", "No coffee for approx. 24 hrs. before your visit."),
    ("hours at the end", "en", "Drink nothing strong for 24 hrs. Alcohol hides pain."),
    ("initials", "en", "J. R. Moss wrote the first book on it."),
    ("initials without a space", "en", "P.T. Moss wrote the second."),
    ("country", "en", "The U.S. Navy tried it in 2013."),
    ("saint", "en", "St. Anne is around the corner."),
    ("number", "en", "Point No. 36 lies below the knee."),
    ("figure", "en", "See Fig. 3 for the place."),
    ("month", "en", "We move on Feb. 3 to Main Street."),
    ("day", "en", "Come on Sat. Sundays are for rest."),
    ("telephone", "en", "Tel. 555 0100 is the front desk."),
    ("street", "en", "Park on Oak Ave. Main Street is full."),
    ("versus", "en", "It is needles vs. Placebo needles."),
    ("et cetera", "en", "Bring towels, socks, etc. Robes are here."),
    ("et al.", "en", "Vickers et al. Pooled the numbers."),
    ("ellipsis", "en", "The pain came... Then it went."),
    ("ellipsis as one character", "en", "The pain came… Then it went."),
    ("quotation that goes on", "en", "“Lie down. Close your eyes,” she said."),
    ("quotation, then lower case", "en", "“Does it hurt?” he asked."),
    ("exclamation that goes on", "en", "Wow! what a day."),
    ("Greek that goes on", "el", "Πονάει! όχι."),
    ("Czech that goes on", "cs", "To je dobře! čekejte."),
    ("Russian that goes on", "ru", "Хорошо! ёлка стоит."),
    ("brackets", "en", "Rest (see Dr. Ko first)."),
    ("address of a page", "en", "Book at https://example.com/a.b?c=d.e today."),
    ("name of a host", "en", "Book at www.example.com today."),
    ("decimal", "en", "It costs $5.50 a week."),
    ("list number", "en", "1. Breathe in slowly."),
    ("Roman number", "en", "Part II. Breathing out."),
    ("German", "de", "Das hilft z.B. Kindern."),
    ("German date", "de", "Am 3. März kommt Dr. Ott."),
    ("French", "fr", "Mme. Roux et M. Petit sont là."),
    ("Spanish", "es", "El Sr. Pérez y la Dra. Ruiz atienden."),
    ("Russian initials", "ru", "А. С. Ли принимает по средам."),
    ("Russian initial Yo", "ru", "Ё. Ли принимает по средам."),
    ("Russian abbreviation", "ru", "Напр. Имбирь согревает."),
    ("Russian and others", "ru", "Чай, имбирь и др. Травы согревают."),
    ("Russian that is", "ru", "Полежите, т.е. Отдохните."),
    ("Russian quotation", "ru", "«Лягте. Дышите», — сказала она."),
    ("Chinese quotation", "zh", "“休息！”她说。"),
    ("Chinese decimal", "zh", "诊所在 3.5 公里外。"),
    ("Japanese quotation", "ja", "「休みましょう。」と言った。"),
]
PARTED = [
    ("statements", "en", ["Needles are thin.", "You feel little."]),
    ("marks", "en", ["Is it safe?", "Yes!", "It is."]),
    ("after a quotation", "en", ["“It helped.”", "She smiled."]),
    ("after a quotation in straight marks", "en", ['"It helped."', "She smiled."]),
    ("after brackets", "en", ["Rest (as long as you like).", "Then go."]),
    ("after a number", "en", ["It costs $5.50.", "Pay at the desk."]),
    ("after an address", "en", ["Book at https://example.com/a.b?c=visit.", "We answer."]),
    ("Russian", "ru", ["Иглы тонкие.", "Это не больно."]),
    ("Hebrew", "he", ["המחטים דקות.", "זה כואב?", "לא."]),
    ("Arabic", "ar", ["هل هذا مؤلم؟", "لا."]),
    ("Hindi", "hi", ["सुइयाँ पतली हैं।", "आराम करें।"]),
]


@pytest.mark.parametrize(("language", "sentence"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_a_sentence_is_not_cut_too_early(language: str, sentence: str) -> None:
    """No piece of it stands alone; the doubtful stop joins two sentences instead."""
    assert sentences([sentence], language) == (sentence,)


@pytest.mark.parametrize(("language", "parts"), [case[1:] for case in PARTED], ids=[case[0] for case in PARTED])
def test_sentences_part_where_no_doubt_is(language: str, parts: list[str]) -> None:
    """A full stop before a new sentence ends the first."""
    assert sentences([" ".join(parts)], language) == tuple(parts)


def test_chinese_parts_without_spaces() -> None:
    """A full-width mark ends a sentence by itself."""
    assert sentences(["针灸不疼。它很好！真的吗？是的。"], "zh") == ("针灸不疼。", "它很好！", "真的吗？", "是的。")


@pytest.mark.parametrize("lead", ["Bring with you:", "Opening hours", "One, two,", ""])
def test_what_has_no_final_mark_is_no_sentence(lead: str) -> None:
    """The lead to a list says nothing by itself."""
    assert sentences(["Rest well. " + lead], "en") == ("Rest well.",)


def test_no_sentence_runs_from_one_paragraph_into_the_next() -> None:
    """A paragraph ends what was begun in it."""
    assert sentences(["Before you come:", "Eat something."], "en") == ("Eat something.",)


@pytest.mark.parametrize("language", ["de-CH", "zh-Hant-TW", "xx", ""])
def test_any_language_code_will_do(language: str) -> None:
    """A language that nobody knows the rules of is cut by the common ones."""
    assert sentences(["Needles are thin. You feel little."], language) == ("Needles are thin.", "You feel little.")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["Rest", "well", ".", "!", "…", " ", "Dr.", "a.m.", "”", "(", ")", "休息", "。", "3.5"]))
)
def test_sentences_are_pieces_of_the_paragraph_in_order(words: list[str]) -> None:
    """Nothing is added, doubled or moved."""
    paragraph, position = " ".join("".join(words).split()), 0
    for sentence in sentences([paragraph], "en"):
        position = paragraph.index(sentence, position) + len(sentence)


@pytest.mark.parametrize("piece", ["![", "Dr. ", "a. ", "?! ", "“Rest. ", "..."])
def test_a_paragraph_without_an_end_is_read_to_the_end(piece: str) -> None:
    """Ten thousand doubtful stops are joined, not dropped."""
    paragraph = (piece * 10_000).strip() + " Rest well."
    assert "".join(sentences([paragraph], "en")).replace(" ", "") == paragraph.replace(" ", "")


def test_sentences_are_cut_when_asked_for() -> None:
    """Whoever wants the first sentence does not pay for the others."""

    def paragraphs() -> Iterator[str]:
        yield "One is here. Two is here."
        raise AssertionError("the second paragraph was not wanted")

    assert next(one_by_one(paragraphs(), "en")) == "One is here."


def test_a_megabyte_of_marks_is_no_trouble() -> None:
    """What would take sentencex an hour in one piece is given to it in pieces. (hostile input 27)"""
    [sentence] = sentences(["![" * 300_000 + " Rest well."], "en")
    assert len(sentence) == 600_000 + len(" Rest well.")


def test_a_long_paragraph_is_not_cut_where_it_was_parted() -> None:
    """Where a piece for sentencex ends, no sentence does, even if it looks as if one did."""
    opening = " “Lie down. "
    lead = ("word " * 1_000)[: _PIECE - len(opening) - 1] + "," + opening
    assert len(lead) == _PIECE
    whole = f"{lead}Close your eyes,” she said."
    assert sentences([whole], "en") == (whole,)


def test_less_than_is_no_bracket() -> None:
    """A heart, or a comparison, does not join all that follows."""
    text = "Tea <3 is not medicine. Rest is. If a < b, it is so. Then rest."
    assert sentences([text], "en") == ("Tea <3 is not medicine.", "Rest is.", "If a < b, it is so.", "Then rest.")
