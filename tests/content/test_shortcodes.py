"""Code of other tools is shown or dropped, never run."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.addresses import Addresses
from publisher.content.nearby import Files
from publisher.content.prose import render
from publisher.content.shortcodes import cleared, warning
from publisher.textblocks import text


def post_at(name: str) -> str | None:
    return None if "unknown" in name else f"/at/{name}/"


def clear(markdown: str, *, drop: bool = False, everywhere: bool = False) -> str:
    return cleared(markdown, drop=drop, everywhere=everywhere, post_at=post_at).markdown


def shown(markdown: str) -> str:
    """The words on the page."""
    url = "https://blog.example.com/rest/"
    return text(render(clear(markdown), Addresses(url=url, prefix="rest-", files=Files(home=url))).html)


CODE = {
    "Hugo": '{{< youtube id="a_b_c" autoplay="true" >}}',
    "Hugo, Markdown inside": "{{% notice *tip* %}}",
    "Hugo, closing": "{{< /figure >}}",
    "Hugo without spaces": "{{<figure src=a.png>}}",
    "Liquid tag": "{% include image.html url='a_b_c' %}",
    "Liquid tag that trims": "{%- assign x = 7 -%}",
    "Liquid value": '{{ page.title | default: "<b>x</b>" }}',
    "sum": "{{7*7}}",
    "kramdown": "{: .note #x}",
    "kramdown's own": '{::options parse_block_html="true" /}',
    "component": '<YouTube id="a" />',
    "component around words": "<Tabs.Item label='x'>",
    "import": "import Tabs from '@theme/Tabs';",
    "export": "export const x = 1",
}
EVERY_CODE = pytest.mark.parametrize("code", CODE.values(), ids=CODE.keys())


@EVERY_CODE
def test_code_is_shown_as_it_stands(code: str) -> None:
    """To the letter, and nothing is evaluated: `{{7*7}}` is no 49. (R2)"""
    assert shown(code) == code
    assert len(cleared(code, drop=False, everywhere=False, post_at=post_at).found) == 1


@EVERY_CODE
def test_code_is_shown_inside_html(code: str) -> None:
    """A block of HTML knows no backslashes, so marks are written as references."""
    if not code.startswith(("import", "export")):
        assert shown(f"<div>\n{code}\n</div>") == code


@EVERY_CODE
def test_code_can_be_dropped(code: str) -> None:
    """By setting it leaves nothing behind."""
    assert clear(f"One.\n\n{code}\n\nTwo.", drop=True) == "One.\n\n\n\nTwo."


@EVERY_CODE
@pytest.mark.parametrize("around", ["`{}`", "```\n{}\n```", "One.\n\n    {}\n"], ids=["span", "fence", "indented"])
def test_code_in_code_is_left_alone(code: str, around: str) -> None:
    """A post about such tools shows them."""
    markdown = around.format(code)
    for drop in (True, False):
        assert cleared(markdown, drop=drop, everywhere=False, post_at=post_at) == (markdown, [])


@pytest.mark.parametrize(
    "text",
    [
        "a < b and B > c",
        "<DIV>x</DIV> <Br> <A HREF='/x'>y</A>",
        "{ braces } and {x} {} {#id}",
        "<https://Example.com> <Ada@example.com>",
        "We import tea from China",
        "import the tea, then 'rest'",
        "<!-- more -->",
        "50% {off}",
    ],
)
def test_what_is_no_code_is_left_alone(text: str) -> None:
    """Braces, comparisons, capitals and the word "import" are for everybody."""
    assert cleared(text, drop=True, everywhere=False, post_at=post_at) == (text, [])


def test_a_type_in_angle_brackets_is_shown() -> None:
    """A page would swallow it as an element that nobody knows."""
    assert shown("A List<String> of words") == "A List<String> of words"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("{% raw %}{{ x }} *a*{% endraw %}", "{{ x }} *a*", id="raw keeps its content"),
        pytest.param("{%- raw -%}{% y %}{%- endraw -%}", "{% y %}", id="raw that trims"),
        pytest.param("a{% comment %} {{ x }} {% endcomment %}b", "ab", id="comment"),
        pytest.param(
            '{% highlight ruby linenos %}\nputs "{{ x }}"\n{% endhighlight %}',
            '\n```ruby\nputs "{{ x }}"\n```\n',
            id="highlight",
        ),
        pytest.param(
            "{{< highlight go >}}\na ``` b\n{{< /highlight >}}", "\n````go\na ``` b\n````\n", id="Hugo's highlight"
        ),
        pytest.param("[x]({% post_url 2024-03-04-rest %})", "[x](/at/2024-03-04-rest/)", id="post_url"),
        pytest.param(
            "[x]({{ site.baseurl }}{% link _posts/2024-03-04-rest.md %})",
            "[x](/at/_posts/2024-03-04-rest.md/)",
            id="link",
        ),
        pytest.param('[x]({{< ref "rest.md" >}})', "[x](/at/rest.md/)", id="ref"),
        pytest.param('[x]({{% relref "/posts/rest" %}})', "[x](/at//posts/rest/)", id="relref"),
    ],
)
def test_what_can_be_said_in_markdown_is(markdown: str, expected: str) -> None:
    """Links between posts, blocks of code and what is to be kept raw need no other tool, and no warning."""
    assert cleared(markdown, drop=False, everywhere=False, post_at=post_at) == (expected, [])


@pytest.mark.parametrize("drop", [True, False])
@pytest.mark.parametrize(
    "comment", ["{# not for\nreaders #}", "{/* not for readers */}", "{% comment %}not{% endcomment %}", "{% # not %}"]
)
def test_comments_are_not_published(comment: str, drop: bool) -> None:
    """What was written for the next editor is shown to nobody, and needs no warning. (R23)"""
    assert cleared(f"a {comment} b", drop=drop, everywhere=False, post_at=post_at) == ("a  b", [])


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[x]({{ site.baseurl }}/rest/)", "[x](https://blog.example.com/sub/rest/)"),
        ("![x]({{ site.url }}{{ site.baseurl }}/a.png)", "![x](https://blog.example.com/sub/a.png)"),
        ("[x]({{ '/rest/' | url }})", "[x](https://blog.example.com/sub/rest/)"),
        ('<a href="{{ "/rest/" | relative_url }}">', '<a href="https://blog.example.com/sub/rest/">'),
        ("[x]: {{ '/rest/' | prepend: site.baseurl }}", "[x]: https://blog.example.com/sub/rest/"),
        ("[x]({{ .Site.BaseURL }}/rest/)", "[x](https://blog.example.com/sub/rest/)"),
    ],
)
def test_the_address_of_the_site(markdown: str, expected: str) -> None:
    """A few fixed words at the begin of a link mean the site, in Jekyll, Eleventy and Hugo; nothing is evaluated."""
    site_url = "https://blog.example.com/sub/"
    found = cleared(markdown, drop=False, everywhere=False, post_at=post_at, site_url=site_url)
    assert found == (expected, [])


@pytest.mark.parametrize(
    "markdown", ["Our {{ site.url }}", "[x]({{ page.url }})", "[x]({{ '/a' | upcase }})", "x {{ '/a' | url }}"]
)
def test_other_words_are_code(markdown: str) -> None:
    """Only those words, and only where a link begins."""
    found = cleared(markdown, drop=False, everywhere=False, post_at=post_at, site_url="https://blog.example.com/")
    assert len(found.found) == 1


def test_hugos_comment_shows_a_shortcode() -> None:
    """`{{</* x */>}}` is how Hugo's own manual writes about shortcodes."""
    assert shown("{{</* youtube a_b_c */>}}") == "{{< youtube a_b_c >}}"


def test_jekyll_reads_raw_in_code_too() -> None:
    """In a folder of Jekyll's the words around the code go, in any other they are the code."""
    markdown = "```\n{% raw %}{{ x }}{% endraw %}\n```"
    assert clear(markdown, everywhere=True) == "```\n{{ x }}\n```"
    assert clear(markdown) == markdown


def test_a_link_to_a_post_that_is_not_known_is_shown() -> None:
    """Nothing is guessed."""
    assert shown("{% post_url unknown %}") == "{% post_url unknown %}"


@pytest.mark.parametrize("name", ["raw", "highlight x", "comment"])
def test_a_pair_that_is_never_closed_is_shown(name: str) -> None:
    """One forgotten end costs no more than its own tag."""
    assert shown(f"{{% {name} %}} *rest* {{{{ x }}}}") == f"{{% {name} %}} rest {{{{ x }}}}"


def test_the_warning_names_the_first_ones_with_their_lines() -> None:
    """Where to look, and what the setting is called."""
    found = cleared(
        "\n{{ a }}\n\n{% b\n  c %} {{ d }} {{ e }} {{ f }}", drop=False, everywhere=False, post_at=post_at
    ).found
    assert warning(found, 10, drop=False) == (
        'code of another tool is shown as text; with [content] shortcodes = "drop" it is left out: '
        "{{ a }} (line 11), {% b c %} (line 13), {{ d }} (line 14) and 2 more"
    )
    assert warning(found[:1], 10, drop=True) == "code of another tool was left out: {{ a }} (line 11)"


PIECES = [
    "{{< x >}}",
    "{{ y }}",
    "{% raw %}",
    "{% endraw %}",
    "{% z %}",
    "`",
    "```\n",
    "\n",
    "a",
    "<B a>",
    "{{",
    "}}",
    "%}",
    "{:",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_dropping_leaves_only_what_was_written(markdown: str) -> None:
    """However the pieces are put together, nothing new comes in."""
    rest = iter(markdown)
    assert all(letter in rest for letter in clear(markdown, drop=True))


HOSTILE: dict[str, Callable[[int], str]] = {
    "Hugo never closed": lambda n: "{{< " * n,
    "raw never closed": lambda n: "{% raw %}" * n,
    "braces": lambda n: "{{" * n,
    "components never closed": lambda n: "<Ab " * n,
    "highlight never closed": lambda n: "{% highlight x %}`" * n,
    "imports": lambda n: "import '\n" * n,
    "backticks": lambda n: "{{ x }} " + " ".join("`" * (number % 60) for number in range(n)),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_made_to_be_slow_is_read_to_the_end(hostile: Callable[[int], str]) -> None:
    """A hundred thousand open brackets are no hundred thousand looks behind. (R21)"""
    markdown = hostile(100_000)[: 1024 * 1024]
    assert len(clear(markdown)) >= len(markdown)
