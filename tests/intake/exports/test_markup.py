from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.quoting import own_words


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hello,</p><p>how are <b>you</b>?</p>", "Hello,\n\nhow are you?"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("x<script>alert('1 < 2')</script>y<style>p{}</style>", "xy"),
        ("<html><head><title>t</title></head><body>b</body></html>", "b"),
        ("Fish &amp; chips &lt;3&nbsp;!", "Fish & chips <3 !"),
        ("<div>mine</div><div class='gmail_quote'>On … <div>theirs</div> more</div><div>also</div>", "mine\n\nalso"),
        ('<p>mine</p><blockquote type="cite"><p>theirs<img src=x></p></blockquote>', "mine"),
        ("<blockquote>a poem</blockquote>", "a poem"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("line\n\nline", "line\n\nline"),
        ("a <b>b</b> <![;]> c <![if !mso]>d<![endif]> <![", "a b c d <!["),
        (None, ""),
        ("", ""),
    ],
)
def test_html_becomes_what_a_reader_sees(markup: str | None, text: str) -> None:
    assert plain(markup) == text


@given(st.text(alphabet="<>/abpdiv scriptq=\"'&;\n!-[]", max_size=60))
def test_no_markup_raises(markup: str) -> None:
    assert isinstance(plain(markup), str)


@pytest.mark.parametrize(
    ("mail", "own"),
    [
        ("Yes.\n\n-- \nIda\n555-0100", "Yes."),
        ("Yes.\n--\nno signature", "Yes.\n--\nno signature"),
        ("Yes.\n\nOn Mon, Ida <i@x> wrote:\n> Well?\n>\n> Ida\n", "Yes."),
        ("Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Ida\n<i@x> wrote:\n\n> Well?", "Yes."),
        ("Ja.\n\nAm 2. März 2026 schrieb Ida:\n> Nun?", "Ja."),
        ("Oui.\n\nLe 2 mars, Ida a écrit :\n> Eh bien ?", "Oui."),
        ("Yes.\n\n-----Original Message-----\nFrom: Ida\nWell?", "Yes."),
        ("> Well?\nYes.\n> And?\nNo.", "> Well?\nYes.\n> And?\nNo."),
        ("See:\n> quoted", "See:"),
        ("> only quoted", ""),
        ("She wrote:\nthe lid is broken", "She wrote:\nthe lid is broken"),
        ("a\r\nb\r\n-- \r\nc", "a\nb"),
        ("", ""),
    ],
)
def test_only_what_can_hardly_be_anything_else_is_cut(mail: str, own: str) -> None:
    assert own_words(mail) == own


@given(st.text(alphabet="> -\nab:wrote", max_size=60))
def test_a_mail_without_quotation_marks_or_signature_stays_as_it_is(text: str) -> None:
    if ">" not in text and "-- " not in text:
        assert own_words(text) == text.strip()
