from __future__ import annotations

import mailbox
import random
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.exports.reading import Outcome, convert, inline, said, sample

OURS = {"ours": ["support@desk.example", "desk.example"]}


def whole(more: Any = None) -> Outcome:
    return convert("mbox", sample("mail", "support.mbox"), {**OURS, **(more or {})})


def mail(body: str = "Hello?", **headers: str) -> str:
    usual = {"From": "ida@customer.example", "To": "support@desk.example", "Date": "Mon, 2 Mar 2026 10:00:00 +0100"}
    named = {name.replace("_", "-"): value for name, value in (usual | headers).items()}
    return "From x Mon Mar  2 10:00:00 2026\n" + "".join(f"{k}: {v}\n" for k, v in named.items()) + f"\n{body}\n\n"


def one(text: str, **more: Any) -> Outcome:
    return convert("mbox", inline(text), {**OURS, **more})


def test_mails_that_answer_each_other_are_one_thread() -> None:
    outcome = whole()
    first, second = outcome.conversations.values()
    ida, ann = "hidden(ida@customer.example)", "hidden(ann@desk.example)"
    assert said(first) == [
        ("customer", ida, True, "The lid does not close – again.\nFrom here on it is broken."),
        ("bot", "hidden(support@desk.example)", True, "We have received your message."),
        ("agent", ann, True, "I am sorry. A new one leaves today."),
        ("agent", "hidden(bo@desk.example)", False, "Third lid this week."),
    ]
    assert said(second) == [("customer", "hidden(jon@customer.example)", True, "Where is it?")]
    assert (first.interaction, first.customer, first.channel) == ("hidden(<a1@customer.example>)", ida, "email")
    assert [message.at.isoformat() for message in first.messages][:2] == [
        "2026-03-02T09:00:00+00:00",
        "2026-03-02T09:00:05+00:00",
    ]


def test_a_mail_without_a_date_is_told_and_the_rest_of_its_thread_stays() -> None:
    outcome = whole()
    assert outcome.codes == ["CX009"] and [one.line for one in outcome.rejections] == [61]
    assert len(next(iter(outcome.conversations.values())).messages) == 4
    assert outcome.left["copies of the same mail"] == 1


def test_what_was_quoted_can_be_kept() -> None:
    kept = next(iter(whole({"quoted": "keep"}).conversations.values()))
    assert "wrote:\n> The lid" in kept.messages[2].text and "Ida" in kept.messages[0].text


@pytest.mark.parametrize(
    ("sender", "role"),
    [
        ("support@desk.example", "agent"),
        ("Ann <ANN@Desk.Example>", "agent"),
        ("x@north.desk.example", "agent"),
        ("x@notdesk.example", "customer"),
        ('"support@desk.example" <x@customer.example>', "customer"),
        ("=?utf-8?q?=22support=40desk=2Eexample=22?= <x@customer.example>", "customer"),
        ("=?utf-8?q?support=40desk=2Eexample=2C?= <x@customer.example>", "customer"),
        ("=?utf-8?q?support=40desk=2Eexample_=3Cx?= <x@customer.example>", "customer"),
        ("=?utf-8?q?Ann_=3Cann=40desk=2Eexample=3E?=", "agent"),
    ],
)
def test_who_is_ours_follows_from_the_address_alone(sender: str, role: str) -> None:
    (found,) = one(mail(From=sender, To="z@other.example")).conversations.values()
    assert [said_by for said_by, *_ in said(found)] == [role]


def test_absence_notices_are_no_answers() -> None:
    (found,) = one(mail(Auto_Submitted="auto-replied")).conversations.values()
    assert said(found)[0][0] == "system"


def test_an_answer_that_comes_first_in_the_file_joins_its_thread() -> None:
    answer = mail("yes", Message_ID="<b@y>", In_Reply_To="<a@y>", From="ann@desk.example", To="ida@customer.example")
    question = mail("may I?", Message_ID="<a@y>")
    (found,) = one(answer + question).conversations.values()
    assert found.interaction == "hidden(<a@y>)" and len(found.messages) == 2


def test_threads_join_across_files() -> None:
    files = [inline(mail(Message_ID="<a@y>"), "in"), inline(mail("yes", Message_ID="<b@y>", References="<a@y>"), "out")]
    assert [len(found.messages) for found in convert("mbox", files, OURS).conversations.values()] == [2]


@pytest.mark.parametrize(
    "date", ["", "now", "Mon, 2 Mar 1970 10:00:00 +0000", "99999999999999999999", "Mon, 32 Mar 2026"]
)
def test_broken_dates_are_missing_dates(date: str) -> None:
    assert one(mail(Date=date)).codes == ["CX009"]


def test_a_date_without_an_offset_needs_the_map() -> None:
    text = mail(Date="Mon, 2 Mar 2026 10:00:00")
    assert one(text).codes == ["CX010"]
    (found,) = one(text, timezone="Europe/Amsterdam").conversations.values()
    assert found.messages[0].at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_a_file_that_is_no_mbox_is_told() -> None:
    assert one("Hello\n").codes == ["CX007"]


def test_attachments_and_wrong_charsets_lose_no_text() -> None:
    text = mail("ol\udce9 \u2013", Content_Type="text/plain; charset=x-nobody").encode("utf-8", "surrogateescape")
    (found,) = convert("mbox", inline(text), OURS).conversations.values()
    assert found.messages[0].text.startswith("ol") and "–" in found.messages[0].text


def test_what_the_standard_library_writes_is_read(tmp_path: Path) -> None:
    """Against an independent writer of mboxes: `mailbox`, which escapes `From ` lines and encodes bodies."""
    box = mailbox.mbox(tmp_path / "box")
    for i in range(5):
        message = EmailMessage()
        message["From"], message["To"] = f"c{i}@customer.example", "support@desk.example"
        message["Date"], message["Message-ID"] = "Mon, 2 Mar 2026 10:00:00 +0100", f"<m{i}@customer.example>"
        message.set_content(f"Überraschung {i}\nFrom now on – better.\n")
        message.add_attachment(b"\x00" * 1000, maintype="application", subtype="pdf", filename="a.pdf")
        box.add(message)
    box.close()
    outcome = convert("mbox", inline((tmp_path / "box").read_bytes()), OURS)
    assert [found.messages[0].text for found in outcome.conversations.values()] == [
        f"Überraschung {i}\nFrom now on – better." for i in range(5)
    ]


def test_ids_that_differ_in_large_and_small_letters_only_are_one() -> None:
    outcome = one(
        mail("My lid is broken.", Message_ID="<E1@customer.example>")
        + mail("And the cup.", Message_ID="<e2@customer.example>", In_Reply_To="<e1@Customer.example>")
        + mail("My lid is broken.", Message_ID="<e1@customer.example>")
    )
    [found] = outcome.conversations.values()
    assert [message.text for message in found.messages] == ["My lid is broken.", "And the cup."]
    assert outcome.left["copies of the same mail"] == 1


@settings(max_examples=150)
@given(st.binary(max_size=300), st.randoms(use_true_random=False))
def test_no_mailbox_however_broken_raises(noise: bytes, chance: random.Random) -> None:
    whole_box = sample("mail", "support.mbox").open().read()
    at = chance.randrange(len(whole_box))
    convert("mbox", inline(whole_box[:at] + noise + whole_box[at + len(noise) :]), OURS)
