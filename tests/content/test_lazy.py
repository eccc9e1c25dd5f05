"""Pictures that wait for a script are shown without one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.lazy import shown

LEAF = '<img src="leaf.jpg" alt="A leaf">'


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('<img alt="A leaf" data-src="leaf.jpg">', id="lazysizes"),
        pytest.param('<IMG class=lazy alt="A leaf" DATA-SRC=leaf.jpg />', id="capitals"),
        pytest.param(
            '<img src="data:image/gif;base64,R0lGOD" data-lazy-src="leaf.jpg" alt="A leaf">', id="placeholder"
        ),
        pytest.param(f'<img src="data:{"A" * 9_000}" data-original="leaf.jpg" alt="A leaf">', id="blurred placeholder"),
        pytest.param('<img src="" data-srcset="leaf.jpg 300w, leaf-2.jpg 600w" alt="A leaf">', id="several"),
        pytest.param("<img srcset='leaf.jpg, leaf-2.jpg 2x' alt='A leaf'>", id="without src"),
        pytest.param(
            '<img data-src="leaf.jpg" alt="A leaf"><noscript><img src="leaf.jpg" alt="A leaf"></noscript>', id="spare"
        ),
    ],
)
def test_lazy_picture_is_shown(written: str) -> None:
    """From whichever attribute the script would take its address."""
    assert shown(f"<p>{written}</p>") == f"<p>{LEAF}</p>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<img src="small.jpg" data-src="large.jpg">', id="has its own address"),
        pytest.param('<img src="data:image/png;base64,AAAA" alt="" data-id="3">', id="nothing waits"),
        pytest.param('<img data-src="" src="data:image/png;base64,AAAA">', id="empty"),
        pytest.param('<p data-src="leaf.jpg">data-src</p><noscript><img src="a.png"></noscript>', id="no picture"),
        pytest.param("<code>&lt;img data-src=leaf.jpg&gt;</code>", id="code"),
    ],
)
def test_other_pictures_are_left_alone(html: str) -> None:
    """What a page shows without a script needs no mending."""
    assert shown(html) == html


def test_address_cannot_leave_its_attribute() -> None:
    """Quotes and marks in it stay what they are."""
    assert shown("<img data-src='a&amp;b\"><b>.jpg'>") == '<img src="a&amp;b&quot;&gt;&lt;b&gt;.jpg">'


PIECES = st.sampled_from(["<img", " ", "data-src", "=", '"', "'", "x", ">", "/", "<noscript>", "</noscript>", "\n"])


@settings(max_examples=200, deadline=1000)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 400))
def test_whatever_comes_in_takes_no_time(piece: str, times: int) -> None:
    """No text made for it takes long."""
    shown(piece * times)
