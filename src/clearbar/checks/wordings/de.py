"""What is said in German where a customer is passed on, asks, or goes. Phrases stand between bars."""

from __future__ import annotations

from clearbar.checks.wordings.bars import each

HANDOVERS = """
nicht meine Abteilung | nicht unsere Abteilung | eine andere Abteilung | die falsche Abteilung |
dafür bin ich nicht zuständig | dafür sind wir nicht zuständig | da bin ich nicht zuständig |
da sind wir nicht zuständig | nicht mein Zuständigkeitsbereich | dafür müssen Sie | da müssen Sie sich an |
da müssen Sie anrufen | Sie müssen dort anrufen | Sie müssten dort anrufen | Sie müssen sich an | Sie müssten sich an
| wenden Sie sich an | wenden Sie sich bitte an | bitte wenden Sie sich an | rufen Sie dort an |
rufen Sie bitte dort an
"""

TAKEN_THERE = """
ich verbinde Sie | ich stelle Sie durch | ich leite Sie weiter | ich bleibe in der Leitung | ruft Sie zurück |
meldet sich bei Ihnen | wird sich bei Ihnen melden
"""

TO_US = """
rufen Sie uns | rufen Sie mich | wenden Sie sich an mich | wenden Sie sich an uns | an mich wenden
"""

OFFERS = """
sonst noch etwas | sonst noch was | noch etwas für Sie tun | sonst noch helfen | noch weiterhelfen |
sonst noch behilflich | noch behilflich sein | noch weitere Fragen | weitere Fragen haben | noch Fragen haben |
haben Sie noch Fragen | bei weiteren Fragen | sonst noch Fragen
"""

GOODBYES = """
tschüss | auf Wiedersehen | auf Wiederhören | das war's | das war alles | das ist alles | nein danke | danke |
vielen Dank | danke schön | schönen Tag
"""

WAITS = """
einen moment | einen moment bitte | einen augenblick | ich schaue nach | ich sehe nach | ich prüfe das |
danke für ihre geduld | vielen dank für ihre nachricht | danke für ihre nachricht | wir haben ihre nachricht erhalten
| gern geschehen | gerne | kein problem | hallo | guten tag | guten morgen | entschuldigung | bitte
"""

TAGS = """
nicht wahr | oder | stimmt's | gell | wirklich | hallo | ja | nein | echt
"""

TAILS = """
nicht wahr | oder | gell
"""

QUESTIONS = f"""
{each("was | wo | wann | warum | wieso | wie | wer", "ist | sind | war | kann | können | muss | soll | mache | geht")} |
wie lange | wie viel | wie viele | wie oft | {each("können | könnten | haben | wissen | sind", "Sie")} |
{each("kann | könnte | darf | muss | soll", "ich | man")} | gibt es | ist es möglich
"""
