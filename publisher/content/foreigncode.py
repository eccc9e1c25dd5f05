"""What code of other tools looks like in a post."""

import re
from functools import cache

_CAPITAL = re.compile(r"</?[A-Z]")
# elements of HTML that some write with a capital: no components
HTML = set(
    "a abbr article aside audio blockquote body br button center caption code dd details div dl dt em embed figure "
    "figcaption font footer form head header hr html iframe img input li link main map mark meta nav object ol option "
    "p picture pre script section select small source span strike strong style sub summary sup svg table tbody td "
    "textarea tfoot th thead title tr tt ul video wbr".split()
)


@cache
def foreign_code() -> re.Pattern[str]:
    """Hugo's {{< … >}} and {{% … %}}, Liquid's and Jinja's {% … %} and {{ … }}, kramdown's {: … }; and in MDX a
    component, which begins with a capital, and a line that imports one.

    Bounds keep an open bracket from being looked far behind. Compiled when first wanted: most posts hold none of these.
    """
    return re.compile(
        r"(?P<hugo>\{\{(?P<mark>[<%])(?P<call>(?:(?!\}\}|\{\{).){0,2000}?)(?:>|%)\}\})"
        r"|(?P<tag>\{%-?(?P<words>(?:(?!%\}|\{%).){0,2000}?)-?%\})"
        r"|(?P<value>\{\{(?:(?!\}\}|\{\{).){0,2000}\}\})"
        r"|(?P<comment>\{#(?:(?!#\}|\{#).){0,2000}#\}|\{/\*(?:(?!\*/|\{/\*).){0,2000}\*/\})"
        r"|(?P<attributes>\{:(?:[ ]?[.#\w]|:)[^{}\n]{0,500}\})"
        r"|(?P<component></?(?P<name>[A-Z](?=[A-Za-z0-9]{0,99}[a-z])[A-Za-z0-9.]{1,100})(?=[\s/>])[^<>]{0,2000}>)"
        r"|(?P<import>^import[ ](?:[^\n;\"']{1,300}[ ]from[ ])?[\"'][^\"'\n]{1,200}[\"'];?[ \t]*$)"
        r"|(?P<export>^export[ ](?:const|let|function|default)\b[^\n]{0,500}$)",
        re.DOTALL | re.MULTILINE,
    )


def may_hold_code(markdown: str) -> bool:
    """Whether it is worth a look; most posts hold none, and these tests are a hundred times as fast."""
    return (
        ("{" in markdown and any(mark in markdown for mark in ("{{", "{%", "{:", "{#", "{/*")))
        or any(word in markdown for word in ("\nimport ", "\nexport "))
        or markdown.startswith(("import ", "export "))
        or ("<" in markdown and bool(_CAPITAL.search(markdown)))
    )
