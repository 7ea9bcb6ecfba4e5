"""Whatever breaks, somebody reads a sentence, and what they typed is not lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import unescape
from unittest.mock import patch

import pytest
from django.db.utils import OperationalError
from django.test import Client, override_settings
from django.urls import path

from clearbar.web.people.access import public
from clearbar.web.people.models import Site
from clearbar.web.site import urls
from clearbar.web.site.logs import Places, Routes

Log = Callable[[str], Client]


@public
def breaks(request: object) -> None:
    """A view with a fault of ours."""
    raise ValueError("4111 1111 1111 1111")


urlpatterns = [path("broken/<str:token>/", breaks), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def client(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), [("/nowhere-at-all/", 404), ("/setup/", 403)])
def test_pages_that_are_not_there_or_not_yours_are_told_in_our_words(log_in: Log, address: str, status: int) -> None:
    answer = log_in("finn").get(address)
    assert answer.status_code == status and "<h1>" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_is_told_without_its_words(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/broken/token-of-a-link/")
    page = answer.content.decode()
    assert answer.status_code == 500 and "Something broke on our side" in page
    assert "4111" not in page and "Traceback" not in page


def test_the_log_of_a_fault_names_the_place_and_neither_words_nor_address() -> None:
    try:
        raise ValueError("4111 1111 1111 1111")
    except ValueError as fault:
        line = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s: %s", ("Not Found", "/s/token/"), None)
        line.exc_info = (ValueError, fault, fault.__traceback__)
    line.request, line.status_code = object(), 500
    assert Routes().filter(line)
    said = Places("{message}", style="{").format(line)
    assert "ValueError" in said and "test_fault_pages.py" in said
    assert "4111" not in said and "token" not in said


def test_on_a_full_disk_what_was_typed_is_kept_in_the_page_and_can_be_sent_again(log_in: Log) -> None:
    ada = log_in("ada")
    ada.raise_request_exception = False
    long = "An honest “name” <b> " + "x" * 90
    told = {"step": "people", "site": long, "password": "hidden", "csrfmiddlewaretoken": "x"}
    with patch("clearbar.web.people.models.Site.save", side_effect=OperationalError("database or disk is full")):
        answer = ada.post("/people/places/site/", {**told, "name": long, "timezone": "UTC", "language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert long in unescape(page) and "hidden" not in page.replace('type="hidden"', "")
    assert not Site.objects.filter(name=long).exists() and "Send it again" in page


def test_with_the_database_away_every_page_is_a_sentence(client: Client, log_in: Log) -> None:
    ada = log_in("ada")
    ada.raise_request_exception = False
    with patch("django.db.backends.utils.CursorWrapper.execute", side_effect=OperationalError("gone")):
        for address in ("/", "/setup/", "/nowhere-at-all/", "/people/", "/alive/", "/accounts/login/"):
            answer = ada.get(address)
            assert answer.status_code in {200, 404, 503}, address
            assert "<h1>" in answer.content.decode() and "Traceback" not in answer.content.decode(), address
