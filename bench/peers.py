"""What others do with the same files, as their own users would write it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

from bench import talk
from bench.child import Clock
from clearbar.model.conversation import Role

FLOOR = 5
"""Clearbar shows no group with fewer answers; they are left out here before both are held against each other."""

HITS = {
    "clearance": ("r.level >= s.bar", "true"),
    "delight": ("r.level = 5", "s.scale = 'levels'"),
}

_SHARE = """
select site, standard, week, sum(n) as n, sum(x) as hits, count(*) as clusters,
  sum(n * n) as nn, sum(n * x) as nx, sum(x * x) as xx
from (
  select r.site, r.standard, r.week, r.person, count(*) as n, sum(case when {hit} then 1 else 0 end) as x
  from '{folder}/ratings/*/*.parquet' r join '{folder}/standards/*.parquet' s on s.edition = r.edition
  where r.setting = 'live' and not r.disputed and {condition}
  group by r.site, r.standard, r.week, r.person
) group by site, standard, week
"""
_GAP = """
select site, standard, week, sum(n) as n, sum(a) as a, sum(b) as b, count(*) as clusters,
  sum(n * n) as nn, sum(n * a) as na, sum(n * b) as nb, sum(a * a) as aa, sum(a * b) as ab, sum(b * b) as bb,
  sum(qaa) as qaa, sum(qab) as qab, sum(qbb) as qbb
from (
  select r.site, r.standard, r.week, r.person, count(*) as n, sum(r.level) as a, sum(r.expected) as b,
    sum(r.level * r.level) as qaa, sum(r.level * r.expected) as qab, sum(r.expected * r.expected) as qbb
  from '{folder}/ratings/*/*.parquet' r
  where r.setting = 'live' and not r.disputed and r.expected is not null
  group by r.site, r.standard, r.week, r.person
) group by site, standard, week
"""
_PLAIN = """
select r.site, r.standard, r.week, count(*) as n, sum(case when r.level >= s.bar then 1 else 0 end) as hits
from '{folder}/ratings/*/*.parquet' r join '{folder}/standards/*.parquet' s on s.edition = r.edition
where r.setting = 'live' and not r.disputed
group by r.site, r.standard, r.week
"""


def duckdb_grouped(clock: Clock, name: str, folder: str) -> dict[str, float]:
    """One statement, written by hand, that gives the sums which a measure of the report rests on."""
    if name == "gap":
        return _duckdb(clock, _GAP.format(folder=folder), name)
    hit, condition = HITS[name]
    return _duckdb(clock, _SHARE.format(folder=folder, hit=hit, condition=condition), name)


def pandas_csv(clock: Clock, source: str) -> dict[str, float]:
    """The table in memory, as its columns are guessed."""
    import pandas

    with clock:
        found = pandas.read_csv(source)
    return {"n": len(found)}


def duckdb_plain(clock: Clock, folder: str) -> dict[str, float]:
    """Counts and hits without clusters: nothing that an honest interval could rest on."""
    return _duckdb(clock, _PLAIN.format(folder=folder), "clearance")


def _duckdb(clock: Clock, sql: str, name: str) -> dict[str, float]:
    import duckdb

    con = duckdb.connect()
    with clock:
        found = con.execute(sql).fetchnumpy()
    shown = found["n"] >= FLOOR
    said = {"groups": int(shown.sum()), "n": int(found["n"][shown].sum())}
    if "clusters" in found:
        said["clusters"] = int(found["clusters"][shown].sum())
    if name == "gap":
        return {**said, "experienced": int(found["a"][shown].sum()), "expected": int(found["b"][shown].sum())}
    return {**said, name: int(found["hits"][shown].sum())}


def pandas_clearance(clock: Clock, folder: str) -> dict[str, float]:
    """The sums of clearance with pandas: read, join, group by person, then by site, standard and week."""
    import pandas as pd  # type: ignore[import-untyped]

    columns = ["site", "standard", "week", "person", "edition", "level", "setting", "disputed"]
    keys = ["site", "standard", "week"]
    with clock:
        rows = pd.read_parquet(sorted(map(str, Path(folder).glob("ratings/*/*.parquet"))), columns=columns)
        standards = pd.read_parquet(sorted(map(str, Path(folder).glob("standards/*.parquet"))))
        rows = rows[(rows["setting"] == "live") & ~rows["disputed"]]
        rows = rows.merge(standards[["edition", "bar"]], on="edition")
        rows["x"] = rows["level"] >= rows["bar"]
        cells = rows.groupby([*keys, "person"], sort=False)["x"].agg(n="size", x="sum").reset_index()
        cells = cells.assign(
            nn=cells["n"] * cells["n"], nx=cells["n"] * cells["x"], xx=cells["x"] * cells["x"], clusters=1
        )
        found = cells.groupby(keys, sort=False)[["n", "x", "clusters", "nn", "nx", "xx"]].sum()
    found = found[found["n"] >= FLOOR]
    said = {"n": found["n"], "clusters": found["clusters"], "clearance": found["x"]}
    return {"groups": len(found), **{name: int(column.sum()) for name, column in said.items()}}


def krippendorff_alpha(clock: Clock, folder: str) -> dict[str, float]:
    """Ordinal α of every standard with the package, once: no interval. Units are counted by DuckDB."""
    import duckdb
    import krippendorff
    import numpy as np

    levels = ", ".join(f"count(case when level = {level} then 1 end) as l{level}" for level in range(1, 6))
    sql = f"""select standard, {levels} from '{folder}/ratings/*/*.parquet'
where setting = 'live' and not disputed group by standard, source, interaction, person, edition"""
    con = duckdb.connect()
    with clock:
        found = con.execute(sql).fetchnumpy()
        counts = np.stack([found[f"l{level}"] for level in range(1, 6)], axis=1)
        standard = np.asarray(found["standard"])
        values = [
            krippendorff.alpha(value_counts=counts[standard == one], level_of_measurement="ordinal")
            for one in sorted(set(standard.tolist()))
        ]
    return {"units": len(counts), "alpha": float(sum(values))}


def numpy_blend(clock: Clock, folder: str) -> dict[str, float]:
    """PPI++ of every site and standard, as one would write it with arrays: read with pandas, match reviews to checks,
    and group by group the estimate of the paper, with reviews weighted by their probabilities. Intervals know nothing
    of persons."""
    import numpy as np
    import pandas as pd

    columns = ["source", "interaction", "edition", "site", "standard", "level", "inclusion", "setting", "disputed"]
    with clock:
        rows = pd.read_parquet(sorted(map(str, Path(folder).glob("ratings/*/*.parquet"))), columns=columns)
        standards = pd.read_parquet(sorted(map(str, Path(folder).glob("standards/*.parquet"))))
        rows = rows[(rows["setting"] == "live") & ~rows["disputed"]].merge(standards[["edition", "bar"]], on="edition")
        rows["hit"] = (rows["level"] >= rows["bar"]).astype(float)
        is_check = rows["source"] == "check"
        checks, reviews = rows[is_check], rows[rows["source"] == "reviewer"]
        reviewed = checks[checks["interaction"].isin(set(reviews["interaction"]))]
        both = reviews.merge(
            reviewed[["interaction", "edition", "hit"]], on=["interaction", "edition"], suffixes=("", "_f")
        )
        labelled = {key: part for key, part in both.groupby(["site", "standard"])}
        scores, n, many = [], 0, 0
        for key, part in checks.groupby(["site", "standard"]):
            if key not in labelled:
                continue
            own = labelled[key]
            f_all, y, f = (column.to_numpy() for column in (part["hit"], own["hit"], own["hit_f"]))
            w = 1 / own["inclusion"].to_numpy()
            v2 = (w - 1) * w
            yc, fc = y - np.average(y, weights=v2), f - np.average(f, weights=v2)
            lam = (v2 * yc * fc).sum() / (v2 * fc * fc).sum()
            value = lam * f_all.mean() + np.average(y - lam * f, weights=w)
            error = np.sqrt((v2 * (y - lam * f - np.average(y - lam * f, weights=w)) ** 2).sum()) / w.sum()
            scores.append((value, value - 1.96 * error, value + 1.96 * error))
            n, many = n + len(y), many + len(f_all)
    return {"groups": len(scores), "reviews": n, "checks": many, "score": float(sum(score[0] for score in scores))}


def statsmodels_nested(clock: Clock, ratings: str) -> dict[str, Any]:
    """REML of site and person within site. Persons are numbered anew at each site: with ids that differ between
    sites it would build a column for every person of the firm at every site, and not fit into memory."""
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM  # type: ignore[import-untyped]

    rows = pd.read_csv(ratings)
    rows["seat"] = rows["person"].str[-5:].astype(int) % 50
    rows = rows[["site", "seat", "level"]].astype({"level": float})
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with clock:
            model = MixedLM.from_formula(
                "level ~ 1", rows, groups="site", re_formula="1", vc_formula={"person": "0 + C(seat)"}
            )
            fit = model.fit(reml=True)
    return {
        "n": len(rows),
        "criterion": float(-2 * fit.llf),
        "variance site": float(fit.cov_re.iloc[0, 0]),
        "variance person": float(fit.vcomp[0]),
        "variance Residual": float(fit.scale),
        "converged": bool(fit.converged),
        "warnings": len(heard),
    }


def re_phrases(clock: Clock, size: int, shape: str, many: int) -> dict[str, float]:
    """The same with one pattern of Python's own `re` that joins all phrases, message by message."""
    wanted = talk.phrases(many)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, wanted))})\b", re.IGNORECASE)
    pattern.search("")
    searched = missed = 0
    for block in talk.blocks(size, shape, wanted):
        with clock:
            found = [
                any(pattern.search(message.text) for message in one.messages if message.role is Role.AGENT)
                for one in block
            ]
        searched += sum(map(talk.spoken, block))
        missed += sum(found)
    return {"bytes": searched, "missed": missed}


def ratings_csv(clock: Clock, folder: str, target: str) -> dict[str, Any]:
    """Writes site, person and level of evidence as comma-separated text for the peers that read no Parquet."""
    import duckdb

    if not Path(target).exists():
        with clock:
            rows = f"select site, person, level from '{folder}/ratings/*/*.parquet'"
            duckdb.execute(f"copy ({rows}) to '{target}.part' (header)")
        Path(f"{target}.part").rename(target)
    return {}
