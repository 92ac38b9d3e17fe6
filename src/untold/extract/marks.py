"""What stubs and truncated texts look like: the patterns that the rules of `readable` go by."""

from __future__ import annotations

import re


def _lines(*patterns: str) -> re.Pattern[str]:
    """A pattern for a whole line, give or take marks and arrows around it."""
    joined = "|".join(patterns)
    return re.compile(rf"[\W_]*(?:{joined})[\W_]*", re.I)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


WORD = re.compile(r"\w+")

#: Lines that belong to the page, not to the report. They count as no words.
FURNITURE = _lines(
    r"advertisement",
    r"photos?",
    r"close",
    r"related( articles| stories)?",
    r"story highlights",
    r"share( this)?",
    r"image copyright .{0,40}",
    r"(?:©|\(c\)|copyright)[^\n]*",
    r"[^\n]{0,60}all rights reserved[^\n]*",
    r"this material may not be published[^\n]*",
    r"read or share this story[^\n]*",
    r"(?:chat|talk) with us (?:in|on) [^\n]*",
    r"(?:sign up|subscribe) (?:for|to) (?:our|the) [^\n]*newsletters?[^\n]*",
    r"newsletter sign up[^\n]*",
    r"[^\n]*\bprivacy policy",
    r"(?:follow|like) (?:us|\S+) on (?:twitter|facebook|instagram)[^\n]*",
)

CAPTION = _any(r"\b(?:hide|show|toggle) caption\b(?: \d+ of \d+)?", r"\benlarge this image\b")
AUTHOR_BOX = _lines(r"about the authors?[^\n]*")

#: How web sites title their search pages. "Search for missing boat ends" is a headline.
SEARCH_TITLE = _any(
    r"^(?:\S+ )?search(?: results?| page)?(?=\s*$|\s*[:|–—]|\s+-\s)",
    r"^(?:site )?search results? for\b",
    r"[:|–—]\s*(?:site )?search(?: results?| page)?$",
    r"\s-\s(?:site )?search(?: results?| page)?$",
    r"^(?:search for|you searched for):?\s*[\"“'‘]",
)
SNIPPET = re.compile(r"(?:^|\s)(?:\.\.\.|…)(?=\s|$)")

#: Notices of a web site that stand where the article should.
NO_ARTICLE = _any(
    r"(?:enable|turn on|activate) (?:javascript|cookies)",
    r"javascript (?:is|must be) (?:disabled|enabled)",
    r"checking your browser",
    r"verify (?:that )?you(?:'re| are) (?:not a robot|human)",
    r"unusual traffic",
    r"access (?:to this \w+ )?(?:has been |is )?denied",
    r"you don'?t have permission to access",
    r"page (?:you (?:requested|were looking for) )?"
    r"(?:cannot|can not|can't|could not|was not|not) (?:be )?found",
    r"error 404\b|\b404 (?:error|not found|page)",
    r"not available in your (?:country|region)",
    r"before you continue to\b",
    r"we (?:and our partners )?use cookies",
)

PAYWALL = _lines(
    r"[^\n]{0,80}\b(?:subscribe|sign up|sign in|log in|register|create an account)(?: \w+){0,3}"
    r" to (?:continue|keep|finish)(?: reading)?\b[^\n]{0,80}",
    r"[^\n]{0,40}\b(?:article|story|content|page) is (?:only )?"
    r"(?:for|available to|reserved for|exclusive to) (?:\w+ ){0,3}(?:subscribers|members)\b[^\n]{0,80}",
    r"(?:already|not yet) a (?:subscriber|member)\?[^\n]{0,80}",
    r"[^\n]{0,60}\b(?:subscribe|subscription|register)\b[^\n]{0,30}"
    r"\bread (?:this|the) (?:full|whole|rest)\b[^\n]{0,60}",
    r"you(?:'ve| have) (?:reached|read|used)[^\n]{0,40}\b(?:free|limit)\b[^\n]{0,60}",
    r"[^\n]{0,40}\bsubscribers[- ]only\b[^\n]{0,40}",
    r"want to read more\?[^\n]{0,80}",
)

#: A last line that leads to the rest of the text.
GOES_ON = _lines(
    r"(?:please )?(?:click|tap) (?:here )?to (?:read|see|continue)[^\n]{0,40}",
    r"(?:continue|keep) reading(?: (?:the )?(?:main|full|whole|this)?\s?(?:story|article))?",
    r"read (?:the )?(?:full|whole|rest of the|complete|entire) (?:story|article|report|text).{0,40}",
    r"full (?:story|article)",
    r"(?:read |see |show )?more",
    r"story continues?[^\n]{0,30}",
)

#: A line in the midst of the text that stood where a page folds its article.
FOLD = _lines(
    r"(?:advertisement )?continue reading(?: the)? (?:main|full|whole|this) (?:story|article).{0,20}",
    r"newsletter sign up continue reading the main story[^\n]*",
)

#: What programs put where they clip a text.
CLIPPED = _any(
    r"\[\s*\+\s*[\d,. ]+\s*(?:chars|characters|words)\s*\]",
    r"\[\s*truncated\s*\]",
    r"\(\s*truncated\s*\)",
    r"\[more\]",
)
ELLIPSIS = re.compile(
    r"(?:\.\.\.|…|\. \. \.|\[(?:\.\.\.|…|&hellip;)\]|&hellip;|&#8230;)[\s\"'”’)»]*"
    r"(?:\(?(?:read|see|show|continue) ?(?:more|on|reading)?\)?[\s.»>→]*)?$",
    re.I,
)

#: Words that don't end an English sentence, not even a headline.
NEVER_LAST = frozenset(
    ("the", "a", "an", "of", "and", "or", "nor", "from", "which", "whose", "his", "her", "their",
     "its", "our", "my", "your", "every", "because", "while", "than", "into", "whether",
     "although", "between", "during", "among")
)  # fmt: skip
OPEN_END = re.compile(r"(?:[,;([{–—&]|[^.!?\s]\s*[“‘«])$")  # '. “' is a slip for a closing mark
LAST_WORD = re.compile(r"(?<![\w'’/.@-])[a-z]{2,}$")  # a small word of its own
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[A-Z“\"‘'])")
ENDED = re.compile(r"(?:[^\w,;([{“‘«–—&]|\d|\s[^\x00-\x7f])$")  # the last: end signs such as µ

#: Lines without a full stop that are no sentence: credits, links, captions, pull quotes.
NO_SENTENCE = _any(
    r"https?://|www\.|@|\.com\b|©|\|",
    r"\b(?:contributed|assistance|report(?:ing|ed)|follow|photo|pictured|copyright|privacy|source)\b",
    r"\bagenc|\bsigning up\b|\bread (?:also|more|next)\b|\b(?:more|watch) ?:",
    r"[”\"'] ?[—–-] ",
)

LINK = re.compile(
    r"\W*(?:more|related|read|watch|listen|video|contributing|reports?)\b[^:\n]{0,20}:", re.I
)

#: Quotation marks with what stands beside them, up to the nearest word.
OPENING = re.compile(r"(?:(?<=\s)|^)[\"“](?=\w)")
CLOSING = re.compile(r"(?<=\S)[\"”]|[\"”](?=\s|$)")

#: Lengths, in characters, that other programs cut texts to.
FIELD_LENGTHS = frozenset(
    (140, 160, 200, 250, 255, 256, 280, 300, 400, 500, 512, 1000, 1023, 1024, 2000, 2047, 2048, 3000,
     4000, 4095, 4096, 5000, 8000, 8191, 8192, 10000, 16383, 16384, 32766, 32767, 32768, 65535, 65536)
)  # fmt: skip

BEGINS_INSIDE = re.compile(
    r"(?:\.\.\.|…)\s*\w|(?:and|but|or|of|to|which|who|that|was|were|said|had|has) [a-z]+ "
)
