"""Texts to begin with: the consent of candidates, and an interview on passion to deliver. People change them freely."""

from __future__ import annotations

CONSENT = "\n\n".join(
    (
        "You are about to try short written talks with a customer whom a script plays, twice. In between you read what "
        "we promise our customers. We look at how far you went each time, and at what you gained.",
        "What we keep: your name and how to reach you, what you write in the talks, which of our standards they "
        "showed, what two people note after speaking with you, and what was decided and why. Those who decide on this "
        "place see it, and nobody else; the two who speak with you see your name.",
        "A person decides, never a program: nobody is sorted out automatically, and no language model takes part.",
        "It is your choice. You can stop at any time, and have everything erased at once on the page that your link "
        "opens. Otherwise it is erased on the day that stands there.",
    )
)

QUESTIONS = [
    {
        "text": "Tell me of a time when you did more for somebody than they had asked. What did you do, and why?",
        "levels": [
            "Finds none, or did it because somebody told them to.",
            "Tells of a duty that was done, without the other person in it.",
            "Tells what they did, and in general words for whom.",
            "Tells what that one person needed, and how they noticed.",
            "Tells what the person needed, what it changed for them, and what they do differently since.",
        ],
    },
    {
        "text": "Tell me of somebody whom you could not make content. What did you do? What do you think of it now?",
        "levels": [
            "Says that it was the other person's fault.",
            "Says that nothing could be done, and left it there.",
            "Tried something, and knows how it ended.",
            "Tried several ways, and asked the person what would help.",
            "Found out what had gone wrong, came back to the person, and changed something for the next one.",
        ],
    },
]


def consent_with(days: int, text: str) -> str:
    """The text that a candidate agrees to, with how long things are kept."""
    return f"{text.strip()}\n\nEverything is erased {days} days after you were invited, at the latest."
