"""A customer is told by what they do and need.

Origin, belief, colour, sexual orientation or age tell nobody how to serve a person, and a scenario that names one
teaches what to expect of it. Write what this customer does, wants and fears. What service has to know, such as hard
hearing or a step that cannot be climbed, is a need and no trait.

**Missed by**

    who: An elderly lady who does not trust the card machine.

**Met by**

    who: She has paid in cash for forty years and does not trust the card machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written
from clearbar.text.fold import Folded
from clearbar.text.phrases import Phrases

CODE = "CB341"
NAME = "protected-trait"
TEST = Test.HUMAN
SUMMARY = "A customer is told by what they do and need."
LANGUAGES = frozenset({"en", "de", "nl"})

_TRAITS: dict[str, tuple[str, ...]] = {
    "en": (
        "muslim", "jewish", "christian", "catholic", "protestant", "hindu", "buddhist", "sikh", "atheist",
        "black woman", "black man", "white woman", "white man", "asian", "african", "arab", "turkish", "romanian",
        "gypsy", "refugee", "migrant", "foreigner", "immigrant", "gay", "lesbian", "homosexual", "bisexual",
        "transgender", "transsexual", "elderly", "old lady", "old man", "old woman", "old gentleman", "pensioner",
        "handicapped", "crippled", "retarded", "autistic", "schizophrenic", "ethnic", "skin colour", "headscarf",
        "hijab", "turban",
    ),
    "de": (
        "muslim", "muslima", "jüdisch", "jüdin", "katholisch", "evangelisch", "hinduistisch", "asiatisch",
        "afrikanisch", "arabisch", "türkisch", "türke", "türkin", "rumänisch", "flüchtling", "migrant", "migrantin",
        "ausländer", "ausländerin", "schwul", "lesbisch", "homosexuell", "behindert", "behinderte", "alte dame",
        "alter herr", "alte frau", "alter mann", "rentner", "rentnerin", "kopftuch", "hautfarbe",
    ),
    "nl": (
        "moslim", "moslima", "joods", "joodse", "katholiek", "protestants", "hindoe", "zwarte vrouw", "zwarte man",
        "aziatisch", "afrikaans", "arabisch", "turks", "turkse", "roemeens", "vluchteling", "migrant",
        "buitenlander", "allochtoon", "homo", "lesbisch", "gehandicapt", "bejaard", "bejaarde", "oude dame",
        "oude heer", "oude man", "oude vrouw", "hoofddoek", "huidskleur",
    ),
}  # fmt: skip
_PHRASES = {language: Phrases(found) for language, found in _TRAITS.items()}


def check(written: Written) -> Iterator[Finding]:
    """Words for a protected trait in what is said about the customer. What they say themselves is theirs."""
    phrases = _PHRASES.get(written.scenario.language.partition("-")[0])
    if phrases is None:
        return
    hint = "write what they do, want or fear instead"
    for node in written.texts(("title",), *(("customer", key) for key in ("name", "who", "hides"))):
        told = sorted({phrases.phrases[index].text for index, _, _ in phrases.find(Folded(str(node.value)))})
        if told:
            traits = " and ".join(f"`{one}`" for one in told)
            message = f"{traits} tells who somebody is, and nothing that helps to serve them"
            yield Finding(written.file, node.line, node.column, CODE, message, hint)
