from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path

import pytest

from clearbar.text import language as module
from clearbar.text.language import language_of

SENTENCES = {
    "en": "Thank you for your message, your order will arrive tomorrow morning.",
    "nl": "Dank u wel voor uw bericht, uw bestelling komt morgenochtend aan.",
    "de": "Vielen Dank für Ihre Nachricht, Ihre Bestellung kommt morgen früh an.",
    "fr": "Merci pour votre message, votre commande arrivera demain matin.",
    "es": "Gracias por su mensaje, su pedido llegará mañana por la mañana.",
    "ru": "Спасибо за ваше сообщение, ваш заказ прибудет завтра утром.",
    "ja": "お問い合わせありがとうございます。ご注文は明日の朝に届きます。",
}


def told(text: str, *among: str) -> str | None:
    found = language_of(text, among)
    assert found is None or module.SURE <= found[1] <= 1
    return found[0] if found else None


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_told(language: str) -> None:
    assert told(SENTENCES[language]) == language
    assert told(SENTENCES[language].upper()) == language
    assert told(SENTENCES[language], "en", "nl", language) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "Yes please!",
        "12345 67890 12345 67890",
        "https://www.example.com/klantenservice/bestelling/overzicht",
        "W4923227 XAZ3C0 4XGCCM UDMOP1 HAT136 HAT039",
        f"{SENTENCES['en']} {SENTENCES['nl']}",
        f"{SENTENCES['de']}\n{SENTENCES['en']}",
    ],
)
def test_too_short_or_too_mixed_is_not_told(text: str) -> None:
    assert told(text) is None


def test_a_name_in_another_language_mixes_nothing() -> None:
    assert told(f"{SENTENCES['en']} We met at Hôtel du Lac. {SENTENCES['en']}") == "en"


def test_a_text_in_none_of_the_possible_languages_is_not_told() -> None:
    assert told(SENTENCES["fr"], "en", "nl") is None


def test_nothing_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    module._detector.cache_clear()
    assert told(SENTENCES["nl"]) == "nl"
    assert set(module._detector()._models) == {"low_memory"}


@pytest.mark.data
def test_real_english_chat_is_hardly_ever_taken_for_another_language(real_data: Path) -> None:
    texts = set()
    with gzip.open(real_data / "star" / "dialogues.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in list(lines)[:500]:
            events = json.loads(line)["Events"]
            texts |= {one["Text"] for one in events if one["Agent"] == "User" and one["Action"] == "utter"}
    found = [told(text) for text in texts if text]
    heard = [one for one in found if one]
    assert len(heard) > 1000 and len(heard) > 0.6 * len(found)
    assert sum(one != "en" for one in heard) <= 0.002 * len(heard)
