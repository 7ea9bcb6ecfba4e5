"""Findings of a large house: the contest, and what runs in it.

A million ratings of 5,000 persons at 100 sites: most by customers, some interactions rated by two or three reviewers
of whom one is harsh, times beside every standard of promptness, teaching on record for all standards but one. The
other side is what one would write by hand: the same counts by pandas and intervals by statsmodels, without
clusters, raters, weeks or the guard of small groups.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from deltalake import write_deltalake

from bench import rows
from bench.child import Clock
from bench.contest import Contest, Target
from bench.place import Place, many
from bench.spawn import call
from clearbar.engines import Evidence
from clearbar.model.book import Audience, Book, Dimension, Journey, Level, Scale, Source, Stage, Standard, Step
from clearbar.model.evidence import Event

SITES, PERSONS, WEEKS, REVIEWERS = 100, 50, 26, 12
PROMISED_SECONDS = 5.0
_RATED = """
with made as ({made}), marked as (
  select *, cast(interaction as bigint) % 12 as of_twelve, hash(rating) as e from made
), told as (
  select * replace (
    case when standard in ('visit.standard-02', 'visit.standard-05', 'visit.standard-08', 'visit.standard-11')
      then cast(60000 + (hash(rating) % 240) * 1000 as bigint) end as millis,
    cast(least(5, greatest(1, level - case when site = 'site-007' and standard = 'visit.standard-01' then 1 else 0 end))
      as tinyint) as level)
  from marked where of_twelve <> 0
), reviewed as (
  select * exclude (number) replace (rating || '-' || number as rating, 'reviewer' as source,
    'rater-' || lpad(cast((hash(interaction) + number * 5) % {reviewers} as varchar), 2, '0') as rater,
    cast(greatest(1, least(5, level
      - case when (hash(interaction) + number * 5) % {reviewers} = 0 then 2 else 0 end)) as tinyint) as level,
    'card-1' as instrument, response || '-' || number as response)
  from marked, (select unnest([1, 2]) as number) where of_twelve = 0 and e % 2 = 0
)
select * exclude (of_twelve, e) from told union all by name select * exclude (of_twelve, e) from reviewed
"""


def contests(place: Place) -> list[Contest]:
    """One: from a folder to findings."""
    size, folder = place.small, str(place.folder / f"informed-{place.small}")
    return [
        Contest(
            "findings",
            f"findings of a house, {many(size)} ratings of {SITES * PERSONS:,} persons at {SITES} sites",
            [
                ("Clearbar", partial(call, "bench.informed:inform", folder=folder)),
                ("pandas and statsmodels (shares alone)", partial(call, "bench.informed:by_hand", folder=folder)),
            ],
            "From a folder to what deserves an act: every site and person against every standard with clusters and all "
            "looks weighed together, delight, agreement of raters and who is harsh, drift, speed beside quality, what "
            "was taught; each finding with its act. The other side counts clearance by standard and site and by "
            "standard and person, gives each Wilson's interval and adjusts the chances, and stops there.",
            rounds=3,
            target=Target(seconds=PROMISED_SECONDS) if size >= 10**6 else Target(),
            prepare=[partial(call, "bench.informed:make", folder=folder, rows=size)],
            alike=("looked at",),
        )
    ]


def make(clock: Clock, folder: str, rows: int) -> dict[str, float]:
    """Writes the house once."""
    with clock:
        generate(Path(folder), rows)
    return {"rows": rows}


def generate(folder: Path, size: int) -> None:
    """Writes about so many ratings, the standards that they need, and what was taught, unless they are there."""
    done = folder / "generated"
    if done.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    evidence = Evidence.create(folder)
    evidence.keep((), rows.standards())
    interactions = max(1, size // rows.STANDARDS)
    of = {"sites": SITES, "persons": PERSONS, "weeks": WEEKS}
    made = rows.query(interactions, 0, interactions, **of)
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        reader = con.sql(_RATED.format(made=made, reviewers=REVIEWERS)).to_arrow_reader(200_000)
        write_deltalake(str(folder / "ratings"), reader, mode="append")
    evidence.keep_beside(list(_taught()))
    done.touch()


def _taught() -> Iterator[Event]:
    for person in range(SITES * PERSONS):
        for number in range(rows.STANDARDS - 1):
            standard = f"visit.standard-{number:02d}"
            yield Event(f"taught-{person}-{number}", "taught", 20250101, standard, f"person-{person:05d}", None)


def book() -> Book:
    """The book that the generated ratings are of."""
    steps: dict[str, list[Standard]] = {}
    for row in rows.standards():
        scale = Scale(row.scale)
        dimension = Dimension(row.dimension) if row.dimension else None
        steps.setdefault(row.step or "", []).append(
            Standard(
                row.standard, f"Promise of {row.standard}.", Level(row.bar), row.target, row.edition, scale, dimension,
                name=row.standard, measured_by=(Source.CUSTOMER, Source.REVIEWER), pairs_with=row.pair,
            )
        )  # fmt: skip
    placed = tuple(Step(name, name, Stage.FRONT, tuple(ones)) for name, ones in steps.items())
    journey = Journey("visit", "A visit", Audience.CUSTOMER, "", placed)
    overall = Standard("overall", "You would come again.", Level.GOOD, 0.8, "edition-overall")
    return Book("Generated", "", "en", {}, overall, (journey,), "1")


def inform(clock: Clock, folder: str) -> dict[str, Any]:
    """From the folder to findings."""
    from clearbar.flow import assess, inform

    house = book()
    with clock:
        seen = assess.sights(house, folder, weeks=WEEKS + 2, critical={"visit.standard-01": "somebody was left alone"})
        found = inform.find(seen, today=date(2026, 1, 1))
    kinds: dict[str, int] = {}
    for one in found:
        kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
    assert seen.persons is not None
    return {"findings": len(found), **kinds, "looked at": _looks(seen.sites.notes) + _looks(seen.persons.notes)}


def _looks(notes: tuple[str, ...]) -> int:
    said = next(note for note in notes if "looked at together" in note)
    return int(said.partition(" ")[0].replace(",", ""))


def by_hand(clock: Clock, folder: str) -> dict[str, Any]:
    """Shares by site and person with intervals and adjusted chances, as an analyst writes it."""
    import pandas as pd  # type: ignore[import-untyped]
    from scipy.stats import norm
    from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]
    from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

    columns = ["standard", "edition", "site", "person", "source", "setting", "disputed", "level"]
    stand = looked = 0
    with clock:
        read = pd.read_parquet(sorted(map(str, Path(folder).glob("ratings/*/*.parquet"))), columns=columns)
        standards = pd.read_parquet(sorted(map(str, Path(folder).glob("standards/*.parquet"))))
        read = read[(read["setting"] == "live") & ~read["disputed"] & (read["source"] == "customer")]
        read = read.merge(standards[["edition", "bar", "target"]], on="edition")
        read["hit"] = read["level"] >= read["bar"]
        for by in ("site", "person"):
            counted = read.groupby(["standard", by]).agg(
                n=("hit", "size"), x=("hit", "sum"), target=("target", "first")
            )
            counted = counted[(counted["n"] >= 5) & counted["target"].notna()]
            counted["low"], counted["high"] = proportion_confint(counted["x"], counted["n"], method="wilson")
            z = (counted["x"] / counted["n"] - counted["target"]) / (
                counted["target"] * (1 - counted["target"]) / counted["n"]
            ) ** 0.5
            stand += int(multipletests(2 * norm.sf(z.abs()), method="fdr_bh")[0].sum())
            looked += len(counted)
    return {"stand": stand, "looked at": looked}
