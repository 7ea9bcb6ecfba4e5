"""The page as text: complete, escaped, and in need of nothing from outside."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from clearbar.model.report import Report
from clearbar.reports import page
from clearbar.reports.drawing import script
from tests.reports.samples import HOSTILE, almost_empty, line, nasty, shop, star

SAMPLES = [shop, star, almost_empty, nasty]
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Reads a page into its tags, attributes and text, and checks that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_asks_for_nothing_from_outside(sample: Callable[[], Report]) -> None:
    reader = Reader(page(sample()))
    for tag, attributes in reader.tags:
        assert tag != "script" or "src" not in attributes
        assert tag not in {"iframe", "object", "embed", "img", "image", "use", "form", "base"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src", "xlink:href", "action", "srcset"}:
                assert (value or "").startswith(("#", "data:image/svg+xml,"))
    style = re.search(r"<style>(.*?)</style>", page(sample()), re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def between(text: str, start: str, stop: str) -> list[str]:
    return [part[: part.index(stop)] for part in text.split(start)[1:]]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_policy_allows_this_style_sheet_and_this_script_and_nothing_else(sample: Callable[[], Report]) -> None:
    text = page(sample())
    (css,), scripts = between(text, "<style>", "</style>"), between(text, "<script>", "</script>")
    policies = [
        tag["content"] for tag in Reader(text).named("meta") if tag.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = f" script-src 'sha256-{digest(scripts[0])}';" if scripts else ""
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest(css)}';{allowed} img-src data:; base-uri 'none';"
        " form-action 'none'"
    ]


def test_a_page_without_charts_has_no_script() -> None:
    assert "<script" not in page(almost_empty())
    assert [tag.get("type") for tag in Reader(page(shop())).named("script")] == ["application/json", None]


@pytest.mark.parametrize("sample", [shop, nasty])
def test_the_charts_are_data_that_cannot_end_their_element(sample: Callable[[], Report]) -> None:
    text = page(sample())
    (data,) = between(text, '<script type="application/json" id="charts">', "</script>")
    assert not set(data) & set("<>&\u2028\u2029")
    specs = json.loads(data)
    assert specs
    assert {tag["data-chart"] for tag in Reader(text).named("div") if "data-chart" in tag} == set(specs)


def test_hostile_strings_are_text_and_never_markup() -> None:
    text = page(nasty())
    for code in between(text, "<script>", "</script>"):
        assert code == script()
        text = text.replace(code, "")
    assert text.lower().count("<script") == 2
    assert "<img" not in text.lower()
    assert text.lower().count("</style>") == 1
    assert text.lower().count("</title>") == 1
    assert "<svg onload" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    reader = Reader(text)
    assert HOSTILE[2] in reader.text
    assert "49" not in {word for word in reader.text.split() if word.startswith("{{")}


def test_no_control_and_no_mark_that_turns_direction_reaches_the_page() -> None:
    text = page(nasty())
    assert not set(text) & set("\x00\x07\x1b\u202a\u202b\u202d\u202e\u200f")


@pytest.mark.parametrize("sample", SAMPLES)
def test_headings_come_in_order_and_landmarks_are_there(sample: Callable[[], Report]) -> None:
    reader = Reader(page(sample()))
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for landmark in ("header", "main", "footer"):
        assert len(reader.named(landmark)) == 1
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(tag["href"] or "")[1:] for tag in reader.named("a")}
    assert targets <= set(ids)


def test_the_page_says_what_the_report_says() -> None:
    reader = Reader(page(shop(), date(2026, 6, 2)))
    words = " ".join(reader.text.split())
    for said in (
        "Kaffeehaus Morgenrot",
        "Six of nine standards clear their bar; greeting falls short; one cannot be told yet; one is still unheard.",
        "412 of 500 (79–85 %), customers say",
        "About 60 more ratings would settle it.",
        "Read with its pair, advice: ▲ clears its target of 80 %, 412 of 480 (82–89 %), customers say.",
        "nobody has been asked yet",
        "Ask right after “Call back”, and the answers will stand here.",
        "Having a coffee at the counter is best at “Be served” and weakest at “Wait in line”",
        "I come here for the ten minutes in which nobody wants anything from me.",
        "Eight of twelve sites cannot be told apart; Emden and Worms lie above some of them, Trier and Ulm below.",
        "The three teams cannot be told apart.",
        "1 site has too few answers to be shown.",
        "Of all variation in how greeting is rated, 12 % lies between sites",
        "37 ratings of four interactions were left out",
        "Book version 2026-02-17.3; evidence version 41.",
        "on 2 June 2026",
    ):
        assert said in words


def test_what_to_do_next_stands_at_the_very_top_in_three_sentences() -> None:
    text = page(shop())
    opening = Reader(text[text.index("<header") : text.index("</header>") + len("</header>")])
    assert [tag for tag, _ in opening.tags if tag == "ol"] == ["ol"]
    assert len(opening.named("li")) == 3
    words = " ".join(opening.text.split())
    assert (
        words.index("Six of nine standards") < words.index("Work on greeting first") < words.index("1 March to 31 May")
    )


def test_each_part_says_its_sentence_and_has_its_table() -> None:
    text = page(shop())
    words = " ".join(Reader(text).text.split())
    for said in (
        "Customers got less than they expected on greeting.",
        "Greeting: no change can be told; 30 % (26–35 %) in the first half, 30 % (26–35 %) in the second.",
        "2 weeks left open",
        "Greeting: people themselves rate higher than customers.",
        "No two sources can be told apart on advice.",
        "The whole interaction: Trier and Ulm lie below what chance explains; Emden and Worms deserve a look.",
        "Advice is vague; one rater stands apart on farewell; raters agree on greeting; one cannot be told yet.",
        "Not enough overlap among reviewers: refund.",
        "“promptly” can be read in two ways",
        "journeys/counter.yaml:14:9",
    ):
        assert said in words, said
    assert "this one is let stand" not in words
    assert text.count('class="panel') == text.count("The same as a table") == 7


def test_parts_without_anything_to_say_are_absent() -> None:
    words = Reader(page(star())).text
    for heading in ("Expectation beside", "week by week", "Who says what", "stand out", "Do raters", "What to mend"):
        assert heading not in words


def test_a_figure_reads_as_one_piece_in_the_source() -> None:
    assert "412 of 500 (79–85 %)" in page(shop())


def test_people_are_shown_without_probabilities_and_sites_with() -> None:
    text = page(shop())
    assert text.count("Chance to reach the target") == 2  # sites and teams
    people = text[text.index("Numbers by person") :]
    assert "in 100" not in people[: people.index("</table>")]


def test_all_shown_people_are_in_the_table_in_the_order_of_the_alphabet() -> None:
    text = page(shop())
    people = text[text.index("Numbers by person") :]
    names = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', people[: people.index("</table>")])
    assert names == [f"p{number:03d}" for number in range(160)]


def test_a_small_team_of_people_is_drawn_as_bars_inside_a_fold() -> None:
    report = shop()
    few = replace(report.comparisons[1], of="person")
    text = page(replace(report, comparisons=(few,)))
    assert "Each person’s bar" in text
    assert "Chance to reach the target" not in text


@pytest.mark.parametrize(
    ("language", "page_speaks", "book_speaks"),
    [("en-GB", "en-GB", "en-GB"), ("de_DE", "en", "de-DE"), ("", "en", "en"), ('"><img', "en", "en")],
)
def test_the_page_names_its_language_and_that_of_the_book(language: str, page_speaks: str, book_speaks: str) -> None:
    reader = Reader(page(replace(shop(), language=language)))
    assert reader.named("html")[0]["lang"] == page_speaks
    assert {tag["lang"] for tag in reader.named("h3") if "lang" in tag} == {book_speaks}


def test_a_long_report_leads_to_what_falls_short() -> None:
    reader = Reader(page(star()))
    short = [each for each in star().lines if each.verdict == "falls short"]
    assert len([tag for tag in reader.named("a") if (tag["href"] or "").startswith("#standard-")]) == len(short) > 0


def test_an_empty_report_says_what_will_be_here() -> None:
    words = " ".join(Reader(page(almost_empty())).text.split())
    assert "Nothing has been heard yet" in words
    assert "Ask right after “Annahme”, and the answers will stand here." in words
    nothing = " ".join(Reader(page(replace(almost_empty(), lines=(), curves=()))).text.split())
    assert "Write the first standard of the book, and it appears." in nothing


def test_two_journeys_with_one_title_stay_apart() -> None:
    report = replace(shop(), lines=(line("a", 8, 10, journey="x"), line("b", 8, 10, journey="y")), curves=())
    assert len([tag for tag in Reader(page(report)).named("div") if tag.get("class") == "group"]) == 2


def test_persons_without_names_are_dots_and_no_table() -> None:
    report = shop()
    people = next(each for each in report.comparisons if each.of == "person")
    unnamed = replace(people, named=False, groups=tuple(replace(group, name="") for group in people.groups))
    text = page(replace(report, comparisons=(unnamed,)))
    assert "one dot each" in text
    assert "by person" not in text
    assert not [group.name for group in people.groups if f">{group.name}<" in text]


def test_groups_without_a_target_have_no_target_line() -> None:
    report = shop()
    sites = report.comparisons[0]
    aimless = replace(sites, target=None, groups=tuple(replace(group, clears=None) for group in sites.groups))
    with_target, without = (page(replace(report, lines=(), comparisons=(each,))) for each in (sites, aimless))
    assert with_target.count('class="target"') > len(sites.groups) - 1
    assert without.count('class="target"') < len(sites.groups)
