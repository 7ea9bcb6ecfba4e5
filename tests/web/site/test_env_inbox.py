"""Where complaints arrive: what CLEARBAR_INBOX_URL says, and what it may not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from clearbar.web.site import env


def test_an_inbox_is_read_with_its_letters_unquoted() -> None:
    found = env.inbox("imaps://complaints%40shop.example:p%3Aw%2Frd%40@imap.shop.example/Complaints%2FNew")
    assert found == {
        "host": "imap.shop.example", "port": 993, "user": "complaints@shop.example", "password": "p:w/rd@",
        "folder": "Complaints/New", "begins_plain": False,
    }  # fmt: skip
    assert env.inbox("imap+tls://u:p@host")["port"] == 143 and env.inbox("imap+tls://u:p@host")["folder"] == "INBOX"
    assert env.inbox("imaps://u:p@host:1993/x")["port"] == 1993
    assert env.inbox("") == {}


@pytest.mark.parametrize("url", [
    "imap://u:secret-4711@host/INBOX", "pop3://u:secret-4711@host", "imaps://:secret-4711@host", "imaps:///INBOX",
    "imaps://u:secret-4711@host:notaport/", "imaps://u:secret-4711@host/Beschwerden-%C3%BC", "imaps://u:a/secret-4711@b",
])  # fmt: skip
def test_what_is_no_inbox_is_refused_without_telling_its_secret(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as fault:
        env.inbox(url)
    assert "secret-4711" not in str(fault.value)
