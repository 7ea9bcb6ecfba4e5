"""Blocks of text → ratings in Arrow, and what was wrong with the others.

cells → (each text once) → values and reasons → rows without a reason → ids → a batch
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables import cells
from clearbar.intake.tables.blocks import Block
from clearbar.intake.tables.columns import Coded, Read, coded, constant, pc
from clearbar.intake.tables.law import Known, Law, judged
from clearbar.intake.tables.map import Map
from clearbar.intake.tables.naming import Secrets, name_ratings, name_responses
from clearbar.intake.tables.plan import Plan, Question
from clearbar.intake.tables.reasons import Reason, Refused
from clearbar.intake.tables.times import How
from clearbar.intake.tables.when import When, placed
from clearbar.model.book import Setting, Source

IDS = (
    "rating",
    "interaction",
    "response",
    "rater",
    "person",
    "team",
    "site",
    "customer",
    "channel",
    "topic",
    "instrument",
)
SHOWN = frozenset({
    "standard", "edition", "source", "setting", "rated_at", "day", "week", "level", "expected", "desired", "millis",
    "censored", "inclusion", "disputed", "zone", "anonymous",
})  # fmt: skip
"""Columns whose wrong values are told. All others may say who somebody is, or what they said."""

_LONGEST_SHOWN, _MOST_WORDS = 40, 3
_WORDY = frozenset({"level", "expected", "desired", "rated_at"})
"""Columns in which a value of several words is likely what a map should know, not what somebody said."""

_TIMES = frozenset({"rated_at", "day", "week"})
_PRIVATE = re.compile(r"@|^\+\d")
_TELEPHONE = re.compile(r"(?:\d[^\dA-Za-z]*){9}")
_HIDDEN = ("interaction", "rater", "customer")


@dataclass
class _Bad:
    """What is wrong with a column in each row. `called` is its name in the header, else what it means."""

    name: str
    called: str
    column: Coded | None
    reasons: NDArray[np.uint8]


@dataclass(frozen=True)
class Settings:
    """What cleaning needs to know: plan and map, the editions, the secrets, the columns of the evidence, the clock."""

    plan: Plan
    how: Map
    known: Known
    secrets: Secrets
    schema: pa.Schema
    now: datetime


@dataclass
class Cleaned:
    """What became of a block. `unanswered` counts the questions that a row of several leaves open."""

    batches: list[pa.RecordBatch]
    refused: list[Refused]
    rows: int
    unanswered: int = 0


@dataclass
class _Shared:
    """The columns that all questions of a row share."""

    reads: dict[str, Read]
    when: When
    anonymous: NDArray[np.bool_]
    good: NDArray[np.bool_]
    texts: dict[str, Coded] = field(default_factory=dict)


def clean(block: Block, settings: Settings) -> Cleaned:
    """The ratings of a block, and the reasons why others are none."""
    missing = pa.array(["", *(one.strip() for one in settings.how.shape.missing)], pa.string())
    texts = [coded(column, missing) for column in block.columns]
    shared, bad = _shared(texts, len(block.rows), settings)
    done = Cleaned([], [*block.refused, *_refusals(block, bad)], len(block.rows) + len(block.refused))
    for question in settings.plan.questions:
        batch, wrong, unanswered = _question(question, texts, shared, block, settings)
        done.batches += [batch] if batch.num_rows else []
        done.refused += _refusals(block, wrong)
        done.unanswered += unanswered
    done.refused.sort(key=lambda one: one.row)
    return done


def _shared(texts: Sequence[Coded], rows: int, settings: Settings) -> tuple[_Shared, list[_Bad]]:
    plan, shape = settings.plan, settings.how.shape
    given = {name: texts[place] for name, place in plan.shared.items()}
    given |= {name: constant(value, rows) for name, value in plan.constants.items()}
    reads: dict[str, Read] = {}
    for name in IDS:
        reads[name] = given.get(name, constant(None, rows)).texts()
    reads["source"] = _needed(given["source"].read(cells.word_reader(Source), pa.string()))
    words = _or(given.get("setting"), Setting.LIVE.value, rows)
    reads["setting"] = words.read(cells.word_reader(Setting), pa.string())
    for name in ("censored", "disputed", "anonymous"):
        reads[name] = _or(given.get(name), "false", rows).read(cells.truth, pa.bool_())
    reads["inclusion"] = given.get("inclusion", constant(None, rows)).read(cells.inclusion, pa.float64())
    reads["instrument"] = replace(reads["instrument"], values=pc.fill_null(reads["instrument"].values, ""))
    how = How(settings.now + timedelta(days=1), shape.date_order, shape.time_numbers)
    when, wrong = placed(given, rows, shape.zone, how)
    told = {name: read.reasons for name, read in reads.items()} | wrong
    bad = [_Bad(name, _called(name, plan.shared, plan), given.get(name), reasons) for name, reasons in told.items()]
    nameless = ~reads["rating"].known() & ~reads["interaction"].known()
    nameless &= (reads["rating"].reasons == 0) & (reads["interaction"].reasons == 0)
    bad.append(_Bad("rating", "rating", None, np.where(nameless, Reason.NO_ID, 0).astype(np.uint8)))
    anonymous = np.asarray(pc.fill_null(reads["anonymous"].rows(), False))
    return _Shared(reads, when, anonymous, _fine(bad, rows), given), bad


def _needed(read: Read) -> Read:
    """A column in which nothing is a fault."""
    lacking = ~read.known() & (read.reasons == 0)
    return replace(read, reasons=np.where(lacking, Reason.MISSING, read.reasons).astype(np.uint8))


def _or(column: Coded | None, default: str, rows: int) -> Coded:
    return constant(default, rows) if column is None else replace(column, words=pc.fill_null(column.words, default))


def _fine(bad: Sequence[_Bad], rows: int) -> NDArray[np.bool_]:
    good = np.ones(rows, bool)
    for one in bad:
        good &= one.reasons == 0
    return good


def _question(
    question: Question, texts: Sequence[Coded], shared: _Shared, block: Block, settings: Settings
) -> tuple[pa.RecordBatch, list[_Bad], int]:
    """The ratings of one question; what was wrong with it in rows that are fine otherwise; how many left it open."""
    rows = len(block.rows)
    columns = {name: texts[place] for name, place in question.columns.items()}
    standard = shared.texts.get("standard") or constant(question.standard, rows)
    law = judged(standard, shared.texts.get("edition") or constant(None, rows), settings.known)
    levels, wrong = _levels(columns, question, law, rows)
    unit = cells.millis_reader(settings.how.shape.unit)
    millis = columns.get("millis", constant(None, rows)).read(unit, pa.int64())
    wrong |= {"millis": millis.reasons, "standard": law.standard, "edition": law.edition}
    open_ = np.zeros(rows, bool)
    if question.standard is not None:
        open_ = wrong["level"] == Reason.MISSING
    asked = shared.good & ~open_
    places = {**settings.plan.shared, **question.columns}
    texts_of = {**shared.texts, **columns, "standard": standard}
    told = [
        _Bad(name, _called(name, places, settings.plan), texts_of.get(name), np.where(asked, reasons, 0))
        for name, reasons in wrong.items()
    ]
    good = np.flatnonzero(asked & _fine(told, rows))
    found = {**levels, "millis": millis.rows(), "standard": law.standards.rows(), "edition": law.editions.rows()}
    batch = _batch(good, found, shared, block, settings)
    return batch, told, int(np.count_nonzero(open_ & shared.good))


def _levels(
    columns: Mapping[str, Coded], question: Question, law: Law, rows: int
) -> tuple[dict[str, Any], dict[str, NDArray[np.uint8]]]:
    """The three levels; a yes/no standard has two of them, and the only ones that words can tell."""
    levels: dict[str, Any] = {}
    wrong: dict[str, NDArray[np.uint8]] = {}
    for name in ("level", "expected", "desired"):
        read = columns.get(name, constant(None, rows)).read(question.level, pa.int8())
        values = np.asarray(pc.fill_null(read.rows(), 0)).astype(np.int8)
        word = values > 10
        values = np.where(word, values - 10, values)
        reasons = np.where(word & ~law.yes_no, Reason.NO_LEVEL, read.reasons)
        third = law.yes_no & (values != 0) & (values != 2) & (values != 4)
        reasons = np.where(third, Reason.NO_LEVEL_OF_THIS_STANDARD, reasons).astype(np.uint8)
        if name == "level":
            reasons = np.where((values == 0) & (reasons == 0), Reason.MISSING, reasons).astype(np.uint8)
        levels[name] = pa.array(values, mask=values == 0)
        wrong[name] = reasons
    return levels, wrong


def _batch(
    good: NDArray[np.int64], found: Mapping[str, Any], shared: _Shared, block: Block, settings: Settings
) -> pa.RecordBatch:
    """The rows without a fault, in the columns of the evidence."""
    take = pa.array(good)
    hidden = pa.array(shared.anonymous[good])
    columns = {name: values.take(take) for name, values in found.items()}
    some = {name: replace(read, at=read.at[good]) for name, read in shared.reads.items()}
    columns |= {name: read.rows() for name, read in some.items()}
    columns["rating"] = name_ratings(columns, hidden, settings.secrets, settings.plan.wide)
    columns["response"] = name_responses(columns, hidden, block.rows[good], settings.secrets, settings.plan.wide)
    for name in _HIDDEN:
        columns[name] = pc.if_else(hidden, None, columns[name])
    columns |= shared.when.columns(good, shared.anonymous[good])
    arrays = [columns[part.name].cast(part.type) for part in settings.schema]
    return pa.RecordBatch.from_arrays(arrays, schema=settings.schema)


def _refusals(block: Block, bad: Sequence[_Bad]) -> Iterator[Refused]:
    for one in bad:
        for at in np.flatnonzero(one.reasons):
            shown = one.column is not None and one.name in SHOWN
            value = one.column.words[int(one.column.at[at])].as_py() if one.column is not None and shown else None
            reason = Reason(int(one.reasons[at]))
            yield Refused(int(block.rows[at]), int(block.lines[at]), one.called, reason, _shown(value or "", one.name))


def _called(name: str, places: Mapping[str, int], plan: Plan) -> str:
    return plan.names[places[name]] if name in places else name


def _shown(value: str, name: str) -> str:
    """The value, unless it may be a name, an address, or a sentence that somebody said, which a row with a cell too
    many brings into any column."""
    words = _MOST_WORDS if name in _WORDY else 1
    private = _PRIVATE.search(value) or (name not in _TIMES and _TELEPHONE.search(value))
    if len(value) > _LONGEST_SHOWN or len(value.split()) > words or private:
        return f"(a text of {len(value)} characters)"
    return "".join(one if one.isprintable() else "\ufffd" for one in value)
