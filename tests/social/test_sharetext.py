"""Share texts become files that a person can copy whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from publisher.errors import ContentError
from publisher.model import Post, Publication, Site
from publisher.social.options import Options
from publisher.social.sharetext import output
from tests.outputs import make_all

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
MakePublication = Callable[..., Publication]

TEXTS = ["x.txt", "bluesky.txt", "mastodon.txt", "linkedin.txt", "facebook.txt", "email.txt"]


def build(site: Site, *posts: Post, options: Options | None = None) -> dict[str, str]:
    """The text of each file by its path."""
    made = make_all(output(site, options or Options()), site, posts)
    return {artifact.path: artifact.content.decode() for artifact in made}


@pytest.mark.parametrize("slug", ["rest", "2024/03/rest", "2024/rest.html"])
def test_one_file_a_network_and_one_of_links(slug: str, site: MakeSite, post: MakePost) -> None:
    """Each post has a folder of its own, named by its slug, in folders if the slug has some."""
    artifacts = make_all(output(site(), Options()), site(), [post(slug=slug)])
    assert [artifact.path for artifact in artifacts] == [f"social/{slug}/{name}" for name in [*TEXTS, "links.txt"]]
    assert {artifact.media_type for artifact in artifacts} == {"text/plain"}


def test_file_is_the_text_itself(site: MakeSite, post: MakePost) -> None:
    """No heading, no count: what is in the file is what is posted, and a line break ends it."""
    options = Options(hashtags={"rest": "#Rest"})
    files = build(site(disclaimer="No medical advice."), post(tags=("Rest",)), options=options)
    assert files["social/rest/mastodon.txt"] == (
        "Rest is part of the treatment\n\nNeedles come out after half an hour. Then you rest for a while.\n\n"
        "No medical advice.\n\nhttps://blog.example.com/rest/\n#Rest\n"
    )


def test_links_share_the_same_texts(site: MakeSite, post: MakePost) -> None:
    """A share form opens with the text of the network's own file, or with the post's address."""
    files = build(site(), post(title="Qi & “rest”"), options=Options(hashtags={"rest": "#Rest"}))
    links = dict(line.split(": ", 1) for line in files["social/rest/links.txt"].splitlines())
    assert query(links["x"])["text"] == files["social/rest/x.txt"].rstrip("\n")
    assert query(links["bluesky"])["text"] == files["social/rest/bluesky.txt"].rstrip("\n")
    assert fragment(links["mastodon"])["text"] == files["social/rest/mastodon.txt"].rstrip("\n")
    assert query(links["email"])["body"] == files["social/rest/email.txt"].rstrip("\n").replace("\n", "\r\n")
    assert query(links["email"])["subject"] == "Qi & “rest”"
    assert (query(links["linkedin"])["url"], query(links["facebook"])["u"]) == ("https://blog.example.com/rest/",) * 2


def test_every_problem_of_a_post_at_once(site: MakeSite, post: MakePost) -> None:
    """Every text of a post that is too long is reported, whatever the network."""
    with pytest.raises(ContentError) as caught:
        build(site(), post(slug="one", overrides={"text": "a" * 300}))
    found = [(problem.source, problem.text.split(" is too long")[0]) for problem in caught.value.problems]
    assert found == [("posts/one.md", f"the share text for {name}") for name in ("bluesky", "x")]


def test_a_post_that_cannot_be_shared_costs_itself_alone(
    site: MakeSite, post: MakePost, publication: MakePublication
) -> None:
    """Each post is made by itself, so that one bad text leaves those of others as they are."""
    bad, good = post(slug="bad", overrides={"x": "a" * 300}), post(slug="good")
    shared = output(site(), Options())
    recipes = {recipe.name: recipe for recipe in shared.recipes(publication(bad, good))}
    assert len(shared.make(recipes["good"], [good])) == len(TEXTS) + 1
    with pytest.raises(ContentError, match=r"posts/bad\.md"):
        shared.make(recipes["bad"], [bad])


def test_newest_posts_are_shared(site: MakeSite, post: MakePost) -> None:
    """So many of the newest posts as the settings say; one that stands in no list is not among them."""
    days = [datetime(2024, 3, day, tzinfo=UTC) for day in range(1, 5)]
    posts = [post(slug=f"day-{day.day}", published=day, updated=day, in_lists=day.day != 4) for day in days]
    files = build(site(), *posts, options=Options(count=2))
    assert {path.split("/")[1] for path in files} == {"day-2", "day-3"}


def test_none_are_shared(site: MakeSite, post: MakePost) -> None:
    """With 0 there is no share text, as when there is no post."""
    assert build(site(), post(), options=Options(count=0)) == build(site()) == {}


def test_looking_at_an_old_blog_is_cheap(publication: MakePublication, site: MakeSite, post: MakePost) -> None:
    """Only the newest posts are asked for whole, however many there are."""
    made = publication(post())
    many = replace(made, posts=tuple(made.posts[0]._replace(slug=f"post-{n}") for n in range(10_000)))
    assert len(list(output(site(), Options()).recipes(many))) == 50


def test_text_is_made_anew_when_its_post_changes(publication: MakePublication, site: MakeSite, post: MakePost) -> None:
    """A recipe names its post's key, and no other post's."""
    made = publication(post(slug="one"), post(slug="two"))
    changed = replace(made, posts=tuple(p._replace(key="new") if p.slug == "one" else p for p in made.posts))
    before, after = ({r.name: r.key for r in output(site(), Options()).recipes(all_)} for all_ in (made, changed))
    assert {name for name in before if before[name] != after[name]} == {"one"}


def test_same_input_same_bytes(site: MakeSite, post: MakePost) -> None:
    """Nothing but the post, the site and the options goes into a file, and another post changes nothing in it."""
    first = build(site(), post(slug="one"))
    both = build(site(), post(slug="one"), post(slug="two", title="Two"))
    assert set(first.items()) < set(both.items())
    assert build(site(), post(slug="one")) == first


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def fragment(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).fragment, strict_parsing=True).items()}
