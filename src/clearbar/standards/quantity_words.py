"""The words in which ranges of numbers are written, by language: units, numbers, comparisons, denials."""

from __future__ import annotations

from collections.abc import Mapping

DAY = 86_400
"""Seconds of a day."""


def _each(words: str, value: int) -> dict[str, int]:
    return dict.fromkeys(words.split(), value)


def _counted(words: str, values: str, **more: str) -> dict[str, str]:
    return dict(zip(words.split(), values.split(), strict=True)) | {one.replace("_", " "): n for one, n in more.items()}


TIMES: Mapping[str, int] = {
    **_each("s sec secs second seconds sekunde sekunden seconde secondes segundo segundos", 1),
    **_each("min mins minute minutes minuten minuut minuto minutos", 60),
    **_each("h hr hrs hour hours stunde stunden uur uren heure heures hora horas", 3600),
    **_each("d day days tag tage tagen dag dagen jour jours día días dia dias", DAY),
    **_each("week weeks woche wochen weken semaine semaines semana semanas", 7 * DAY),
    **_each("month months monat monate monaten maand maanden mois mes meses", 30 * DAY),
    **_each("year years jahr jahre jahren jaar jaren an ans année années año años", 365 * DAY),
}
"""Units of time and how many seconds they are."""
WORKING = frozenset(
    {
        *("working day", "working days", "business day", "business days", "opening day", "opening days"),
        *("werktag", "werktage", "werktagen", "arbeitstag", "arbeitstage", "arbeitstagen", "werkdag", "werkdagen"),
        *("jour ouvrable", "jours ouvrables", "jour ouvré", "jours ouvrés"),
        *("día hábil", "días hábiles", "día laborable", "días laborables"),
    }
)
SHARES = frozenset({"%", "percent", "per cent", "prozent", "procent", "pour cent", "por ciento"})
NUMBERS: Mapping[str, Mapping[str, str]] = {
    "en": _counted(
        "one two three four five six seven eight nine ten eleven twelve fifteen twenty twenty-four thirty forty "
        "forty-five forty-eight sixty ninety hundred a an the",
        "1 2 3 4 5 6 7 8 9 10 11 12 15 20 24 30 40 45 48 60 90 100 1 1 1",
        half_a="0.5",
        half_an="0.5",
        a_quarter_of_an="0.25",
        three_quarters_of_an="0.75",
        three_quarters_of_a="0.75",
    ),
    "de": _counted(
        "ein eine einer einem einen eines zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig "
        "vierundzwanzig dreißig fünfundvierzig achtundvierzig sechzig neunzig hundert",
        "1 1 1 1 1 1 2 3 4 5 6 7 8 9 10 11 12 15 20 24 30 45 48 60 90 100",
        einer_halben="0.5",
        eine_halbe="0.5",
    ),
    "nl": _counted(
        "één een twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig vierentwintig dertig "
        "vijfenveertig achtenveertig zestig negentig honderd",
        "1 1 2 3 4 5 6 7 8 9 10 11 12 15 20 24 30 45 48 60 90 100",
        een_half="0.5",
        een_halve="0.5",
    ),
    "fr": _counted(
        "un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante-cinq soixante "
        "cent une-demi les-deux",
        "1 1 2 3 4 5 6 7 8 9 10 11 12 15 20 30 45 60 100 0.5 2",
    ),
    "es": _counted(
        "un una dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta sesenta media",
        "1 1 2 3 4 5 6 7 8 9 10 11 12 15 20 30 60 0.5",
        cuarenta_y_cinco="45",
    ),
}
"""The numbers that are written as words."""
ARTICLES = frozenset({"a", "an", "the", "ein", "eine", "einer", "einem", "einen", "eines", "een", "un", "une", "una"})
"""Words that are the number one before a unit of time, and may be none before other things."""
BEFORE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "≤": "within|in|no later than|not later than|at most|up to|no more than|not more than|no longer than"
        "|not longer than|a maximum of|within a maximum of|maximum of|max|max.|maximum",
        "<": "less than|in less than|within less than|in under|under|fewer than|below|sooner than|faster than",
        "≥": "at least|no less than|not less than|no fewer than|a minimum of|minimum of|min.|minimum",
        ">": "more than|over|longer than|later than|above|after|exceeds|exceeding",
    },
    "de": {
        "≤": "innerhalb von|innerhalb|binnen|in|höchstens|maximal|bis zu|spätestens nach|nicht mehr als"
        "|nicht länger als|nicht später als",
        "<": "weniger als|unter|kürzer als|in weniger als|in unter",
        "≥": "mindestens|wenigstens|nicht weniger als",
        ">": "mehr als|länger als|über|später als|nach",
    },
    "nl": {
        "≤": "binnen|in|hoogstens|maximaal|uiterlijk na|ten hoogste|niet meer dan|niet langer dan|niet later dan",
        "<": "minder dan|in minder dan|korter dan|onder",
        "≥": "minstens|minimaal|ten minste|tenminste|niet minder dan",
        ">": "meer dan|langer dan|later dan|na|boven",
    },
    "fr": {
        "≤": "en|dans les|sous|d'ici|au plus|pas plus de|jusqu'à|au maximum",
        "<": "moins de|en moins de",
        "≥": "au moins|au minimum",
        ">": "plus de|après|au-delà de",
    },
    "es": {
        "≤": "en|dentro de|a más tardar en|como máximo|hasta|no más de|en un máximo de",
        "<": "menos de|en menos de",
        "≥": "al menos|como mínimo|por lo menos",
        ">": "más de|después de|tras",
    },
}
AFTER: Mapping[str, Mapping[str, str]] = {
    "en": {
        "≤": "or less|or fewer|or sooner|at most|at the latest|maximum|and below|or below|and under|or under",
        "≥": "or more|or longer|or later|at least|and above|or above|and over|or over|and more",
    },
    "de": {"≤": "oder weniger|oder schneller", "≥": "oder mehr|oder länger|oder später"},
    "nl": {"≤": "of minder|of korter|of sneller", "≥": "of meer|of langer|of later"},
    "fr": {"≤": "ou moins|au plus|au maximum", "≥": "ou plus|au moins"},
    "es": {"≤": "o menos|como máximo", "≥": "o más|como mínimo"},
}
BETWEEN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("between", "and"), ("(?:from )?", "to")),
    "de": (("zwischen", "und"), ("(?:von )?", "bis")),
    "nl": (("tussen", "en"), ("(?:van )?", "tot|à")),
    "fr": (("entre", "et"), ("(?:de )?", "à")),
    "es": (("entre", "y"), ("(?:de )?", "a")),
}
"""What stands before the first and between the two numbers of a range with two ends."""
NEGATIONS: Mapping[str, str] = {
    "en": r"(?<!a.)no|not|nobody|none|never|nothing|neither|nor|without|\w+n['’]t",
    "de": r"nicht|kein\w*|niemand|nie|nichts|ohne|weder",
    "nl": "niet|geen|niemand|nooit|niets|zonder|noch",
    "fr": "ne|n['’]|personne|pas|jamais|aucune?|rien|sans|ni",
    "es": "no|nadie|nunca|ning[uú]na?|nada|sin|ni",
}
NEGATIONS_BEHIND: Mapping[str, str] = {
    "en": r"no one|nobody|never|nothing|neither|not|\w+n['’]t",
    "de": r"nicht|kein\w*|niemand|nie|nichts|weder",
    "nl": "niet|geen|niemand|nooit|niets|noch",
}
"""Denials that may stand behind what they deny; in English only where that opens the clause: "Within a day no one…"."""
