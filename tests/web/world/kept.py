"""What else stands in the house: the book and its draft, boards, people with their badges, programs."""

from __future__ import annotations

from datetime import date, timedelta

from clearbar.web.api.actions import hooks, tokens
from clearbar.web.api.models import ApiToken, Call
from clearbar.web.book import queries
from clearbar.web.book.actions import drafts, listening
from clearbar.web.book.models import Complaint
from clearbar.web.book.queries import newest
from clearbar.web.bridge import pictures
from clearbar.web.ledger.models import Job
from clearbar.web.people.actions import badges, rolls, welcomes
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role, Tablet
from clearbar.web.people.queries import TABLET_COOKIE
from tests.web.conftest import NOW
from tests.web.world.house import RIGHTS, WORDS, World


def book(world: World) -> None:
    """A draft of the next version, what customers told before it, and what they are shown."""
    hugo, version = world.scope("hugo"), newest()
    assert version
    drafts.begin(scope=hugo, files=version.files, at=NOW, begun_from=version)
    text = version.files["book.yaml"] + "# under way\n"
    kept = drafts.save_text(scope=hugo, at=NOW, token=queries.draft().token, name="book.yaml", text=text)  # type: ignore[union-attr]
    assert not isinstance(kept, drafts.Met)
    world.told["token"] = kept.token
    words = [WORDS["sheet-of-a-customer"], "", "", "", ""]
    sheet = listening.keep_sheet(scope=hugo, journey="put-right", told_by="a regular", answers=words, at=NOW)
    listening.paste_complaints(scope=hugo, journey="put-right", texts=[WORDS["complaint-of-a-customer"]], at=NOW)
    listening.show(scope=hugo, standards=["right.no-blame"], figures=False, at=NOW)
    named = {"standard": {"id": "right.no-blame"}, "step": {"journey": "put-right", "step": "ask"}}
    world.kwargs |= {
        "book_version": {"number": 1}, "book_zip": {"number": 1}, "book_file": {"number": 1, "name": "book.yaml"},
        "listen": {"journey": "put-right"}, "sheet_new": {"journey": "put-right"},
        "sheet": {"journey": "put-right", "pk": sheet.pk}, "sheet_drop": {"journey": "put-right", "pk": sheet.pk},
        "complaint": {"journey": "put-right", "pk": Complaint.objects.get().pk},
        "standard": named["standard"], "draft_standard": named["standard"],
        "draft_remove": {"kind": "standard", **named["standard"]}, "draft_journey": {"id": "put-right"},
        "draft_step_new": {"journey": "put-right"}, "draft_step": named["step"], "draft_standard_new": named["step"],
        "draft_file": {"name": "book.yaml"},
    }  # fmt: skip


def boards(world: World) -> None:
    """The same looks at a team, a person and the house."""
    for row, kind, id_, name in (
        ("team", "team", "north", "weeks"),
        ("person", "person", "finn", "weeks"),
        ("house", "house", "all", "weeks"),
        ("sites", "house", "all", "sites"),
    ):
        about = {"kind": kind, "id_": id_}
        world.kwargs |= {
            f"look-further@{row}": {**about, "name": name},
            f"look-file@{row}": {**about, "name": name, "suffix": "csv"},
            f"board-file@{row}": {**about, "suffix": "csv"},
        }
    world.kwargs |= {
        "team-board": {"id_": "north"},
        "person-board": {"id_": "finn"},
        "analyst-measure": {"name": "clearance"},
        "analyst-file": {"name": "clearance", "suffix": "csv"},
        "chart-part": {"stamp": pictures.stamp(), "name": "style.css"},
    }


def people(world: World) -> None:
    ada, finn = world.scope("ada"), world.cast["finn"]
    badges.make_badge(scope=ada, person=finn, at=NOW)
    token = badges.enrol_tablet(scope=ada, name="Counter", at=NOW)
    upload = rolls.keep_upload(scope=ada, name="people.csv", content=b"name,team\nNora New,Team North\n", at=NOW)
    for name in ("person", "person_edit", "person_join", "person_grant", "person_leave", "person_link", "person_badge"):
        world.kwargs[name] = {"id": "finn"}
    world.kwargs |= {
        "welcome": {"token": welcomes.welcome(scope=ada, person=finn, at=NOW)},
        "person_act": {"id": "finn", "name": "block"},
        "membership": {"pk": Membership.objects.get(person=finn).pk},
        "grant_withdraw": {"pk": Grant.objects.get(role=Role.COACH).pk},
        "site": {"id": "s-north"},
        "team": {"id": "north"},
        "roll_preview": {"id": upload.pk},
        "tablet_end": {"pk": Tablet.objects.get().pk},
    }
    world.cookies["badge@tablet"] = {TABLET_COOKIE: token}


def programs(world: World) -> None:
    ada = world.scope("ada")
    mine, _ = tokens.make(
        scope=ada, name="for lea", person=world.cast["lea"], rights=["book:read"], expires_on=None, at=NOW
    )
    hook, _ = hooks.make(scope=ada, url="https://hooks.example.test/", topics=["rated"], at=NOW)
    call = Call.objects.create(
        hook=hook, event="e1", topic="rated", made_at=NOW, tries=8, given_up_at=NOW, said="refused"
    )
    world.kwargs |= {
        "api-token-take": {"token": mine.pk},
        "api-token-end": {"token": mine.pk},
        "api-hook": {"hook": hook.pk},
        "api-hook-change": {"hook": hook.pk},
        "api-call-again": {"hook": hook.pk, "call": call.pk},
    }
    _token(world, "house", RIGHTS)
    tokens.end(scope=ada, token=_token(world, "ended", RIGHTS), at=NOW)
    _token(world, "expired", RIGHTS, expires_on=NOW.date() - timedelta(days=1))
    for name in ("ada", "lea", "cora", "rita", "finn", "gwen", "otto", "olga"):
        _token(world, name, RIGHTS, person=world.cast[name])
    for right in RIGHTS:
        _token(world, f"only {right}", [right])
        _token(world, f"but {right}", [one for one in RIGHTS if one != right])


def _token(
    world: World, name: str, rights: list[str], person: Person | None = None, expires_on: date | None = None
) -> ApiToken:
    token, text = tokens.make(
        scope=world.scope("ada"), name=name, person=person, rights=rights, expires_on=expires_on, at=NOW
    )
    world.tokens[name] = text or tokens.take(scope=world.scope(person.pk if person else ""), token=token, at=NOW)
    return token


def rest(world: World) -> None:
    """What the log-in library asks for, and a job that was given up."""
    Organisation.objects.update(ready_at=NOW - timedelta(days=9))
    Job.objects.create(name="mail:1", task="mail", due=NOW, attempts=8, failed_at=NOW, error="OSError")
    world.kwargs |= {
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        "account_confirm_email": {"key": "nothing"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "none"},
        "openid_connect_callback": {"provider_id": "none"},
    }
