from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from clearbar.checks.readability import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation
from clearbar.text.reading import grade

Talk = Callable[..., Conversation]
PLAIN = "Thank you for your message. We looked at your order and found it. It is on its way to you."
HEAVY = (
    "Notwithstanding the aforementioned circumstances, reimbursement necessitates additional documentation "
    "substantiating your eligibility under the applicable regulations."
)


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


def test_plain_words_meet_it(talk: Talk) -> None:
    assert reads(talk(("a", 0, PLAIN), ("a", 1, PLAIN))).level is Level.GOOD


def test_heavy_words_miss_it_and_the_hardest_message_is_told(talk: Talk) -> None:
    reading = reads(talk(("a", 0, PLAIN), ("a", 1, HEAVY), ("a", 2, "Bye now.")))
    hardest = grade(HEAVY, "en")
    assert hardest is not None
    assert reading.level is Level.UNDERPERFORMING
    assert [basis.message for basis in reading.rests_on] == [1, 0]
    assert reading.rests_on[0].says == f"grade {hardest:.1f}"
    assert (reading.rests_on[0].start, reading.rests_on[0].end) == (0, len(HEAVY))


def test_the_limit_itself_is_met(talk: Talk) -> None:
    conversation = talk(("a", 0, f"{PLAIN} {HEAVY}"))
    found = grade(f"{PLAIN} {HEAVY}", "en")
    assert found is not None
    assert reads(conversation, grade=round(found, 1)).level is Level.GOOD
    assert reads(conversation, grade=round(found, 1) - 0.1).level is Level.UNDERPERFORMING


def test_who_wrote_counts_not_who_asked(talk: Talk) -> None:
    conversation = talk(("c", 0, HEAVY), ("b", 1, HEAVY), ("a", 2, PLAIN), ("a", 3, PLAIN))
    assert reads(conversation).level is Level.UNDERPERFORMING
    assert reads(conversation, bots=False).level is Level.GOOD


def test_it_does_not_apply_to_a_few_words_or_a_language_without_a_formula(talk: Talk) -> None:
    assert reads(talk(("a", 0, HEAVY))).level is None
    assert reads(talk(("a", 0, HEAVY)), words=10, language="en").level is Level.UNDERPERFORMING
    dutch = "Dank u wel voor uw bericht, wij hebben uw bestelling gevonden en die komt morgen bij u aan. " * 3
    reading = reads(talk(("a", 0, dutch)))
    assert (reading.level, reading.why) == (None, "no formula gives a school grade for `nl`")
    assert reads(talk(("a", 0, "12 34 " * 30)), language="en").level is None
    assert reads(talk(("a", 0, "12 34 " * 30))).why == "the language cannot be told"
    assert reads(talk(("c", 0, "x"))).level is None


def test_the_language_may_be_said(talk: Talk) -> None:
    german = "Ihre Bestellung ist da. " * 10
    assert reads(talk(("a", 0, german)), language="de", words=10).why == reads(talk(("a", 0, german)), words=10).why


@pytest.mark.parametrize("settings", [{"grade": 0}, {"grade": 30}, {"words": 0}, {"language": "nl"}])
def test_settings_that_cannot_be_met_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(settings)
