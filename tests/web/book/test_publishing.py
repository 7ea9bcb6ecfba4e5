"""Draft → version: what stands in the way, what needs a reason, and what nobody is rated against before."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import unseal
from clearbar.web.book import queries
from clearbar.web.book.actions.versions import publish, publish_draft
from clearbar.web.book.models import Draft, Version
from clearbar.web.bridge import books, drafting
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger import jobs
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.book.conftest import LogIn, form_of, said
from tests.web.book.test_reading import ID, rate
from tests.web.conftest import NOW

PAGE = "/book/draft/publish/"
BOOK = "clearbar.web.book"
ADDRESS = f"/book/draft/standard/{ID}/"


def vaguely(client: Client) -> None:
    """Writes a promise that a rule finds fault with."""
    client.post(ADDRESS, {**form_of(client, ADDRESS), "promise": "You promptly try any frame at home."})


@pytest.fixture
def news() -> Iterator[list[dict[str, object]]]:
    """What a task hears of published books."""
    heard: list[dict[str, object]] = []
    jobs.task("test hears books", hears=("book published",))(lambda now, **body: heard.append(body))
    yield heard
    jobs._HEARERS["book published"].remove("test hears books")
    del jobs._TASKS["test hears books"]


@pytest.mark.django_db
def test_a_finding_asks_for_a_reason_which_is_kept_with_the_version(
    draft: Draft, hugo: Client, news: list[dict[str, object]]
) -> None:
    vaguely(hugo)
    page = said(hugo, PAGE)
    assert "Publish version 2?" in page and "You promptly try any frame at home." in page and "CB111" in page
    told = form_of(hugo, PAGE)
    refused = hugo.post(PAGE, {**told, "reason": "Typed with care."})
    page = refused.content.decode()
    assert page.count("Say why this may stand") >= 5 and "Typed with care." in page
    assert (Version.objects.count(), Draft.objects.count()) == (1, 1)
    whys = [name for name in told if name.startswith("why-")]
    given = {**told, "reason": "We say it as we mean it.", whys[0]: "Customers say it so."}
    answer = hugo.post(PAGE, {**given, "all_why": "Later."})
    assert answer["Location"] == "/book/versions/2/"
    version = Version.objects.get(number=2)
    assert sorted({reason for _, _, reason in version.accepted}) == ["Customers say it so.", "Later."]
    assert ["CB111", f"standard {ID}: promise", "Customers say it so."] in version.accepted
    assert (version.by, version.reason, Draft.objects.exists()) == ("hugo", "We say it as we mean it.", False)
    line = Line.objects.get(verb="published", thing="2")
    assert (line.actor, unseal("hugo", line.sealed)["reason"]) == ("hugo", "We say it as we mean it.")
    jobs.settle(lambda: version.published_at)
    assert [one["number"] for one in news] == [2]
    assert "Customers say it so." in said(hugo, "/book/versions/2/")
    assert "Customers say it so." in said(hugo, f"/book/standards/{ID}/")


@pytest.mark.django_db
def test_the_reason_of_the_last_version_stands_in_the_form_of_the_next(draft: Draft, hugo: Client) -> None:
    vaguely(hugo)
    hugo.post(PAGE, {**form_of(hugo, PAGE), "reason": "x", "all_why": "Our own word."})
    hugo.post("/book/draft/begin/", {"how": "version"})
    assert "Our own word." in {str(value) for value in form_of(hugo, PAGE).values()}


@pytest.mark.django_db
def test_a_fault_bars_the_draft_whatever_reasons_are_given(draft: Draft, hugo: Client, cast: dict[str, Person]) -> None:
    told = form_of(hugo, PAGE)
    hugo.post(ADDRESS, {**form_of(hugo, ADDRESS), "promise": ""})
    token = Draft.objects.get().token
    answer = hugo.post(PAGE, {**told, "token": token, "reason": "x", "all_why": "x"})
    page = answer.content.decode()
    assert "1 fault to mend first" in page and "<button>Publish" not in page
    with pytest.raises(ValidationError, match="has faults"):
        publish_draft(scope=scope_of(cast["hugo"], NOW.date()), token=token, at=NOW, reason="x", reasons={})
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_what_another_changed_meanwhile_is_seen_before_it_is_published(draft: Draft, log_in: LogIn) -> None:
    hugo, ada = log_in("hugo"), log_in("ada")
    vaguely(hugo)
    told = {**form_of(hugo, PAGE), "reason": "Typed with care.", "all_why": "x"}
    ada.post("/book/draft/book/", {**form_of(ada, "/book/draft/book/"), "value": "Ada was here."})
    answer = hugo.post(PAGE, told)
    page = answer.content.decode()
    assert "Ada Administrator" in page and "Ada was here." in page and "Typed with care." in page
    assert Version.objects.count() == 1
    again = {bound.html_name: bound.value() or "" for bound in answer.context["form"]}
    assert hugo.post(PAGE, again).status_code == 302


@pytest.mark.django_db
def test_the_evidence_is_heard_but_nobody_can_have_rated_what_is_new(draft: Draft, hugo: Client) -> None:
    rate(5, 6)
    mirror_new(now=NOW)
    hugo.post("/book/draft/journey/choose-glasses/step/none/standards/new/", {"promise": "x", "id": "y"})
    step = next(one.id for one in drafting.outline_of(draft.files)[0].inside).partition("/")[2]
    new = {"promise": "You hear the price first.", "id": "choose.price-first"}
    hugo.post(f"/book/draft/journey/choose-glasses/step/{step}/standards/new/", new)
    told = queries.told(Draft.objects.get().files)
    never = {one.id for one in told if one.code == "CB202"}
    assert ID not in never and "choose.price-first" not in never
    assert never  # others were published, and nobody was asked about them


@pytest.mark.django_db
def test_nothing_is_rated_against_a_draft(draft: Draft, hugo: Client) -> None:
    before = queries.current()
    assert before
    vaguely(hugo)
    hugo.post(f"/book/draft/remove/standard/{before.journeys[-1].steps[-1].standards[-1].id}/",
              {"token": Draft.objects.get().token})  # fmt: skip
    assert books.read(Draft.objects.get().files).version != before.version
    now = queries.current()
    assert now and now.version == before.version and queries.newest() == Version.objects.get()


def test_who_rates_and_counts_knows_of_no_draft() -> None:
    """Surveys, reviews, boards and the API can only read what was published: none of them names the book's draft."""
    web = Path(drafting.__file__).parents[1]
    known = []
    for file in (one for app in ("surveys", "reviews", "boards", "api") for one in (web / app).rglob("*.py")):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        taken = [one for one in nodes if isinstance(one, ast.ImportFrom) and (one.module or "").startswith(BOOK)]
        names = {alias.name for one in taken for alias in one.names}
        here = {alias.asname or alias.name for one in taken for alias in one.names}
        used = {one.attr for one in nodes if isinstance(one, ast.Attribute)
                and isinstance(one.value, ast.Name) and one.value.id in here}  # fmt: skip
        if {"draft", "Draft", "drafts", "Earlier"} & (names | used):
            known.append(file.relative_to(web).as_posix())
    assert known == []


@pytest.mark.django_db
def test_what_stands_beside_a_book_is_no_part_of_its_version(cast: dict[str, Person]) -> None:
    files = books.starter("shop")
    published = publish(
        scope=scope_of(cast["ada"], NOW.date()), files={**files, "scenarios/kettle.yaml": "not: [yaml"}, at=NOW
    )
    assert published.files == files
