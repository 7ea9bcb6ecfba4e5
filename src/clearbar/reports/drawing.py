"""Charts as pictures: as SVG for paper and for a page without scripts, and as data for the page's own scripts.

vl-convert draws without any network, and carries the scripts (Vega, Vega-Lite, Vega-Embed) that a page needs to draw
the same again with values under the pointer. Those run as they come, without `eval`: expressions are interpreted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import vl_convert
from markupsafe import Markup

from clearbar.reports.charts.frame import FONT, Spec, Width

WIDE, NARROW = 680, 328
"""Pixels of a chart on a desk or on paper, and on a phone or beside another."""
_VEGA_LITE = "6.4"
_STARTS = """
const refuse = () => Promise.reject(new Error("this page fetches nothing"));
const loader = {load: refuse, sanitize: refuse, http: refuse, file: refuse};
const specs = JSON.parse(document.getElementById("charts").textContent);
const tip = document.getElementById("tip");
function tell(handler, event, item, value) {
  tip.hidden = !value;
  if (!value) return;
  tip.textContent = String(value);
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = Math.max(8, Math.min(event.clientX + 12, room)) + "px";
  tip.style.top = (event.clientY + 16) + "px";
}
const options = {
  mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, loader, tooltip: tell,
};
function draw(chart) {
  const live = chart.querySelector(".live");
  vegaEmbed(live, specs[chart.dataset.chart], options).then(() => chart.classList.add("drawn"), () => live.remove());
}
const seen = new IntersectionObserver((found) => {
  for (const one of found) if (one.isIntersecting) { seen.unobserve(one.target); draw(one.target); }
}, {rootMargin: "400px"});
for (const chart of document.querySelectorAll(".chart")) seen.observe(chart);
"""
"""What the page does: each chart is drawn again when it comes near, in its place and at its width. The picture that
stood there stays for print, and where a chart cannot be drawn."""
_SVG = "http://www.w3.org/2000/svg"
_UNSEEN = frozenset({"role", "class", "pointer-events", "font-family"})
_PLACES = frozenset({"d", "transform", "x2", "y2"})
_DECIMALS = re.compile(r"-?\d+\.\d+")
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Drawing:
    """One chart: its picture for wide places (empty where it always stands in a narrow one) and for narrow ones, and
    what scripts draw it from. `says` is what it shows, for those who do not see it."""

    key: str
    says: str
    wide: Markup
    narrow: Markup
    spec: Spec

    @property
    def told(self) -> Markup:
        """The picture with its sentence inside, which a tagged document gives to those who do not see it."""
        picture = self.wide or self.narrow
        start = picture.index(">") + 1
        return picture[:start] + Markup("<title>{}</title>").format(self.says) + picture[start:]


def drawing(key: str, says: str, build: Callable[[Width], Spec], *, small: bool = False) -> Drawing:
    """A chart that `build` makes for any width; a `small` one has no wide picture."""
    wide = Markup() if small else svg(build(WIDE))
    return Drawing(key, says, wide, svg(build(NARROW)), build("container"))


def svg(spec: Spec) -> Markup:
    """The picture of a specification. It is drawn from what the specification holds; nothing is fetched."""
    return Markup(lean(vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])))  # noqa: S704


def png(spec: Spec) -> bytes:
    """The picture of a specification in pixels, two for each of the drawing; nothing is fetched."""
    drawn = vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=2, allowed_base_urls=[])
    return bytes(drawn)


def lean(drawn: str) -> str:
    """The picture without what nobody sees: roles and names of groups, marks for the pointer, empty frames, the second
    decimal of a pixel. Texts are escaped anew as they are written."""
    root = ElementTree.fromstring(drawn)  # noqa: S314  from the renderer, without a document type
    root.set("xmlns", _SVG)
    root.set("font-family", FONT)
    for parent in list(root.iter()):
        parent.tag = parent.tag.removeprefix(f"{{{_SVG}}}")
        for name in [name for name in parent.attrib if name in _UNSEEN or name.startswith("aria-")]:
            del parent.attrib[name]
        for name in _PLACES & set(parent.attrib):
            parent.set(
                name, _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), parent.attrib[name])
            )
        for child in [child for child in parent if _is_unseen(child)]:
            parent.remove(child)
    root.set("class", "marks")
    return ElementTree.tostring(root, encoding="unicode")


def _is_unseen(element: ElementTree.Element) -> bool:
    bare = not {"fill", "stroke"} & set(element.attrib)
    return element.get("opacity") == "0" or (element.tag.endswith("path") and bare)


@cache
def script() -> str:
    """The script of a page with charts. The first call takes about a second; no network is used."""
    return str(vl_convert.javascript_bundle(_STARTS, vl_version=_VEGA_LITE))


def data(drawings: Iterable[Drawing]) -> Markup:
    """The specifications by key, as JSON that may stand inside a page: no text in it can end its element."""
    specs: Mapping[str, Spec] = {each.key: each.spec for each in drawings}
    text = json.dumps(specs, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))  # noqa: S704  escaped in this line
