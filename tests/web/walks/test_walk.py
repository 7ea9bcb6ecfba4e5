"""Walking a journey as a customer: what comes is kept once and names nobody; who walked corrects and deletes it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.test import Client
from PIL import Image

from clearbar.web.audit.models import Line
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.bridge import drafting
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger.models import Gone, Happened, Job, Rating, Synced
from clearbar.web.people.models import Membership, Person, Site
from clearbar.web.people.scope import scope_of
from clearbar.web.walks.actions import walk as actions
from clearbar.web.walks.models.walk import Walk, Walking, WalkPhoto, WalkStep
from clearbar.web.walks.queries.walk import notes_of, photos_of, walks_of
from clearbar.web.walks.queries.walk_acts import acts
from clearbar.web.walks.queries.walk_own import own_walk, own_walks
from clearbar.web.walks.tasks.walk import tell_walks
from tests.web.conftest import NOW
from tests.web.walks.phones import JOURNEY, body, item, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book", "now")]
LogIn = Callable[[str], Client]
TODAY = NOW.date()


@pytest.fixture
def finn(log_in: LogIn) -> Client:
    return log_in("finn")


def test_a_walk_is_kept_with_its_times_feelings_and_ratings(finn: Client) -> None:
    (told,) = send(finn, item(body()))["results"]
    assert told["state"] == "kept"
    walk = Walk.objects.get()
    assert (walk.journey, walk.site_id, walk.week, walk.by, walk.conditions) == (
        JOURNEY, "s-north", 202647, "house", ["with a pram"],
    )  # fmt: skip
    first, second = walk.steps.all()
    assert (first.arrived, first.noticed, first.served, first.done, first.feeling) == (1.0, 31.0, 91.0, 100.0, 2)
    assert second.levels == {"choose.listened": 5} and second.note is None
    ratings = {one.standard: one for one in Rating.objects.filter(response=walk.response)}
    assert set(ratings) == {"choose.seen", "choose.listened"}
    seen = ratings["choose.seen"]
    assert (seen.source, seen.setting, seen.level, seen.millis, seen.censored) == ("shopper", "walk", 3, 90_000, False)
    assert ratings["choose.listened"].millis is None, "only promptness has a wait"
    for one in ratings.values():
        nobody = (one.rater, one.person, one.customer, one.interaction, one.rated_at, one.day, one.team)
        assert nobody == (None,) * 7 and one.site == "s-north"


def test_who_gave_up_waited_at_least_so_long(finn: Client) -> None:
    told = body()
    told["steps"][0]["times"] = {"arrived": 0, "gave_up": 600_000}
    told["steps"] = told["steps"][:1]
    send(finn, item(told))
    rating = Rating.objects.get()
    assert (rating.millis, rating.censored) == (600_000, True)


def test_sent_again_it_is_one_walk(finn: Client) -> None:
    once = item(body())
    assert send(finn, once) == send(finn, once)
    assert Walk.objects.count() == 1 and Rating.objects.count() == 2


def test_two_windows_that_send_the_same_walk_make_one(finn: Client) -> None:
    told = body()
    answers = send(finn, item(told), item(told))["results"]
    assert [one["state"] for one in answers] == ["kept", "kept"]
    assert Walk.objects.count() == 1 and Happened.objects.filter(kind="walked").count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"journey": "no-such-journey"}, "knows this journey no more"),
        ({"version": 99}, "knows this journey no more"),
        ({"version": True}, "knows this journey no more"),
        ({"site": "s-nowhere"}, "site is not there"),
        ({"steps": []}, "no step"),
        ({"steps": [{"step": "dance"}]}, "does not have"),
        ({"walk": "mine"}, "which it is"),
    ],
)
def test_what_is_no_walk_is_refused_with_words(finn: Client, change: dict[str, Any], why: str) -> None:
    refused, kept = send(finn, item(body(**change)), item(body()))["results"]
    assert refused["state"] == "refused" and why in refused["why"]
    assert kept["state"] == "kept", "one that is refused keeps none of the others back"
    assert Walk.objects.count() == 1


def test_conditions_are_the_organisations_words_only(finn: Client) -> None:
    send(finn, item(body(conditions=["with a pram", "served by Gwen Frontline", "by phone"])))
    assert Walk.objects.get().conditions == ["with a pram", "by phone"]


def test_no_row_joins_a_walk_with_who_walked(finn: Client, log_in: LogIn) -> None:
    """Every row that is written says who, or says which walk; none says both, and no two share what would join them."""
    send(finn, item(body()))
    send(log_in("gwen"), item(body()), user="gwen")
    walks = {str(one.pk) for one in Walk.objects.all()} | {one.response for one in Walk.objects.all()}
    rows = [*Walk.objects.all(), *WalkStep.objects.all(), *Rating.objects.all(), *Line.objects.all()]
    rows += [*Happened.objects.all(), *Synced.objects.all(), *Job.objects.all()]
    for row in rows:
        text = serializers.serialize("json", [row])
        says_who = re.search(r'"(finn|gwen)"', text)
        assert not (says_who and any(one in text for one in walks)), text
        if isinstance(row, Line) and row.thing in walks:
            assert row.at is None and row.actor == "anonymous" and row.sealed is None, text
    assert Happened.objects.filter(kind="walked", person="finn", day=20261118).count() == 1
    assert not any(
        name in {"at", "day", "rated_at", "created"} for name in (one.name for one in Walk._meta.get_fields())
    )  # fmt: skip


def test_only_who_walked_finds_it(finn: Client, log_in: LogIn) -> None:
    send(finn, item(body()))
    walk = Walk.objects.get()
    assert "Choose glasses" in finn.get("/walks/mine/").content.decode()
    for other in ("gwen", "lea", "hugo", "ada", "cora"):
        assert own_walks(other) == []
        client = log_in(other)
        assert f"/walks/mine/{walk.pk}/" not in client.get("/walks/mine/").content.decode()
        for address in (f"/walks/mine/{walk.pk}/", f"/walks/mine/{walk.pk}/photo/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/walks/mine/{walk.pk}/delete/").status_code == 302
    assert Walk.objects.count() == 1


def as_form(page: str) -> dict[str, str]:
    """The fields of the only form in which steps are corrected, as they stand."""
    found = dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]*checked', page))
    found |= {name: "" for name in re.findall(r'<textarea name="([^"]+)"', page)}
    return found


def test_it_can_be_corrected_for_a_day(
    finn: Client, cast: dict[str, Person], log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(finn, item(body()))
    walk = Walk.objects.get()
    old = walk.response
    page = finn.get(f"/walks/mine/{walk.pk}/").content.decode()
    assert "nobody looked up" in page and "served after 1:30" in page
    form = as_form(page) | {"feeling0": "1", "level0.0": "2", "note0": "worse than I said"}
    assert finn.post(f"/walks/mine/{walk.pk}/", form).status_code == 302
    walk.refresh_from_db()
    assert walk.response != old and not Rating.objects.filter(response=old).exists()
    seen = Rating.objects.get(response=walk.response, standard="choose.seen")
    assert (seen.level, seen.millis) == (2, 90_000), "times stay"
    assert Rating.objects.count() == 2 and walk.steps.first().feeling == 1  # type: ignore[union-attr]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=25))
    finn = log_in("finn")
    assert "over" in finn.get(f"/walks/mine/{walk.pk}/").content.decode()
    finn.post(f"/walks/mine/{walk.pk}/", form | {"level0.0": "5"})
    assert Rating.objects.get(standard="choose.seen").level == 2
    with pytest.raises(actions.Refused):
        actions.correct(scope=scope_of(cast["finn"], TODAY), walk=walk, said=[], at=NOW + timedelta(hours=25))


def test_wrong_input_keeps_what_was_typed(finn: Client) -> None:
    send(finn, item(body()))
    key = Walk.objects.get().pk
    form = as_form(finn.get(f"/walks/mine/{key}/").content.decode())
    answer = finn.post(f"/walks/mine/{key}/", form | {"note0": "x" * 501, "note1": "kept words"})
    assert answer.status_code == 422 and "kept words" in answer.content.decode()


def test_deleted_it_is_gone_here_and_in_the_evidence(finn: Client) -> None:
    send(finn, item(body()))
    walk = Walk.objects.get()
    mirror_new(now=NOW + timedelta(days=14))
    ratings = set(Rating.objects.values_list("rating", flat=True))
    finn.post(f"/walks/mine/{walk.pk}/delete/")
    assert not Walk.objects.exists() and not WalkStep.objects.exists() and not Rating.objects.exists()
    assert set(Gone.objects.values_list("rating", flat=True)) == ratings
    mirror_new(now=NOW + timedelta(days=14))
    assert not Gone.objects.exists()
    assert Happened.objects.filter(kind="walked", person="finn").exists(), "they are not asked again"
    assert finn.post(f"/walks/mine/{walk.pk}/delete/").status_code == 302, "deleted twice, it is gone"


def test_nobody_corrects_or_deletes_the_walk_of_another(finn: Client, cast: dict[str, Person]) -> None:
    send(finn, item(body()))
    walk, gwen = Walk.objects.get(), scope_of(cast["gwen"], TODAY)
    with pytest.raises(PermissionDenied):
        actions.correct(scope=gwen, walk=walk, said=[], at=NOW)
    with pytest.raises(PermissionDenied):
        actions.remove(scope=gwen, walk=walk, at=NOW)


def test_a_note_names_nobody_and_is_read_by_who_leads_there(
    finn: Client, cast: dict[str, Person], own_data_folder: Path
) -> None:
    told = body()
    told["steps"][0]["note"] = "Gwen was kind, Gwen Frontline said; my card is 4111 1111 1111 1111"
    send(finn, item(told))
    raw = bytes(WalkStep.objects.exclude(note=None).get().note or b"")
    assert b"kind" not in raw
    read = notes_of(scope_of(cast["lea"], TODAY), JOURNEY)
    assert [step for step, _ in read] == ["greet"]
    assert "Gwen" not in read[0][1] and "4111" not in read[0][1] and "[a colleague] was kind" in read[0][1]
    for name in ("gwen", "cora", "otto", "olga"):
        assert notes_of(scope_of(cast[name], TODAY), JOURNEY) == ()
    assert own_walk("finn", Walk.objects.get().pk) is not None


@pytest.mark.parametrize(
    ("name", "note", "kept"),
    [
        ("Siân O'Brien", "Mrs O’Brien was kind", "Mrs [a colleague] was kind"),
        ("Siân O'Brien", "SIÂN was kind, Sia\u0302n indeed", "[a colleague] was kind, [a colleague] indeed"),
        ("van der Berg Jan", "Jan van der Berg, der war nett", "[a colleague] van der [a colleague], der war nett"),
        ("李明", "服务员李明很好", "服务员[a colleague]很好"),
        ("محمد علي", "شكرا محمد", "شكرا [a colleague]"),
        ("Bo Mark", "Mark the marked price; I boxed it", "[a colleague] the marked price; I boxed it"),
    ],
)
def test_a_name_goes_however_it_is_written(
    finn: Client, cast: dict[str, Person], name: str, note: str, kept: str
) -> None:
    Person.objects.filter(pk="gwen").update(name=name)
    told = body()
    told["steps"][0]["note"] = note
    send(finn, item(told))
    assert notes_of(scope_of(cast["lea"], TODAY), JOURNEY) == (("greet", kept),)


def test_a_walk_stays_in_its_week_when_it_is_corrected(finn: Client) -> None:
    """Walked on a Friday, sent when there was a network again."""
    send(finn, item(body(begun=(NOW - timedelta(days=5)).isoformat())))
    walk = Walk.objects.get()
    form = as_form(finn.get(f"/walks/mine/{walk.pk}/").content.decode()) | {"level0.0": "2"}
    assert walk.week == 202646 and set(Rating.objects.values_list("week", flat=True)) == {202646}
    assert finn.post(f"/walks/mine/{walk.pk}/", form).status_code == 302
    assert set(Rating.objects.values_list("week", flat=True)) == {202646}


def test_walks_are_seen_by_those_of_the_site_and_of_no_one(finn: Client, cast: dict[str, Person]) -> None:
    send(finn, item(body()))
    for name, sees in {"gwen": 1, "lea": 1, "cora": 1, "hugo": 1, "ada": 1, "otto": 0, "olga": 0}.items():
        found = walks_of(scope_of(cast[name], TODAY), JOURNEY)
        assert len(found) == sees, name
        for one in found:
            assert "finn" not in repr(one) and one.steps[0].waited == 90.0


def test_findings_hear_of_a_walk_once_and_among_others(finn: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its ratings are in the evidence, with others or when the week is over, nobody is told."""
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "clearbar.web.walks.tasks.walk.publish", lambda topic, **told: heard.append({"t": topic} | told)
    )
    send(finn, item(body()))
    mirror_new(now=NOW)
    tell_walks(now=NOW)
    assert heard == []
    later = NOW + timedelta(days=7)
    mirror_new(now=later)
    tell_walks(now=later)
    tell_walks(now=later)
    walk = Walk.objects.get()
    (one,) = heard
    assert (one["t"], one["response"], one["journey"], one["site"]) == ("walked", walk.response, JOURNEY, "s-north")
    assert not any("finn" in str(value) for value in one.values())


def test_the_first_month_and_each_month_of_a_leader(finn: Client, cast: dict[str, Person], log_in: LogIn) -> None:
    def asks(name: str, now: Any = NOW) -> list[str]:
        return [one.says for one in acts(scope_of(cast[name], TODAY), now)]

    assert asks("finn") == [], "came in January"
    Membership.objects.filter(person="finn").update(since=TODAY - timedelta(days=10))
    assert "by 8 December" in asks("finn")[0]
    assert "by 8 December" in asks("finn", NOW + timedelta(days=20))[0]
    assert "first month is over" in asks("finn", NOW + timedelta(days=40))[0]
    assert asks("finn", NOW + timedelta(days=200)) == []
    send(finn, item(body()))
    assert asks("finn") == []
    assert "November" in asks("lea")[0] and "November" in asks("hugo")[0] and asks("cora") == []
    send(log_in("lea"), item(body()), user="lea")
    assert asks("lea") == [] and "December" in asks("lea", NOW + timedelta(days=20))[0]
    assert "Walk" in log_in("hugo").get("/walks/").content.decode()


# ── written down afterwards ──


def test_without_scripts_a_walk_is_written_down(finn: Client) -> None:
    address = f"/walks/write/?journey={JOURNEY}&site=s-north&conditions=by+phone"
    page = finn.get(address).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    form = as_form(page) | {
        "once": once[1],
        "wait0": "7.5",
        "level0.0": "2",
        "feeling0": "2",
        "wait1": "20",
        "left1": "on",
    }
    for _ in range(2):
        assert finn.post(address, form).status_code == 302
    walk = Walk.objects.get()
    assert walk.written and walk.conditions == ["by phone"]
    first, second, *_ = walk.steps.all()
    assert (first.arrived, first.served) == (0.0, 450.0) and (second.arrived, second.gave_up) == (450.0, 1650.0)
    rating = Rating.objects.get()
    assert (rating.millis, rating.instrument) == (450_000, "walk-written-1")


def test_a_book_that_is_published_while_somebody_writes_changes_nothing_of_what_they_said(
    finn: Client, cast: dict[str, Person], book: Version
) -> None:
    address = f"/walks/write/?journey={JOURNEY}&site=s-north"
    page = finn.get(address).content.decode()
    form = as_form(page) | dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]+)"', page))
    without = drafting.remove_step(book.files, JOURNEY, "greet")
    publish(scope=scope_of(cast["ada"], TODAY), files=without, at=NOW)
    assert finn.post(address, form | {"feeling0": "2", "level0.0": "2"}).status_code == 302
    walk = Walk.objects.get()
    first = walk.steps.all()[0]
    assert (walk.version, first.step, first.feeling, first.levels) == (1, "greet", 2, {"choose.seen": 2})


def test_written_wrongly_it_stays_on_the_page(finn: Client) -> None:
    address = f"/walks/write/?journey={JOURNEY}&site=s-north"
    answer = finn.post(address, {"once": str(uuid4()), "wait0": "-3", "note1": "still here"})
    assert answer.status_code == 422 and "still here" in answer.content.decode() and not Walk.objects.exists()


# ── pictures ──


def picture(exif: bool = True) -> io.BytesIO:
    made, file = Image.new("RGB", (40, 30), "teal"), io.BytesIO()
    told = Image.Exif()
    told[0x010F] = "PHONEMAKER-NORTH-SEVEN"
    made.save(file, "JPEG", **({"exif": told} if exif else {}))
    file.seek(0)
    file.name = "queue.jpg"
    return file


@pytest.fixture
def walked(finn: Client) -> Walk:
    send(finn, item(body()))
    return Walk.objects.get()


def test_pictures_are_off_until_the_organisation_switches_them_on(finn: Client, walked: Walk, log_in: LogIn) -> None:
    add = f"/walks/mine/{walked.pk}/photo/"
    assert finn.get(add).status_code == 404
    assert log_in("lea").get("/walks/choices/").status_code == 403, "for the whole house only"
    answer = log_in("hugo").post("/walks/choices/", {"conditions": "by phone", "photos": "on"})
    assert answer.status_code == 302 and Walking.the().photos
    assert finn.get(add).status_code == 200
    Site.objects.filter(pk="s-north").update(is_clinic=True)
    assert finn.get(add).status_code == 404, "never at a clinic"
    assert finn.post(add, {"step": "greet", "picture": picture()}).status_code == 404
    assert not WalkPhoto.objects.exists()


def test_a_picture_has_no_place_or_camera_in_it_and_is_looked_at_before_others_see_it(
    finn: Client, walked: Walk, log_in: LogIn, cast: dict[str, Person]
) -> None:
    Walking.objects.update_or_create(pk=1, defaults={"photos": True})
    answer = finn.post(f"/walks/mine/{walked.pk}/photo/", {"step": "greet", "picture": picture()})
    kept = WalkPhoto.objects.get()
    assert answer["Location"] == f"/walks/photos/{kept.pk}/"
    assert b"PHONEMAKER" in picture().read() and b"PHONEMAKER" not in bytes(kept.content)
    file, lea = f"/walks/photos/{kept.pk}/file/", scope_of(cast["lea"], TODAY)
    assert finn.get(file).status_code == 200
    for other in ("gwen", "lea", "ada"):
        assert log_in(other).get(file).status_code == 404
        assert log_in(other).get(f"/walks/photos/{kept.pk}/").status_code == 404
    assert not photos_of(lea, JOURNEY).exists()
    finn.post(f"/walks/photos/{kept.pk}/", {"act": "send"})
    assert photos_of(lea, JOURNEY).count() == 1
    assert log_in("lea").get(file).status_code == 200 and log_in("otto").get(file).status_code == 404
    finn.post(f"/walks/photos/{kept.pk}/", {"act": "discard"})
    assert not WalkPhoto.objects.exists()


def test_what_is_no_picture_is_told_at_the_field(finn: Client, walked: Walk) -> None:
    Walking.objects.update_or_create(pk=1, defaults={"photos": True})
    file = io.BytesIO(b"<svg/>")
    file.name = "x.jpg"
    answer = finn.post(f"/walks/mine/{walked.pk}/photo/", {"step": "greet", "picture": file})
    assert answer.status_code == 422 and "no picture" in answer.content.decode()
