"""What rules about words share: the texts that they read, and who is who in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from clearbar.standards.written import Passage, Written


def told(written: Written, languages: Collection[str], *keys: str) -> Iterator[Passage]:
    """The texts of all standards and of the overall verdict in some languages. Names of levels are no texts."""
    for one in written.said(languages, *keys):
        if one.standard or one.key == "promise":
            yield one


def primary(tag: str) -> str:
    """The language of a tag: `en` of `en-GB`."""
    return tag.partition("-")[0].lower()


def listed(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


def either(phrases: str) -> str:
    """A pattern of any of some phrases, written with commas or line breaks between, as whole words."""
    found = sorted((" ".join(one.split()) for one in re.split(r"[,\n]", phrases) if one.strip()), key=len, reverse=True)
    words = "|".join(one.replace(" ", r"\s+") for one in found)
    return rf"(?<![\w'’-])(?:{words})(?![\w-]|['’](?!s\b)\w)"


def pattern(phrases: str) -> re.Pattern[str]:
    """`either`, ready to be searched for in any case of letters."""
    return re.compile(either(phrases), re.IGNORECASE)


SERVED: Mapping[str, str] = {
    "en": r"customers?,clients?,guests?,passengers?,patients?,callers?,users?,visitors?,members?,tenants?,students?"
    r",residents?,shoppers?,travell?ers?,buyers?,patrons?",
    "de": r"kund(?:e|en|in|innen),gast,gäste,gästen,patient(?:en|in|innen)?,nutzer(?:n|in|innen)?,anrufer(?:n"
    r"|in|innen)?"
    r",fahrgast,fahrgäste,fahrgästen,besucher(?:n|in|innen)?",
    "nl": r"klant(?:en)?,gast(?:en)?,patiënt(?:en)?,cliënt(?:en)?,gebruikers?,bellers?,reizigers?,bezoekers?",
    "fr": r"clients?,clientes?,usagers?,patients?,patientes?,voyageurs?,visiteurs?",
    "es": r"clientes?,usuarios?,pacientes?,huésped(?:es)?,pasajeros?,visitantes?",
}
"""Those who are served, when one speaks of them rather than to them."""
STAFF: Mapping[str, str] = {
    "en": r"agents?,staff,employees?,representatives?,reps?,associates?,advisors?,advisers?,operators?,clerks?"
    r",colleagues?,team members?,staff members?,members? of staff,personnel,cashiers?,receptionists?,technicians?"
    r",assistants?,managers?,supervisors?,workers?,our team,the team",
    "de": r"mitarbeiter(?:n|in|innen)?,mitarbeitende[nr]?,agent(?:en|in|innen)?,berater(?:n|in|innen)?,personal"
    r",beschäftigte[nr]?,kolleg(?:e|en|in|innen),das team",
    "nl": r"medewerk(?:er|ers|ster|sters),agent(?:en)?,collega'?s?,personeel,het team",
    "fr": r"agents?,employés?,employées?,conseill(?:er|ers|ère|ères),collaborat(?:eur|eurs|rice|rices),le personnel"
    r",l['’]équipe",
    "es": r"agentes?,emplead[oa]s?,asesor(?:a|es|as)?,el personal,el equipo",
}
"""Those who serve."""
ACTS: Mapping[str, str] = {
    "en": r"gets?,receives?,knows?,hears?,tells?,keeps?,leaves?,gives?,says?,asks?,sends?,brings?,takes?,finds?"
    r",explains?,apologi[sz]es?,confirms?,ensures?,makes?,provides?,informs?,listens?,follows?,greets?,solves?"
    r",resolves?"
    r",fix(?:es)?,chooses?,selects?,enters?,clicks?,verif(?:y|ies),submits?,modif(?:y|ies),learns?,lets?,stays?"
    r",feels?(?! free),goes,becomes?,understands?,remembers?,collects?,delivers?,completes?,ensures?,introduces?"
    r",respects?,treats?,works?,determines?,communicates?,writes?,reads?,begins?"
    r",(?:offers?|refunds?|returns?|calls?|answers?|helps?|checks?|shows?|pays?|records?|contacts?|updates?|cancels?"
    r"|reviews?|notes?|e?-?mails?|books?|reports?|uses?|thanks?|invites?|hands?|names?"
    r"|looks? (?:at|for|up)"
    r"|transfers?|applies|apply|repeats?|reminds?|repairs?|replaces?|signs?|serves?|attempts?|tries|try|places?"
    r"|adds?|removes?"
    r"|changes?|starts?|ends?|closes?|opens?|sets?|sorts?) (?:the|a|an|your|you|it|them|their|his|her|him|us|our|this|that|these|any|each|every|if"
    r"|whether|to|back|all)",
    "de": r"\w{2,}en,\w{2,}t",
    "nl": r"\w{2,}en,\w{2,}t",
}
"""Verbs of what people do, as they stand behind `and`; those that are nouns as well only with an object behind."""
