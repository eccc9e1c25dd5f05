"""The website as a reader, a browser and a feed reader meet it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest

from publisher.errors import IdentityError
from publisher.links import permalink, share_links
from publisher.model import Artifact, Enclosure, Post, Publication
from publisher.pages.website import FeedPaths, Options, render
from publisher.theme import Theme

TEMPLATES = Path(__file__).parents[2] / "templates"
USUAL_PATHS = FeedPaths()
SITE = "https://blog.example.com/"
MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]


def artifacts(publication: Publication, *own_folders: Path, feed_paths: FeedPaths = USUAL_PATHS) -> list[Artifact]:
    folders = [*own_folders, TEMPLATES]
    return render(publication, Options(), theme=Theme(), template_folders=folders, feed_paths=feed_paths)


def build(publication: Publication, *own_folders: Path, feed_paths: FeedPaths = USUAL_PATHS) -> dict[str, str]:
    """The text of each file by its path."""
    made = artifacts(publication, *own_folders, feed_paths=feed_paths)
    return {artifact.path: artifact.content.decode() for artifact in made}


def page(files: dict[str, str], path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(files[path].encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def words(tree: lxml.html.HtmlElement, class_name: str) -> list[str]:
    return [" ".join(str(found.text_content()).split()) for found in tree.find_class(class_name)]


def test_a_site_has_its_pages(post: MakePost, publication: MakePublication) -> None:
    """Each post has a folder of its own; beside them stand the list, the page about feeds and the style sheet."""
    files = build(publication(post(slug="rest"), post(slug="sleep")))
    assert sorted(files) == [
        "public/feeds/index.html",
        "public/index.html",
        "public/rest/index.html",
        "public/sleep/index.html",
        "public/style.css",
    ]


def test_pages_can_be_switched_off(post: MakePost, publication: MakePublication) -> None:
    """A site that has its pages elsewhere gets none from here."""
    options = Options(enabled=False)
    assert render(publication(post()), options, theme=Theme(), template_folders=[TEMPLATES]) == []


def test_post_is_an_entry(post: MakePost, publication: MakePublication) -> None:
    """A program that reads microformats finds title, day, address, authors, tags and the text."""
    made = post(authors=("Dr. Ada", "Ben"), tags=("rest", "sleep"), updated=datetime(2024, 5, 6, 12, tzinfo=UTC))
    (entry,) = page(build(publication(made)), "public/rest/index.html").find_class("h-entry")
    assert words(entry, "p-name") == ["Rest is part of the treatment"]
    assert words(entry, "dt-published") == ["4 March 2024"]
    assert entry.find_class("dt-published")[0].get("datetime") == "2024-03-04T00:00:00-05:00"
    assert words(entry, "dt-updated") == ["6 May 2024"]
    assert entry.find_class("u-url")[0].get("href") == made.url
    assert words(entry, "p-author") == ["Dr. Ada", "Ben"]
    assert words(entry, "p-category") == ["rest", "sleep"]
    assert words(entry, "e-content") == ["Needles come out after half an hour. Then you rest for a while."]


def test_unchanged_post_shows_one_day(post: MakePost, publication: MakePublication) -> None:
    """A post that was not changed after its day speaks of no update."""
    files = build(publication(post(updated=datetime(2024, 3, 4, 9, tzinfo=UTC))))
    assert page(files, "public/rest/index.html").find_class("dt-updated") == []


def test_files_of_a_post_can_be_had(post: MakePost, publication: MakePublication) -> None:
    """What feed readers get as an enclosure, readers of the page find under the text, with its size."""
    file = Enclosure(url=f"{SITE}rest/talk.mp3", length=1_500_000, media_type="audio/mpeg")
    (link,) = page(build(publication(post(enclosures=(file,)))), "public/rest/index.html").find_class("u-enclosure")
    assert (link.get("href"), link.text, link.tail) == (file.url, "talk.mp3", " (1.5 MB)")


def test_list_shows_all_posts_newest_first(post: MakePost, publication: MakePublication) -> None:
    """The first page lists every post with title, day, summary and a way to it."""
    older = post(slug="sleep", title="Sleep", summary="Well.", published=datetime(2023, 1, 2, 12, tzinfo=UTC))
    tree = page(build(publication(older, post())), "public/index.html")
    assert words(tree, "p-name") == ["Rest is part of the treatment", "Sleep"]
    assert words(tree, "dt-published") == ["4 March 2024", "2 January 2023"]
    assert words(tree, "p-summary") == ["Needles come out after half an hour.", "Well."]
    assert [link.get("href") for link in tree.find_class("u-url")] == ["rest/", "sleep/"]


def test_empty_site_says_so(publication: MakePublication) -> None:
    """Before the first post there is a page, not a void."""
    assert "No posts yet." in build(publication())["public/index.html"]


def test_post_is_no_template(post: MakePost, publication: MakePublication) -> None:
    """What looks like a template in a title, a summary or a text is shown as it was written."""
    mark = "{{ 7*7 }} {% if %} {# x #}"
    files = build(publication(post(title=mark, summary=mark, html=f"<p>{mark}</p>")))
    tree = page(files, "public/rest/index.html")
    assert words(tree, "p-name") == [mark]
    assert words(tree, "e-content") == [mark]
    assert words(page(files, "public/index.html"), "p-summary") == [mark]


def test_words_are_escaped_once(post: MakePost, publication: MakePublication) -> None:
    """Marks and quotes in words of posts and of the site reach the reader as they were typed."""
    nasty = """Tom & "Jerry" 'n' <b>x</b> &amp; </title></script>"""
    made = post(title=nasty, summary=nasty, tags=(nasty,), authors=(nasty,))
    site_words = {"title": nasty, "description": nasty, "disclaimer": nasty}
    files = build(publication(made, **site_words))
    own, first = page(files, "public/rest/index.html"), page(files, "public/index.html")
    for tree, name in [(own, "p-name"), (own, "p-author"), (own, "p-category"), (first, "p-summary")]:
        assert words(tree, name) == [nasty]
    assert own.findtext(".//title") == f"{nasty} – {nasty}"
    assert first.findtext(".//h1") == nasty
    assert len(list(own.iter("b"))) == len(list(first.iter("b"))) == 0


def test_every_page_has_one_heading_and_its_language(post: MakePost, publication: MakePublication) -> None:
    """A screen reader finds one h1, one main part and the language on every page."""
    files = build(publication(post(), language="en-GB"))
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        assert (len(list(tree.iter("h1"))), len(list(tree.iter("main")))) == (1, 1)
        assert (tree.get("lang"), tree.get("dir")) == ("en-GB", "ltr")


def test_post_in_another_language_says_so(post: MakePost, publication: MakePublication) -> None:
    """A Hebrew post of an English site runs from right to left; the words around it stay English."""
    tree = page(build(publication(post(language="he"))), "public/rest/index.html")
    (entry,) = tree.find_class("h-entry")
    assert (entry.get("lang"), entry.get("dir")) == ("he", "rtl")
    (after,) = tree.find_class("after")
    assert (after.get("lang"), after.get("dir")) == ("en", "ltr")


def test_feeds_are_found_from_every_page(post: MakePost, publication: MakePublication) -> None:
    """A feed reader that is given any page finds three feeds, each with a title of its own."""
    files = build(publication(post()), feed_paths=FeedPaths(rss="feed/news.xml"))
    for path in [path for path in files if path.endswith(".html")]:
        links = page(files, path).xpath("//link[@rel='alternate']")
        assert [(link.get("title"), link.get("type"), link.get("href")) for link in links] == [
            ("A Quiet Clinic (RSS)", "application/rss+xml", f"{SITE}feed/news.xml"),
            ("A Quiet Clinic (Atom)", "application/atom+xml", f"{SITE}atom.xml"),
            ("A Quiet Clinic (JSON Feed)", "application/feed+json", f"{SITE}feed.json"),
        ]


def test_feeds_page_shows_the_addresses(publication: MakePublication) -> None:
    """The addresses stand on the page as words, to be copied into a reader."""
    tree = page(build(publication()), "public/feeds/index.html")
    assert words(tree, "address") == [SITE, f"{SITE}rss.xml", f"{SITE}atom.xml", f"{SITE}feed.json"]


def test_share_links_are_plain_links(post: MakePost, publication: MakePublication) -> None:
    """Every network's link has a name, asks for no trust, and carries the post's address."""
    made = post()
    (share,) = page(build(publication(made)), "public/rest/index.html").find_class("share")
    links = list(share.iter("a"))
    expected = share_links(title=made.title, text=f"{made.title} {made.url}", url=made.url)
    assert share.findtext("h2") == "Share this post"
    assert [link.get("href") for link in links] == list(expected.values())
    assert {link.get("rel") for link in links} == {"noopener nofollow"}
    assert all(link.text for link in links)


@pytest.mark.parametrize("url", [SITE, "https://www.example.org/deep/blog/"], ids=["root", "folder"])
def test_every_link_leads_somewhere(url: str, post: MakePost, publication: MakePublication) -> None:
    """Every address on a page is a page of ours, a feed, or a network's share form; in a subfolder and abroad too."""
    posts = [post(slug=slug, url=permalink(url, slug)) for slug in ("rest", "año-nuevo", "2024/sleep")]
    files = build(publication(*posts, url=url))
    known = {path.removeprefix("public/").removesuffix("index.html") for path in files}
    known |= {"rss.xml", "atom.xml", "feed.json"}
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        for share in tree.find_class("share"):
            share.drop_tree()
        address = urljoin(url, path.removeprefix("public/").removesuffix("index.html"))
        for reference in tree.xpath("//@href | //@src"):
            target = unquote(urljoin(address, reference).split("#")[0])
            assert target.startswith(unquote(url)), f"{path} leads away to {reference}"
            assert target.removeprefix(unquote(url)) in known, f"{path} leads to {reference}"


def test_nothing_is_loaded_from_elsewhere(post: MakePost, publication: MakePublication) -> None:
    """A page loads one style sheet of ours, and that loads nothing; the only script is a block of facts."""
    files = build(publication(post()))
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        assert [script.get("type") for script in tree.iter("script")] in ([], ["application/ld+json"])
        (sheet,) = tree.xpath("//link[@rel='stylesheet']/@href")
        assert urlsplit(sheet).netloc == ""
        assert tree.xpath("//img | //iframe | //*[@style] | //*[@*[starts-with(name(), 'on')]]") == []
    style = files["public/style.css"]
    assert not any(word in style for word in ("url(", "@import", "http:", "https:", "{{"))


def test_page_is_light(post: MakePost, publication: MakePublication) -> None:
    """What a page adds to a post's own text stays below 30 KB, style sheet and all."""
    files = build(publication(post(html="")))
    assert len(files["public/rest/index.html"].encode()) + len(files["public/style.css"].encode()) < 30_000


def test_colours_and_fonts_are_the_themes(publication: MakePublication) -> None:
    """A site's colours, light and dark, and its fonts stand in the style sheet as they were set."""
    theme = Theme(accent="#123456", dark_accent="#abcdef", body_font="'Fine Print', serif")
    made = render(publication(), Options(), theme=theme, template_folders=[TEMPLATES])
    (style,) = [artifact.content.decode() for artifact in made if artifact.path == "public/style.css"]
    light, dark = style.split("prefers-color-scheme: dark")
    assert "--accent: #123456;" in light
    assert "--accent: #abcdef;" in dark
    assert "'Fine Print', serif" in style


def test_site_can_bring_its_own_template(tmp_path: Path, post: MakePost, publication: MakePublication) -> None:
    """A site's own template takes the place of the bundled one, and the others stay."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/feeds.html").write_text("{% extends 'pages/base.html' %}{% block main %}Mine{% endblock %}")
    files = build(publication(post()), tmp_path)
    assert (page(files, "public/feeds/index.html").findtext(".//main") or "").strip() == "Mine"
    assert "Share this post" in files["public/rest/index.html"]


@pytest.mark.parametrize("slug", ["feeds", "style.css", "rss.xml"])
def test_taken_address_is_refused(slug: str, post: MakePost, publication: MakePublication) -> None:
    """A post may not take the place of a page or a feed; the message names the post and the way out."""
    with pytest.raises(IdentityError, match=rf"^posts/{slug}\.md: {slug}/: .*give the post another 'slug'$"):
        build(publication(post(slug=slug)))


def test_same_posts_same_bytes(post: MakePost, publication: MakePublication) -> None:
    """Building twice gives the same files in the same order; a new post leaves the pages of others alone."""
    before = publication(post(), post(slug="sleep"))
    assert artifacts(before) == artifacts(before)
    after = replace(before, posts=(post(slug="new"), *before.posts))
    old, new = build(before), build(after)
    assert {path for path in old if old[path] != new[path]} == {"public/index.html"}
