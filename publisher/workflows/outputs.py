"""Everything a publication becomes: one line an output."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from publisher.app import POSTS_FOLDER, SETTINGS_FILE, App
from publisher.errors import ContentError, Problem, SettingsError
from publisher.feeds import atom, jsonfeed, rss
from publisher.model import Artifact, Publication
from publisher.pages import website
from publisher.social import sharetext
from publisher.workflows.progress import Progress, watched

Made = tuple[list[Artifact], list[Problem]]

Render = Callable[[Publication], list[Artifact]]


def _renderers(app: App) -> tuple[Render, ...]:
    """One line an output, in the order in which files are written: what a feed points at must be there before it."""
    settings, feeds = app.settings, app.settings.feeds
    paths = website.FeedPaths(rss=feeds.rss.path, atom=feeds.atom.path, json=feeds.json.path)
    website_of = partial(website.render, theme=app.theme, template_folders=app.template_folders, feed_paths=paths)
    return (
        lambda posts: website_of(posts, settings.pages),
        lambda posts: sharetext.OUTPUT.render(posts, settings.social),
        lambda posts: rss.OUTPUT.render(posts, feeds.rss),
        lambda posts: atom.OUTPUT.render(posts, feeds.atom),
        lambda posts: jsonfeed.OUTPUT.render(posts, feeds.json),
    )


def outputs(app: App, publication: Publication, progress: Progress) -> Made:
    """The files of every output in the order to write them, and the problems of posts that one had to leave out."""
    artifacts, problems = _assets(app.root, publication)
    for render in watched("making outputs", _renderers(app), progress):
        made, found = _without_bad_posts(render, publication)
        artifacts += made
        problems += found
    _refuse_collisions(artifacts)
    return artifacts, problems


def _refuse_collisions(artifacts: Sequence[Artifact]) -> None:
    """Two outputs at one path would overwrite each other at every build."""
    times = Counter(artifact.path for artifact in artifacts)
    text = "two outputs would write {}; give one of them another path under [feeds.…]"
    problems = [Problem(source=SETTINGS_FILE, text=text.format(path)) for path, count in times.items() if count > 1]
    if problems:
        raise SettingsError(problems)


def _without_bad_posts(render: Render, publication: Publication) -> Made:
    """The output of all posts, or, if some cannot be put into it, of the others: one bad post costs itself alone."""
    try:
        return render(publication), []
    except ContentError as error:
        bad = {problem.source for problem in error.problems}
        others = tuple(post for post in publication.posts if post.source not in bad)
        if len(others) == len(publication.posts):
            raise
        return render(replace(publication, posts=others)), list(error.problems)


def _assets(root: Path, publication: Publication) -> Made:
    artifacts: dict[str, Artifact] = {}
    problems: list[Problem] = []
    for post in publication.posts:
        for asset in post.assets:
            content = _inside(root, root / asset.source)
            if content is None:
                text = f"shows {asset.source}, which is not there or cannot be read; put the picture beside the post"
                problems.append(Problem(source=post.source, text=text))
            else:
                path = f"public/{asset.path}"
                artifacts[path] = Artifact(path=path, media_type="", content=content)
    return list(artifacts.values()), problems


def _inside(root: Path, path: Path) -> bytes | None:
    """The bytes of a plain file of the posts folder; `None` for what is missing or leads elsewhere."""
    posts = (root / POSTS_FOLDER).resolve()
    try:
        if path.is_symlink() or not path.resolve().is_relative_to(posts) or not path.is_file():
            return None
        return path.read_bytes()
    except OSError:  # a name too long for the disk, a file without permission to read
        return None
