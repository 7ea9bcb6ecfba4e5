"""What is said in French where a customer is passed on, asks, or goes. Phrases stand between bars."""

from __future__ import annotations

HANDOVERS = """
pas mon service | pas notre service | ce n'est pas de mon ressort | ce n'est pas de notre ressort |
ça ne dépend pas de nous | cela ne dépend pas de nous | vous devez appeler | vous devez contacter |
vous devrez appeler | vous devrez contacter | il faut appeler | il faut contacter | il faudra appeler |
il faudra contacter | vous devez vous adresser | il faut vous adresser | adressez-vous | veuillez vous adresser |
je vous invite à contacter | je vous invite à appeler
"""

TAKEN_THERE = """
je vous mets en relation | je vous passe | je vous transfère | je reste en ligne | vous rappellera | vous recontactera
| prendra contact avec vous
"""

TO_US = """
nous appeler | nous contacter | m'appeler | me contacter | adressez-vous à nous | adressez-vous à moi
"""

OFFERS = """
autre chose | d'autres questions | une autre question | vous aider davantage | faire autre chose pour vous |
puis-je encore vous aider | besoin d'autre chose | besoin d'une autre aide
"""

GOODBYES = """
au revoir | c'est tout | ce sera tout | non merci | merci | merci beaucoup | bonne journée | bonne soirée | à bientôt
"""

WAITS = """
un instant | un moment | ne quittez pas | je vérifie | je regarde | merci de votre patience | merci de patienter |
merci pour votre message | nous avons bien reçu votre message | je vous en prie | de rien | pas de problème | bonjour
| bonsoir | désolé | désolée | s'il vous plaît
"""

TAGS = """
n'est-ce pas | non | oui | vraiment | allô | pardon
"""

TAILS = """
n'est-ce pas | non
"""

QUESTIONS = """
est-ce que | est-ce qu' | qu'est-ce que | quand est | où est | où sont | comment faire | comment puis-je |
pourquoi est | combien de | combien coûte | quel est | quelle est | quels sont | quelles sont | pouvez-vous |
pourriez-vous |
avez-vous | êtes-vous | savez-vous | puis-je | peut-on
"""
