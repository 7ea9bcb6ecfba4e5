"""What the house says about cases: clocks, hours, offers and their limits; figures of cases; and what is erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from clearbar.web.audit.models import SubjectKey
from clearbar.web.followup.actions.recovery import customer_said
from clearbar.web.followup.holding_recovery import Cases
from clearbar.web.followup.models.recovery import Case, CaseMessage, CaseTurn
from clearbar.web.followup.models.recovery_rules import Cause, OfferKind, OpenHours, RecoveryRules
from clearbar.web.followup.queries import recovery_kept
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.people.models import Person
from tests.web.conftest import CAST, NOW
from tests.web.followup.cases import CONTACT, WORDS, a_case, act, address, scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LogIn = Callable[[str], Client]
Cast = dict[str, Person]
RULES = "/followup/cases/rules/"
CLOCKS = {
    f"{severity}-{kind}": hours
    for severity in ("ordinary", "serious", "grave")
    for kind, hours in (("answer", "4"), ("solve", "40"), ("step", "1.5"))
}


@pytest.fixture
def voucher(cast: Cast) -> OfferKind:
    return OfferKind.objects.create(name="Voucher", currency="EUR", limits={"frontline": "10", "leader": "50"})


@pytest.mark.parametrize("name", [name for name in CAST if name != "bot"])
@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/followup/cases/", set(CAST)), ("/followup/cases/offers/", set(CAST)),
        ("/followup/cases/causes/", {"ada", "hugo", "lea", "olga"}),
        ("/followup/cases/kept/", {"ada", "hugo", "lea", "olga"}), (RULES, {"ada", "hugo", "lea", "olga"}),
        (f"{RULES}owner/north/", {"ada", "hugo", "lea"}), (f"{RULES}hours/s-north/", {"ada", "hugo"}),
        (f"{RULES}offer/new/", {"ada", "hugo"}), (f"{RULES}cause/new/", {"ada", "hugo"}),
    ],
)  # fmt: skip
def test_who_may_open_which_page(log_in: LogIn, name: str, path: str, may: set[str]) -> None:
    assert log_in(name).get(path).status_code == (200 if name in may else 403)


def test_clocks_are_kept_for_cases_to_come(log_in: LogIn, cast: Cast) -> None:
    old = a_case()
    assert log_in("lea").post(RULES, CLOCKS).status_code == 403
    assert log_in("hugo").post(RULES, CLOCKS).status_code == 302
    assert a_case().answer_due == NOW + timedelta(hours=4)
    assert Case.objects.get(pk=old.pk).answer_due == NOW + timedelta(hours=24)


def test_a_clock_that_settles_before_it_answers_is_refused_and_kept_on_the_page(log_in: LogIn, cast: Cast) -> None:
    page = log_in("hugo").post(RULES, CLOCKS | {"grave-solve": "3"})
    assert page.status_code == 422 and "sooner than it is answered" in page.content.decode()
    assert 'value="3"' in page.content.decode()
    assert RecoveryRules.the().clocks["grave"]["answer"] == 2


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9:00–12:30, 14–18", [[540, 750], [840, 1080]]), ("22:00-24:00", [[1320, 1440]]), ("", []), ("9", None),
        ("18:00–9:00", None), ("9:00–25:00", None), ("9:00–9:70", None), ("8:00–12:00, 11:00–13:00", None),
        ("a–b", None),
    ],
)  # fmt: skip
def test_opening_hours_as_people_write_them(
    log_in: LogIn, cast: Cast, typed: str, spans: list[list[int]] | None
) -> None:
    page = log_in("hugo").post(f"{RULES}hours/s-north/", {"day0": typed, "day1": "9:00–17:00"})
    assert page.status_code == (302 if spans is not None else 422)
    if spans is not None:
        assert OpenHours.objects.get().days[:2] == [spans, [[540, 1020]]]


def test_a_site_is_open_at_some_time(log_in: LogIn, cast: Cast) -> None:
    assert log_in("hugo").post(f"{RULES}hours/s-north/", {}).status_code == 422
    assert log_in("hugo").post(f"{RULES}hours/s-north/", {"always": "on"}).status_code == 302


def test_a_kind_of_offer_needs_a_currency_and_limits_that_are_amounts(log_in: LogIn, cast: Cast) -> None:
    told = {"name": "Voucher", "has_amount": "on", "in_use": "on", "currency": "eur", "limit-frontline": "10,50"}
    assert log_in("hugo").post(f"{RULES}offer/new/", told | {"currency": ""}).status_code == 422
    assert log_in("hugo").post(f"{RULES}offer/new/", told | {"limit-leader": "many"}).status_code == 422
    assert log_in("hugo").post(f"{RULES}offer/new/", told).status_code == 302
    kept = OfferKind.objects.get()
    assert (kept.currency, kept.limits) == ("EUR", {"frontline": "10.50"})


@pytest.mark.parametrize(("who", "amount", "state"), [("gwen", 10, "made"), ("gwen", 11, "asked"), ("lea", 50, "made"),
                                                      ("lea", 51, "asked"), ("hugo", 5000, "made")])  # fmt: skip
def test_what_may_be_offered_without_asking(
    log_in: LogIn, voucher: OfferKind, who: str, amount: int, state: str
) -> None:
    case = a_case()
    Case.objects.filter(pk=case.pk).update(owner="gwen")
    assert act(log_in(who), case, "offer", kind=voucher.pk, amount=amount).status_code == 302
    assert case.offers.get().state == state


def test_several_offers_in_one_case_go_no_further_than_one(log_in: LogIn, voucher: OfferKind) -> None:
    case, other = a_case(), a_case()
    Case.objects.update(owner="gwen")
    for _ in range(3):
        assert act(log_in("gwen"), case, "offer", kind=voucher.pk, amount=5).status_code == 302
    act(log_in("gwen"), other, "offer", kind=voucher.pk, amount=10)
    assert sorted(case.offers.values_list("state", flat=True)) == ["asked", "made", "made"]
    assert other.offers.get().state == "made"


def test_a_leader_agrees_within_their_own_limit_and_nobody_to_their_own(log_in: LogIn, voucher: OfferKind) -> None:
    case = a_case()
    Case.objects.filter(pk=case.pk).update(owner="gwen")
    act(log_in("gwen"), case, "offer", kind=voucher.pk, amount=80)
    key = case.offers.get().pk
    assert act(log_in("gwen"), case, "decide", offer=key, agrees="yes").status_code == 403
    assert act(log_in("lea"), case, "decide", offer=key, agrees="yes").status_code == 403
    assert act(log_in("hugo"), case, "decide", offer=key, agrees="no", reason="").status_code == 422
    assert act(log_in("hugo"), case, "decide", offer=key, agrees="yes").status_code == 302
    assert act(log_in("ada"), case, "decide", offer=key, agrees="no", reason="Too much.").status_code == 422
    assert case.offers.get().state == "agreed"


def test_a_case_is_not_closed_while_an_offer_waits(log_in: LogIn, voucher: OfferKind) -> None:
    case = a_case()
    act(log_in("lea"), case, "offer", kind=voucher.pk, amount=80)
    act(log_in("lea"), case, "answer", way="phone", words="I called.")
    page = act(log_in("lea"), case, "close")
    assert page.status_code == 422 and "An offer still waits" in page.content.decode()


def test_an_amount_is_asked_for(log_in: LogIn, voucher: OfferKind) -> None:
    page = act(log_in("lea"), a_case(), "offer", kind=voucher.pk, amount="")
    assert page.status_code == 422 and "Say how much, in EUR" in page.content.decode()


def closed(number: int, team: str = "north", **known: object) -> None:
    for i in range(number):
        case = a_case(team=team, contact=f"customer-{i}@customer.example")
        Case.objects.filter(pk=case.pk).update(**known)


class TestFigures:
    def test_fast_never_stands_without_how_well_and_needs_five_customers(self, cast: Cast, log_in: LogIn) -> None:
        closed(4, in_time=True, after=5, before=2)
        found = recovery_kept.kept(scope(cast, "hugo"), NOW)
        assert (found.in_time, found.made_right, found.change) == ("", "", "")
        closed(1, in_time=False, after=3, before=2)
        found = recovery_kept.kept(scope(cast, "hugo"), NOW)
        assert found.in_time.startswith("4 of 5 (") and found.made_right.startswith("4 of 5 (")
        assert found.before.startswith("0 of 5") and found.change.startswith("+80 points (between ")
        listed = log_in("gwen").get("/followup/cases/").content.decode()
        assert listed.count("4 of 5") == 2

    def test_five_cases_of_one_customer_are_no_five_customers(self, cast: Cast) -> None:
        for _ in range(5):
            a_case(customer="customer-of-north")
        Case.objects.update(in_time=True, after=5, before=2)
        found = recovery_kept.kept(scope(cast, "hugo"), NOW)
        assert (found.in_time, found.made_right, found.change) == ("", "", "")

    def test_who_leads_a_team_reads_the_figures_of_that_team(self, cast: Cast) -> None:
        closed(6, "north", in_time=True)
        closed(6, "south", in_time=False)
        assert recovery_kept.kept(scope(cast, "olga"), NOW).in_time.startswith("0 of 6")
        assert recovery_kept.kept(scope(cast, "hugo"), NOW).in_time.startswith("6 of 12")

    @pytest.mark.usefixtures("book")
    def test_causes_lead_to_their_standard_and_small_ones_stand_together(self, cast: Cast, log_in: LogIn) -> None:
        queue = Cause.objects.create(name="Too few at the counter", standard="choose.seen")
        closed(6, cause=queue)
        closed(3, cause=Cause.objects.create(name="Out of stock"))
        closed(2)
        told = log_in("hugo").get("/followup/cases/causes/").content.decode()
        assert "Most cases come from: Too few at the counter" in told and "6 of 11" in told
        assert 'href="/book/standards/choose.seen/"' in told and "Out of stock" not in told
        assert "Others: 2 causes together" in told


class TestErasing:
    def test_a_customer_is_found_by_how_they_are_reached_and_their_words_go(self, cast: Cast, log_in: LogIn) -> None:
        case, other = a_case(), a_case(contact="somebody.else@customer.example", words="The other one waited too.")
        act(log_in("lea"), case, "answer", way="phone", words="Dear Anna, sorry.")
        customer_said(case=case, words="It has not arrived.", at=NOW)
        [subject] = Cases().find(f" {CONTACT.upper()} ")
        told = Cases().own(Subject(SubjectKind.CUSTOMER, subject))
        assert told["cases"][0]["words"] == WORDS and len(told["cases"][0]["messages"]) == 2
        assert Cases().erase(Subject(SubjectKind.CUSTOMER, subject), NOW) == 1
        kept = Case.objects.get(pk=case.pk)
        assert (kept.words, kept.wish, kept.contact, kept.customer, kept.reached) == (None, None, None, None, "")
        assert (kept.team, kept.owner, kept.opened_at) == ("north", "lea", NOW)
        assert not CaseMessage.objects.exclude(words=None).exists()
        assert not CaseTurn.objects.filter(case=case).exclude(reason=None).exists()
        assert not SubjectKey.objects.filter(subject=subject).exists()
        assert Cases().find(CONTACT) == frozenset()
        assert "were erased" in log_in("lea").get(address(kept)).content.decode()
        assert "The other one waited too." in log_in("lea").get(address(other)).content.decode()

    def test_a_person_is_taken_out_of_what_they_did(self, cast: Cast, log_in: LogIn) -> None:
        case = a_case()
        act(log_in("lea"), case, "answer", way="phone", words="Sorry.")
        assert len(Cases().own(Subject(SubjectKind.PERSON, "lea"))["cases that you answer for"]) == 1
        Cases().erase(Subject(SubjectKind.PERSON, "lea"), NOW)
        Cases().erase(Subject(SubjectKind.PERSON, "finn"), NOW)
        told = repr([list(model.objects.values()) for model in (Case, CaseMessage, CaseTurn)])
        assert "'lea'" not in told and "'finn'" not in told

    def test_closed_cases_are_forgotten_in_time_and_open_ones_are_not(self, cast: Cast) -> None:
        gone, kept, still = a_case(), a_case(), a_case()
        Case.objects.filter(pk=gone.pk).update(closed_at=NOW - timedelta(days=800), due=None)
        Case.objects.filter(pk=kept.pk).update(closed_at=NOW, due=None)
        assert Cases().forget("cases", NOW - timedelta(days=730)) == 1
        assert set(Case.objects.values_list("pk", flat=True)) == {kept.pk, still.pk}
