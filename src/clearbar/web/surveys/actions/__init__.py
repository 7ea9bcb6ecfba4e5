"""Writes: making surveys, asking, and keeping answers."""

from clearbar.web.surveys.actions.answering import Kept, answer_link, answer_way, enter_card, make_right
from clearbar.web.surveys.actions.asking import Ask, Invited, Reason, invite
from clearbar.web.surveys.actions.making import add_way, save, set_open

__all__ = [
    "Ask", "Invited", "Kept", "Reason", "add_way", "answer_link", "answer_way", "enter_card", "invite", "make_right",
    "save", "set_open",
]  # fmt: skip
