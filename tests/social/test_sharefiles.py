"""What programs and people are given to share a post with."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
from lxml.html import HtmlElement, document_fromstring

from publisher import social, templates
from publisher.bundled import bundled
from publisher.model import Image, Post, Site
from publisher.social.networks import BY_NAME
from publisher.social.options import Options
from publisher.social.sharefiles import share_files
from publisher.social.sharetext import terms

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

LINK = "https://blog.example.com/rest/"
PICTURE = Image(url=f"{LINK}chair.png", alt="A chair", width=1200, height=630)
SCHEMA = json.loads((Path(social.__file__).parent / "snippets.schema.json").read_text("utf-8"))


def made(post: Post, site: Site, picture: Image | None = None, **options: Any) -> dict[str, str]:
    """Each file's text by its name."""
    environment = templates.environment([bundled("templates")])
    files = share_files(post, terms(site, Options(**options), ("cure",)), picture, environment, site_url=site.url)
    return {file.path.rpartition("/")[2]: file.content.decode() for file in files}


def networks(files: dict[str, str]) -> dict[str, Any]:
    return {network["network"]: network for network in json.loads(files["snippets.json"])["networks"]}


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="plain"),
        pytest.param({"title": "", "tags": ()}, id="no title"),
        pytest.param({"title": "Resting " * 75, "slug": "a" * 100}, id="much"),
        pytest.param({"overrides": {"x": "Rest.", "key_point": "Rest helps.", "twitter": "Rest?"}}, id="own texts"),
        pytest.param(
            {"title": "针灸疼吗？ 👨‍👩‍👧‍👦", "paragraphs": ("针灸一般不疼。",), "language": "zh"}, id="Chinese"
        ),
    ],
)
@pytest.mark.parametrize(
    "picture", [None, PICTURE, Image(url=PICTURE.url, alt="")], ids=["none", "whole", "undescribed"]
)
def test_json_is_as_its_schema_says(
    facts: dict[str, Any], picture: Image | None, post: MakePost, site: MakeSite
) -> None:
    """Whoever reads the file with the schema in hand finds nothing else."""
    files = made(post(**facts), site(disclaimer="No advice."), picture, hashtags={"rest": "#Rest"})
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(files["snippets.json"]))


def test_counts_are_of_what_is_posted(post: MakePost, site: MakeSite) -> None:
    """Every variant has its counts, by the network's own counter, inside the limit."""
    for name, network in networks(made(post(overrides={"key_point": "Rest helps."}), site())).items():
        for text in network["texts"]:
            for count in text["counts"]:
                (limit,) = [limit for limit in BY_NAME[name].limits if limit.unit == count["unit"]]
                assert count["count"] == limit.count(text["text"]) <= count["limit"] == limit.most


def test_text_files_hold_what_is_proposed(post: MakePost, site: MakeSite) -> None:
    """The site's variant, or the post's own, is in the file; where it is missing, the first is."""
    files = made(post(title="On rest"), site(), variant=2)
    assert files["x.txt"] == f"On rest\n\n{LINK}\n"
    files = made(post(title="On rest", overrides={"variant": "4"}), site(), variant=2)
    assert files["x.txt"] == f"Needles come out after half an hour. Then you rest for a while.\n\n{LINK}\n"
    assert made(post(title="On rest"), site(), variant=5)["x.txt"].startswith("On rest\n\nNeedles")


def test_share_links_hold_the_proposed_text(post: MakePost, site: MakeSite) -> None:
    """A form opens with the text of the network's own file, or with the post's address."""
    files = made(post(title="Qi & “rest”"), site(), PICTURE, hashtags={"rest": "#Rest"})
    forms = {name: network.get("share_link", "") for name, network in networks(files).items()}
    for name in ("x", "bluesky", "threads", "whatsapp"):
        assert query(forms[name])["text"] == files[f"{name}.txt"].rstrip("\n")
    assert query(forms["email"])["body"] == files["email.txt"].rstrip("\n").replace("\n", "\r\n")
    assert query(forms["pinterest"])["media"] == PICTURE.url
    assert [name for name, form in forms.items() if not form] == ["instagram", "google", "nextdoor", "discord"]


def test_pinterest_needs_a_picture(post: MakePost, site: MakeSite) -> None:
    """Without one there is no form to open; the title has the length of a pin's."""
    pin = networks(made(post(title="Rest " * 40), site()))["pinterest"]
    assert "share_link" not in pin
    assert (len(pin["title"]), pin["title"][-1], pin["link"]) == (100, "…", LINK)


def test_a_button_on_google(post: MakePost, site: MakeSite) -> None:
    """The address is the button's; neither it nor a hashtag stands in the text."""
    google = networks(made(post(), site(), hashtags={"rest": "#Rest"}))["google"]
    assert google["call_to_action"] == {"actionType": "LEARN_MORE", "url": LINK}
    assert LINK not in google["texts"][0]["text"]
    assert "#" not in google["texts"][0]["text"]


def test_linkedin_gets_its_escapes(post: MakePost, site: MakeSite) -> None:
    """A mark without a backslash would cost the rest of the post, if a program posts it."""
    (text, *_) = networks(made(post(title="Rest (well)"), site(), hashtags={"rest": "#Rest"}))["linkedin"]["texts"]
    assert text["posted"].startswith("Rest \\(well\\)")
    assert text["posted"].endswith("\\#Rest")


def test_facets_lead_to_the_address(post: MakePost, site: MakeSite) -> None:
    """Every facet's bytes are the words it makes a link or a hashtag of, and the address is the canonical one."""
    (text, *_) = networks(made(post(title="“Ü” 👨‍👩‍👧‍👦"), site(), hashtags={"rest": "#Rest"}))["bluesky"]["texts"]
    words = [
        text["text"].encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in text["facets"]
    ]
    assert words == [LINK, "#Rest"]
    assert [one["features"][0].get("uri") for one in text["facets"]] == [LINK, None]


def test_a_very_long_address_is_posted_short(post: MakePost, site: MakeSite) -> None:
    """On Bluesky the words show its beginning, and the facet has all of it."""
    slug = "a" * 300
    (text, *_) = networks(made(post(slug=slug), site(), networks=("bluesky",)))["bluesky"]["texts"]
    assert "blog.example.com/aaaaaaaaaaaa..." in text["posted"]
    assert text["facets"][0]["features"][0]["uri"] == f"https://blog.example.com/{slug}/"
    assert text["counts"][0]["count"] <= 300


@pytest.mark.parametrize(
    ("facts", "network", "warning"),
    [
        (
            {"overrides": {"twitter": "Rest."}},
            "",
            "'social' has a text for 'twitter', which is no network here; did you",
        ),
        ({"title": "a" + "\u0301" * 9}, "", "the title has more than four accents on one letter"),
        ({"title": "Resting " * 75}, "x", "the title is longer than the network allows, and was cut"),
        ({"title": "See https://example.music/a"}, "x", "X may not make a link of an address in it"),
        ({"title": "A cure for all"}, "x", "says 'cure': look whether you may promise that"),
    ],
)
def test_warnings(facts: dict[str, Any], network: str, warning: str, post: MakePost, site: MakeSite) -> None:
    """What a person should look at is said, in the file and on the page, and nothing is changed for it."""
    files = made(post(**facts), site())
    said = networks(files)[network]["warnings"] if network else json.loads(files["snippets.json"])["warnings"]
    assert [one for one in said if one.startswith(warning)]
    page: HtmlElement = document_fromstring(files["index.html"])
    assert warning in page.text_content()


def test_a_picture_without_description_is_not_offered(post: MakePost, site: MakeSite) -> None:
    """Nobody is to post a picture that some of the readers cannot know."""
    facts = json.loads(made(post(), site(), Image(url=PICTURE.url, alt=""))["snippets.json"])
    assert facts["picture"] is None
    assert "has no description" in facts["warnings"][0]


def test_a_picture_from_elsewhere_is_not_asked_for(post: MakePost, site: MakeSite) -> None:
    """The page leads there, and no browser goes there by itself."""
    page = made(post(), site(), Image(url="https://example.org/a.png", alt="A door"))["index.html"]
    assert "<img" not in page
    assert 'href="https://example.org/a.png"' in page


def test_the_page_shows_every_text_and_count(post: MakePost, site: MakeSite) -> None:
    """The person at the desk sees each proposed text whole, in a box that one click selects, beside its count."""
    files = made(post(title="Qi & <rest>"), site(), PICTURE)
    page: HtmlElement = document_fromstring(files["index.html"])
    boxes = [box.text_content() for box in page.find_class("text")]
    for name, network in networks(files).items():
        assert files[f"{name}.txt"].rstrip("\n") in boxes
        assert [text["text"] in boxes for text in network["texts"]] == [True] * len(network["texts"])
    assert "user-select: all" in files["index.html"]
    assert page.xpath("//img/@src") == ["../../public/rest/chair.png"]
    assert {link.get("href") for link in page.iter("a")} >= {LINK, "../index.html", "x.txt", PICTURE.url}


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}
