"""What rules about words share: the texts that they read, and who is who in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from clearbar.standards.written import Passage, Written


def told(written: Written, languages: Collection[str], *keys: str) -> Iterator[Passage]:
    """The texts of all standards and of the overall verdict in some languages. Names of levels are no texts."""
    for one in written.said(languages, *keys):
        if one.standard or one.key == "promise":
            yield one


def beside(written: Written) -> Mapping[tuple[str, str], Sequence[Passage]]:
    """Promise and levels of each standard in each language: (standard, language) → its texts."""
    found: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for one in written.passages:
        if one.standard and one.key.partition(".")[0] in {"promise", "levels"}:
            found[one.standard, one.language].append(one)
    return found


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
    "de": r"kund(?:e|en|in|innen),gast,gäste,gästen,patient(?:en|in|innen)?,nutzer(?:n|in|innen)?,anrufer(?:n|in"
    r"|innen)?,fahrgast,fahrgäste,fahrgästen,besucher(?:n|in|innen)?",
    "nl": r"klant(?:en)?,gast(?:en)?,patiënt(?:en)?,cliënt(?:en)?,gebruikers?,bellers?,reizigers?,bezoekers?",
    "fr": r"clients?,clientes?,usagers?,patients?,patientes?,voyageurs?,visiteurs?",
    "es": r"clientes?,usuarios?,pacientes?,huésped(?:es)?,pasajeros?,visitantes?",
}
"""Those who are served, when one speaks of them rather than to them."""
STAFF: Mapping[str, str] = {
    "en": r"agents?,staff,employees?,representatives?,reps?,associates?,advisors?,advisers?,operators?,clerks?"
    r",colleagues?,team members?,staff members?,members? of staff,personnel,cashiers?,receptionists?,technicians?"
    r",hosts?,hostess(?:es)?,waiters?,waitress(?:es)?,nurses?,assistants?,managers?,supervisors?,workers?,our team"
    r",the team",
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
    r",resolves?,fix(?:es)?,chooses?,selects?,enters?,clicks?,verif(?:y|ies),submits?,modif(?:y|ies),learns?,lets?"
    r",stays?,feels?(?! free),goes,becomes?,understands?,remembers?,collects?,delivers?,completes?,ensures?"
    r",introduces?,respects?,treats?,works?,determines?,communicates?,writes?,reads?,begins?,(?:offers?|refunds?"
    r"|returns?|calls?|answers?|helps?|checks?|shows?|pays?|records?|contacts?|updates?|cancels?|reviews?|notes?"
    r"|e?-?mails?|books?|reports?|uses?|thanks?|invites?|hands?|names?|looks? (?:at|for|up)|transfers?|applies|apply"
    r"|repeats?|reminds?|repairs?|replaces?|signs?|serves?|attempts?|tries|try|places?|adds?|removes?|changes?"
    r"|starts?|ends?|closes?|opens?|sets?|sorts?) (?:the|a|an|your|you|it|them|their|his|her|him|us|our|this|that"
    r"|these|any|each|every|if|whether|to|back|all)",
    "de": r"\w{2,}en,\w{2,}t",
    "nl": r"\w{2,}en,\w{2,}t",
}
"""Verbs of what people do, as they stand behind `and`; those that are nouns as well only with an object behind."""
