"""Questions that people write: of every kind, keyed by experts or a calibration, from conversations without names;
and what the answers of many tell of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.book import Source
from clearbar.model.quiz import Kind
from clearbar.web.book.models import Version
from clearbar.web.bridge import learning
from clearbar.web.ledger.actions import keep_answer
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Membership, Person
from clearbar.web.practice.models.learn import Given, Question, QuizChoice, Vote
from clearbar.web.practice.queries.told_talks import without_names
from tests.web.conftest import NOW, SINCE
from tests.web.practice.learning import bring_questions

LogIn = Callable[[str], Client]
STANDARD = "right.choice"


@pytest.fixture
def asked(book: Version, now: datetime) -> Version:
    bring_questions(book)
    return book


def talk(**more: Any) -> Interaction:
    at = NOW - timedelta(days=2)
    said = [
        ("customer", "Hello, my name is Petra Klein. My glasses broke again. Write to petra@klein.example."),
        ("agent", "Hi Petra, Finn here. You must have dropped them."),
        ("customer", "I did not."),
        ("agent", "We can repair them by Tuesday, or replace the frame. Which do you choose?"),
    ]
    messages = [{"role": role, "text": text, "at": at.isoformat()} for role, text in said]
    told = {"id": "talk-1", "team": "north", "person": "finn", "at": at, "channel": "chat", "messages": messages}
    return Interaction.objects.create(**told | more)


SINGLE = {
    "standard": STANDARD, "ask": "Somebody's frame broke. Whose choice is the remedy?", "language": "en",
    "text-0": "The customer's, between two ways at least", "right-0": "on", "because-0": "So says the promise.",
    "text-1": "The shop's, since it pays", "text-2": "Whoever is at the counter",
}  # fmt: skip
SITUATION = {
    "standard": STANDARD, "ask": "A customer is angry about a broken frame. What do you do first?", "language": "en",
    "text-0": "Ask what could make it right", "text-1": "Explain the warranty", "text-2": "Fetch the manager",
}  # fmt: skip


def written(client: Client, kind: str, fields: dict[str, Any], query: str = "") -> Any:
    return client.post(f"/practice/questions/new/{kind}/{query}", fields)


def test_a_question_is_looked_at_and_then_asked(asked: Version, log_in: LogIn) -> None:
    cora = log_in("cora")
    page = written(cora, "single", SINGLE | {"preview": "yes"})
    assert page.status_code == 200 and "So it is asked" in page.content.decode()
    assert not Question.objects.filter(made=False).exists()
    assert written(cora, "single", SINGLE).status_code == 302
    row = Question.objects.get(made=False)
    assert row.state == "live" and row.by == "cora" and row.edition == asked.editions[STANDARD]
    question = learning.read(row.body)
    assert question.written and [one.worth for one in question.options] == [1, 0, 0]
    assert written(cora, "single", SINGLE).status_code == 302, "the same again is the same"
    assert Question.objects.filter(made=False).count() == 1


def test_what_is_no_question_is_told_with_what_was_typed(asked: Version, log_in: LogIn) -> None:
    page = written(log_in("cora"), "single", {**SINGLE, "right-0": ""})
    said = page.content.decode()
    assert page.status_code == 422 and "some options are right" in said and "Whoever is at the counter" in said
    assert written(log_in("cora"), "single", {**SINGLE, "ask": ""}).status_code == 422
    assert written(log_in("cora"), "order", {**SINGLE, "steps": "one\ntwo"}).status_code == 422
    assert written(log_in("cora"), "rhyme", SINGLE).status_code == 404
    assert not Question.objects.filter(made=False).exists()


def test_another_wording_is_another_question(asked: Version, log_in: LogIn) -> None:
    cora = log_in("cora")
    written(cora, "single", SINGLE)
    row = Question.objects.get(made=False)
    form = cora.get(f"/practice/questions/new/single/instead/{row.pk}/").content.decode()
    assert "Whoever is at the counter" in form
    cora.post(f"/practice/questions/new/single/instead/{row.pk}/", {**SINGLE, "ask": "Whose choice is it?"})
    row.refresh_from_db()
    assert row.state == "retired"
    newer = Question.objects.get(made=False, state="live")
    assert newer.body["stem"] == "Whose choice is it?" and newer.name != row.name
    assert cora.post(f"/practice/questions/{row.pk}/away/", {"act": "back"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "live"


def test_experts_key_a_situation_and_partial_credit_follows(asked: Version, log_in: LogIn) -> None:
    cora, lea, hugo = log_in("cora"), log_in("lea"), log_in("hugo")
    assert written(cora, "situation", SITUATION).status_code == 302
    row = Question.objects.get(state="draft")
    page = f"/practice/questions/{row.pk}/"
    assert lea.post(page, {"effect-0": "5", "effect-1": "3"}).status_code == 422
    assert lea.post(page, {"effect-0": "5", "effect-1": "9", "effect-2": "1"}).status_code == 422
    for who, effects in ((lea, "531"), (cora, "421"), (lea, "531")):
        given = {f"effect-{place}": effect for place, effect in enumerate(effects)}
        assert who.post(page, given).status_code == 302
    assert Vote.objects.filter(question=row).count() == 6
    assert "checked" not in hugo.get(page).content.decode(), "nobody sees what others said"
    assert hugo.post(f"{page}ask/").status_code == 302
    live = Question.objects.get(made=False, state="live")
    worth = {one.text: one.worth for one in learning.read(live.body).options}
    assert worth["Ask what could make it right"] == 1 and worth["Fetch the manager"] == 0
    assert worth["Explain the warranty"] == pytest.approx((2.5 - 1) / (4.5 - 1))
    assert Vote.objects.filter(question=live).count() == 6
    assert hugo.post(f"/practice/questions/{live.pk}/ask/").status_code == 404


def test_experts_who_are_not_of_one_mind_make_no_key(asked: Version, log_in: LogIn) -> None:
    cora, lea = log_in("cora"), log_in("lea")
    written(cora, "situation", SITUATION)
    page = f"/practice/questions/{Question.objects.get(state='draft').pk}/"
    cora.post(page, {"effect-0": "5", "effect-1": "3", "effect-2": "1"})
    assert "say first how well" in cora.post(f"{page}ask/", follow=True).content.decode()
    lea.post(page, {"effect-0": "1", "effect-1": "3", "effect-2": "5"})
    assert "not of one mind" in cora.post(f"{page}ask/", follow=True).content.decode()
    assert not Question.objects.filter(made=False, state="live").exists()


def test_a_conversation_comes_without_names_and_only_to_who_may_read_it(asked: Version, log_in: LogIn) -> None:
    talk()
    path = "/practice/questions/new/deviation/?interaction=talk-1"
    signs = {who: log_in(who).get(path).status_code for who in ("cora", "lea", "hugo", "olga", "ada", "finn", "rita")}
    assert signs == {"cora": 200, "lea": 404, "hugo": 404, "olga": 404, "ada": 404, "finn": 403, "rita": 403}
    for page in (log_in("cora").get(path), log_in("cora").get("/practice/questions/talks/?kind=deviation")):
        said = page.content.decode()
        main = said[said.index("<main") :]
        assert "broke again" in main
        assert not [one for one in ("Petra", "Klein", "Finn", "petra@", "klein.example") if one in main]
    for who in ("lea", "hugo", "olga", "ada"):
        said = log_in(who).get("/practice/questions/talks/?kind=deviation").content.decode()
        assert "broke again" not in said, "conversations of a person are for them and their coach"


def test_the_deviation_is_spotted_in_lines_that_somebody_has_read_through(asked: Version, log_in: LogIn) -> None:
    talk()
    cora, path = log_in("cora"), "?interaction=talk-1"
    lines = ["Hello, I am [name].", "You must have dropped them.", "I did not.", "We can repair or replace it."]
    fields = {"standard": "right.no-blame", "ask": "Which line goes against it?", "language": "en"}
    for place, line in enumerate(lines):
        fields |= {f"who-{place}": "staff" if place % 2 else "customer", f"text-{place}": line}
    fields["deviates-1"] = "It blames the customer."
    unread = written(cora, "deviation", fields, path)
    assert unread.status_code == 422 and "nobody can be recognised" in unread.content.decode()
    assert written(cora, "deviation", fields | {"unknown": "on"}, path).status_code == 302
    row = Question.objects.get(made=False)
    question = learning.read(row.body)
    assert question.kind is Kind.DEVIATION and row.interaction == "talk-1"
    assert [one.text for one in question.options if one.worth == 1] == ["You must have dropped them."]
    page = cora.get(f"/practice/questions/{row.pk}/").content.decode()
    assert "You must have dropped them." in page and "It blames the customer." in page


def test_the_level_is_that_of_a_calibration(asked: Version, log_in: LogIn) -> None:
    found = talk()
    cora = log_in("cora")
    query = f"?interaction=talk-1&standard={STANDARD}"
    assert cora.get(f"/practice/questions/new/level/{query}").status_code == 404, "nobody agreed on one"
    answer = Answer(source=Source.REVIEWER, at=found.at, timezone="Europe/Berlin", instrument="calibration/abc",
                    interaction=found.id, rater="rita", person="finn", team="north")  # fmt: skip
    keep_answer(answer=answer, marks=[Mark(STANDARD, asked.editions[STANDARD], 4)], actor="rita", response="r1")
    assert "level 4 agreed" in cora.get(f"/practice/questions/talks/?kind=level&standard={STANDARD}").content.decode()
    signs = {who: log_in(who).get(f"/practice/questions/new/level/{query}").status_code for who in (
        "lea", "hugo", "olga", "ada",
    )}  # fmt: skip
    assert signs == {"lea": 200, "hugo": 200, "olga": 404, "ada": 404}, "what was marked together is a common yardstick"
    page = cora.get(f"/practice/questions/new/level/{query}").content.decode()
    assert "agreed on level 4" in page
    fields: dict[str, Any] = {"standard": STANDARD, "ask": "How far does it go?", "language": "en", "unknown": "on"}
    for place, line in enumerate(["It broke.", "We can repair or replace it."]):
        fields |= {f"who-{place}": "staff" if place else "customer", f"text-{place}": line}
    assert written(cora, "level", fields, query).status_code == 302
    question = learning.read(Question.objects.get(made=False).body)
    assert {one.id: one.worth for one in question.options} == {"1": 0, "2": 0, "3": 0.5, "4": 1, "5": 0.5}


def test_who_may_write_and_choose(asked: Version, log_in: LogIn) -> None:
    row = Question.objects.first()
    for path in ("/practice/questions/", "/practice/questions/talks/?kind=deviation", f"/practice/questions/{row.pk}/",
                 "/practice/questions/new/single/"):  # fmt: skip
        signs = {who: log_in(who).get(path).status_code for who in (
            "nobody", "otto", "finn", "gwen", "cora", "rita", "lea", "olga", "hugo", "ada",
        )}  # fmt: skip
        assert signs == {"nobody": 302, "otto": 403, "finn": 403, "gwen": 403, "cora": 200, "rita": 403, "lea": 200,
                         "olga": 200, "hugo": 200, "ada": 200}, path  # fmt: skip
    told = {"pass_mark": 70, "attempts": 2, "days": 0, "seconds": "", "minutes": 7}
    for who, sign in (("hugo", 302), ("ada", 302), ("lea", 403), ("olga", 403), ("cora", 403), ("finn", 403)):
        assert log_in(who).post("/practice/questions/choices/", told).status_code == sign, who
    assert QuizChoice.the().seconds is None and QuizChoice.the().pass_mark == 70
    assert log_in("hugo").post("/practice/questions/choices/", told | {"pass_mark": 101}).status_code == 422


def answers_of(rows: list[tuple[Person, Question, bool]]) -> None:
    for person, row, right in rows:
        question = learning.read(row.body)
        variant = learning.variant(question, "s", 0)
        fits = [one.id for one in question.options if (one.worth >= 1) == right]
        chosen = next(one.id for one in variant.choices if one.id in fits)
        Given.objects.create(person=person.pk, question=row, seed="s", variant=0, answer=[chosen],
                             credit=float(right), at=NOW)  # fmt: skip


def crowd(count: int) -> list[Person]:
    found = [Person.objects.create(id=f"c{number}", name=f"Colleague {number}") for number in range(count)]
    for one in found:
        Membership.objects.create(person=one, team_id="south", since=SINCE)
    return found


def test_of_a_question_is_told_what_five_stand_behind_and_no_person(asked: Version, log_in: LogIn) -> None:
    row = Question.objects.filter(kind="single", standard=STANDARD).first()
    people = crowd(6)
    answers_of([(one, row, False) for one in people[:4]])
    assert row.body["stem"][:30] not in figures(log_in("hugo"))
    answers_of([(people[4], row, False)])
    told = figures(log_in("hugo"))
    assert "0 of 5 right (0–" in told and "got it wrong" not in told, "five wrong answers may be chance"
    assert not [one for one in people if one.name in told]


def test_a_bad_question_is_named_with_what_to_do(asked: Version, log_in: LogIn) -> None:
    row = Question.objects.filter(kind="single", standard=STANDARD).first()
    answers_of([(one, row, False) for one in crowd(40)])
    told = figures(log_in("hugo"))
    assert "Look at these questions" in told and "all 40 people got it wrong" in told
    assert f"/practice/questions/{row.pk}/" in told


def test_those_whose_answers_one_reads_anyway_are_not_counted_among_the_five(
    asked: Version, log_in: LogIn, cast: dict[str, Person]
) -> None:
    row = Question.objects.filter(kind="single", standard=STANDARD).first()
    answers_of([(one, row, False) for one in [*crowd(3), cast["finn"], cast["gwen"], cast["lea"]]])
    assert "0 of 6" in figures(log_in("hugo"))
    assert "0 of 6" not in figures(log_in("cora")), "three others: she knows the rest"


def figures(client: Client) -> str:
    page = client.get("/practice/questions/").content.decode()
    return page[page.index("<main") : page.index("All questions</h2>")].replace("&quot;", '"')


def test_a_standard_that_many_fail_again_and_again_is_a_finding(asked: Version, log_in: LogIn) -> None:
    rows = list(Question.objects.filter(kind="single", standard=STANDARD)[:4])
    answers_of([(one, row, False) for one in crowd(6) for row in rows])
    told = figures(log_in("hugo"))
    assert "Not understood yet" in told and "Train it first" in told and "0 of 24 answers of 6 people" in told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dear Mrs Petra Klein, thank you", "Dear [name], thank you"),
        ("My name is Jo Ann-Marie Smith.", "My name is [name]."),
        ("Ich heiße Müller und warte", "Ich heiße [name] und warte"),
        ("Me llamo Pilar", "Me llamo [name]"),
        ("Finn told me so", "[name] told me so"),
        ("Gwen Frontline and Finn", "[name] and [name]"),
        ("I am Sorry about it", "I am Sorry about it"),
        ("Hello there, it broke", "Hello there, it broke"),
        ("The frame broke on Tuesday", "The frame broke on Tuesday"),
        ("Ask the agent, said Robin", "Ask the agent, said [name]"),
    ],
)
def test_names_are_taken_out(text: str, left: str) -> None:
    assert without_names(text, ["Finn Frontline", "Gwen Frontline", "Robin the agent"]) == left


@settings(max_examples=200)
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_no_known_name_is_left_as_a_word(before: str, after: str) -> None:
    assert "Otterbein" not in without_names(f"{before} Otterbein {after}", ["Otto Otterbein"])
