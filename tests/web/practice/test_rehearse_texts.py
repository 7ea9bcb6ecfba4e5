"""Who writes scenarios: drafts with their faults beside the lines, made live, tried, taken in and out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened, Rating
from clearbar.web.people.models import Person
from clearbar.web.practice.models.rehearse import Rehearsal, ScenarioText
from clearbar.web.practice.queries.rehearsed import rehearsed
from clearbar.web.practice.scenario_files import NoScenarios, opened, packed, slug
from tests.web.practice.rehearsals import GOOD, HINGE, TEXT, offer, say, start

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]
ADDRESS = f"/practice/rehearse/texts/{HINGE}/"


@pytest.fixture
def lea(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Client:
    del cast, book, now
    return log_in("lea")


def draft(text: str = TEXT) -> ScenarioText:
    from tests.web.conftest import NOW

    return ScenarioText.objects.create(name=HINGE, text=text, changed_at=NOW, by="lea")


def act(client: Client, what: str) -> str:
    answer = client.post(f"{ADDRESS}act/", {"act": what}, follow=True)
    return " ".join(answer.content.decode().split())


WRITERS = {
    "ada": 200, "lea": 200, "hugo": 200, "cora": 200, "olga": 200, "rita": 403, "finn": 403, "otto": 403,
    "nobody": 302,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_leaders_coaches_and_administrators_write_scenarios(lea: Client, log_in: LogIn, name: str) -> None:
    del lea
    draft()
    client = log_in(name)
    for address in ("/practice/rehearse/texts/", ADDRESS, "/practice/rehearse/texts/out/"):
        assert client.get(address).status_code == WRITERS[name]
    if WRITERS[name] != 200:
        for address in (ADDRESS, f"{ADDRESS}act/", "/practice/rehearse/texts/in/"):
            assert client.post(address, {"act": "live", "text": "x", "changed": "0"}).status_code == WRITERS[name]
        assert ScenarioText.objects.get().text == TEXT and ScenarioText.objects.get().live is None


def test_a_new_text_begins_with_a_draft_that_can_be_played(lea: Client) -> None:
    assert lea.post("/practice/rehearse/texts/", {"name": "lost-parcel"}).status_code == 302
    page = lea.get("/practice/rehearse/texts/lost-parcel/").content.decode()
    assert "It is a draft." in page and "It cannot be played yet" not in page
    assert lea.post("/practice/rehearse/texts/", {"name": "lost-parcel"}).status_code == 422


def test_a_draft_is_offered_to_nobody_until_it_is_live(lea: Client, log_in: LogIn) -> None:
    draft()
    finn = log_in("finn")
    assert "The hinge that came loose" not in finn.get("/practice/rehearse/").content.decode()
    assert finn.get(f"/practice/rehearse/scenario/{HINGE}/").status_code == 404
    assert "People can rehearse it now." in act(lea, "live")
    assert "The hinge that came loose" in finn.get("/practice/rehearse/").content.decode()
    assert "Nobody can begin it any more." in act(lea, "off")
    assert finn.get(f"/practice/rehearse/scenario/{HINGE}/").status_code == 404


FAULTS = {
    "a dead end": ("  told:\n    hears:", "  nowhere:\n    hears:"),
    "an unknown standard": ("standard: right.choice", "standard: right.nonsense"),
    "an unknown journey": ("journey: put-right", "journey: put-wrong"),
    "no YAML": ("scenario: loose-hinge", "scenario: [loose-hinge"),
}


@pytest.mark.parametrize("what", sorted(FAULTS))
def test_a_text_that_cannot_be_played_is_kept_told_beside_its_line_and_never_live(lea: Client, what: str) -> None:
    broken = TEXT.replace(*FAULTS[what])
    assert broken != TEXT
    draft()
    assert lea.post(ADDRESS, {"text": broken, "changed": "0"}).status_code == 302
    assert ScenarioText.objects.get().text == broken.strip("\n") + "\n" or ScenarioText.objects.get().text == broken
    page = lea.get(ADDRESS).content.decode()
    assert "It cannot be played yet" in page and "<strong>line " in page
    said = act(lea, "live")
    assert "It cannot be played yet: mend the" in said and ScenarioText.objects.get().live is None
    assert "It cannot be played yet: mend the" in act(lea, "try") and not Rehearsal.objects.exists()


def test_a_loop_without_an_exit_is_told(lea: Client) -> None:
    looped = TEXT.replace("go: glad}", "go: counter}").replace("go: told}", "go: counter}")
    draft(looped)
    page = lea.get(ADDRESS).content.decode()
    assert "<strong>line " in page and ("fault" in page or "finding" in page)


def test_two_who_write_at_once_do_not_overwrite_each_other_unseen(lea: Client, log_in: LogIn) -> None:
    draft()
    assert log_in("cora").post(ADDRESS, {"text": TEXT + "# hers\n", "changed": "0"}).status_code == 302
    answer = lea.post(ADDRESS, {"text": TEXT + "# mine\n", "changed": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Cora Coach changed it meanwhile" in page and "# mine" in page
    assert ScenarioText.objects.get().text.endswith("# hers\n")
    assert lea.post(ADDRESS, {"text": TEXT + "# mine\n", "changed": "1"}).status_code == 302
    assert ScenarioText.objects.get().text.endswith("# mine\n")


def test_trying_a_scenario_counts_for_nothing(lea: Client) -> None:
    draft()
    lea.post(f"{ADDRESS}act/", {"act": "try"})
    one = Rehearsal.objects.get()
    for line in GOOD:
        assert say(lea, one, line) == 302
    assert Rehearsal.objects.get().ended_at and Rehearsal.objects.get().shown
    assert not Rating.objects.exists() and not Happened.objects.filter(kind="rehearsed").exists()
    assert rehearsed(["lea"]) == {}


def test_the_same_scenario_is_live_once(lea: Client, cast: dict[str, Person]) -> None:
    offer(cast["lea"])
    ScenarioText.objects.create(name="another", text=TEXT, changed_at=ScenarioText.objects.get().changed_at, by="lea")
    answer = lea.post("/practice/rehearse/texts/another/act/", {"act": "live"}, follow=True)
    assert "Another live text is the scenario loose-hinge already" in answer.content.decode()


def test_a_live_scenario_is_not_thrown_away_and_its_rehearsals_stay(
    lea: Client, log_in: LogIn, cast: dict[str, Person]
) -> None:
    offer(cast["lea"])
    one = start(log_in("finn"))
    assert "Take it off before you throw it away." in act(lea, "remove")
    act(lea, "off")
    act(lea, "remove")
    assert not ScenarioText.objects.exists()
    assert say(log_in("finn"), one, GOOD[0]) == 302


def archive(files: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


def send(client: Client, name: str, content: bytes) -> str:
    sent = {"file": SimpleUploadedFile(name, content)}
    return client.post("/practice/rehearse/texts/in/", sent, follow=True).content.decode()


def test_what_was_taken_out_can_be_taken_in(lea: Client) -> None:
    draft()
    out = lea.get("/practice/rehearse/texts/out/")
    assert out["Content-Type"] == "application/zip"
    ScenarioText.objects.all().delete()
    assert "1 new, 0 changed, 0 as they were" in send(lea, "scenarios.zip", out.content)
    assert ScenarioText.objects.get().text == TEXT
    assert "0 new, 0 changed, 1 as they were" in send(lea, "scenarios.zip", out.content)


def test_of_a_books_archive_the_scenarios_alone_are_taken(lea: Client) -> None:
    content = archive({"book/book.yaml": "organisation: X", f"book/scenarios/{HINGE}.yaml": TEXT})
    assert "1 new" in send(lea, "book.zip", content)
    assert [one.name for one in ScenarioText.objects.all()] == [HINGE]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.zip", b"PK\x03\x04 nonsense", "cannot be opened"),
        ("x.zip", archive({"readme.txt": "hello"}), "no file in it that ends in .yaml"),
        ("x.zip", archive({"a.yaml": b"\xff\xfe\xff"}), "not written in UTF-8"),
        ("x.zip", archive({"a.yaml": "x" * 300_000}), "more than 256,000 bytes"),
        ("x.zip", archive({"a/one.yaml": "x", "b/one.yaml": "y"}), "Two files in it are called one"),
        ("x.txt", b"hello", "Send a zip archive, or a file that ends in .yaml."),
        ("x.yaml", b"\xff\xfe", "not written in UTF-8"),
    ],
)
def test_what_cannot_be_taken_in_is_told(lea: Client, name: str, content: bytes, says: str) -> None:
    assert says in send(lea, name, content)
    assert not ScenarioText.objects.exists()


def test_archives_are_the_same_bytes_for_the_same_scenarios() -> None:
    assert packed({"b": "2", "a": "1"}) == packed({"a": "1", "b": "2"})
    assert opened("x.zip", packed({"a": "1"})) == {"a": "1"}
    assert slug("Some Folder/My Scenario.YAML") == "my-scenario"
    with pytest.raises(NoScenarios):
        opened("x.zip", archive({f"{i}.yaml": "x" for i in range(501)}))


def test_scenarios_of_a_trade_are_offered_where_they_fit_the_book(lea: Client, cast: dict[str, Person]) -> None:
    from clearbar.web.book.actions import publish
    from clearbar.web.bridge import books
    from clearbar.web.people.scope import scope_of
    from tests.web.conftest import NOW

    assert "of the trade shop" not in lea.get("/practice/rehearse/texts/").content.decode()
    publish(scope=scope_of(cast["ada"], NOW.date()), files=books.starter("shop"), at=NOW)
    page = lea.get("/practice/rehearse/texts/").content.decode()
    assert "of the trade shop" in page and "of the trade hotel" not in page
    lea.post("/practice/rehearse/texts/in/", {"trade": "shop"})
    assert ScenarioText.objects.exists() and not ScenarioText.objects.exclude(live=None).exists()
    assert "of the trade shop" not in lea.get("/practice/rehearse/texts/").content.decode()
