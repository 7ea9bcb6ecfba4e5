"""Questions → a quiz for one person, and its result.

What is new or has changed for somebody comes first, then what they know least of, then what they were asked least;
with nothing known of anybody, in an order drawn by the seed. Each standard is asked about once before any is asked
twice, as long as the time lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from clearbar.model.quiz import Credit, Question, Result, Rule, Standing, Variant
from clearbar.practice.questions.lots import id_of, shuffled
from clearbar.practice.questions.show import variant

MINUTES = 5.0
MOST_OF_ONE = 3
"""Questions about one standard in one quiz, at most."""
_PRIOR_ASKED, _PRIOR_CREDIT = 2, 1.0
"""Two answers, half of them right, are added to what somebody answered: one answer says little yet."""


def compose(
    questions: Sequence[Question],
    standings: Mapping[str, Standing],
    *,
    seed: str,
    minutes: float = MINUTES,
    without: Collection[str] = (),
) -> tuple[Question, ...]:
    """The questions of a quiz that takes about so many minutes: at least one, if there are any. Of standards that
    `standings` does not name nothing is known. `without` are ids of questions that are not to be asked."""
    waiting: dict[str, list[Question]] = {}
    for one in shuffled([one for one in questions if one.id not in without], seed, "questions"):
        waiting.setdefault(one.standard, []).append(one)
    order = sorted(waiting, key=lambda standard: (*_urgency(standings.get(standard)), id_of(seed, standard)))
    chosen: list[Question] = []
    left = minutes * 60
    for turn in range(MOST_OF_ONE):
        for standard in order:
            if sum(each.standard == standard for each in chosen) > turn or not waiting[standard]:
                continue
            found = _next(waiting[standard], chosen)
            if found.seconds <= left or not chosen:
                waiting[standard].remove(found)
                chosen.append(found)
                left -= found.seconds
    return tuple(chosen)


def _urgency(standing: Standing | None) -> tuple[bool, float, int]:
    known = standing or Standing("")
    share = (known.credit + _PRIOR_CREDIT) / (known.asked + _PRIOR_ASKED)
    return not known.new, round(share, 9), known.asked


def _next(waiting: Sequence[Question], chosen: Sequence[Question]) -> Question:
    """The next question about a standard: of a kind that it was not asked in yet, if there is one; those that people
    wrote first."""
    kinds = {(one.kind, one.about) for one in chosen if one.standard == waiting[0].standard}
    return min(waiting, key=lambda one: ((one.kind, one.about) in kinds, not one.written))


def sheet(questions: Sequence[Question], seed: str, attempt: int = 0) -> tuple[Variant, ...]:
    """What is shown of a quiz at one attempt; at the next one all of it is drawn anew."""
    return tuple(variant(one, seed, attempt) for one in questions)


def result(questions: Sequence[Question], credits: Sequence[Credit], attempt: int, rule: Rule) -> Result:
    """How an attempt came out. A question that was not answered counts as nothing.

    Raises ValueError for a credit of another attempt or another question: what was answered before is no answer now;
    and for an attempt beyond those that the rule gives.
    """
    if rule.attempts and attempt >= rule.attempts:
        raise ValueError(f"there are {rule.attempts} attempts, and this is number {attempt + 1}")
    if not questions:
        raise ValueError("a quiz has at least one question")
    known = {one.id: one for one in questions}
    for credit in credits:
        if credit.question not in known:
            raise ValueError(f"the quiz has no question {credit.question}")
        if credit.attempt != attempt:
            raise ValueError(f"the credit for {credit.question} is of attempt {credit.attempt + 1}, not {attempt + 1}")
    got = {one.question: one for one in credits}
    mean = sum(one.credit for one in got.values()) / len(questions)
    passed = mean >= rule.mark - 1e-9
    missed = [one.standard for one in questions if one.id not in got or got[one.id].credit < rule.mark]
    left = rule.attempts - attempt - 1 if rule.attempts else None
    rights = sum(one.right for one in got.values())
    return Result(attempt, mean, rights, len(questions), passed, left, tuple(dict.fromkeys(missed)))
