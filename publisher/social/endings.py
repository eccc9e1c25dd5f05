"""The endings of host names by which networks tell an address from other words with a dot."""

from functools import cache
from pathlib import Path

# Endings that came later than the list: whether a network makes links of them is not known.
YOUNGER = frozenset(
    "amazon kids music spa ישראל السعوديه السعودیة السعودیۃ اليمن ايران سوريا پاكستان アマゾン 亚马逊 澳门 臺灣".split()
)


@cache
def known() -> frozenset[str]:
    """The endings that networks surely know, in small letters, without their dot."""
    lines = Path(__file__).with_name("endings.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


@cache
def all_endings() -> frozenset[str]:
    """The known ones and the younger ones."""
    return known() | YOUNGER
