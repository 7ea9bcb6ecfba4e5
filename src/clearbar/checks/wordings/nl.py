"""What is said in Dutch where a customer is passed on, asks, or goes. Phrases stand between bars."""

from __future__ import annotations

from clearbar.checks.wordings.bars import each

HANDOVERS = """
niet mijn afdeling | niet onze afdeling | een andere afdeling | de verkeerde afdeling | daar gaan wij niet over |
daar ga ik niet over | daar zijn wij niet van | daarvoor moet u bij | daarvoor moet je bij | u moet daarvoor bellen |
je moet daarvoor bellen | bel daarvoor | u kunt daarvoor bellen | je kunt daarvoor bellen |
u moet daarvoor contact opnemen | je moet daarvoor contact opnemen | daarvoor moet u contact opnemen |
daarvoor moet je contact opnemen | u kunt daarvoor contact opnemen | neem daarvoor contact op | daarvoor dient u |
dan moet u bellen | dan moet je bellen | dan moet u contact opnemen | dan moet je contact opnemen
"""

TAKEN_THERE = """
ik verbind u door | ik verbind je door | ik zal u doorverbinden | ik zal je doorverbinden | doorverbinden |
ik blijf aan de lijn | belt u terug | belt je terug | neemt contact met u op | neemt contact met je op |
ik bel ze voor u | ik bel ze voor je
"""

TO_US = """
bel ons | bel mij | contact met ons op | contact met mij op
"""

OFFERS = """
nog iets anders | verder nog iets | nog ergens mee helpen | nog verder helpen | verder nog helpen |
verder ergens mee helpen | verder van dienst zijn | nog van dienst zijn | nog iets voor u doen | nog iets voor je doen
| nog andere vragen | verder nog vragen | nog meer vragen | heeft u nog vragen | heb je nog vragen | nog vragen heeft
| nog vragen hebt | andere vragen
"""

GOODBYES = """
dag | doei | tot ziens | dat was het | dat is alles | dat was alles | nee hoor | nee bedankt | nee dank u |
nee dank je | bedankt | dank u wel | dank je wel | dankjewel | dankuwel | fijne dag | prettige dag
"""

WAITS = """
een moment | een ogenblik | momentje | moment geduld | ik kijk het na | ik ga het na | ik zoek het uit | ik kijk even
| bedankt voor uw geduld | bedankt voor je geduld | bedankt voor uw bericht | bedankt voor je bericht |
we hebben uw bericht ontvangen | graag gedaan | geen probleem | hallo | goedemorgen | goedemiddag | fijne dag nog |
sorry | alstublieft | alsjeblieft
"""

TAGS = """
toch | hè | hoor | ja | nee | echt | hallo | sorry | oké
"""

TAILS = """
toch | hè
"""

QUESTIONS = f"""
{each("wat | waar | wanneer | waarom | hoe | wie | welke", "is | zijn | was | kan | kunnen | moet | moeten | doe")} |
hoe lang | hoeveel | hoe vaak | hoe laat |
{each("kan | kunt | kun | mag | moet | heeft | heb", "u | je | ik | jullie")} |
kunnen jullie | kunnen we | is er | zijn er | is het mogelijk
"""
