"""What each part of somebody's own data is, in a sentence that they understand."""

from __future__ import annotations

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "people.person": "What you are called here, and since when or until when you work here.",
        "people.teams": "The teams that you belong or belonged to.",
        "people.roles": "What you may do in the application.",
        "people.log_in": "How you log in. Passwords and PINs are kept as hashes only and are not in it.",
        "people.sessions": "Where you are logged in.",
        "audit.audit": "What the application noted when somebody wrote something of you.",
        "audit.did": "What you did in the application that left a line.",
        "ledger.ratings": "What was said of your work, standard by standard. Who said it is not in it.",
        "ledger.words": "What was written with answers; of a person with what was said of their work.",
        "ledger.conversations": "Conversations: of a customer all of it, of a person what they wrote.",
        "ledger.happened": "What happened: taught, signed, rehearsed, ready, coached, walked.",
        "ledger.phone": "What your phone sent later, when it had been without a network.",
        "ledger.answers": "What you answered when you were asked how it was.",
        "ledger.asked": "When you were asked for an answer.",
        "surveys.invitations": "The invitations that you were sent, and the address that they went to.",
        "surveys.wishes": "How you wished to be reached.",
        "reviews.reviews": "What reviews said of your work, with comments. Who wrote them is not in it.",
        "reviews.disputes": "What you objected against ratings, and what was answered.",
        "reviews.reviews_written": "When you reviewed. What you wrote is about somebody else, and theirs.",
        "practice.lessons": "Which standards you have read.",
        "practice.signatures": "Which standards you signed.",
        "practice.objections": "What you objected against standards, and what was answered.",
        "practice.quizzes": "What your quizzes showed of each standard.",
        "practice.questions": "Single questions that you answered.",
        "practice.asked_again": "When you are asked about each standard again.",
        "practice.quiz_clock": "Whether you chose to answer without a clock.",
        "practice.rehearsals": "What was said in your rehearsals, and what they showed.",
        "practice.opinions": "What was said of your rehearsals.",
        "practice.ready": "Since when you are ready for which journey.",
        "practice.held_back": "When somebody decided that you do not perform a journey yet, and why.",
        "boards.guesses": "What you guessed before you looked at a board.",
        "api.tokens": "Programs that you let act for you.",
        "notices.notices": "What the application told you.",
        "cases.cases": "What went wrong for you, what you wished, and what was said and offered since.",
        "cases.cases that you answer for": (
            "Cases of customers that are yours to answer. What customers said is theirs."
        ),
        "letters.letters": "What you wrote to us.",
        "coaching.coachings": "Your coachings, with every word of you and your coach.",
        "coaching.coachings you gave": "What you coached others on, and when. What was said is theirs.",
        "corrective action.files of corrective action": "Files about you, whole, with what you answered and objected.",
        "findings.findings about me": (
            "What was noticed in figures and single events of your work, how sure, and what became of it."
        ),
        "colleagues and own compass.peer reviews that you asked for": (
            "When you asked a colleague to look at your work, and what you asked."
        ),
        "colleagues and own compass.peer reviews that you were asked for": (
            "When a colleague asked you to look. Their words are theirs."
        ),
        "colleagues and own compass.what colleagues recognised you for": "What colleagues said that you did well.",
        "colleagues and own compass.colleagues whom you recognised": (
            "When you told a colleague what they did well. The words are theirs."
        ),
        "colleagues and own compass.what you said of yourself": "How you rated your own interactions.",
        "colleagues and own compass.bars that you set yourself": "Bars that you set yourself; nobody else sees them.",
        "pulse.pulse": (
            "The quarters of which it is known that you answered the pulse. What you answered, nobody can tell."
        ),
        "walks.walks as a customer": "Journeys that you walked as a customer, with what you noted.",
        "walks.walks that you are asked for": "Journeys that you are asked to walk.",
        "notices.hearing": "How you want to hear of news by mail.",
    }
)


def sentence(holder: str, name: str, of_app: str) -> str:
    """What a part is; where nobody wrote it down, what its app says of itself."""
    return SENTENCES.get(f"{holder}.{name}") or f"{name.replace('_', ' ').capitalize()}: {of_app}"
