"""Mails as customers and machines write them: charsets, HTML, quotations, reports, and bytes that are no mail."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.intake.mails import UnreadableMail, read_mail
from clearbar.model.mail import MailKind
from tests.conftest import work

HEAD = b"From: Mara Muster <Mara@Mail.example>\r\nTo: complaints@harbour.example\r\nSubject: Glasses\r\n"


def read(head: bytes, body: bytes, **told: object) -> str:
    return read_mail(HEAD + head + b"\r\n" + body, **told).text  # type: ignore[arg-type]


@pytest.mark.parametrize(("charset", "written"), [
    ("utf-8", "utf-8"), ("iso-8859-1", "latin-1"), ("windows-1252", "cp1252"), ("us-ascii", "cp1252"),
    ("us-ascii", "utf-8"), ("x-unknown-1", "utf-8"), ("x-unknown-1", "cp1252"), ("utf-16", "utf-16"), ("", "cp1252"),
])  # fmt: skip
def test_letters_survive_charsets_that_are_wrong_or_unknown(charset: str, written: str) -> None:
    words = "Die Brille paßt nicht, schön ist das nicht."
    head = f"Content-Type: text/plain; charset={charset}\r\n".encode() if charset else b""
    body = words.encode(written)
    head += b"Content-Transfer-Encoding: 8bit\r\n"
    if written == "utf-16":
        import base64

        head, body = head.replace(b"8bit", b"base64"), base64.b64encode(body)
    assert read(head, body) == words


def test_encoded_headers_and_names_are_read() -> None:
    raw = (
        b"From: =?iso-8859-1?Q?J=FCrgen?= <j@mail.example>\r\nTo: c+north@harbour.example\r\n"
        b"Subject: =?utf-8?B?QnJpbGxlIGthcHV0dA==?=\r\nMessage-ID: <one@mail.example>\r\n"
        b"References: <far@x.example> <near@x.example>\r\nIn-Reply-To: <near@x.example>\r\n\r\nHello"
    )
    mail = read_mail(raw)
    assert (mail.name, mail.sender, mail.subject) == ("Jürgen", "j@mail.example", "Brille kaputt")
    assert mail.to == ("c+north@harbour.example",)
    assert mail.answers == ("<near@x.example>", "<far@x.example>") and mail.message_id == "<one@mail.example>"


@pytest.mark.parametrize(("written", "sender", "name"), [
    (b"=?utf-8?q?M=C3=BCller=2C_Jana?= <Jana@Mail.example>", "jana@mail.example", "Müller, Jana"),
    (b"=?utf-8?q?complaints=40harbour=2Eexample?= <jana@mail.example>", "jana@mail.example",
     "complaints@harbour.example"),
    (b"=?utf-8?b?TcO8bGxlciwgIkphbmE=?= <jana@mail.example>", "jana@mail.example", 'Müller, "Jana'),
    (b"=?utf-8?q?Jana_=3Cjana=40mail=2Eexample=3E?=", "jana@mail.example", "Jana"),
    (b"M\xfcller <jana@mail.example>", "jana@mail.example", None),
])  # fmt: skip
def test_what_a_sender_is_called_is_never_taken_for_their_address(
    written: bytes, sender: str, name: str | None
) -> None:
    """The last but one: the whole header is encoded, which it may not be."""
    found = read_mail(b"From: " + written + b"\r\nTo: complaints@harbour.example\r\n\r\nHello")
    assert found.sender == sender and (name is None or found.name == name)


def test_html_alone_becomes_text_and_what_it_quotes_is_cut() -> None:
    body = (
        b"<html><style>p{color:red}</style><body><p>It <b>broke</b>.</p><p>Twice.</p>"
        b'<div class="gmail_quote">On Monday you wrote: <blockquote>We are sorry</blockquote></div></body></html>'
    )
    assert read(b"Content-Type: text/html; charset=utf-8\r\n", body) == "It broke.\n\nTwice."


def test_however_much_style_html_begins_with_its_words_are_read() -> None:
    style = b"<html><head><style>" + b"p.MsoNormal{margin:0cm;font-size:11.0pt}\n" * 2_000 + b"</style></head>"
    words = b"<p style='margin:0cm;font-family:Calibri'>It broke.</p>" * 1_000
    told = read(
        b"Content-Type: text/html; charset=utf-8\r\n", style + b"<body>" + words + b"<p>Twice.</p></body></html>"
    )
    assert told.startswith("It broke.") and told.endswith("Twice.") and "style" not in told


@pytest.mark.parametrize(
    "piece", ["<p ", "<!--", "<style>", "<script", "</", "<a href='", "<blockquote>", "<", "<![", "&amp", "<!-->"]
)
def test_html_that_is_made_to_keep_a_reader_busy_does_not(piece: str) -> None:
    busy = piece.encode() * (1_500_000 // len(piece))
    assert work(lambda: read(b"Content-Type: text/html; charset=utf-8\r\n", busy)) < 600


def test_the_plain_part_is_read_where_there_are_both() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@mail.example", "s"
    mail.set_content("The plain words.\n")
    mail.add_alternative("<p>The other words.</p>", subtype="html")
    mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="frame.jpg")
    found = read_mail(mail.as_bytes())
    assert found.text == "The plain words."
    assert [(one.name, one.kind) for one in found.attachments] == [("frame.jpg", "image/jpeg")]


def test_quoted_replies_and_signatures_are_cut_and_a_forwarded_complaint_stays() -> None:
    body = b"Still broken.\r\n\r\nOn Mon, 2 Mar 2026, Harbour wrote:\r\n> We are sorry.\r\n> Bring it in.\r\n"
    assert read(b"", body) == "Still broken."
    assert read(b"", b"Still broken.\r\n-- \r\nMara\r\n+49 170 1234567\r\n") == "Still broken."
    forwarded = b"-----Forwarded message-----\r\nFrom: a@b.example\r\n\r\nMy glasses broke.\r\n"
    assert "My glasses broke." in read(b"", forwarded)


REPORT = (
    b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    b"--b\r\n\r\nYour letter did not arrive.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n"
    b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@harbour.example>\r\nTo: a@b.example\r\n\r\n"
    b"--b--\r\n"
)


@pytest.mark.parametrize(("head", "kind"), [
    (b"", MailKind.LETTER),
    (b"Auto-Submitted: no\r\n", MailKind.LETTER),
    (b"Auto-Submitted: auto-replied (vacation)\r\n", MailKind.AUTOMATIC),
    (b"Auto-Submitted: auto-generated; x=y\r\n", MailKind.AUTOMATIC),
    (b"X-Autoreply: yes\r\n", MailKind.AUTOMATIC),
    (b"Precedence: auto_reply\r\n", MailKind.AUTOMATIC),
    (b"Return-Path: <>\r\n", MailKind.AUTOMATIC),
    (b"Return-Path: <>\r\nX-Failed-Recipients: a@b.example\r\n", MailKind.BOUNCE),
    (b"Return-Path: <mara@mail.example>\r\n", MailKind.LETTER),
    (b"List-Id: Deals <deals.shop.example>\r\n", MailKind.LIST),
    (b"List-Unsubscribe: <mailto:x@y.example>\r\n", MailKind.LIST),
    (b"Precedence: bulk\r\n", MailKind.LIST),
    (b"List-Id: <complaints.harbour.example>\r\nPrecedence: list\r\nList-Unsubscribe: <x>\r\n", MailKind.LETTER),
    (b"X-Auto-Response-Suppress: All\r\n", MailKind.LETTER),
])  # fmt: skip
def test_what_machines_write_is_told_from_letters(head: bytes, kind: MailKind) -> None:
    """The last but one: a list of our own hands a customer's letter on."""
    assert read_mail(HEAD + head + b"\r\nHello", ours=["harbour.example"]).kind is kind


def test_a_report_names_the_letter_that_did_not_arrive() -> None:
    found = read_mail(REPORT)
    assert found.kind is MailKind.BOUNCE and found.answers == ("<ours@harbour.example>",)


@pytest.mark.parametrize("report", [
    REPORT.replace(b"Status: 5.1.1", b"Reporting-MTA: dns; mx\r\n\r\nAction: delayed\r\nStatus: 4.4.1"),
    REPORT.replace(b"Status: 5.1.1", b"Reporting-MTA: dns; mx\r\n\r\nAction: Delivered \r\nStatus: 2.0.0"),
    REPORT.replace(b"delivery-status", b"disposition-notification"),
])  # fmt: skip
def test_a_report_of_a_letter_that_is_late_or_was_read_does_not_say_that_it_is_lost(report: bytes) -> None:
    assert read_mail(report).kind is MailKind.AUTOMATIC


def test_a_report_of_several_readers_tells_of_the_one_whom_it_did_not_reach() -> None:
    both = b"Action: delayed\r\nStatus: 4.4.1\r\n\r\nAction: failed\r\nStatus: 5.1.1"
    assert read_mail(REPORT.replace(b"Status: 5.1.1", both)).kind is MailKind.BOUNCE


def test_where_an_answer_is_wanted_is_read() -> None:
    found = read_mail(HEAD + b"Reply-To: =?utf-8?q?a=40b=2Eexample?= <Mara@Home.example>\r\n\r\nHello")
    assert (found.sender, found.replies_to) == ("mara@mail.example", "mara@home.example")
    assert read_mail(HEAD + b"\r\nHello").replies_to == ""


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"\xff" * 100, b"no colon here", b"<html>page</html>"])
def test_bytes_that_are_no_mail_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        read_mail(raw)


def test_a_mail_nested_too_deep_is_refused_or_read_but_breaks_nothing() -> None:
    raw = HEAD
    for level in range(3_000):
        raw += f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n".encode()
    with suppress(UnreadableMail):
        assert read_mail(raw).text == ""


def test_no_control_letters_come_through() -> None:
    mail = read_mail(b"From: a@b.example\r\nSubject: =?utf-8?Q?one=00two=0Athree?=\r\n\r\nx\x00y")
    assert mail.subject == "one two three" and mail.text == "xy"


FIELDS = st.sampled_from([
    b"From: ", b"To: ", b"Subject: =?utf-8?B?", b"Content-Type: multipart/mixed; boundary=b",
    b"Content-Type: text/html",
    b"Content-Type: text/plain; charset=", b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: x-uuencode",
    b"Message-ID: <", b"References: <a> <b", b"--b", b"--b--", b"Content-Disposition: attachment; filename*=utf-8''%ff",
    b"Content-Type: message/rfc822", b"Content-Type: multipart/report; boundary=b",
])  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.one_of(FIELDS, st.binary(max_size=30), st.just(b"\r\n")), max_size=25))
def test_whatever_the_bytes_are_it_is_a_mail_or_refused(pieces: list[bytes]) -> None:
    raw = b"\r\n".join(pieces)
    try:
        found = read_mail(raw)
    except UnreadableMail:
        return
    told = f"{found.sender}{found.subject}{found.text}{found.message_id}{found.to}{found.attachments}"
    assert "\x00" not in told
    told.encode("utf-8")
