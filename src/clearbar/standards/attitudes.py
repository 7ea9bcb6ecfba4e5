"""Texts in which nothing is left but an attitude, once the small words are taken out: "be friendly and helpful"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from clearbar.standards.wording import SERVED, STAFF
from clearbar.text.sentences import words

LANGUAGES = frozenset({"en", "de", "nl"})
"""The languages that it can read."""
_SMALL: Mapping[str, str] = {
    "en": "a an the and or but not no never always at all times to of in with for from by on as is are be been being"
    " was were will shall should must can may we you they he she it i our your their his her its us them him me my"
    " this that these those who every each everybody everyone anybody nobody somebody any all so too very more most"
    " really truly throughout time times during way manner fashion level highest high possible do does did don has"
    " have had feel feels felt feeling treat treats treated treating show shows showed shown act acts acted behave"
    " behaves remain remains remained stay stays stayed keep keeps kept seem seems seemed come comes across give"
    " gives given gave provide provides provided offer offers offered deliver delivers delivered receive receives"
    " get gets make makes made makes sure ensure like if were person people human service services care support"
    " experience experiences attitude attitudes tone visit interaction interactions someone one else both when still"
    " just always while right exhibit exhibits demonstrate demonstrates display displays maintain maintains sense"
    " interest concern persona demeanour demeanor approach posture",
    "de": "der die das den dem des ein eine einen einem einer und oder nicht kein keine immer stets zu von in mit"
    " für aus auf als ist sind sein war waren wird werden wir sie ihr ihnen ihre ihren unser unsere uns du dich dir"
    " dein man jeder jede jeden alle allen fühlen fühlt fühlst sich behandeln behandelt behandelte bleiben bleibt"
    " blieb zeigen zeigt verhalten verhält sehr so ganz wie bei im am service betreuung umgang weise art ton besuch"
    " erlebnis möglichst haben hat bieten",
    "nl": "de het een en of niet geen nooit altijd te van in met voor uit op als is zijn was waren wordt worden wij"
    " we u uw je jouw ons onze hun men ieder iedere iedereen alle voelt voelen voelde zich behandelen behandelt"
    " behandeld blijven blijft bleef tonen toont gedragen gedraagt zeer heel zo hoe bij service zorg manier wijze"
    " toon bezoek ervaring bieden heeft hebben biedt",
}
_ATTITUDES: Mapping[str, str] = {
    "en": r"friendl\w+|unfriendl\w+|polite\w*|impolite\w*|courte\w+|discourte\w+|respect\w*|disrespect\w*"
    r"|professional\w*|unprofessional\w*|help\w*|unhelpful\w*|caring|empath\w+|kind\w*|unkind\w*|warm\w*|welcom\w+"
    r"|unwelcom\w+|positiv\w+|negativ\w+|patien(?:t|ce|tly)|impatien\w+|attentive\w*|valued?|undervalued"
    r"|appreciat\w+|home|comfort\w*|uncomfort\w+|special|importan\w+|unimportant|good|great|excellen\w+|outstanding"
    r"|exceptional\w*|superb|perfect\w*|pleasant\w*|unpleasant\w*|nice\w*|sincere\w*|genuin\w+|passion\w*"
    r"|enthusias\w+|cheer\w+|happ\w+|satisf\w+|calm\w*|integrity|dignity|honest\w*|fair\w*|unfair\w*|considerat\w+"
    r"|thoughtful\w*|understanding|compassion\w*|smooth\w*|dedicat\w+|committed|commitment|quality|proud|pride"
    r"|personal|best|rude\w*|indifferen\w+|bored|guest|guests|family|visitor|intruder|tolerated|ignored|nuisance"
    r"|burden|heard|looked|after|taken|seriously|trust\w*|safe|confident\w*|cordial\w*|hospitab\w+|hospitality"
    r"|ok|okay|bad|badly|poor|poorly|terribl\w+|awful\w*|mediocre|gracious\w*|tactful\w*|diligen\w+|flexib\w+|approachab\w+|sympath\w+",
    "de": r"freundlich\w*|unfreundlich\w*|höflich\w*|unhöflich\w*|respekt\w*|professionell\w*|hilfsbereit\w*"
    r"|herzlich\w*|willkommen|aufmerksam\w*|geduldig\w*|wertgeschätzt|wertschätz\w*|wohl|zuvorkommend\w*"
    r"|kompetent\w*|gut\w*|beste\w*|ausgezeichnet\w*|exzellent\w*|angenehm\w*|zufrieden\w*|ernst|genommen|ehrlich\w*"
    r"|fair\w*|einfühlsam\w*|gast|kund\w+|freundlichkeit|hervorragend\w*|nett\w*|wichtig\w*|ok|okay|schlecht\w*|mittelmäßig\w*|mäßig\w*",
    "nl": r"vriendelijk\w*|onvriendelijk\w*|beleefd\w*|onbeleefd\w*|respect\w*|professione\w+|behulpzaam|behulpzame"
    r"|hartelijk\w*|welkom|aandacht\w*|geduldig\w*|gewaardeerd|prettig\w*|thuis|goed\w*|best\w*|uitstekend\w*"
    r"|tevreden\w*|serieus|genomen|eerlijk\w*|gast\w*|klant\w*|vakkundig\w*|belangrijk\w*|aangenaam|aangename|netjes"
    r"|aardig\w*|ok|oké|slecht\w*|matig\w*|middelmatig\w*",
}


def is_attitude(sentence: str, language: str) -> bool:
    """Whether every word of a sentence is an attitude, a person or a small word, and one is an attitude."""
    said = [sentence[start:end].lower() for start, end in words(sentence)]
    left = [word for word in said if not _passed_over(language).fullmatch(word)]
    return bool(left) and all(names_attitude(word, language) for word in left)


def names_attitude(word: str, language: str) -> bool:
    """Whether a word is the name of an attitude."""
    return bool(_attitudes(language).fullmatch(word))


@lru_cache(maxsize=8)
def _attitudes(language: str) -> re.Pattern[str]:
    return re.compile(_ATTITUDES[language], re.IGNORECASE)


@lru_cache(maxsize=8)
def _passed_over(language: str) -> re.Pattern[str]:
    people = f"{SERVED[language]},{STAFF[language]}".split(",")
    return re.compile("|".join([*people, *map(re.escape, _SMALL[language].split())]), re.IGNORECASE)
