"""Truth and a random generator become interactions: one JSON object each, as `clearbar import` reads them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from examples.demo.chat import Chat, write_chat
from examples.demo.company import CHAT, OVERALL, Company, found_company
from examples.demo.hidden import NEVER, Floats, Hidden, draw_persons, wait_seconds
from examples.demo.raters import Answers, Marks, applies, draw_answers, draw_happened, mark
from examples.demo.reckon import Chances, settle
from examples.demo.stories import TIMED, World
from examples.demo.tell import tell_truth
from examples.demo.training import choose_coached, events, invitations
from examples.demo.truth import Counts, Truth
from examples.demo.visits import DAYS, FIRST_DAY, REHEARSAL, SERVED, Visits, draw_visits

VISITS_PER_RATING = 0.525
"""Chosen so that the ratings given and those of the checks together come to the number asked for."""
Line = dict[str, Any]
Heads = dict[int, list[Line]]
"""What all ratings of an answer have in common, by the source that gave them."""


@dataclass(frozen=True)
class Simulated:
    """One simulated company: its interactions in the order of time, what is true of them, who was asked for an answer,
    and what happened to its people."""

    interactions: tuple[Line, ...]
    truth: Truth
    invitations: tuple[dict[str, str], ...]
    events: tuple[dict[str, str], ...]

    def to_jsonl(self) -> str:
        """The interactions, one JSON object a line."""
        return "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in self.interactions)


def simulate(seed: int, ratings: int) -> Simulated:
    """The company of this seed, with about as many ratings as asked for, checks included."""
    people, world_rng, chance_rng, words_rng = np.random.default_rng(seed).spawn(4)
    company = found_company(people)
    persons = draw_persons(people, len(company.persons))
    visits = draw_visits(world_rng, company, max(100, round(VISITS_PER_RATING * ratings)))
    chances = Chances(chance_rng)
    raw = Hidden(company, persons, np.full(len(persons), NEVER))
    hidden = settle(replace(raw, coached=choose_coached(raw, visits)), visits, chances)
    happened = draw_happened(world_rng, hidden, visits)
    marks = tuple(
        one
        for answers in draw_answers(world_rng, hidden, visits)
        for one in mark(world_rng, hidden, visits, happened, answers)
    )
    chats = _write_chats(words_rng, hidden, visits, happened)
    heads: Heads = {}
    lines = tuple(_lines(words_rng, hidden, visits, happened, marks, chats, heads))
    counts = _count(hidden, visits, marks, len(lines), len(chats))
    truth = tell_truth(World(hidden, visits, chances, marks), seed, counts, chance_rng)
    customers = next(one.answers for one in marks if one.answers.source == "customer")
    asked = tuple(invitations(hidden, visits, customers, heads[id(customers)]))
    return Simulated(lines, truth, asked, tuple(events(hidden, visits)))


class _Clock:
    """Local times as RFC 3339 text; the offset of each zone is looked up once a day."""

    def __init__(self, company: Company) -> None:
        self._days = [FIRST_DAY + timedelta(days=day) for day in range(DAYS)]
        self._offsets = [[_offset(day, site.timezone) for day in self._days] for site in company.sites]

    def text(self, site: int, day: int, second: int) -> str:
        """The moment so many seconds into a local day."""
        hours, rest = divmod(second, 3600)
        date = self._days[day].isoformat()
        return f"{date}T{hours:02d}:{rest // 60:02d}:{rest % 60:02d}{self._offsets[site][day]}"


def _offset(day: Any, timezone: str) -> str:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timezone))
    return noon.isoformat()[-6:]


def _write_chats(
    rng: np.random.Generator, hidden: Hidden, visits: Visits, happened: dict[str, Floats]
) -> dict[int, Chat]:
    checked = [one for one in hidden.company.standards if one.sources[0] == "check"]
    chats = {}
    for row in np.flatnonzero((visits.channel == CHAT) & (visits.purpose == SERVED)).tolist():
        topic = hidden.company.topics[int(visits.topic[row])]
        beyond = {
            one.id: float(happened[one.id][row] - hidden.thresholds[one.id][0])
            for one in checked
            if one.journey == topic.journey
        }
        chats[row] = write_chat(rng, topic.journey or "", topic.id, beyond)
    return chats


def _lines(
    rng: np.random.Generator,
    hidden: Hidden,
    visits: Visits,
    happened: dict[str, Floats],
    marks: tuple[Marks, ...],
    chats: dict[int, Chat],
    heads: Heads,
) -> Iterator[Line]:
    clock = _Clock(hidden.company)
    seconds = wait_seconds(hidden.thresholds[TIMED], happened[TIMED])
    ratings = _rating_lines(rng, hidden.company, visits, seconds, marks, clock, heads)
    written = np.array(sorted({*ratings, *chats}), dtype=np.int64)
    in_time = written[np.lexsort((visits.second[written], visits.day[written]))]
    for number, row in enumerate(in_time.tolist(), start=1):
        line = _interaction(hidden.company, visits, row, number)
        if row in chats:
            line |= _messages(line, visits, row, chats[row], clock)
        given = ratings.get(row, [])
        makers = {one["person"] for one in given} - {line["owner"]}
        line["participants"] += [_agent(hidden.company, int(visits.maker[row]))] if makers else []
        yield line | ({"ratings": given} if given else {})


def _interaction(company: Company, visits: Visits, row: int, number: int) -> Line:
    site = company.sites[int(visits.site[row])]
    owner = _agent(company, int(visits.owner[row]))
    line: Line = {
        "interaction": f"i-{number:06d}",
        "channel": str(visits.channel[row]),
        "topic": company.topics[int(visits.topic[row])].id,
        "site": {"id": site.id, "timezone": site.timezone},
        "owner": owner["id"],
        "participants": [owner],
    }
    if visits.purpose[row] == REHEARSAL:
        line["channel"] = "rehearsal"
    if visits.purpose[row] == SERVED:
        line["customer"] = f"c-{int(visits.customer[row]):05d}"
        line["participants"].append({"id": line["customer"], "role": "customer"})
    return line


def _agent(company: Company, person: int) -> Line:
    one = company.persons[person]
    return {"id": one.id, "role": "agent", "team": one.team}


def _messages(line: Line, visits: Visits, row: int, chat: Chat, clock: _Clock) -> Line:
    site, day, start = int(visits.site[row]), int(visits.day[row]), int(visits.second[row])
    authors = {"customer": line["customer"], "agent": line["owner"], "bot": "bot-1"}
    messages = []
    for one in chat.lines:
        at = clock.text(site, day, start + one.after)
        message = {"role": one.role, "author": authors[one.role], "at": at, "text": one.text}
        message |= {"step": one.step} if one.step else {}
        messages.append(message | ({} if one.public else {"public": False}))
    seen = {"seen_at": clock.text(site, day, start + chat.seen_after)} if chat.seen_after else {}
    bot = [{"id": "bot-1", "role": "bot"}] if any(one.role == "bot" for one in chat.lines) else []
    return {"participants": line["participants"] + bot, "messages": messages} | seen


def _rating_lines(
    rng: np.random.Generator,
    company: Company,
    visits: Visits,
    waits: Floats,
    marks: tuple[Marks, ...],
    clock: _Clock,
    heads: Heads,
) -> dict[int, list[Line]]:
    """The ratings of each visit. All marks of one answer share its time and its response id, which `heads` gathers."""
    told: dict[int, list[Line]] = defaultdict(list)
    for one in marks:
        answers = one.answers
        if id(answers) not in heads:
            heads[id(answers)] = _heads(rng, visits, answers, clock)
        people = visits.maker if one.standard.done_by == "maker" else visits.owner
        timed = one.standard.id == TIMED
        columns = zip(
            one.answer.tolist(),
            one.visit.tolist(),
            one.level.tolist(),
            one.expected.tolist(),
            one.desired.tolist(),
            strict=True,
        )
        for answer, row, level, expected, desired in columns:
            line = {"standard": one.standard.id, "level": level, "person": company.persons[int(people[row])].id}
            line |= {"expected": expected} if expected else {}
            line |= {"desired": desired} if desired else {}
            line |= {"millis": round(1000 * float(waits[row]))} if timed else {}
            told[row].append(line | heads[id(answers)][answer])
    return told


def _heads(rng: np.random.Generator, visits: Visits, answers: Answers, clock: _Clock) -> list[Line]:
    """What all ratings of one answer have in common."""
    responses = rng.integers(0, 2**60, len(answers)).tolist()
    heads = []
    for i, row in enumerate(answers.visit.tolist()):
        day = min(int(visits.day[row] + answers.days[i]), DAYS - 1)
        head: Line = {
            "source": answers.source,
            "at": clock.text(int(visits.site[row]), day, int(visits.second[row] + answers.seconds[i])),
            "response": f"r-{responses[i]:015x}",
            "instrument": str(answers.instrument[i]),
        }
        head |= {"rater": str(answers.rater[i])} if answers.rater[i] else {}
        head |= {"setting": answers.setting} if answers.setting != "live" else {}
        head |= {} if np.isnan(answers.inclusion[i]) else {"inclusion": float(answers.inclusion[i])}
        heads.append(head | ({"anonymous": True} if answers.anonymous[i] else {}))
    return heads


def _count(hidden: Hidden, visits: Visits, marks: tuple[Marks, ...], lines: int, chats: int) -> Counts:
    by_source: Counter[str] = Counter()
    for one in marks:
        by_source[one.answers.source] += len(one.level)
    checked = sum(
        int(applies(hidden.company, visits, one)[visits.purpose == SERVED].sum())
        for one in hidden.company.standards
        if one.sources[0] == "check" and one.id != OVERALL
    )
    return Counts(lines, chats, sum(by_source.values()), checked, dict(by_source))
