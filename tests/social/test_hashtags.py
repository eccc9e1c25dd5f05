"""Hashtags come from the site's own map, in a form every network reads to its end."""

import pytest

from publisher.social.hashtags import by_tag, hashtag, hashtags_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("#acupuncture", "#acupuncture", id="kept to the letter"),
        pytest.param("back_pain", "#back_pain", id="an underscore is allowed"),
        pytest.param("Tai-Chi", "#TaiChi", id="a hyphen would end it on X"),
        pytest.param("tai chi", "#TaiChi", id="capital at each word"),
        pytest.param("Women's Health", "#WomensHealth", id="apostrophe"),
        pytest.param("my iPad and TCM", "#MyiPadAndTCM", id="inner capitals stay"),
        pytest.param("AT&T", "#ATT", id="ampersand"),
        pytest.param("1st Visit", "#1stVisit", id="may begin with a digit"),
        pytest.param("🌿herb", "#Herb", id="emoji dropped"),
        pytest.param("❤️ heart", "#Heart", id="no selector of an emoji is left behind"),
        pytest.param("针灸", "#针灸", id="Han"),
        pytest.param("हिन्दी", "#हिन्दी", id="vowel signs are part of the word"),
        pytest.param("C++", "", id="one letter left"),
        pytest.param("2026", "", id="no letter"),
        pytest.param("🌿", "", id="nothing left"),
        pytest.param("a" * 65, "", id="longer than any network takes"),
    ],
)
def test_form_of_a_hashtag(words: str, expected: str) -> None:
    """Words become one hashtag, or none where too little is left."""
    assert hashtag(words) == expected


def test_only_the_sites_map_gives_hashtags() -> None:
    """A tag that the site did not list gives none, so nobody's illness becomes a hashtag by itself."""
    known = by_tag({"rest": "#Rest"})
    assert hashtags_of(("migraine", "rest"), known) == ("#Rest",)


def test_tags_are_found_whatever_their_capitals() -> None:
    """`Tai Chi` in a post finds `tai chi` in the map."""
    assert hashtags_of(("Tai  Chi",), by_tag({"tai chi": "TaiChi"})) == ("#TaiChi",)


def test_each_hashtag_once() -> None:
    """Two tags may stand for one hashtag; the first spelling stays."""
    known = by_tag({"tcm": "#TCM", "chinese medicine": "#tcm", "rest": "#Rest"})
    assert hashtags_of(("chinese medicine", "tcm", "rest"), known) == ("#tcm", "#Rest")
