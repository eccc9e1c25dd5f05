"""The share texts of one post as files."""

from collections.abc import Iterator, Mapping

from publisher.errors import ContentError, Problem
from publisher.links import share_link
from publisher.model import Artifact, Post
from publisher.social.hashtags import hashtags_of
from publisher.social.networks import NETWORKS
from publisher.social.snippet import snippet
from publisher.social.telling import Telling
from publisher.social.wording import clean


def share_files(post: Post, disclaimer: str, known: Mapping[str, str]) -> list[Artifact]:
    """A text for each network and the links that share the post; `known` are hashtags by tag (`hashtags.by_tag`).

    Raises `ContentError` with what is wrong in every network's text.
    """
    return list(_files(post, _texts(post, disclaimer, known)))


def _texts(post: Post, disclaimer: str, known: Mapping[str, str]) -> dict[str, str]:
    """The post's text by network, or an error with what is wrong in every one of them."""
    hashtags, telling = hashtags_of(post.tags, known), Telling(post)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for network in NETWORKS:
        try:
            texts[network.name] = snippet(post, network, disclaimer=disclaimer, hashtags=hashtags, telling=telling)
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
