"""Raising the bar in the application: proposed by figures, decided by people, changed by a draft."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from clearbar.model.raising import Proposal, Rise
from clearbar.web.audit.models import Line
from clearbar.web.book.actions import drafts
from clearbar.web.book.models import Draft, Version
from clearbar.web.bridge import books, raising
from clearbar.web.followup.actions.raising import Refused, accept, decline, look, tell_deciders
from clearbar.web.followup.models.raising import TURNS, RaisingLook, RaisingProposal, RaisingState
from clearbar.web.followup.queries.raising_acts import acts
from clearbar.web.followup.tasks.raising import raise_the_bar
from clearbar.web.notices.models import Notice
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.flow.follow.test_raising import answers
from tests.web.conftest import DEMO_BOOK, NOW, move_in, publish_demo
from tests.web.walks.reading import read

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]

BAR = Proposal(
    Rise.BAR, "choose.seen", "being seen at once", "Being seen at once is cleared in 475 of 500 (93–97 %)",
    "all of the interval lies above the target", "Raise its bar from “good” to “exemplary”", "About +0.04 levels",
    4.0, 5.0,
)  # fmt: skip
TARGET = Proposal(
    Rise.TARGET, "right.choice", "the choice of remedy", "It is cleared", "surely", "Raise its target to 85 %",
    "Nothing by itself", 0.75, 0.85,
)  # fmt: skip
RETIRE = Proposal(
    Rise.RETIRE, "choose.at-home", "feeling at home", "No verdict hangs on it", "sure", "Take it out", "Less"
)
REWORD = Proposal(Rise.REWORD, "collect.fit", "the fit", "Raters do not agree", "0.2", "Say it otherwise", "Trust")
EVERY = (BAR, TARGET, RETIRE, REWORD)


def scope(person: Person) -> Scope:
    return scope_of(person, NOW.date())


@pytest.fixture
def seen(book: Version, monkeypatch: pytest.MonkeyPatch) -> list[Proposal]:
    """What the figures propose, as tests set it."""
    found = list(EVERY)
    monkeypatch.setattr(raising, "proposed", lambda book, since: tuple(found))
    look(at=NOW)
    return found


def row(one: Proposal) -> RaisingProposal:
    return RaisingProposal.objects.get(standard=one.standard, rise=one.rise.value)


def standard(files: books.Files, id: str) -> object:
    placed = books.read(files).find(id)
    return placed.standard if placed else None


def test_a_raised_bar_stands_in_a_draft_and_nothing_else_changes(
    seen: list[Proposal], book: Version, log_in: Log, now: datetime
) -> None:
    sent = log_in("hugo").post(f"/followup/raising/{row(BAR).pk}/accept/")
    assert sent.status_code == 302 and sent["Location"] == "/book/draft/standard/choose.seen/"
    draft = Draft.objects.get()
    assert draft.begun_from == book
    before, after = books.read(book.files), books.read(draft.files)
    changed = [
        old.standard.id
        for old, new in zip(before.placed(), after.placed(), strict=True)
        if replace(new.standard, edition="") != replace(old.standard, edition="")
    ]
    assert changed == ["choose.seen"]
    assert standard(draft.files, "choose.seen").bar == 5  # type: ignore[attr-defined]
    assert Version.objects.count() == 1
    assert {"began", "raised the bar of standard", "accepted a proposal"} <= set(
        Line.objects.values_list("verb", flat=True)
    )


def test_every_kind_of_proposal_changes_what_it_says(
    seen: list[Proposal], cast: dict[str, Person], book: Version
) -> None:
    for one in EVERY:
        accept(scope=scope(cast["hugo"]), proposal=row(one).pk, at=NOW)
    files = Draft.objects.get().files
    assert standard(files, "choose.seen").bar == 5  # type: ignore[attr-defined]
    assert standard(files, "right.choice").target == 0.85  # type: ignore[attr-defined]
    assert standard(files, "choose.at-home") is None
    assert standard(files, "collect.fit") == standard(book.files, "collect.fit")


def test_a_draft_that_somebody_writes_is_gone_on_with(
    seen: list[Proposal], cast: dict[str, Person], book: Version
) -> None:
    begun = drafts.begin(scope=scope(cast["ada"]), files=book.files, at=NOW, begun_from=book)
    drafts.arrange(
        scope=scope(cast["ada"]), at=NOW, thing=("standard", "right.way"), verb="edited",
        edit=lambda files: raising_edit(files),
    )  # fmt: skip
    draft = accept(scope=scope(cast["hugo"]), proposal=row(TARGET).pk, at=NOW)
    assert draft.pk == begun.pk
    assert standard(draft.files, "right.way").target == 0.5  # type: ignore[attr-defined]
    assert standard(draft.files, "right.choice").target == 0.85  # type: ignore[attr-defined]


def raising_edit(files: books.Files) -> dict[str, str]:
    from clearbar.web.bridge import drafting

    return drafting.set_fields(files, "standard", "right.way", {"target": "50%"})


def test_what_somebody_typed_into_the_draft_is_not_lowered_to_what_is_proposed(
    seen: list[Proposal], cast: dict[str, Person], book: Version
) -> None:
    from clearbar.web.bridge import drafting

    more = drafting.set_fields(book.files, "standard", TARGET.standard, {"target": "92%"})
    drafts.begin(scope=scope(cast["ada"]), files=more, at=NOW, begun_from=book)
    with pytest.raises(Refused, match="another target in the draft already"):
        accept(scope=scope(cast["hugo"]), proposal=row(TARGET).pk, at=NOW)
    assert standard(Draft.objects.get().files, TARGET.standard).target == 0.92  # type: ignore[attr-defined]
    assert row(TARGET).state == RaisingState.PROPOSED
    same = drafting.set_fields(book.files, "standard", TARGET.standard, {"target": "85%"})
    Draft.objects.update(files=same)
    accept(scope=scope(cast["hugo"]), proposal=row(TARGET).pk, at=NOW)
    assert row(TARGET).state == RaisingState.ACCEPTED, "what is proposed stands there already"


def test_a_standard_that_somebody_took_out_of_the_draft_cannot_be_raised_there(
    seen: list[Proposal], cast: dict[str, Person], book: Version
) -> None:
    from clearbar.web.bridge import drafting

    drafts.begin(scope=scope(cast["ada"]), files=drafting.remove_standard(book.files, "choose.seen"), at=NOW)
    with pytest.raises(Refused):
        accept(scope=scope(cast["hugo"]), proposal=row(BAR).pk, at=NOW)
    assert row(BAR).state == RaisingState.PROPOSED


def test_declining_wants_a_reason_and_is_remembered_for_the_quarter(
    seen: list[Proposal], log_in: Log, now: datetime
) -> None:
    path = f"/followup/raising/{row(BAR).pk}/decline/"
    empty = log_in("hugo").post(path, {"reason": " "})
    assert empty.status_code == 422 and row(BAR).state == RaisingState.PROPOSED
    assert log_in("hugo").post(path, {"reason": "We are rebuilding the entrance."}).status_code == 302
    look(at=NOW + timedelta(days=3))
    assert row(BAR).state == RaisingState.DECLINED
    told = read(log_in("ada").get("/followup/raising/").content.decode())
    assert "“We are rebuilding the entrance.”" in told and "Hugo Head" in told
    assert "Take it into the draft: being seen at once" not in told


def test_the_next_quarter_asks_anew(seen: list[Proposal], cast: dict[str, Person], now: datetime) -> None:
    decline(scope=scope(cast["hugo"]), proposal=row(BAR).pk, reason="Not now.", at=NOW)
    assert look(at=NOW) == 3
    assert look(at=NOW + timedelta(days=60)) == 4
    assert RaisingProposal.objects.filter(standard="choose.seen").count() == 2


def test_what_is_no_longer_seen_goes_and_comes_back(seen: list[Proposal], cast: dict[str, Person]) -> None:
    seen.remove(BAR)
    look(at=NOW)
    assert row(BAR).state == RaisingState.GONE
    with pytest.raises(Refused, match="no longer proposed"):
        accept(scope=scope(cast["hugo"]), proposal=row(BAR).pk, at=NOW)
    seen.append(BAR)
    look(at=NOW)
    assert row(BAR).state == RaisingState.PROPOSED


def test_what_was_accepted_waits_for_its_draft_before_the_standard_is_proposed_again(
    seen: list[Proposal], cast: dict[str, Person]
) -> None:
    """The figures are still those of the old bar: a target by them would come on top of the new one."""
    accept(scope=scope(cast["hugo"]), proposal=row(BAR).pk, at=NOW)
    seen[0] = replace(TARGET, standard=BAR.standard)
    assert look(at=NOW + timedelta(days=1)) == 3
    assert not RaisingProposal.objects.filter(standard=BAR.standard, rise=Rise.TARGET.value).exists()


def test_a_standard_that_changed_since_is_not_raised_by_old_figures(
    seen: list[Proposal], cast: dict[str, Person], book: Version
) -> None:
    held = row(BAR)
    held.edition = "of-another-book"
    held.save()
    with pytest.raises(Refused, match="has changed since"):
        accept(scope=scope(cast["hugo"]), proposal=held.pk, at=NOW)
    assert not Draft.objects.exists()


def test_the_second_to_decide_gets_a_calm_sentence(seen: list[Proposal], log_in: Log, now: datetime) -> None:
    path = f"/followup/raising/{row(BAR).pk}/"
    log_in("hugo").post(f"{path}accept/")
    again = log_in("ada").post(f"{path}accept/", follow=True)
    assert "Hugo Head has accepted this already." in again.content.decode()
    other = log_in("ada").post(f"{path}decline/", {"reason": "Not now, please."})
    assert other.status_code == 422 and "Not now, please." in other.content.decode()
    assert row(BAR).state == RaisingState.ACCEPTED and Draft.objects.get().changed == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hugo", 200),
        ("ada", 200),
        ("lea", 403),
        ("olga", 403),
        ("cora", 403),
        ("rita", 403),
        ("finn", 403),
        ("nobody", 302),
    ],
)
def test_only_who_writes_the_book_sees_and_decides(
    seen: list[Proposal], log_in: Log, now: datetime, who: str, status: int
) -> None:
    client, kept = log_in(who), row(BAR)
    assert client.get("/followup/raising/").status_code == status
    for path, given in (("accept", {}), ("decline", {"reason": ""})):
        if status != 200:
            assert client.post(f"/followup/raising/{kept.pk}/{path}/", given).status_code == status
    if status != 200:
        assert client.post("/followup/raising/look/").status_code == status
        assert row(BAR).state == RaisingState.PROPOSED


def test_the_actions_themselves_refuse_who_may_not(seen: list[Proposal], cast: dict[str, Person]) -> None:
    for act in (
        lambda: accept(scope=scope(cast["lea"]), proposal=row(BAR).pk, at=NOW),
        lambda: decline(scope=scope(cast["lea"]), proposal=row(BAR).pk, reason="x", at=NOW),
        lambda: look(scope=scope(cast["finn"]), at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_who_decides_is_told_once_a_quarter(seen: list[Proposal], cast: dict[str, Person]) -> None:
    for day in range(3):
        raise_the_bar(now=NOW + timedelta(days=day))
    assert sorted(Notice.objects.values_list("person", flat=True)) == ["ada", "hugo"]
    assert not any(name in one.text for one in Notice.objects.all() for name in ("being seen", "choose"))
    assert acts(scope(cast["hugo"]), NOW)[0].says == "4 proposals for the book of standards this quarter"
    assert acts(scope(cast["lea"]), NOW) == []
    raise_the_bar(now=NOW + timedelta(days=60))
    assert Notice.objects.filter(person="hugo").count() == 2


def test_nobody_is_told_of_nothing(book: Version, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raising, "proposed", lambda book, since: ())
    raise_the_bar(now=NOW)
    assert not Notice.objects.exists() and not tell_deciders(at=NOW)
    assert acts(scope(cast["hugo"]), NOW) == []


def test_before_a_book_and_before_anything_was_heard_it_says_what_will_be_here(
    cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    assert "Once a book is published" in log_in("hugo").get("/followup/raising/").content.decode()
    publish_demo(cast["ada"])
    assert "looked for every day" in log_in("hugo").get("/followup/raising/").content.decode()
    assert log_in("hugo").post("/followup/raising/look/").status_code == 302
    assert "nothing is proposed" in log_in("hugo").get("/followup/raising/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_moment_change_the_book_once(seen: list[Proposal], cast: dict[str, Person]) -> None:
    """One is first, the other is told."""

    def act(who: str) -> str:
        try:
            accept(scope=scope(cast[who]), proposal=row(BAR).pk, at=NOW)
        except Refused as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(act, ("hugo", "ada")))
    assert told.count("accepted") == 1 and any("already" in one for one in told), told
    assert Draft.objects.get().changed == 1


class Quarters(RuleBasedStateMachine):
    """Everything that can happen to a proposal, in any order, on the real database."""

    def __init__(self) -> None:
        super().__init__()
        for model in (RaisingProposal, RaisingLook, Draft):
            model.objects.all().delete()
        self.seen = [BAR, TARGET]
        self.hugo = scope(Person.objects.get(pk="hugo"))
        self.state = dict.fromkeys(("bar", "target"), "")

    def _changed(self, act: Callable[[], object]) -> None:
        """An act that changes something leaves an audit line; a refused one changes nothing."""
        before, lines = self._states(), Line.objects.count()
        try:
            act()
        except Refused:
            assert self._states() == before and Line.objects.count() == lines
        after = self._states()
        assert (Line.objects.count() > lines) == (after != before)
        for key, was in before.items():
            assert after[key] == was or after[key] in TURNS[was], (was, after[key])

    def _states(self) -> dict[str, str]:
        return dict(RaisingProposal.objects.values_list("rise", "state"))

    @rule(both=st.booleans())
    def look(self, both: bool) -> None:
        found = (BAR, TARGET) if both else (TARGET,)
        original, raising.proposed = raising.proposed, lambda book, since: found
        try:
            self._changed(lambda: look(at=NOW))
        finally:
            raising.proposed = original

    @rule(one=st.sampled_from([BAR, TARGET]))
    def accept(self, one: Proposal) -> None:
        if held := RaisingProposal.objects.filter(rise=one.rise.value).first():
            self._changed(lambda: accept(scope=self.hugo, proposal=held.pk, at=NOW))

    @rule(one=st.sampled_from([BAR, TARGET]), reason=st.sampled_from(["", "Not now."]))
    def decline(self, one: Proposal, reason: str) -> None:
        if held := RaisingProposal.objects.filter(rise=one.rise.value).first():
            self._changed(lambda: decline(scope=self.hugo, proposal=held.pk, reason=reason, at=NOW))

    @invariant()
    def decided_ones_say_by_whom(self) -> None:
        for one in RaisingProposal.objects.all():
            assert bool(one.by) == (one.state in {"accepted", "declined"})


class TestQuarters(TransactionTestCase):
    """The machine, run on a house of its own."""

    def test_whatever_happens_in_whatever_order(self) -> None:
        from hypothesis.stateful import run_state_machine_as_test

        people = move_in()
        publish_demo(people["ada"])
        run_state_machine_as_test(
            Quarters,
            settings=settings(max_examples=15, stateful_step_count=12,
                              suppress_health_check=list(HealthCheck)),
        )  # fmt: skip


def test_every_state_is_reached_and_only_decided_ones_are_final() -> None:
    reached = {RaisingState.PROPOSED.value} | {str(to) for turns in TURNS.values() for to in turns}
    assert reached == set(RaisingState.values) == set(TURNS)
    assert {one for one, turns in TURNS.items() if not turns} == {RaisingState.ACCEPTED, RaisingState.DECLINED}


def test_real_answers_come_to_a_proposal_by_the_road_of_the_house(
    book: Version, cast: dict[str, Person], own_data_folder: Path
) -> None:
    """Nothing is put in the place of anything: evidence, what the house may know of it, proposal, draft."""
    known = read_book(DEMO_BOOK)
    rows = [replace(row, interaction=f"visit-{number}") for number in range(600) for row in answers(known, number)]
    mirror(own_data_folder / "evidence", rows, editions_of(known))
    assert look(at=NOW) == 1
    kept = RaisingProposal.objects.get()
    assert (kept.standard, kept.rise) == ("choose.seen", "retire")
    draft = accept(scope=scope(cast["hugo"]), proposal=kept.pk, at=NOW)
    assert standard(draft.files, "choose.seen") is None
