"""Emoji of several code points that X is sure to count as one.

X's library takes its emoji from the list of 2018 (Emoji 11); X's own pages say that every emoji counts as one. Where
the two differ we plan for the larger count, so a sequence that came later is missing here on purpose.
https://docs.x.com/fundamentals/counting-characters, https://unicode.org/Public/emoji/11.0/
"""

_JOINER = "\u200d"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# England, Scotland and Wales, spelt in tag characters and ended by the cancel tag
_REGION_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_FAMILY = f"[👨👩](?:{_JOINER}[👨👩])?(?:{_JOINER}[👧👦]){{1,2}}"
_COUPLE = f"[👨👩]{_JOINER}❤\ufe0f{_JOINER}(?:💋{_JOINER})?[👨👩]"
_ROLE = f"[👨👩]{_TONE}?{_JOINER}(?:[⚕⚖✈]\ufe0f|[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰🦱🦲🦳])"
_GENDERED = (
    f"[⛹🏃🏄🏊🏋🏌👮👯👱👳👷💁💂💆💇🕵🙅🙆🙇🙋🙍🙎🚣🚴🚵🚶🤦🤷🤸🤹🤼🤽🤾🦸🦹🧖-🧟](?:{_TONE}|\ufe0f)?{_JOINER}[♀♂]\ufe0f"
)
_OTHER_JOINED = f"🏳\ufe0f{_JOINER}🌈|🏴{_JOINER}☠\ufe0f|👁\ufe0f?{_JOINER}🗨\ufe0f?"
# people and hands that took a skin tone in 2018; the couples and the handshake learnt it later
_TONED = (
    "[☝⛹✊-✍🎅🏂-🏄🏇🏊-🏌👂👃👆-👐👦-👩👮👰-👸👼"
    f"💁-💃💅-💇💪🕴🕵🕺🖐🖕🖖🙅-🙇🙋-🙏🚣🚴-🚶🛀🛌🤘-🤜🤞🤟🤦🤰-🤹🤽🤾🦵🦶🦸🦹🧑-🧝]{_TONE}"
)
# shown as a picture because a selector asks for it; © and ® are emoji to X even without
_SELECTED = (
    "[©®]\ufe0f?"
    "|[\\p{Emoji}&&[\u203c-\uffff]]\ufe0f"
    "|[[\\p{Emoji}--\\p{Emoji_Presentation}]&&[\U00010000-\U0010ffff]]\ufe0f"
)

PATTERN = "|".join(
    # longer shapes first: a family begins with a person
    (_KEYCAP, _FLAG, _REGION_FLAG, _COUPLE, _FAMILY, _ROLE, _GENDERED, _OTHER_JOINED, _TONED, _SELECTED)
)
