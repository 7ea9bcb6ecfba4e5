"""How a person stands to a standard: by one source, without what is disputed, by ratings after they were taught."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.flow.follow import correction
from clearbar.model.book import CheckCall, Dimension, Level, Source, Standard
from clearbar.model.correction import CorrectionFile, Part, Rated
from clearbar.model.estimate import Verdict

DAY = date(2026, 10, 1)
STANDARD = Standard("a", "We ask.", Level.GOOD, 0.8, "e1", measured_by=(Source.CUSTOMER, Source.REVIEWER))


def rows(levels: list[int], **told: object) -> list[Rated]:
    return [
        replace(Rated(f"r{i}", "a", level, 4, Source.CUSTOMER, DAY + timedelta(days=i), f"v{i}"), **told)  # type: ignore[arg-type]
        for i, level in enumerate(levels)
    ]


def standing(found: list[Rated], taught: date | None = None, least: int = 8) -> correction.Standing:
    return correction.standing(STANDARD, "asking", found, least=least, taught=taught)


def test_a_share_of_single_visits_has_the_score_interval_or_a_wider_one() -> None:
    """Wilson 1927: of 24 with 4 hits the ends are 6.7 and 35.9 %."""
    found = correction.reached([(f"v{i}", 5 if i < 4 else 2) for i in range(24)], 4)
    assert found
    assert (found.hits, found.n, found.clusters) == (4, 24, 24)
    assert found.low == pytest.approx(0.067, abs=0.002) and found.high == pytest.approx(0.359, abs=0.005)


def test_ratings_of_one_visit_are_worth_less_than_as_many_visits() -> None:
    levels = [5, 5, 2, 2, 2, 2, 5, 2, 2, 2, 5, 2]
    apart = correction.reached([(f"v{i}", one) for i, one in enumerate(levels)], 4)
    together = correction.reached([(f"v{i // 3}", one) for i, one in enumerate(sorted(levels))], 4)
    assert apart and together
    assert together.high - together.low > apart.high - apart.low
    assert correction.reached([], 4) is None


def test_it_falls_short_only_where_the_whole_interval_lies_below_the_target() -> None:
    assert standing(rows([2] * 20 + [5] * 4)).verdict is Verdict.FALLS_SHORT
    assert standing(rows([5] * 40)).verdict is Verdict.CLEARS
    assert standing(rows([5] * 7 + [2] * 3)).verdict is Verdict.CANNOT_TELL
    bare = correction.standing(replace(STANDARD, target=None), "x", rows([2] * 20), least=8, taught=None)
    assert bare.verdict is None and bare.share


def test_what_is_disputed_what_a_conflict_said_and_what_came_before_the_teaching_is_left_out() -> None:
    good = rows([5] * 10)
    for told in ({"disputed": DAY}, {"conflict": "they are married"}):
        found = standing(good + rows([1] * 10, **told))
        assert found.share and (found.share.n, found.share.hits) == (10, 10)
    late = standing(rows([1] * 10) + rows([5] * 10, day=DAY + timedelta(days=30)), taught=DAY + timedelta(days=20))
    assert late.share and (late.share.n, late.share.hits) == (10, 10)


def test_one_source_speaks_the_first_that_the_standard_names_and_that_said_enough() -> None:
    customers, reviewers = rows([5] * 9), rows([1] * 30, source=Source.REVIEWER)
    assert standing(customers + reviewers).source is Source.CUSTOMER
    assert standing(customers[:7] + reviewers).source is Source.REVIEWER
    assert standing(customers[:7] + reviewers[:6]).source is Source.CUSTOMER  # neither: who said more
    assert standing([]).source is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 5)), min_size=1, max_size=40), st.integers(2, 5))
def test_whatever_was_rated_the_share_lies_within_its_interval_and_counts_the_hits(
    levels: list[tuple[str, int]], bar: int
) -> None:
    found = correction.reached(levels, bar)
    assert found
    assert found.hits == sum(level >= bar for _, level in levels) and found.n == len(levels)
    assert -1e-9 <= found.low <= found.value + 1e-9 and found.value - 1e-9 <= found.high <= 1 + 1e-9


def test_what_is_about_time_is_told_by_its_dimension_or_its_check() -> None:
    assert correction.is_timed(replace(STANDARD, dimension=Dimension.PROMPTNESS))
    assert correction.is_timed(replace(STANDARD, check=CheckCall("first_response", {})))
    assert not correction.is_timed(replace(STANDARD, check=CheckCall("closing_offer", {})))
    assert not correction.is_timed(STANDARD)


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="reads a PDF with pdfinfo")
def test_a_file_is_drawn_as_a_tagged_pdf_whatever_stands_in_it() -> None:
    file = CorrectionFile(
        "Shop <b>", "Title\u202e\n&", ("One.",), (Part("Talk", (("Why", "<script>"), ("", "Note."))),)
    )
    paper = correction.file_paper(file)
    told = subprocess.run(["pdfinfo", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    assert re.search(r"Tagged: +yes", told) and re.search(r"Title: +Title &\n", told)
