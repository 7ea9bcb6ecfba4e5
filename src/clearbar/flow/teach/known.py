"""Known: answers of many → what they tell of the questions, of the standards, and of whether who knows also does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clearbar.model.book import Book
from clearbar.model.estimate import Answer as Told
from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR, Sums
from clearbar.model.quiz import (
    ONE,
    Answer,
    BadQuestion,
    Doubt,
    Given,
    Kind,
    NotKnown,
    Placed,
    Question,
    QuestionReport,
    Rule,
    Tried,
)
from clearbar.practice.questions import grade, variant
from clearbar.stats.answers.knowing import conclude_knowing
from clearbar.stats.answers.quiz import Analysis, Found, analyse
from clearbar.stats.clusters import ClusterSums, share

REPEATED = 3
"""Wrong answers in a row, up to the last one, that are repeated failure."""
TRAINING = "training"
NOT_ENOUGH = "No question was answered by five people yet, so that nothing can be said of any."
_ABOUT = "Difficulties are in logits; 0 is a question that half of the people of middling knowledge get right."
_WHOLE = frozenset({Doubt.KEY, Doubt.BACKWARDS, Doubt.BLUNT})
"""Doubts about a question as a whole, of which one is told."""
_QUOTED = 90


def given(question: Question, person: str, answer: Answer) -> Given:
    """An answer as it is counted. Raises ValueError where it is none to this question."""
    shown = tuple(one.id for one in variant(question, answer.seed, answer.attempt).choices)
    return Given(person, question.id, grade(question, answer).right, shown, answer.chosen)


def question_report(answers: Iterable[Given], questions: Mapping[str, Question]) -> QuestionReport:
    """What answers tell of the questions, by id: how many are right, how hard each is, and which are bad.

    Of a question that fewer than five people answered nothing is told, and of no person anything. An answer to a
    question that is not handed in counts for the others, and is not told.
    """
    keys = {id: _key(one) for id, one in questions.items()}
    analysis = analyse(answers, {id: key for id, key in keys.items() if key})
    placed = [_placed(id, analysis, questions[id]) for id in sorted(analysis.right) if id in questions]
    bad = [_bad(one, questions[one.question]) for one in _once(analysis.doubts) if one.question in questions]
    return QuestionReport(tuple(placed), tuple(bad), (_ABOUT,) if placed else (NOT_ENOUGH,))


def _key(question: Question) -> frozenset[str]:
    """The choices that belong, of questions whose single choices can be looked at."""
    if question.kind is Kind.ORDER:
        return frozenset()
    best = frozenset(one.id for one in question.options if one.worth >= 1)
    return best if question.kind in ONE or len(best) < len(question.options) else frozenset()


def _placed(id: str, analysis: Analysis, question: Question) -> Placed:
    return Placed(id, question.standard, analysis.right[id], analysis.difficulty[id], analysis.sharpness.get(id))


def _once(doubts: Iterable[Found]) -> list[Found]:
    """The weightiest doubt about each question as a whole (of wrong keys, the choice that tempts most), and those about
    single choices."""
    told: dict[tuple[str, str], Found] = {}
    for one in sorted(doubts, key=lambda one: (one.doubt is not Doubt.KEY, -one.figure.value)):
        told.setdefault((one.question, "" if one.doubt in _WHOLE else one.doubt.value + one.choice), one)
    return sorted(told.values(), key=lambda one: (one.question, list(Doubt).index(one.doubt), one.choice))


def _bad(found: Found, question: Question) -> BadQuestion:
    name, figure = f"“{_short(question.stem)}”", found.figure
    text = next((one.text for one in question.options if one.id == found.choice), "")
    says = {
        Doubt.KEY: (
            f"{name}: those who choose “{_short(text)}” know more of all the rest than those who choose the answer"
            " that counts as right. Look whether the key is right, and whether both could be meant."
        ),
        Doubt.BACKWARDS: (
            f"{name}: those who know less get it right more often. Look whether the key is right, and what leads those"
            " astray who know more; until then, do not ask it."
        ),
        Doubt.BLUNT: (
            f"{name}: getting it right has little to do with knowing the rest. Look whether it is about the standard"
            " at all, and whether it can be guessed; else take it out."
        ),
        Doubt.EASY: (
            f"{name}: all {figure.clusters} people got it right. It reminds, but tells nothing: keep it for that, or"
            " write wrong answers that people really fall for."
        ),
        Doubt.HARD: (
            f"{name}: all {figure.clusters} people got it wrong. Look whether the key is right and the standard says"
            " what the question asks; if both are so, the standard was never taught."
        ),
        Doubt.IDLE: (
            f"{name}: of {figure.clusters} people who saw “{_short(text)}” nobody chose it. Write a mistake in its"
            " place that people really make."
        ),
    }  # fmt: skip
    return BadQuestion(question.id, question.standard, found.doubt, says[found.doubt], figure)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _QUOTED else f"{plain[: _QUOTED - 1].rstrip()}…"


def knowing_and_doing(sums: Sums, by: Sequence[str] = ("standard",)) -> Told:
    """Whether those who know a standard better also keep it more often: see `conclude_knowing`."""
    return conclude_knowing(sums, by)


def not_known(tried: Iterable[Tried], book: Book, rule: Rule | None = None) -> tuple[NotKnown, ...]:
    """Standards whose questions are failed again and again, as findings about the standard: where five people or more
    failed `REPEATED` times in a row, and surely fewer answers are right than the mark of the rule. Training is the
    first action. Nobody is named, and nothing is told of a standard that fewer than five people were asked about."""
    mark = (rule or Rule()).mark
    by: dict[str, list[Tried]] = defaultdict(list)
    for one in tried:
        if one.answers > 0:
            by[one.standard].append(one)
    found = []
    for placed in book.placed():
        rows = by.get(placed.standard.id, [])
        failing = sum(one.wrong_in_a_row >= REPEATED for one in rows)
        if len(rows) < FLOOR or failing < FLOOR:
            continue
        figure = _share(rows)
        if figure.high < mark:
            found.append(
                NotKnown(placed.standard.id, _misunderstood(placed.standard.promise, figure), TRAINING, figure)
            )
    return tuple(found)


def failed_again(one: Tried, book: Book) -> NotKnown | None:
    """Repeated failure of one person, for them and their coach alone; None where there is none. No share is told: of a
    few answers of one person it would say nothing."""
    placed = book.find(one.standard)
    if placed is None or one.wrong_in_a_row < REPEATED:
        return None
    says = (
        f"The last {one.wrong_in_a_row} answers about “{_short(placed.standard.promise)}” missed what it says. Begin"
        " with the lesson, and go through an example with your coach; the questions wait."
    )
    return NotKnown(one.standard, says, TRAINING, None, one.person)


def _misunderstood(promise: str, figure: Estimate) -> str:
    return (
        f"“{_short(promise)}” is not understood: {figure.hits} of {figure.n} answers of {figure.clusters} people were"
        f" right, which is between {100 * figure.low:.0f} and {100 * figure.high:.0f} %, and several people failed"
        " again and again. Train it first; if it is failed after that, change its words."
    )


def _share(rows: Sequence[Tried]) -> Estimate:
    """The share of right answers, those of one person taken together."""
    n, s = [one.answers for one in rows], [one.right for one in rows]
    sums = ClusterSums.of(
        n=sum(n),
        s=sum(s),
        clusters=len(rows),
        nn=sum(a * a for a in n),
        ns=sum(a * b for a, b in zip(n, s, strict=True)),
        ss=sum(b * b for b in s),
    )
    figures = share(sums)
    return Estimate(float(figures.value[0]), float(figures.low[0]), float(figures.high[0]), sum(n), len(rows), sum(s))
