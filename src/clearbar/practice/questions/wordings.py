"""How questions are asked, by language. A book in a language that is not here is asked about in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wordings:
    """The sentences of one language. Braces take, in this order: `promise` journey and step; `do`, `met`, `number`,
    `bar`, `guard` the promise; `level` the promise and a level's name; `first`, `order` the journey; `next` journey and
    step; `never`, `always`, `deviation`, `reached` the promise; `book_says` a text of the book; `is_level` a level's
    name and its text; `is_next` two steps; `steps` all steps."""

    promise: str
    do: str
    met: str
    number: str
    level: str
    bar: str
    guard: str
    first: str
    next: str
    order: str
    never: str
    always: str
    deviation: str
    reached: str
    no_line: str
    book_says: str
    is_level: str
    is_next: str
    steps: str
    raters: str


_ENGLISH = Wordings(
    promise="“{}”, at the step “{}”: which promise does the book make here?",
    do="“{}” What do we do to keep this promise?",
    met="“{}” When is this promise kept?",
    number="Which of these is our promise, to the number?",
    level="“{}” Which of these is the level “{}”?",
    bar="“{}” Which of these fall short of it? Tick all that do.",
    guard="“{}” Which promise stands beside it in the book, never to be given up to be quick?",
    first="“{}”: what comes first?",
    next="“{}”: what comes right after “{}”?",
    order="“{}”: put the steps in their order.",
    never="“{}” What do we never say? Tick all that belong here.",
    always="“{}” Which words belong here? Tick all that do.",
    deviation="“{}” In which lines did we not keep this promise? Tick all of them.",
    reached="“{}” Which level does this conversation reach?",
    no_line="In none of them: the promise was kept",
    book_says="The book says: “{}”",
    is_level="The level “{}” says: “{}”",
    is_next="“{}” is followed by “{}”.",
    steps="The steps are: {}.",
    raters="Those who rate with the same eye gave it {} on average, on the levels 1 to 5.",
)
_GERMAN = Wordings(
    promise="„{}“, beim Schritt „{}“: Welches Versprechen gibt das Buch hier?",
    do="„{}“ Was tun wir, um dieses Versprechen zu halten?",
    met="„{}“ Wann ist dieses Versprechen gehalten?",
    number="Welches davon ist unser Versprechen, auf die Zahl genau?",
    level="„{}“ Welches davon ist die Stufe „{}“?",
    bar="„{}“ Was davon bleibt dahinter zurück? Kreuzen Sie alles an, was es tut.",
    guard="„{}“ Welches Versprechen steht im Buch daneben und wird nie aufgegeben, um schnell zu sein?",
    first="„{}“: Was kommt zuerst?",
    next="„{}“: Was kommt gleich nach „{}“?",
    order="„{}“: Bringen Sie die Schritte in ihre Reihenfolge.",
    never="„{}“ Was sagen wir nie? Kreuzen Sie alles an, was hierher gehört.",
    always="„{}“ Welche Worte gehören hierher? Kreuzen Sie alle an.",
    deviation="„{}“ In welchen Zeilen haben wir dieses Versprechen nicht gehalten? Kreuzen Sie alle an.",
    reached="„{}“ Welche Stufe erreicht dieses Gespräch?",
    no_line="In keiner: Das Versprechen wurde gehalten",
    book_says="Im Buch steht: „{}“",
    is_level="Zur Stufe „{}“ steht da: „{}“",
    is_next="Auf „{}“ folgt „{}“.",
    steps="Die Schritte sind: {}.",
    raters="Wer mit demselben Blick bewertet, gab im Mittel {}, auf den Stufen 1 bis 5.",
)
_DUTCH = Wordings(
    promise="“{}”, bij de stap “{}”: welke belofte doet het boek hier?",
    do="“{}” Wat doen we om deze belofte na te komen?",
    met="“{}” Wanneer is deze belofte nagekomen?",
    number="Welke van deze is onze belofte, tot op het getal?",
    level="“{}” Welke van deze is het niveau “{}”?",
    bar="“{}” Wat blijft hierbij achter? Vink alles aan wat dat doet.",
    guard="“{}” Welke belofte staat er in het boek naast en geven we nooit op om snel te zijn?",
    first="“{}”: wat komt eerst?",
    next="“{}”: wat komt meteen na “{}”?",
    order="“{}”: zet de stappen in hun volgorde.",
    never="“{}” Wat zeggen we nooit? Vink alles aan wat hier hoort.",
    always="“{}” Welke woorden horen hier? Vink ze allemaal aan.",
    deviation="“{}” In welke regels kwamen we deze belofte niet na? Vink ze allemaal aan.",
    reached="“{}” Welk niveau haalt dit gesprek?",
    no_line="In geen enkele: de belofte is nagekomen",
    book_says="Het boek zegt: “{}”",
    is_level="Bij het niveau “{}” staat: “{}”",
    is_next="Na “{}” komt “{}”.",
    steps="De stappen zijn: {}.",
    raters="Wie met dezelfde blik beoordeelt, gaf gemiddeld {}, op de niveaus 1 tot 5.",
)
_FRENCH = Wordings(
    promise="« {} », à l’étape « {} » : quelle promesse le livre fait-il ici ?",
    do="« {} » Que faisons-nous pour tenir cette promesse ?",
    met="« {} » Quand cette promesse est-elle tenue ?",
    number="Laquelle de ces phrases est notre promesse, au chiffre près ?",
    level="« {} » Laquelle de ces phrases décrit le niveau « {} » ?",
    bar="« {} » Qu’est-ce qui reste en dessous ? Cochez tout ce qui l’est.",
    guard="« {} » Quelle promesse se tient à côté dans le livre, à ne jamais abandonner pour aller vite ?",
    first="« {} » : qu’est-ce qui vient en premier ?",
    next="« {} » : qu’est-ce qui vient juste après « {} » ?",
    order="« {} » : mettez les étapes dans leur ordre.",
    never="« {} » Que ne disons-nous jamais ? Cochez tout ce qui en fait partie.",
    always="« {} » Quels mots ont leur place ici ? Cochez-les tous.",
    deviation="« {} » Dans quelles lignes n’avons-nous pas tenu cette promesse ? Cochez-les toutes.",
    reached="« {} » Quel niveau cette conversation atteint-elle ?",
    no_line="Dans aucune : la promesse a été tenue",
    book_says="Le livre dit : « {} »",
    is_level="Le niveau « {} » dit : « {} »",
    is_next="« {} » est suivi de « {} ».",
    steps="Les étapes sont : {}.",
    raters="Ceux qui évaluent du même œil ont donné {} en moyenne, sur les niveaux 1 à 5.",
)
_SPANISH = Wordings(
    promise="«{}», en el paso «{}»: ¿qué promesa hace el libro aquí?",
    do="«{}» ¿Qué hacemos para cumplir esta promesa?",
    met="«{}» ¿Cuándo se cumple esta promesa?",
    number="¿Cuál de estas frases es nuestra promesa, con su número exacto?",
    level="«{}» ¿Cuál de estas frases describe el nivel «{}»?",
    bar="«{}» ¿Qué se queda por debajo? Marque todo lo que lo haga.",
    guard="«{}» ¿Qué promesa está a su lado en el libro, a la que nunca se renuncia por ir rápido?",
    first="«{}»: ¿qué va primero?",
    next="«{}»: ¿qué viene justo después de «{}»?",
    order="«{}»: ponga los pasos en su orden.",
    never="«{}» ¿Qué no decimos nunca? Marque todo lo que corresponda.",
    always="«{}» ¿Qué palabras corresponden aquí? Márquelas todas.",
    deviation="«{}» ¿En qué líneas no cumplimos esta promesa? Márquelas todas.",
    reached="«{}» ¿Qué nivel alcanza esta conversación?",
    no_line="En ninguna: la promesa se cumplió",
    book_says="El libro dice: «{}»",
    is_level="El nivel «{}» dice: «{}»",
    is_next="A «{}» le sigue «{}».",
    steps="Los pasos son: {}.",
    raters="Quienes valoran con la misma mirada le dieron {} de media, en los niveles de 1 a 5.",
)
WORDINGS: Mapping[str, Wordings] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "nl": _DUTCH,
    "fr": _FRENCH,
    "es": _SPANISH,
}
"""By primary tag."""


def of(language: str) -> Wordings:
    """The wordings of a language, told by its tag."""
    return WORDINGS.get(language.partition("-")[0].lower(), _ENGLISH)
