"""Which posts get a share card, and that one that was given stays."""

import pytest

from publisher.errors import Problem
from tests.conftest import SiteFolder
from tests.workflows.test_build import made

PICTURE = "---\ntitle: Tea\ndate: 2024-03-05\nimage: cup.png\nimage_alt: A cup\n---\n\nTea.\n"


def cards(site: SiteFolder) -> list[str]:
    return [path.removeprefix("public/cards/") for path in site.files() if path.startswith("public/cards/")]


def head(site: SiteFolder, slug: str) -> str:
    return site.read(f"public/{slug}/index.html").partition("</head>")[0]


def test_a_post_without_picture_gets_a_card(site_folder: SiteFolder) -> None:
    """Its page, its share text and search engines name the card; a post with a picture has no need of one."""
    site_folder.post("rest", title="Rest well")
    site_folder.write("posts/tea.md", PICTURE)
    (site_folder.root / "posts/cup.png").write_bytes(_png())
    assert made(site_folder).problems == ()
    assert cards(site_folder) == ["rest.png"]
    address = "https://blog.example.com/cards/rest.png"
    assert f'<meta property="og:image" content="{address}">' in head(site_folder, "rest")
    assert '<meta property="og:image:alt" content="Rest well">' in head(site_folder, "rest")
    assert f'"image": ["{address}"]' in head(site_folder, "rest")
    assert address in site_folder.read("social/rest/snippets.json")
    assert "cards/" not in head(site_folder, "tea")


def test_only_announced_posts_get_one(site_folder: SiteFolder) -> None:
    """An archive of hundreds costs as many cards as the feeds show posts."""
    for day in range(1, 26):
        site_folder.post(f"day-{day:02}", title=f"Day {day}", date=f"2024-03-{day:02}")
    made(site_folder)
    assert cards(site_folder) == [f"day-{day:02}.png" for day in range(6, 26)]
    assert "og:image" not in head(site_folder, "day-05")


def test_a_card_stays_when_its_post_leaves_the_feeds(site_folder: SiteFolder) -> None:
    """Its address is out in the world; only with the post it goes."""
    site_folder.post("first", title="First", date="2024-03-01")
    made(site_folder)
    for day in range(2, 26):
        site_folder.post(f"day-{day:02}", title=f"Day {day}", date=f"2024-03-{day:02}")
    made(site_folder)
    assert "first.png" in cards(site_folder)
    assert "cards/first.png" in head(site_folder, "first")
    (site_folder.root / "posts/first.md").unlink()
    made(site_folder)
    assert "first.png" not in cards(site_folder)


def test_a_card_is_drawn_again_for_another_title_and_not_for_another_text(site_folder: SiteFolder) -> None:
    """What does not stand on it does not touch it."""
    path = site_folder.post("rest", title="Rest")
    made(site_folder)
    before = (site_folder.root / "out/public/cards/rest.png").stat()
    path.write_text(path.read_text("utf-8") + "\nMore words.\n", "utf-8")
    report = made(site_folder)
    assert "public/rest/index.html" in report.changed
    assert "public/cards/rest.png" not in report.changed
    assert (site_folder.root / "out/public/cards/rest.png").stat().st_mtime_ns == before.st_mtime_ns
    path.write_text(path.read_text("utf-8").replace("title: Rest", "title: Rest longer"), "utf-8")
    assert "public/cards/rest.png" in made(site_folder).changed


def test_a_picture_takes_the_place_of_the_card(site_folder: SiteFolder) -> None:
    """A card that nothing names is removed."""
    path = site_folder.post("tea", title="Tea", date="2024-03-05")
    made(site_folder)
    (site_folder.root / "posts/cup.png").write_bytes(_png())
    path.write_text(PICTURE, "utf-8")
    made(site_folder)
    assert cards(site_folder) == []
    assert "cup.png" in head(site_folder, "tea")


@pytest.mark.parametrize("title", ["针灸疼吗", "क्षमा"])
def test_what_cannot_be_drawn_gets_the_sites_picture(title: str, site_folder: SiteFolder) -> None:
    """Never a box: without a letter in the font there is no card, and the page names the default picture."""
    site_folder.change_settings('author = "Dr. Ada"', 'author = "Dr. Ada"\npicture = "https://example.com/door.png"')
    site_folder.write("posts/rest.md", f"---\ntitle: {title}\nslug: rest\ndate: 2024-03-04\n---\n\nRest.\n")
    assert made(site_folder).problems == ()
    assert cards(site_folder) == []
    assert '<meta property="og:image" content="https://example.com/door.png">' in head(site_folder, "rest")


def test_cards_can_be_switched_off(site_folder: SiteFolder) -> None:
    """Then there are none, and no page names one."""
    site_folder.change_settings("[site]", "[social]\ncards = false\n\n[site]")
    site_folder.post("rest")
    made(site_folder)
    assert cards(site_folder) == []
    assert "og:image" not in head(site_folder, "rest")


@pytest.mark.parametrize("slug", ["2024/03/rest", "2024/rest.html"])
def test_a_card_has_the_address_of_its_post(slug: str, site_folder: SiteFolder) -> None:
    """Below a folder that no post may take."""
    site_folder.write("posts/rest.md", f"---\ntitle: Rest\npermalink: /{slug}\ndate: 2024-03-04\n---\n\nRest.\n")
    assert made(site_folder).problems == ()
    assert cards(site_folder) == [f"{slug}.png"]
    site_folder.write("posts/two.md", "---\ntitle: Two\npermalink: /cards/two/\ndate: 2024-03-04\n---\n\nRest.\n")
    text = "cards/two/: the site needs this address for itself; give the post another 'slug'"
    assert made(site_folder).problems == (Problem(source="posts/two.md", text=text),)


def _png() -> bytes:
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (4, 3)).save(content, "PNG")
    return content.getvalue()
