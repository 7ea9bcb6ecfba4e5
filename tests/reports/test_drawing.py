"""Charts as pictures and as data: drawn from themselves alone, escaped, and the same in both ways."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.reports.charts import frame, funnel, rows, weeks
from clearbar.reports.drawing import Drawing, data, drawing, lean, script, svg
from clearbar.reports.sections import drawings, sections
from tests.reports.samples import HOSTILE, nasty, shop

SVG = "{http://www.w3.org/2000/svg}"
SCALE = rows.Scale(0, 1, ((0.0, "0"), (0.5, "50"), (1.0, "100 %")), 0.8)


def texts(picture: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def every(value: Any) -> list[Any]:
    """Every value of a specification, however deep."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(deep for each in inner for deep in every(each))]


@pytest.fixture(scope="module")
def shown() -> tuple[Drawing, ...]:
    return drawings(sections(shop()))


def test_the_shop_is_drawn_in_every_way(shown: tuple[Drawing, ...]) -> None:
    assert [each.key for each in shown] == [
        "expectation", "delight-0", "delight-1", "voices-0", "funnel-0", "funnel-1", "agreement",
    ]  # fmt: skip
    assert [bool(each.wide) for each in shown] == [True, True, False, False, True, False, True]


def test_no_specification_names_anything_to_fetch(shown: tuple[Drawing, ...]) -> None:
    for each in (*shown, *drawings(sections(nasty()))):
        keys = {key for part in every(each.spec) if isinstance(part, dict) for key in part}
        assert not keys & {"url", "href", "usermeta", "loader", "lookup"}
        assert each.spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
        assert vl_convert.vegalite_to_vega(each.spec, vl_version="6.4", show_warnings=True)["marks"]


def test_expressions_are_ours_and_never_hold_what_others_wrote() -> None:
    for each in drawings(sections(nasty())):
        for part in every(each.spec):
            if isinstance(part, dict) and "expr" in part:
                assert not any(text[:12] in part["expr"] for text in HOSTILE)


def test_a_picture_holds_texts_as_they_are_and_nothing_else() -> None:
    names = [*HOSTILE[:4], "a & b < c"]
    lines = [rows.Line(name, "8 of 10", "tip", 0.2, 0.6, 0.4) for name in names]
    picture = svg(rows.spec(lines, SCALE, 2000))
    assert [text for text in texts(picture) if text in names] == names
    assert {each.tag for each in ElementTree.fromstring(picture).iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "g", "path", "line", "text")
    }
    assert not any(name in {"style", "href"} or name.startswith("on") for name in attributes(picture))


def attributes(picture: str) -> set[str]:
    return {name for each in ElementTree.fromstring(picture).iter() for name in each.attrib}


def test_what_nobody_sees_is_left_out_of_a_picture() -> None:
    spec = rows.spec([rows.Line("a", "b", "hidden words", 0.2, 0.6, 0.4)], SCALE, 328)
    whole = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    assert "hidden words" not in svg(spec)
    assert "hidden words" in json.dumps(spec)
    assert not attributes(svg(spec)) & {"role", "aria-label", "pointer-events"}
    assert 0.3 * len(whole) < len(lean(whole)) < 0.7 * len(whole)


def test_a_picture_says_its_sentence_to_those_who_do_not_see_it() -> None:
    made = drawing("x", "a < b & c", lambda width: rows.spec([], SCALE, width))
    assert ElementTree.fromstring(made.told)[0].text == "a < b & c"


def test_the_data_of_charts_is_json_that_ends_nothing() -> None:
    nasty_text = "</script><!-- \u2028 & \u2029"
    line = rows.Line(nasty_text, "", "", 0, 1, 0.5)
    made = drawing("x", "says", lambda width: rows.spec([line], SCALE, width))
    text = data([made])
    assert not set(text) & set("<>&\u2028\u2029")
    assert nasty_text in [part for part in every(json.loads(text)) if isinstance(part, str)]


def test_the_script_is_whole_and_can_stand_in_a_page() -> None:
    code = script()
    assert "</script" not in code.lower() and "<!--" not in code
    assert "IntersectionObserver" in code and "ast:!0" in code.replace("true", "!0")
    assert script() is code


def test_rows_that_several_layers_show_stand_once() -> None:
    lines = [rows.Line(f"standard {at}", "x" * 40, "tip", 0.123456789, 0.6, 0.4) for at in range(9)]
    spec = rows.spec(lines, SCALE, 328)
    assert json.dumps(spec).count("standard 3") == 2  # beside its marks, and as a name
    assert "0.123456789" not in json.dumps(spec) and "0.1235" in json.dumps(spec)


# Places, read off the picture


def places(picture: str, colour: str, attribute: str) -> list[tuple[float, float]]:
    """Where marks of a colour stand: their own translation within the chart."""
    found = []
    for each in ElementTree.fromstring(picture).iter():
        if each.get(attribute) == colour and (turn := each.get("transform", "")).startswith("translate("):
            x, y = turn.removeprefix("translate(").split(")")[0].split(",")
            found.append((float(x), float(y)))
    return found


def test_a_dot_stands_at_its_share_and_the_next_row_below() -> None:
    lines = [rows.Line("a", "", "", 0.1, 0.9, at, colour="#4a928f") for at in (0.0, 0.5, 1.0)]
    found = places(svg(rows.spec(lines, SCALE, 328)), "#4a928f", "fill")
    (left, top), (middle, second), (right, _) = found
    assert middle - left == pytest.approx(right - middle, abs=0.2)
    assert 300 <= right - left <= 312  # the width, less eight pixels and half a dot at either end
    assert second - top == pytest.approx(rows.STEP, abs=0.2)


def test_hollow_dots_are_paper_and_those_beyond_the_scale_stand_at_its_end() -> None:
    lines = [rows.Line("a", "", "", -3, 4, 9.0, hollow=True, colour="#4a928f")]
    picture = svg(rows.spec(lines, SCALE, 328))
    assert places(picture, "#4a928f", "fill") == []
    ((x, _),) = places(picture, frame.PAPER, "fill")
    assert x == pytest.approx(328 - 8, abs=6)


def test_a_week_without_a_figure_breaks_the_line() -> None:
    def drawn(missing: set[int]) -> list[str]:
        points = [weeks.Point(at, 0.5, 0.4, 0.6, "tip") for at in range(12) if at not in missing]
        picture = ElementTree.fromstring(svg(weeks.spec(points, [(0, "Jan")], 11, 328)))
        paths = [each for each in picture.iter(f"{SVG}path") if each.get("stroke-width") == "2"]
        return [each.get("d", "") for each in paths if "A" not in each.get("d", "")]  # lines, not dots

    assert len(drawn(set())) == 1
    assert len(drawn({5})) == 2
    assert len(drawn({3, 5})) == 3  # a week alone between two gaps has a line of no length, and its range


def test_a_share_of_all_stands_above_a_share_of_none() -> None:
    points = [weeks.Point(0, 1.0, 0.9, 1.0, ""), weeks.Point(1, 0.0, 0.0, 0.1, "")]
    (_, high), (_, low) = places(svg(weeks.spec(points, [], 1, 328)), frame.INK, "fill")[:2]
    assert low - high == pytest.approx(weeks.HEIGHT, abs=0.3)


def test_sites_far_outside_are_ringed_and_those_outside_named() -> None:
    edges = [funnel.Edge(n, 0.6, 0.7, 0.9, 0.95) for n in (10, 50, 100)]
    sites = [
        funnel.Site(20, 0.8, 0, "Inside", ""), funnel.Site(50, 0.65, 1, "Near", ""), funnel.Site(80, 0.5, 2, "Far", "")
    ]  # fmt: skip
    picture = svg(funnel.spec(sites, edges, [funnel.Level(0.8, "all 80 %")], "below", 680))
    assert {"Near", "Far"} <= set(texts(picture)) and "Inside" not in texts(picture)
    assert len(places(picture, frame.INK, "stroke")) >= 1
    shown = sorted(places(picture, frame.INK, "fill"), key=lambda place: place[1])
    assert shown[-1][1] > shown[0][1]


def test_the_frame_of_a_funnel_holds_every_site_and_line() -> None:
    edges = [funnel.Edge(10, 0.6, 0.7, 0.9, 0.95)]
    seen = funnel.frame([funnel.Site(10, 0.31, 2, "", "")], edges, [funnel.Level(0.97, "")])
    assert (seen.low, seen.high) == (pytest.approx(0.3), 1.0)
    assert seen.down(1.0) == 0 and seen.down(0.3) == pytest.approx(funnel.HEIGHT)
    flat = funnel.frame([funnel.Site(10, 1.0, 0, "", "")], [funnel.Edge(10, 1, 1, 1, 1)], [funnel.Level(1.0, "")])
    assert flat.high > flat.low


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.floats(0, 1), st.booleans(), st.floats(0, 1) | st.none()), max_size=5)
)
def test_any_row_can_be_drawn(drawn: list[tuple[str, float, bool, float | None]]) -> None:
    from clearbar.reports.names import plain

    lines = [
        rows.Line(plain(name), "says", "tip", at / 2, (1 + at) / 2, at, hollow, other=other, tick=other)
        for name, at, hollow, other in drawn
    ]
    assert ElementTree.fromstring(svg(rows.spec(lines, SCALE, 328))).tag == f"{SVG}svg"
