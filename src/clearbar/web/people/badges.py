"""Badges: log-in by a code on a card and a PIN, on shared tablets only."""

from __future__ import annotations

from itertools import pairwise
from secrets import choice, randbelow

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clearbar.web.people.models import User

LETTERS = "BCDEFGHJKNPRSTVX"
"""Of a badge's code: letters that lie on the same keys of English, German and French keyboards, since a scanner types
as a keyboard does, and of which none is easily taken for another."""
LONG = 20
"""Letters of a code: 80 random bits."""
PIN_DIGITS = 6
COMMON = frozenset({"121212", "123123", "112233", "123321", "100000", "200000", "159753", "147258", "696969"})


def new_code() -> str:
    """A code as a badge's QR holds it."""
    return "".join(choice(LETTERS) for _ in range(LONG))


def spaced(code: str) -> str:
    """A code as it is printed and read aloud: in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def hash_of_code(code: str) -> str:
    """What is kept of a badge's code, however it was typed: a hash with the key of this house."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac("clearbar.badge", typed, algorithm="sha256").hexdigest()


def new_pin() -> str:
    """A first PIN that is not easily guessed."""
    while True:
        pin = f"{randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        if not _guessable(pin):
            return pin


def check_pin(pin: str) -> None:
    """Raises ValidationError where a PIN is too short, no number, or among those that are tried first."""
    if not pin.isascii() or not pin.isdecimal() or not PIN_DIGITS <= len(pin) <= 12:
        raise ValidationError(f"A PIN has {PIN_DIGITS} to 12 digits, and nothing else.")
    if _guessable(pin):
        raise ValidationError("This PIN is among the first that somebody would try. Please choose another.")


def _guessable(pin: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    alike = len(set(pin)) <= 2
    a_date = pin[:2] in {"19", "20"} and len(pin) == 8
    return steps <= {1} or steps <= {-1} or alike or a_date or pin in COMMON


class BadgeBackend(BaseBackend):
    """Knows somebody by their badge and PIN. Called through `authenticate`, so that wrong PINs are counted."""

    def authenticate(  # type: ignore[override]  # Django calls a backend only with the names that it takes
        self, request: HttpRequest | None, username: str, badge_token: str, pin_secret: str
    ) -> User | None:
        """Whose badge and PIN these are; None for nobody's. `username` is what wrong attempts are counted by."""
        del request, username
        if not badge_token or not pin_secret:
            return None
        user = User.objects.select_related("person").filter(badge=hash_of_code(badge_token), is_active=True).first()
        if user is None:
            make_password(pin_secret)  # takes as long as if there were one
            return None
        return user if check_password(pin_secret, user.pin) else None

    def get_user(self, user_id: int) -> User | None:
        """Who is logged in; None for who may not be any more."""
        return User.objects.select_related("person").filter(pk=user_id, is_active=True, badge__isnull=False).first()


def counted_as(code: str) -> str:
    """The name by which wrong PINs of a badge are counted: that of its owner's log-in, or of no one's."""
    kept = hash_of_code(code)
    owner = User.objects.filter(badge=kept).values_list("username", flat=True).first()
    return owner or f"badge {kept[:16]}"
