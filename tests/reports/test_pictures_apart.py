"""Groups beside each other, and standards beside the verdict: pictures of shrinkage and of difference."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

import clearbar
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Rating
from clearbar.reports import pictures
from tests.measures.samples import keep, row


def group(site: str, hits: int, of: int = 400) -> list[Rating]:
    return [row(f"{site}{i}", site=site, edition="e5", level=4 if i < hits else 2) for i in range(of)]


def shown(answer: Answer) -> tuple[str, list[str], tuple[tuple[str, ...], ...]]:
    """The sentence of the picture, its texts, and the rows of its table."""
    found = pictures.section(answer, {"warm": "a warm hello"})
    assert found and found.first[0].drawing and found.first[0].table
    drawn = ElementTree.fromstring(str(found.first[0].drawing.wide))
    return found.first[0].title, [one.text or "" for one in drawn.iter() if one.text], found.first[0].table.rows


def test_groups_stand_by_the_alphabet_and_the_sentence_counts_who_is_apart(tmp_path: Path) -> None:
    ratings = [*group("b", 390), *group("c", 200), *group("a", 205)]
    title, texts, table = shown(clearbar.measure("shrinkage", keep(tmp_path / "e", ratings), by="site"))
    assert title == "Each of 3 groups can be told apart from some other"
    assert [line[0] for line in table] == ["A", "B", "C"]
    assert [line[3] for line in table] == ["1 of 2", "0 of 2", "1 of 2"]
    assert {"A", "B", "C"} <= set(texts)


def test_groups_that_chance_explains_are_said_to_be_alike(tmp_path: Path) -> None:
    ratings = [*group("a", 200), *group("b", 203), *group("c", 198)]
    title, _, table = shown(clearbar.measure("shrinkage", keep(tmp_path / "e", ratings), by="site"))
    assert title == "No two of 3 groups can be told apart"
    assert {line[3] for line in table} == {"2 of 2"}


def test_means_have_a_scale_of_their_own(tmp_path: Path) -> None:
    evidence = keep(tmp_path / "e", [*group("a", 100), *group("b", 300)])
    _, texts, table = shown(clearbar.measure("shrinkage", evidence, by="site", of="level"))
    assert not [text for text in texts if "%" in text] and all("%" not in cell for line in table for cell in line[1:3])


@pytest.mark.parametrize(("content", "said"), [(9, "It goes with the verdict"), (5, "Whether it goes with")])
def test_a_standard_goes_with_the_verdict_or_not(tmp_path: Path, content: int, said: str) -> None:
    ratings = []
    for i in range(200):
        is_warm = i % 2 == 0
        pleased = i // 2 % 10 < (content if is_warm else 10 - content)
        here = {"response": f"r{i}", "interaction": f"i{i}"}
        ratings.append(row(f"w{i}", edition="e1", level=5 if is_warm else 2, **here))
        ratings.append(row(f"o{i}", edition="e5", level=5 if pleased else 2, **here))
    title, texts, table = shown(clearbar.measure("difference", keep(tmp_path / "e", ratings), by="standard"))
    assert title.startswith(said)
    assert table[0][0] == "A warm hello" and table[0][0] in texts
