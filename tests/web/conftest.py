"""The cast of the web's tests: a small house with one of each role, and a client for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role, Site, Team, User
from clearbar.web.people.scope import scope_of
from tests.conftest import PATIENCE_MS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday."""
SINCE = date(2026, 1, 1)
DEMO_BOOK = Path(__file__).parents[2] / "examples" / "demo" / "book"

CAST = {
    "ada": ("Ada Administrator", Role.ADMINISTRATOR, None, "north"),
    "lea": ("Lea Leader", Role.LEADER, "north", "north"),
    "hugo": ("Hugo Head", Role.LEADER, None, None),
    "cora": ("Cora Coach", Role.COACH, "north", "north"),
    "rita": ("Rita Reviewer", Role.REVIEWER, None, "south"),
    "finn": ("Finn Frontline", None, None, "north"),
    "gwen": ("Gwen Frontline", None, None, "north"),
    "otto": ("Otto Otherteam", None, None, "south"),
    "olga": ("Olga Otherlead", Role.LEADER, "south", "south"),
    "bot": ("Bo the agent", None, None, "north"),
}
"""Id → name, role, team that the role is for (None: the whole house), own team."""


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, settings: object) -> Path:
    """Each test has a data folder of its own, so that evidence is never shared."""
    settings.CLEARBAR_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def cast(db: None) -> dict[str, Person]:
    """A house of two sites with a team each, and the people of `CAST`; all but the agent can log in."""
    del db
    return move_in()


def move_in() -> dict[str, Person]:
    """Makes the house of `cast`."""
    # A request of the test before, still on its way when that one ended, may have made the house already.
    told = {"name": "Harbour Stores (invented)", "timezone": "Europe/Berlin", "ready_at": NOW}
    Organisation.objects.update_or_create(pk=1, defaults=told)
    for name, zone in (("north", "Europe/Berlin"), ("south", "Europe/Berlin")):
        site = Site.objects.create(id=f"s-{name}", name=f"{name.title()} shop", timezone=zone)
        Team.objects.create(id=name, name=f"Team {name.title()}", site=site)
    people = {}
    for id_, (name, role, over, own) in CAST.items():
        kind = Person.Kind.AGENT if id_ == "bot" else Person.Kind.HUMAN
        person = people[id_] = Person.objects.create(id=id_, name=name, kind=kind)
        if own:
            Membership.objects.create(person=person, team_id=own, since=SINCE)
        if role:
            Grant.objects.create(person=person, role=role, team_id=over)
        if id_ != "bot":
            User.objects.create_user(id_, person, "correct horse battery", email=f"{id_}@example.test")
    return people


@pytest.fixture
def log_in(cast: dict[str, Person]) -> Callable[[str], Client]:
    """A client that is logged in as one of the cast; `nobody` is not."""

    def client_of(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.force_login(cast[name].user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of


@pytest.fixture
def book(cast: dict[str, Person]) -> Version:
    """The demo's book, published."""
    return publish_demo(cast["ada"])


def publish_demo(by: Person) -> Version:
    """Publishes the demo's book."""
    files = {
        file.relative_to(DEMO_BOOK).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(DEMO_BOOK.rglob("*.yaml"))
    }
    return publish(scope=scope_of(by, NOW.date()), files=files, at=NOW)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """The clock of views and jobs stands at `NOW`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    yield NOW


@pytest.fixture
def page_of(browser: Browser, live_server: Any, log_in: Callable[[str], Client]) -> Iterator[Callable[..., Page]]:
    """A page of Chromium that is logged in as one of the cast (`nobody` is not), at a width, with or without scripts;
    addresses are relative to the application. Its console must stay empty: what a policy refuses is told there."""
    opened, said = [], list[str]()

    def page_for(name: str, width: int = 1440, *, scripts: bool = True, locale: str = "en-GB") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale=locale,
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        if name != "nobody":
            kept = log_in(name).cookies[django_settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": kept.key, "value": kept.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield page_for
    for context in opened:
        context.close()
    complaints = [one for one in said if "status of 4" not in one]  # a page that refuses does so on purpose
    assert not complaints, complaints
