"""What the ledger keeps is found in the evidence, once, whatever is interrupted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.flow.assess import look
from clearbar.model.book import Source
from clearbar.model.lens import Lens
from clearbar.web.audit.models import Line
from clearbar.web.book import queries
from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_new, mirror_whole
from clearbar.web.bridge.places import evidence
from clearbar.web.ledger import jobs
from clearbar.web.ledger.actions import keep_answer, revise
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Rating
from tests.web.conftest import NOW

ANSWER = Answer(
    source=Source.CUSTOMER, at=NOW, timezone="Europe/Berlin", instrument="link/en/1", person="finn", team="north",
    site="s-north", inclusion=1.0,
)  # fmt: skip


def marks(level: int) -> list[Mark]:
    book = queries.current()
    assert book
    return [Mark("overall", book.overall.edition, level, expected=4)]


def counted() -> tuple[int, int]:
    """What finn sees of himself; to others the folder tells nothing of one person."""
    seen = look("clearance", evidence(), viewer=Lens(frozenset({"finn"})), where="person = 'finn'", by="person")
    [row] = seen.records()
    return row["n"], round(row["clearance"] * row["n"])


@pytest.mark.django_db
def test_an_answer_is_a_rating_in_the_evidence_after_the_next_job(book: Version) -> None:
    del book
    jobs.arm(NOW)
    for level in (5, 4, 4, 2, 1):
        keep_answer(answer=ANSWER, marks=marks(level), actor="customer")
    assert jobs.settle(lambda: NOW) >= 1
    assert counted() == (5, 3)
    assert Line.objects.filter(verb="rated").count() == 5


@pytest.mark.django_db
def test_a_batch_that_was_mirrored_but_not_noted_is_not_counted_twice(book: Version) -> None:
    del book
    for level in (5, 4, 4, 2, 1):
        keep_answer(answer=ANSWER, marks=marks(level), actor="customer")
    mirror_new(now=NOW)
    Rating.objects.update(mirrored=0)
    mirror_new(now=NOW)
    assert counted() == (5, 3)


@pytest.mark.django_db
def test_a_revised_rating_replaces_the_one_that_the_evidence_held(book: Version) -> None:
    del book
    for level in (5, 4, 4, 2, 1):
        keep_answer(answer=ANSWER, marks=marks(level), actor="customer")
    mirror_new(now=NOW)
    rating = Rating.objects.get(level=1)
    revise(rating=rating, changes={"level": 4}, by="rita", reason="misread", at=NOW)
    mirror_new(now=NOW)
    assert counted() == (5, 4)
    assert rating.revisions.get().was == {"level": 1}


@pytest.mark.django_db
def test_anonymous_answers_wait_for_each_other_and_keep_the_week_only(book: Version) -> None:
    del book
    quiet = replace(ANSWER, anonymous=True, customer="c1", interaction="i1")
    for count in range(5):
        keep_answer(answer=quiet, marks=marks(4), actor="customer")
        mirror_new(now=NOW)
        assert Rating.objects.exclude(mirrored=0).count() == (5 if count == 4 else 0)
    assert set(Rating.objects.values_list("rated_at", "day", "interaction", "customer", "week")) == {
        (None, None, None, None, 202647)
    }
    assert set(Line.objects.filter(verb="rated").values_list("at", "actor", "week")) == {(None, "anonymous", 202647)}


@pytest.mark.django_db
def test_the_evidence_written_anew_is_the_evidence(book: Version) -> None:
    del book
    for level in (5, 4, 4, 2, 1):
        keep_answer(answer=ANSWER, marks=marks(level), actor="customer")
    mirror_whole()
    assert counted() == (5, 3)
