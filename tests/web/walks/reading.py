"""Pages as they are read: without tags, with plain spaces."""

from __future__ import annotations

import re
from html import unescape


def read(html: str) -> str:
    """The words of a page in one line."""
    bare = unescape(re.sub(r"<(?!text)[^>]*>", " ", html)).translate(dict.fromkeys((0xA0, 0x202F, 0x2060), " "))
    return re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s+", " ", bare)).replace("( ", "(").replace(" )", ")")
