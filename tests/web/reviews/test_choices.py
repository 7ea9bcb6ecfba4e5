"""Leads keep what reviews go by: critical standards, causes, conflicts, the rules."""

from __future__ import annotations

from datetime import datetime

import pytest

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.reviews.models import Cause, Choice, Conflict, Critical
from tests.web.conftest import NOW
from tests.web.reviews.conftest import LogIn

pytestmark = pytest.mark.django_db
URL = "/reviews/choices/"


def test_the_house_is_chosen_for_by_its_leaders_and_administrators(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    rules = {"act": "rules", "rules-pay": "yes", "rules-edit_days": "3", "rules-dispute_days": "14"}
    assert log_in("lea").post(URL, rules).status_code == 404  # a lead of one team does not choose for all
    assert not Choice.objects.filter(pay=True).exists()
    assert log_in("hugo").post(URL, rules).status_code == 302
    chosen = Choice.objects.get()
    assert (chosen.pay, chosen.edit_days, chosen.dispute_days) == (True, 3, 14)
    assert Line.objects.get(verb="chose").fields == ["dispute_days", "edit_days", "pay"]
    for who in ("finn", "rita", "cora"):
        assert log_in(who).get(URL).status_code == 403


def test_critical_standards_and_causes_are_kept_and_taken_back(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    ada = log_in("ada")
    ada.post(URL, {"act": "critical", "critical-standard": "right.no-blame", "critical-why": "they leave"})
    assert Critical.objects.get().why == "they leave"
    ada.post(URL, {"act": "not-critical", "standard": "right.no-blame"})
    assert not Critical.objects.exists()
    ada.post(URL, {"act": "causes", "causes-causes": "never taught\n\nsystem down\nnever taught"})
    ada.post(URL, {"act": "causes", "causes-causes": "system down"})
    assert dict(Cause.objects.values_list("name", "used")) == {"never taught": False, "system down": True}
    too_long = ada.post(URL, {"act": "causes", "causes-causes": "x" * 81})
    assert too_long.status_code == 422
    assert "x" * 81 in too_long.content.decode()
    assert log_in("lea").post(URL, {"act": "not-critical", "standard": "x"}).status_code == 403


def test_a_lead_notes_conflicts_about_their_team_and_nobody_ends_their_own(
    book: Version, log_in: LogIn, now: datetime
) -> None:
    del book, now
    noted = {"act": "conflict", "conflict-reviewer": "lea", "conflict-about": "team:north", "conflict-reason": "bonus"}
    assert log_in("olga").post(URL, noted).status_code == 422
    assert log_in("lea").post(URL, noted).status_code == 302
    one = Conflict.objects.get()
    end = {"act": "end-conflict", "key": str(one.pk)}
    assert log_in("lea").post(URL, end).status_code == 403
    assert log_in("olga").post(URL, end).status_code == 403
    assert log_in("hugo").post(URL, end).status_code == 302
    assert not Conflict.objects.exists()
    log_in("lea").post(URL, noted | {"conflict-about": "person:finn"})
    assert Conflict.objects.get().at == NOW
