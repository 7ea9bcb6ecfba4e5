"""No book names a person: an owner who is somebody of the house is refused, where it is written and where it is
published."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clearbar.web.book.actions.drafts import begin
from clearbar.web.book.actions.versions import publish_draft
from clearbar.web.book.forms.things import ThingForm
from clearbar.web.book.models import Version
from clearbar.web.book.owners import is_somebody
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("owner", ["Lea Leader", " lea  leader ", "LEA LEADER"])
def test_somebody_of_the_house_is_known_however_it_is_written(owner: str, cast: dict[str, Person]) -> None:
    assert is_somebody(owner)
    form = ThingForm("standard", {"owner": owner, "token": "1.0"})
    assert not form.is_valid() and "Name a role" in str(form.errors["owner"])


@pytest.mark.parametrize("owner", ["", "shop manager", "Leader", "administrator", "Lea"])
def test_a_role_is_taken(owner: str, cast: dict[str, Person]) -> None:
    Person.objects.create(name="Administrator")
    form = ThingForm("standard", {"owner": owner, "token": "1.0"})
    form.is_valid()
    assert "owner" not in form.errors


def test_a_book_that_names_somebody_is_not_published(book: Version, cast: dict[str, Person]) -> None:
    scope = scope_of(cast["ada"], NOW.date())
    files = {name: text.replace("owner: ", "owner: Lea Leader # ", 1) for name, text in book.files.items()}
    assert files != book.files
    draft = begin(scope=scope, files=files, at=NOW, begun_from=book)
    from clearbar.web.book import queries

    reasons = {one.key: "tried" for one in queries.told(draft.files)}
    with pytest.raises(ValidationError, match="Lea Leader"):
        publish_draft(scope=scope, token=draft.token, at=NOW, reason="", reasons=reasons)
    assert Version.objects.count() == 1
