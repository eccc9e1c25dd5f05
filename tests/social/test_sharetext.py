"""Share texts become files that a person can copy whole."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from publisher.errors import ContentError
from publisher.model import Artifact, Post, Publication
from publisher.settings import load
from publisher.social.sharetext import OUTPUT, Options, render

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]

TEXTS = ["x.txt", "bluesky.txt", "mastodon.txt", "linkedin.txt", "facebook.txt", "email.txt"]


def by_path(artifacts: list[Artifact]) -> dict[str, str]:
    return {artifact.path: artifact.content.decode() for artifact in artifacts}


def test_one_file_a_network_and_one_of_links(publication: MakePublication, post: MakePost) -> None:
    """Each post has a folder of its own, named by its slug."""
    artifacts = render(publication(post(slug="rest")), Options())
    assert [artifact.path for artifact in artifacts] == [f"social/rest/{name}" for name in [*TEXTS, "links.txt"]]
    assert {artifact.media_type for artifact in artifacts} == {"text/plain"}


def test_file_is_the_text_itself(publication: MakePublication, post: MakePost) -> None:
    """No heading, no count: what is in the file is what is posted, and a line break ends it."""
    made = publication(post(tags=("Rest",)), disclaimer="No medical advice.")
    files = by_path(render(made, Options(hashtags={"rest": "#Rest"})))
    assert files["social/rest/mastodon.txt"] == (
        "Rest is part of the treatment\n\nNeedles come out after half an hour. Then you rest for a while.\n\n"
        "No medical advice.\n\nhttps://blog.example.com/rest/\n#Rest\n"
    )


def test_links_share_the_same_texts(publication: MakePublication, post: MakePost) -> None:
    """A share form opens with the text of the network's own file, or with the post's address."""
    files = by_path(render(publication(post(title="Qi & “rest”")), Options(hashtags={"rest": "#Rest"})))
    links = dict(line.split(": ", 1) for line in files["social/rest/links.txt"].splitlines())
    assert query(links["x"])["text"] == files["social/rest/x.txt"].rstrip("\n")
    assert query(links["bluesky"])["text"] == files["social/rest/bluesky.txt"].rstrip("\n")
    assert fragment(links["mastodon"])["text"] == files["social/rest/mastodon.txt"].rstrip("\n")
    assert query(links["email"])["body"] == files["social/rest/email.txt"].rstrip("\n").replace("\n", "\r\n")
    assert query(links["email"])["subject"] == "Qi & “rest”"
    assert (query(links["linkedin"])["url"], query(links["facebook"])["u"]) == ("https://blog.example.com/rest/",) * 2


def test_every_problem_at_once(publication: MakePublication, post: MakePost) -> None:
    """Every text too long is reported, whatever the post and the network."""
    long = {"text": "a" * 300}
    made = publication(post(slug="one", overrides=long), post(slug="two", overrides=long))
    with pytest.raises(ContentError) as caught:
        render(made, Options())
    found = [(problem.source, problem.text.split(" is too long")[0]) for problem in caught.value.problems]
    assert found == [
        (source, f"the share text for {name}")
        for source in ("posts/one.md", "posts/two.md")
        for name in ("bluesky", "x")
    ]


def test_same_input_same_bytes(publication: MakePublication, post: MakePost) -> None:
    """Nothing but the publication and the options goes into a file, and another post changes nothing in it."""
    first = render(publication(post(slug="one")), Options())
    both = render(publication(post(slug="one"), post(slug="two", title="Two")), Options())
    assert set(by_path(first).items()) < set(by_path(both).items())
    assert render(publication(post(slug="one")), Options()) == first


def test_nothing_to_show(publication: MakePublication) -> None:
    """A publication without posts has no share texts."""
    assert render(publication(), Options()) == []


def test_hashtags_from_a_settings_file(tmp_path: Path) -> None:
    """The map is written as a table of tags."""
    path = tmp_path / "social.toml"
    path.write_text('[hashtags]\n"tai chi" = "#TaiChi"\n', "utf-8")
    expected: Mapping[str, str] = {"tai chi": "#TaiChi"}
    assert load(path, OUTPUT.options, source="config/social.toml").hashtags == expected


def test_reading_options_is_cheap() -> None:
    """A run without work does not pay for libraries that only counting needs."""
    heavy = "{'regex', 'lxml', 'PIL', 'jinja2'}"
    code = f"import sys, publisher.social.sharetext; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def fragment(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).fragment, strict_parsing=True).items()}
