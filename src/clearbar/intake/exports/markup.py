"""HTML as text: what a reader would have seen of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "form", "header", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_QUOTED = re.compile(r"\b(?:gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|zmail_extra)\b")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:[a-zA-Z]+|#\d+);")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")


def plain(markup: str | None) -> str:
    """The text of a piece of HTML, a line for each block. Scripts, styles and recognisable quotations of earlier mail
    are left out. What is no HTML comes back as it is, but for blanks at its ends."""
    if not markup:
        return ""
    if not _MARKUP.search(markup):
        return markup.strip()
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = [_BLANKS.sub(" ", line).strip() for line in "".join(reader.seen).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects what is seen. `within` holds the open elements inside of one that is not seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.within: list[str] = []

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![…>` is nothing that is seen, whatever stands in it: a browser reads up to the next `>`, too. The parser's
        own reading asserts that a name follows."""
        return self.parse_bogus_comment(i, bool(report))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not self.within:
            self.seen.append("\n")
        if tag not in _VOID and (self.within or tag in _UNSEEN or _quotes(tag, dict(attrs))):
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS and not self.within:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            while self.within.pop() != tag:
                pass
        if tag in _BLOCKS and not self.within:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.seen.append(data.replace("\n", " "))


def _quotes(tag: str, attrs: dict[str, str | None]) -> bool:
    """Whether an element holds earlier mail: as Gmail, Thunderbird, Apple Mail, Yahoo and Proton mark it."""
    if tag == "blockquote" and (attrs.get("type") or "") == "cite":
        return True
    return bool(_QUOTED.search(attrs.get("class") or ""))
