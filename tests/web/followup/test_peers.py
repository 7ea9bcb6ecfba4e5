"""Peers and self: asked and declined freely, recognised quietly; what one says of oneself is one's own first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from clearbar.model.book import Source
from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import peers as actions
from clearbar.web.followup.actions import peers_own
from clearbar.web.followup.actions.peers import OneOfMine
from clearbar.web.followup.models.peers import PEER_TURNS, NextBar, OwnRating, PeerInvitation, Recognition
from clearbar.web.followup.queries import peers as queries
from clearbar.web.followup.queries import peers_acts
from clearbar.web.followup.queries import peers_own as own_queries
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.notices.models import Notice
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Person
from clearbar.web.reviews.models import Conflict
from tests.web.conftest import NOW
from tests.web.followup.correcting import rated, scope

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]
PEERS, ASK, RECOGNISE, OWN = "/followup/peers/", "/followup/peers/ask/", "/followup/peers/recognise/", "/followup/own/"
STANDARD = "right.choice"
ASKED = {"interaction": "i-chat", "journey": "put-right", "channel": "chat", "words": "Did I listen? cobalt-coloured"}


@pytest.fixture(autouse=True)
def started(book: Version, now: datetime) -> None:
    """A book, and a chat of finn's of yesterday."""
    del book, now
    chat("i-chat")


def chat(id_: str, **told: object) -> Interaction:
    said = {"role": "customer", "author": "c", "text": "Mail me at kim@example.test.", "at": NOW.isoformat()}
    known: dict[str, object] = {
        "site": "s-north", "team": "north", "person": "finn", "channel": "chat", "topic": "repair",
        "timezone": "Europe/Berlin", "at": NOW - timedelta(days=1),
        "messages": [said],
    }  # fmt: skip
    return Interaction.objects.create(id=id_, **(known | told))


def field(page: str, name: str) -> str:
    """The field of a standard on a card, such as s1-level."""
    found = re.search(rf'name="(s\d+)-level"(?:(?!<section).)*?{name}', page, re.S)
    assert found, page
    return found[1]


def levels(client: Client, url: str) -> dict[str, str]:
    """A card that is filled in: every line good, the whole exemplary."""
    page = client.get(url).content.decode()
    names = list(dict.fromkeys(re.findall(r'name="(s\d+)-level"', page)))
    assert names
    return {f"{one}-level": "4" for one in names} | {f"{names[-1]}-level": "5"}


def test_a_colleague_is_asked_looks_and_is_read(log_in: LogIn) -> None:
    finn, gwen = log_in("finn"), log_in("gwen")
    assert finn.post(ASK, ASKED | {"colleague": "gwen"}).status_code == 302
    one = PeerInvitation.objects.get()
    assert Notice.objects.get(person="gwen").path == f"{PEERS}{one.pk}/"
    assert [act.address for act in peers_acts.acts(scope("gwen"), NOW)] == [f"{PEERS}{one.pk}/"]
    url = f"{PEERS}{one.pk}/"
    page = gwen.get(url).content.decode()
    assert "cobalt-coloured" in page and "Mail me at" in page and "kim@example.test" not in page
    said = levels(gwen, url) | {"s0-comment": "You let her finish"}
    assert gwen.post(url, {}).status_code == 422
    answer = gwen.post(url, said)
    assert answer.status_code == 302
    rows = Rating.objects.filter(interaction="i-chat")
    assert {(one.source, one.rater, one.person, one.inclusion) for one in rows} == {("peer", "gwen", "finn", None)}
    assert Comment.objects.get().text == "You let her finish"
    for who in ("finn", "cora", "gwen"):
        assert "You let her finish" in log_in(who).get(answer["Location"]).content.decode(), who
    for who in ("lea", "hugo", "otto"):
        assert log_in(who).get(answer["Location"]).status_code == 404
    assert gwen.post(url, said).status_code == 302  # sent twice: to what they said
    assert Rating.objects.values("response").distinct().count() == 1
    assert "Read what they saw" in finn.get(PEERS).content.decode()


def test_an_invitation_is_declined_without_a_reason_or_taken_back(log_in: LogIn) -> None:
    finn, gwen = log_in("finn"), log_in("gwen")
    finn.post(ASK, ASKED | {"colleague": "gwen"})
    assert finn.post(ASK, ASKED | {"colleague": "gwen"}).status_code == 422
    one = PeerInvitation.objects.get()
    assert gwen.post(f"{PEERS}{one.pk}/decline/").status_code == 302
    assert "not this time" in finn.get(PEERS).content.decode()
    assert gwen.get(f"{PEERS}{one.pk}/").status_code == 410
    assert finn.post(ASK, ASKED | {"colleague": "gwen"}).status_code == 302
    other = PeerInvitation.objects.get(state="asked")
    assert finn.post(f"{PEERS}{other.pk}/take-back/").status_code == 302
    with pytest.raises(actions.Refused):
        actions.decline(scope=scope("gwen"), invitation=other, at=NOW)
    assert {state for turns in PEER_TURNS.values() for state in turns.values()} == set(PeerInvitation.State.values)


def test_one_that_has_just_happened_can_be_looked_at_too(log_in: LogIn) -> None:
    said = ASKED | {"colleague": "gwen", "interaction": "now", "channel": "visit"}
    assert log_in("finn").post(ASK, said).status_code == 302
    made = Interaction.objects.get(source="own")
    assert (made.person, made.team, made.site, made.channel) == ("finn", "north", "s-north", "visit")


def test_one_that_has_just_happened_is_kept_once_however_often_its_form_is_sent(log_in: LogIn) -> None:
    finn = log_in("finn")
    once = re.search(r'name="once" value="([^"]+)"', finn.get(ASK).content.decode())
    assert once
    said = ASKED | {"colleague": "gwen", "interaction": "now", "channel": "visit", "once": once[1]}
    assert [finn.post(ASK, said).status_code for _ in range(2)] == [302, 422]
    assert PeerInvitation.objects.count() == Interaction.objects.filter(source="own").count() == 1
    assert Notice.objects.filter(person="gwen").count() == 1
    url = f"{OWN}rate/?interaction=now&journey=put-right&channel=visit"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', finn.get(url).content.decode()))
    hidden.pop("csrfmiddlewaretoken", None)
    marked = hidden | levels(finn, url)
    assert [finn.post(f"{OWN}rate/", marked).status_code for _ in range(2)] == [302, 422]
    assert OwnRating.objects.count() == 1 and Interaction.objects.filter(source="own").count() == 2


def test_only_colleagues_at_the_site_without_a_conflict_are_asked_about_ones_own_work(log_in: LogIn) -> None:
    chat("i-gwens", person="gwen")
    for who in ("otto", "lea", "cora", "hugo", "bot", "finn"):
        assert log_in("finn").post(ASK, ASKED | {"colleague": who}).status_code == 422, who
        with pytest.raises(PermissionDenied):
            actions.invite(scope=scope("finn"), colleague=who, mine=OneOfMine("i-chat"), words="", at=NOW)
    with pytest.raises(PermissionDenied):
        actions.invite(scope=scope("finn"), colleague="gwen", mine=OneOfMine("i-gwens"), words="", at=NOW)
    Conflict.objects.create(reviewer="gwen", person="finn", reason="x", by="ada", at=NOW)
    assert log_in("finn").post(ASK, ASKED | {"colleague": "gwen"}).status_code == 422
    assert not PeerInvitation.objects.exists()


def test_an_invitation_is_nobody_elses(log_in: LogIn) -> None:
    log_in("finn").post(ASK, ASKED | {"colleague": "gwen"})
    one = PeerInvitation.objects.get()
    for who in ("finn", "lea", "cora", "otto", "ada"):
        assert log_in(who).get(f"{PEERS}{one.pk}/").status_code == 404
        assert log_in(who).post(f"{PEERS}{one.pk}/decline/").status_code == 404
    for who in ("gwen", "lea", "cora"):
        assert log_in(who).post(f"{PEERS}{one.pk}/take-back/").status_code == 404


PRAISE = {"person": "finn", "standard": STANDARD, "words": "You gave her three ways, olive-coloured", "once": "o-1"}


def test_recognition_is_read_by_who_is_recognised_and_by_who_gave_it_alone(log_in: LogIn) -> None:
    for _ in range(2):
        assert log_in("gwen").post(RECOGNISE, PRAISE).status_code == 302
    assert Recognition.objects.count() == 1
    assert "olive-coloured" in log_in("finn").get(PEERS).content.decode()
    assert "olive-coloured" in log_in("gwen").get(PEERS).content.decode()
    for who in ("lea", "cora", "hugo", "ada", "otto"):
        assert "olive-coloured" not in log_in(who).get(PEERS).content.decode()
    notice = Notice.objects.get(person="finn")
    assert "olive" not in notice.text + notice.subject and "Gwen" not in notice.text + notice.subject
    holder = dict(holders())["colleagues and own compass"]
    assert "olive-coloured" in str(holder.own(Subject(SubjectKind.PERSON, "finn")))
    assert "olive-coloured" not in str(holder.own(Subject(SubjectKind.PERSON, "gwen")))


def test_whom_one_recognises(log_in: LogIn) -> None:
    assert log_in("lea").post(RECOGNISE, PRAISE).status_code == 302
    assert log_in("hugo").post(RECOGNISE, PRAISE | {"once": "o-2"}).status_code == 302  # leads him, from elsewhere
    assert log_in("otto").post(RECOGNISE, PRAISE).status_code == 422
    assert log_in("finn").post(RECOGNISE, PRAISE).status_code == 422  # nobody praises themself
    assert log_in("lea").post(RECOGNISE, PRAISE | {"person": "bot"}).status_code == 422
    assert log_in("lea").post(RECOGNISE, PRAISE | {"standard": "no.such"}).status_code == 422


WHICH = {"interaction": "i-chat", "journey": "put-right", "channel": "chat"}


def rate_myself(log_in: LogIn, interaction: str = "i-chat") -> OwnRating:
    """finn says how one was: good, and exemplary on the whole."""
    client, chosen = log_in("finn"), WHICH | {"interaction": interaction}
    page = client.get(f"{OWN}rate/", chosen).content.decode()
    names = list(dict.fromkeys(re.findall(r'name="(s\d+)-level"', page)))
    said = {f"{one}-level": "4" for one in names} | {f"{names[-1]}-level": "5"}
    answer = client.post(f"{OWN}rate/", chosen | said)
    assert answer.status_code == 302, answer.content.decode()
    return OwnRating.objects.get(interaction=interaction)


def test_one_says_it_of_oneself_first_sees_the_difference_first_and_shares_it_if_at_all(log_in: LogIn) -> None:
    finn, cora = log_in("finn"), log_in("cora")
    page = finn.get(f"{OWN}rate/", WHICH).content.decode()
    assert "Would I be thrilled, happy or dissatisfied to be served like this?" in page
    assert "I would be thrilled" in page and "I would be dissatisfied" in page
    own = rate_myself(log_in)
    assert not Rating.objects.exists()
    assert finn.post(f"{OWN}{own.pk}/share/").status_code == 302
    assert finn.post(f"{OWN}{own.pk}/see/").status_code == 302
    own.refresh_from_db()
    assert (own.seen_at, own.shared_at) == (None, None)
    rated([2], source=Source.CUSTOMER, name="x")
    Rating.objects.update(interaction="i-chat")
    page = finn.get(OWN).content.decode()
    assert "Show me the difference" in page and "customer: 2" not in page
    assert [one.link for one in peers_acts.acts(scope("finn"), NOW)] == ["See where you differ"]
    assert finn.post(f"{OWN}{own.pk}/share/").status_code == 302
    assert not Rating.objects.filter(source="self").exists()
    finn.post(f"{OWN}{own.pk}/see/")
    page = finn.get(OWN).content.decode()
    assert "customer: 2" in page and "they saw less than you did" in page
    shared = cora.get(f"{PEERS}shared/finn/").content.decode()
    assert "customer: 2" not in shared and "has shared nothing" in shared
    for _ in range(2):
        finn.post(f"{OWN}{own.pk}/share/")
    assert "customer: 2" in cora.get(f"{PEERS}shared/finn/").content.decode()
    kept = Rating.objects.filter(source="self")
    assert {(one.rater, one.person, one.interaction, one.rated_at) for one in kept} == {("finn", "finn", "i-chat", NOW)}
    assert kept.values("response").distinct().count() == 1
    assert {one.standard: one.level for one in kept}["overall"] == 5


def test_of_what_others_rated_already_one_says_nothing_any_more(log_in: LogIn) -> None:
    finn = log_in("finn")
    assert "i-chat" in finn.get(f"{OWN}rate/").content.decode()
    rated([5], name="x")
    Rating.objects.update(interaction="i-chat")
    assert "i-chat" not in finn.get(f"{OWN}rate/").content.decode()
    assert finn.get(f"{OWN}rate/", WHICH).status_code == 422
    card = queries.card_of(Version.objects.get(), "put-right", Source.SELF)
    with pytest.raises(actions.Refused, match="rated this one already"):
        peers_own.rate_myself(
            scope=scope("finn"), mine=OneOfMine("i-chat"), scorecard=card, marks={"overall": {"level": 5}}, at=NOW
        )
    Rating.objects.update(source="check")  # a check is nobody's opinion
    assert "i-chat" in finn.get(f"{OWN}rate/").content.decode()


def test_nobody_rates_what_is_not_theirs_as_their_own(log_in: LogIn) -> None:
    chat("i-gwens", person="gwen")
    assert log_in("finn").get(f"{OWN}rate/", WHICH | {"interaction": "i-gwens"}).status_code == 422
    card = queries.card_of(Version.objects.get(), "put-right", Source.SELF)
    with pytest.raises(PermissionDenied):
        peers_own.rate_myself(
            scope=scope("finn"), mine=OneOfMine("i-gwens"), scorecard=card, marks={"overall": {"level": 5}}, at=NOW
        )
    own = rate_myself(log_in)
    for who in ("gwen", "cora", "lea", "ada"):
        assert log_in(who).post(f"{OWN}{own.pk}/see/").status_code == 404
        assert log_in(who).post(f"{OWN}{own.pk}/share/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("cora", 200), ("lea", 403), ("hugo", 403), ("ada", 403), ("gwen", 403), ("finn", 403)]
)
def test_only_the_coach_opens_what_was_shared(who: str, status: int, log_in: LogIn, cast: dict[str, Person]) -> None:
    from clearbar.web.people.models import Organisation

    Organisation.objects.update(individual_view=True)
    assert log_in(who).get(f"{PEERS}shared/finn/").status_code == status


def test_a_next_bar_is_seen_by_nobody_else_and_says_where_one_stands(log_in: LogIn) -> None:
    finn = log_in("finn")
    assert finn.post(f"{OWN}bar/", {"standard": STANDARD, "level": "5"}).status_code == 302
    assert "Too few ratings to tell" in finn.get(OWN).content.decode()
    rated([5, 5, 4, 4])
    assert "Too few ratings to tell" in finn.get(OWN).content.decode()
    rated([5, 5, 4, 4], name="more")
    page = finn.get(OWN).content.decode()
    assert re.search(r"4 of 8 \(\d+–\d+ %\) reached it", page)
    finn.post(f"{OWN}bar/", {"standard": STANDARD, "level": "4"})
    assert "8 of 8 (" in finn.get(OWN).content.decode() and NextBar.objects.count() == 1
    assert "My next bar:" not in log_in("cora").get(OWN).content.decode()
    line = Line.objects.filter(verb="set a bar of their own").first()
    assert line and not line.fields and not line.sealed
    finn.post(f"{OWN}bar/", {"standard": STANDARD, "level": ""})
    assert not NextBar.objects.exists()
    assert own_queries.next_bars("finn") == {}


def test_a_bar_that_cannot_be_is_refused(log_in: LogIn) -> None:
    for said in ({"standard": STANDARD, "level": "9"}, {"standard": "no.such", "level": "4"}, {}):
        assert log_in("finn").post(f"{OWN}bar/", said).status_code == 302
    assert not NextBar.objects.exists()


def test_no_private_word_or_level_stands_in_the_clear(log_in: LogIn) -> None:
    log_in("finn").post(ASK, ASKED | {"colleague": "gwen"})
    log_in("gwen").post(RECOGNISE, PRAISE)
    log_in("finn").post(f"{OWN}bar/", {"standard": "choose.listened", "level": "5"})
    rate_myself(log_in)
    with connection.cursor() as cursor:
        for table in (NextBar, OwnRating, PeerInvitation, Recognition, Line, Notice):
            cursor.execute(f'select * from "{table._meta.db_table}"')
            told = " ".join(
                bytes(one).decode("latin-1") if isinstance(one, bytes | memoryview) else str(one)
                for row in cursor.fetchall()
                for one in row
            )
            assert not any(word in told for word in ("cobalt-coloured", "olive-coloured", "choose.listened")), table


def test_erasure_leaves_nothing_of_a_person_and_time_forgets_the_rest(log_in: LogIn) -> None:
    log_in("finn").post(ASK, ASKED | {"colleague": "gwen"})
    log_in("gwen").post(RECOGNISE, PRAISE)
    log_in("finn").post(f"{OWN}bar/", {"standard": STANDARD, "level": "5"})
    rate_myself(log_in)
    holder = dict(holders())["colleagues and own compass"]
    told = holder.own(Subject(SubjectKind.PERSON, "finn"))
    given = {"colleagues whom you recognised", "peer reviews that you were asked for"}
    assert all(bool(told[name]) != (name in given) for name in told), told
    assert all(holder.own(Subject(SubjectKind.PERSON, "gwen"))[name] for name in given)
    holder.erase(Subject(SubjectKind.PERSON, "gwen"), NOW)
    assert Recognition.objects.get().by == "" and not PeerInvitation.objects.exists()
    holder.erase(Subject(SubjectKind.PERSON, "finn"), NOW)
    assert not any(model.objects.exists() for model in (Recognition, OwnRating, NextBar, PeerInvitation))
    log_in("finn").post(ASK, ASKED | {"colleague": "gwen"})
    assert holder.forget("peer invitations", NOW) == 0
    assert holder.forget("peer invitations", NOW + timedelta(days=1)) == 1


def test_an_address_that_no_database_can_compare_is_no_page(log_in: LogIn) -> None:
    assert log_in("finn").get(f"{RECOGNISE}?finding=%00").status_code == 404
    assert log_in("finn").get(f"{RECOGNISE}?finding=%2500").status_code == 200


def test_every_page_has_its_empty_state(log_in: LogIn) -> None:
    Version.objects.all().delete()
    for who in ("finn", "hugo"):
        for url in (PEERS, ASK, RECOGNISE, OWN, f"{OWN}rate/", "/followup/correction/"):
            page = log_in(who).get(url)
            assert page.status_code == 200 and 'class="empty"' in page.content.decode(), (who, url)
