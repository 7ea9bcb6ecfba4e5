"""A card from the book becomes ratings in the ledger, and nothing is lost on the way."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from clearbar.web.audit.models import Line
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.reviews.actions.choices import mark_critical, name_causes
from clearbar.web.reviews.models import Assignment, Card
from tests.web.conftest import NOW
from tests.web.reviews.conftest import BLAME, CHOICE, FULL, Assigned, Done, LogIn, copied

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def ada() -> Scope:
    return scope_of(Person.objects.get(pk="ada"), NOW.date())


def test_a_submitted_card_is_a_rating_of_each_standard_with_rater_person_source_and_probability(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    assignment = assigned()
    client = log_in("rita")
    page = client.get(f"/reviews/{assignment.pk}/").content.decode()
    assert "Nobody puts the blame on you." in page
    assert "You were offered one way and could say yes or no." in page
    assert client.post(f"/reviews/{assignment.pk}/", FULL).status_code == 302
    kept = Rating.objects.order_by("standard").values_list(
        "standard", "level", "source", "rater", "person", "team", "inclusion", "interaction", "rated_at"
    )
    about = ("reviewer", "rita", "finn", "north", 0.25, "i1", now)
    assert list(kept) == [("overall", 4, *about), ("right.choice", 3, *about), ("right.no-blame", 4, *about)]
    [instrument] = set(Rating.objects.values_list("instrument", flat=True))
    assert instrument.startswith("review/")
    assert Assignment.objects.get().state == "done"
    assert Line.objects.filter(actor="rita", verb="submitted").count() == 1


def test_yes_no_standards_offer_two_levels_and_all_others_five_with_their_descriptions(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    page = log_in("rita").get(f"/reviews/{assigned().pk}/").content.decode()
    offered = {field: [n for n in "12345" if f'name="{field}-level" value="{n}"' in page] for field in (BLAME, CHOICE)}
    assert offered == {BLAME: ["2", "4"], CHOICE: list("12345")}


def test_a_card_that_is_not_complete_says_so_at_each_place_and_keeps_what_was_typed(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    sent = {f"{BLAME}-level": "n", f"{CHOICE}-comment": "half a story", "changed": "0", "act": "submit"}
    answer = log_in("rita").post(f"/reviews/{assigned().pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in a few words why it does not apply." in page
    assert "Choose a level, or not applicable with a reason." in page
    assert "half a story" in page
    assert not Rating.objects.exists()


def test_what_does_not_apply_is_no_rating_and_keeps_its_reason(done: Done) -> None:
    card = done(**{f"{BLAME}-level": "n", f"{BLAME}-reason": "nothing was wrong"})
    assert set(Rating.objects.values_list("standard", flat=True)) == {"right.choice", "overall"}
    assert card.marks["right.no-blame"] == {"na": True, "reason": "nothing was wrong"}


def test_a_missed_critical_standard_needs_a_comment(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    assignment = assigned()
    mark_critical(scope=ada(), standard="right.no-blame", why="a blamed customer leaves", at=now)
    missed = FULL | {f"{BLAME}-level": "2"}
    client = log_in("rita")
    assert (
        "critical, because a blamed customer leaves"
        in client.get(f"/reviews/{assignment.pk}/").content.decode().lower()
    )
    assert client.post(f"/reviews/{assignment.pk}/", missed).status_code == 422
    assert client.post(f"/reviews/{assignment.pk}/", missed | {f"{BLAME}-comment": "he said so"}).status_code == 302
    assert Comment.objects.get(kind="review").text == "he said so"


def test_root_causes_are_those_of_the_organisation_and_stay_on_the_card(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    assignment = assigned()
    name_causes(scope=ada(), names=["never taught", "system down"], at=now)
    client = log_in("rita")
    wrong = client.post(f"/reviews/{assignment.pk}/", FULL | {f"{CHOICE}-causes": ["laziness"]})
    assert wrong.status_code == 422
    client.post(f"/reviews/{assignment.pk}/", FULL | {f"{CHOICE}-causes": ["never taught"]})
    assert Card.objects.get().marks["right.choice"]["causes"] == ["never taught"]


def test_without_a_script_ticked_messages_are_quoted_and_can_be_taken_away(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    client.get(url)
    client.post(url, {"changed": "0", "act": "quote", "quote-for": CHOICE, "ticked": ["1", "2"]})
    card = Card.objects.get()
    assert card.marks["right.choice"]["spans"] == [[1, 0, 59], [2, 0, 20]]
    client.post(url, {"changed": "1", "act": f"unquote:{CHOICE}:0", f"{CHOICE}-spans": "[[1,0,59],[2,0,20]]"})
    card.refresh_from_db()
    assert card.marks["right.choice"]["spans"] == [[2, 0, 20]]


def test_a_quote_is_bound_to_its_place_and_its_words_come_from_the_conversation(done: Done) -> None:
    done(**{f"{CHOICE}-spans": json.dumps([[1, 25, 59], [9, 0, 4], [0, 3, 2], "x"])})
    quote = Comment.objects.get(kind="quote")
    assert (quote.text, quote.spans) == ("What could we do to make it right?", [[1, 25, 59]])


def test_addresses_are_taken_out_on_the_page_and_places_still_count_what_is_kept(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    page = log_in("rita").get(f"/reviews/{assigned().pk}/").content.decode()
    assert "kim@example.test" not in page
    assert '<span data-from="35" data-to="51" class="taken">[e-mail address]</span>' in page


def test_the_recorder_learns_nothing_of_where_one_came_from(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    assignment = assigned(messages=None, recording="https://recorder.example.test/1", seconds=240, channel="phone")
    page = log_in("rita").get(f"/reviews/{assignment.pk}/").content.decode()
    assert '<a href="https://recorder.example.test/1" rel="noreferrer noopener"' in page
    assert "4 minutes" in page


def test_a_draft_survives_the_log_out(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    answer = client.post(url, {f"{CHOICE}-level": "5", f"{CHOICE}-comment": "she chose", "changed": "0"}, headers=HTMX)
    assert "Draft kept." in answer.content.decode()
    Session.objects.all().delete()
    page = log_in("rita").get(url).content.decode()
    assert f'name="{CHOICE}-level" value="5" checked' in page
    assert "she chose" in page
    assert not Rating.objects.exists()


def test_two_windows_do_not_overwrite_each_other_unseen(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    client.post(url, {f"{CHOICE}-level": "5", "changed": "0"}, headers=HTMX)
    second = client.post(url, {f"{CHOICE}-level": "1", f"{CHOICE}-comment": "typed here", "changed": "0"})
    assert second.status_code == 409
    assert "changed in another window" in second.content.decode()
    assert "typed here" in second.content.decode()
    by_itself = client.post(url, {f"{CHOICE}-level": "1", "changed": "0"}, headers=HTMX).content.decode()
    assert "changed in another window" in by_itself
    assert Card.objects.get().marks == {"right.choice": {"level": 5}}


def test_card_numbers_are_not_even_kept_in_a_draft(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    said = {f"{CHOICE}-comment": "he read out 4111 1111 1111 1111 aloud", "changed": "0"}
    log_in("rita").post(f"/reviews/{assigned().pk}/", said, headers=HTMX)
    assert Card.objects.get().marks["right.choice"]["comment"] == "he read out [card number] aloud"


def test_a_review_begun_on_one_version_stays_on_it_and_says_so(
    log_in: LogIn, assigned: Assigned, book: Version, now: datetime
) -> None:
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    client.get(url)
    files = {
        name: text.replace("Nobody puts the blame on you.", "You are never blamed.")
        for name, text in book.files.items()
    }
    publish(scope=ada(), files=files, at=now)
    page = client.get(url).content.decode()
    assert "Nobody puts the blame on you." in page
    assert "begun on version 1 of the book and stays on it" in page
    client.post(url, FULL)
    [edition] = Rating.objects.filter(standard="right.no-blame").values_list("edition", flat=True)
    found = books.read(book.files).find("right.no-blame")
    assert found and edition == found.standard.edition


def test_who_may_not_review_any_more_cannot_submit(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    client.get(url)
    Person.objects.get(pk="rita").grants.all().delete()
    assert client.post(url, FULL).status_code == 403
    assert client.get(url).status_code == 403
    assert not Rating.objects.exists()


@pytest.mark.parametrize("who", ["finn", "gwen", "otto", "olga", "lea", "hugo", "ada", "cora"])
def test_a_card_is_for_the_one_it_was_given_to(who: str, log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    assert log_in(who).get(url).status_code == 404
    assert log_in(who).post(url, FULL).status_code == 404
    assert log_in(who).post(f"{url}replace/", {"reason": "x"}).status_code == 404
    assert not Rating.objects.exists()


def test_checks_are_shown_once_the_own_marks_are_in_and_not_before(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    client = log_in("rita")
    client.post(url, {f"{BLAME}-level": "4", "changed": "0"})
    assert "automatic check" not in client.get(url).content.decode()
    page = client.post(url, FULL | {"changed": "1"}, follow=True).content.decode()
    assert "The automatic check read: met" in page


def test_a_kept_check_rating_is_shown_rather_than_read_again(done: Done, log_in: LogIn) -> None:
    card = done()
    one = Rating.objects.get(standard="right.no-blame")
    copied(one, rating="checked", source="check", level=2, response="by-machine", rater=None)
    page = log_in("rita").get(f"/reviews/of/{card.response}/").content.decode()
    assert "The automatic check read: missed" in page


def test_a_mark_is_corrected_with_a_reason_within_the_days_and_refused_after_them(
    done: Done, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = done()
    url = f"/reviews/of/{card.response}/correct/right.choice/"
    client = log_in("rita")
    assert client.post(url, {"level": "5"}).status_code == 422
    assert client.post(url, {"level": "5", "reason": "misread"}).status_code == 302
    rating = Rating.objects.get(standard="right.choice")
    assert (rating.level, rating.revisions.get().reason) == (5, "misread")
    page = client.get(f"/reviews/of/{card.response}/").content.decode()
    assert "was average; changed by Rita Reviewer" in page
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=8))
    later = log_in("rita").post(url, {"level": "1", "reason": "again"})
    assert later.status_code == 422
    assert "can be corrected for 7 days" in later.content.decode()
    assert Rating.objects.get(standard="right.choice").level == 5


def test_an_interaction_that_no_journey_names_asks_which_it_was(
    log_in: LogIn, assigned: Assigned, now: datetime
) -> None:
    del now
    url = f"/reviews/{assigned(topic='weather').pk}/"
    client = log_in("rita")
    assert "Which journey was this?" in client.get(url).content.decode()
    assert client.post(url, {"journey": "put-right"}).status_code == 302
    assert "Nobody puts the blame on you." in client.get(url).content.decode()


def test_nothing_can_be_reviewed_before_a_book_is_published(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    assignment = assigned()
    Version.objects.all().delete()
    answer = log_in("rita").get(f"/reviews/{assignment.pk}/")
    assert answer.status_code == 409
    assert "Publish it first" in answer.content.decode()


def test_a_second_look_is_blind_until_it_is_in(done: Done, assigned: Assigned, log_in: LogIn) -> None:
    first = done("rita", **{f"{CHOICE}-comment": "what rita saw"})
    second = assigned("cora")
    coach = log_in("cora")
    assert coach.get(f"/reviews/of/{first.response}/").status_code == 404
    assert "what rita saw" not in coach.get(f"/reviews/{second.pk}/").content.decode()
    coach.post(f"/reviews/{second.pk}/", FULL)
    assert "what rita saw" in coach.get(f"/reviews/of/{first.response}/").content.decode()
    both = Rating.objects.filter(standard="overall").values_list("rater", "source")
    assert set(both) == {("rita", "reviewer"), ("cora", "reviewer")}


def test_the_word_of_a_message_is_never_taken_for_markup(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    assignment = assigned()
    Interaction.objects.update(messages=[{"role": "customer", "text": "<script>alert(1)</script>", "at": None}])
    page = log_in("rita").get(f"/reviews/{assignment.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_where_an_interaction_was_erased_another_is_drawn(log_in: LogIn, assigned: Assigned, now: datetime) -> None:
    del now
    url = f"/reviews/{assigned().pk}/"
    Interaction.objects.all().delete()
    client = log_in("rita")
    assert "Begin" in client.get("/reviews/").content.decode()
    assert client.get(url)["Location"] == f"{url}replace/"
