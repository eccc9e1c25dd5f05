"""Share texts become files that a person can copy whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publisher.bundled import bundled
from publisher.errors import ContentError
from publisher.model import Post, Publication, Site
from publisher.output import Output
from publisher.social.options import NETWORK_NAMES, Options
from publisher.social.sharetext import output
from tests.outputs import make_all

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
MakePublication = Callable[..., Publication]

TEXTS = [f"{name}.txt" for name in NETWORK_NAMES]
FILES = [*TEXTS, "snippets.json", "index.html"]


def shared(site: Site, options: Options | None = None) -> Output:
    return output(
        site,
        options or Options(),
        picture_of=lambda post: post.image,
        pictured=lambda _: "",
        wording=("cure",),
        template_folders=[bundled("templates")],
    )


def build(site: Site, *posts: Post, options: Options | None = None) -> dict[str, str]:
    """The text of each file of posts by its path."""
    made = make_all(shared(site, options), site, posts)
    return {artifact.path: artifact.content.decode() for artifact in made if artifact.path != "social/index.html"}


@pytest.mark.parametrize("slug", ["rest", "2024/03/rest", "2024/rest.html"])
def test_one_file_a_network_and_two_for_all(slug: str, site: MakeSite, post: MakePost) -> None:
    """Each post has a folder of its own, named by its slug, in folders if the slug has some; a list leads to all."""
    artifacts = make_all(shared(site()), site(), [post(slug=slug)])
    assert [artifact.path for artifact in artifacts] == [f"social/{slug}/{name}" for name in FILES] + [
        "social/index.html"
    ]


def test_networks_can_be_chosen(site: MakeSite, post: MakePost) -> None:
    """Who has no account there needs no text for it."""
    files = build(site(), post(), options=Options(networks=("email", "x")))
    assert list(files) == [f"social/rest/{name}" for name in ("x.txt", "email.txt", "snippets.json", "index.html")]


def test_file_is_the_text_itself(site: MakeSite, post: MakePost) -> None:
    """No heading, no count: what is in the file is what is posted, and a line break ends it."""
    options = Options(hashtags={"rest": "#Rest"})
    files = build(site(disclaimer="No medical advice."), post(tags=("Rest",)), options=options)
    assert files["social/rest/mastodon.txt"] == (
        "Rest is part of the treatment\n\nNeedles come out after half an hour. Then you rest for a while.\n\n"
        "No medical advice.\n\nhttps://blog.example.com/rest/\n#Rest\n"
    )


def test_every_problem_of_a_post_at_once(site: MakeSite, post: MakePost) -> None:
    """Every text of a post that is too long is reported, whatever the network."""
    with pytest.raises(ContentError) as caught:
        build(site(), post(slug="one", overrides={"text": "a" * 300}))
    found = [(problem.source, problem.text.split(" is too long")[0]) for problem in caught.value.problems]
    assert found == [("posts/one.md", f"the share text for {name}") for name in ("bluesky", "sms", "x")]


def test_a_post_that_cannot_be_shared_costs_itself_alone(
    site: MakeSite, post: MakePost, publication: MakePublication
) -> None:
    """Each post is made by itself, so that one bad text leaves those of others as they are."""
    bad, good = post(slug="bad", overrides={"x": "a" * 300}), post(slug="good")
    made = shared(site())
    recipes = {recipe.name: recipe for recipe in made.recipes(publication(bad, good))}
    assert len(made.make(recipes["good"], [good])) == len(FILES)
    with pytest.raises(ContentError, match=r"posts/bad\.md"):
        made.make(recipes["bad"], [bad])


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
    assert len(list(shared(site()).recipes(many))) == 51


def test_text_is_made_anew_when_its_post_changes(publication: MakePublication, site: MakeSite, post: MakePost) -> None:
    """A recipe names its post's key, and no other post's."""
    made = publication(post(slug="one"), post(slug="two"))
    changed = replace(made, posts=tuple(p._replace(key="new") if p.slug == "one" else p for p in made.posts))
    before, after = ({r.name: r.key for r in shared(site()).recipes(all_)} for all_ in (made, changed))
    assert {name for name in before if before[name] != after[name]} == {"one"}


def test_same_input_same_bytes(site: MakeSite, post: MakePost) -> None:
    """Nothing but the post, the site and the options goes into a file, and another post changes nothing in it."""
    first = build(site(), post(slug="one"))
    both = build(site(), post(slug="one"), post(slug="two", title="Two"))
    assert set(first.items()) < set(both.items())
    assert build(site(), post(slug="one")) == first
