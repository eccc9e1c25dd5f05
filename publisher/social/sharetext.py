"""Share texts as files: one a post and network, to be copied whole, and the links that share the post."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from publisher.errors import ContentError, Problem
from publisher.links import share_link
from publisher.model import Artifact, Post, Publication
from publisher.options import option
from publisher.output import Output
from publisher.social.hashtags import by_tag, hashtags_of
from publisher.social.networks import NETWORKS
from publisher.social.snippet import snippet
from publisher.social.wording import clean


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a share text may take from the site beside the post itself."""

    hashtags: Mapping[str, str] = option(
        'The hashtag that stands for a tag, as in "tai chi" = "#TaiChi"; a tag that is not listed gives none.',
        default=MappingProxyType({}),
    )


def render(publication: Publication, options: Options) -> list[Artifact]:
    """`social/<slug>/<network>.txt` for each post and network, and `social/<slug>/links.txt`, one address a line.

    Every text is inside its network's limits. Nothing is posted anywhere. Raises `ContentError` with every post whose
    text cannot be made.
    """
    known = by_tag(options.hashtags)
    artifacts: list[Artifact] = []
    problems: list[Problem] = []
    for post in publication.posts:
        try:
            artifacts += _files(post, _texts(post, publication.site.disclaimer, hashtags_of(post.tags, known)))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return artifacts


def _texts(post: Post, disclaimer: str, hashtags: tuple[str, ...]) -> dict[str, str]:
    """The post's text by network, or an error with what is wrong in every one of them."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for network in NETWORKS:
        try:
            texts[network.name] = snippet(post, network, disclaimer=disclaimer, hashtags=hashtags)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return texts


def _files(post: Post, texts: Mapping[str, str]) -> Iterator[Artifact]:
    for network, text in texts.items():
        yield _text_file(f"social/{post.slug}/{network}.txt", text)
    title = clean(post.title) or post.url
    links = [f"{network}: {share_link(network, title=title, text=texts[network], url=post.url)}" for network in texts]
    yield _text_file(f"social/{post.slug}/links.txt", "\n".join(links))


def _text_file(path: str, text: str) -> Artifact:
    return Artifact(path=path, media_type="text/plain", content=f"{text}\n".encode())


OUTPUT = Output(Options, render)
