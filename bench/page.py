"""Results as a table for people: on the terminal while the bench runs, and as docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence

from bench.contest import Result, Side, Target

_HEAD = """# Benchmarks

How fast Clearbar is, and how much memory it takes, beside others at the same work. `{command}` makes this page anew.

- **Machine**: {machine}
- **Versions**: {versions}
- **Day**: {day}; load of the machine {before:.1f} before, {after:.1f} after

Every run is a process of its own. The sides take turns, round by round, on the same files, which lie in the file cache
of the system. Seconds are the median of the rounds, with the least and the most beside it; imports and the start of the
process are left out unless the row says "process". *Times* is the seconds of Clearbar for one second of the other side,
the median over rounds: below 1, Clearbar is faster. Memory is the most that the process ever held, imports included.
The ratings are made up (`bench/rows.py`: 200 sites, 10,000 persons, 12 standards, 52 weeks), except where a row names
real data. Linear algebra runs on one thread. Clearbar's own runs have no pandas at hand: pyarrow would load it.

{noise}
"""
_NOISE = """Other work ran on this machine at the same time. Single seconds then say little; read the ratios, whose two
sides met the same weather."""
UNEVEN = 1.25
"""Where the longest round took so many times the shortest, something else was at work."""


def page(
    results: Sequence[Result],
    *,
    machine: str,
    versions: str,
    day: str,
    command: str,
    loads: tuple[float, float],
    cores: int,
) -> str:
    """The whole page in Markdown."""
    restless = loads[0] > 0.5 * cores or any(side.spread > UNEVEN for result in results for side in result.held)
    noise = _NOISE if restless else "The rounds of each side differ little."
    head = _HEAD.format(
        machine=machine, versions=versions, day=day, command=command, before=loads[0], after=loads[1], noise=noise
    )
    return "\n".join([head, *_table(results), "", "## What each row means", "", *map(_meaning, results), ""])


def lines(result: Result) -> list[str]:
    """A result for the terminal."""
    told = [f"{result.contest.title}"]
    told += [f"    {_plain(row)}" for row in _rows(result)]
    told += [
        f"    {rate}"
        for rate in _rates(result)
        if any(word in rate for word in ("text", "power", "A second", "kills", "kB"))
    ]
    return told + [f"    DIFFERS {difference}" for difference in result.differ]


def _plain(row: Sequence[str]) -> str:
    who, seconds, times, memory, verdict = row
    return f"{who:<24} {seconds:<32} {times:>8} {memory:>10}  {verdict}".rstrip()


def _table(results: Sequence[Result]) -> list[str]:
    found = ["| work | who | seconds (least to most) | times | memory | promised |", "|---|---|---|---|---|---|"]
    for result in results:
        for place, row in enumerate(_rows(result)):
            work = result.contest.title if place == 0 else ""
            found.append(f"| {' | '.join((work, *row))} |")
    return found


def _rows(result: Result) -> list[tuple[str, str, str, str, str]]:
    """Who, seconds, times, memory and verdict of each side."""
    ours = result.sides[0]
    rows = []
    for side in result.sides:
        if not side.runs:
            rows.append((side.who, f"left out: {side.missing}", "", "", ""))
            continue
        spread = sorted(run.seconds for run in side.runs)
        seconds = _seconds(side.seconds)
        if len(spread) > 1:
            seconds += f" ({_seconds(spread[0])} to {_seconds(spread[-1])})"
        times = "" if side is ours or not ours.runs else f"{_short(ours.times(side))} ×"
        verdict = f"{_promise(result.contest.target)}: {result.verdict}" if side is ours and result.verdict else ""
        memory = f"{side.megabytes:,.0f} MB" if side.megabytes else ""
        rows.append((side.who, seconds, times, memory, verdict))
    return rows


def _promise(target: Target) -> str:
    parts = [
        f"≤ {target.ratio:g} ×" if target.ratio else "",
        f"≤ {target.seconds:g} s" if target.seconds else "",
        f"≤ {target.megabytes:g} MB" if target.megabytes else "",
        f"seconds ∝ n^≤{target.growth:g}" if target.growth else "",
        f"memory ∝ n^≤{target.swelling:g}" if target.swelling else "",
    ]
    return ", ".join(part for part in parts if part)


def _seconds(value: float) -> str:
    return f"{_short(value)} s"


def _short(value: float) -> str:
    """Three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.2g}"


def _meaning(result: Result) -> str:
    contest, held = result.contest, result.held
    said = [f"**{contest.title}.** {contest.meaning}"]
    if result.differ:
        said.append(f"The sides disagree: {'; '.join(result.differ)}.")
    elif len(held) > 1 and contest.alike:
        said.append(f"{_list(held)} found the same: {_found(held[0], contest.alike)}.")
    said += [*_variances(held), *_rates(result)]
    return " ".join(said) + "\n"


def _list(sides: Sequence[Side]) -> str:
    *most, last = (side.who for side in sides)
    return f"{', '.join(most)} and {last}"


def _variances(sides: Sequence[Side]) -> list[str]:
    """The variances that each side found."""
    found = []
    for side in sides:
        of = {name: value for name, value in side.runs[0].said.items() if name.startswith("variance ")}
        told = [f"{name.removeprefix('variance ')} {value:.5f}" for name, value in of.items()]
        found += [f"{side.who}: variances {', '.join(told)}."] if told else []
    return found


def _found(side: Side, names: Sequence[str]) -> str:
    told = side.runs[0].said
    return ", ".join(f"{name} {_whole(told[name])}" for name in names if name in told)


def _whole(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.5f}"


def _of_web(result: Result) -> str:
    """What a run of the web application found; nothing for other contests."""
    said = result.sides[0].runs[-1].said
    if "p99" in said:
        runs = [(side.who, side.runs[-1].said) for side in result.held]
        told = (f"{who} {one['a second']:,.0f} (slowest hundredth {one['p99']:,.0f} ms)" for who, one in runs)
        return f"A second: {', '.join(told)}."
    if "slowest ms" in said:
        told = (
            f"the slowest hundredth{name.removeprefix('slowest ms')} {value:,.0f} ms, the median "
            f"{said[name.replace('slowest', 'median')]:,.0f} ms"
            for name, value in said.items()
            if "slowest" in name
        )
        return f"Of a read: {'; '.join(told)}."
    if "doubled" in said and "walks" in said:
        cut = said["refused_connections"] + said["asking"] + said["answering"]
        return (
            f"{said['runs']:,} runs, {said['walks']:,} walks, {cut:,} connections cut: {said['lost']} lost, "
            f"{said['doubled']} doubled."
        )
    if "lost" in said:
        return f"{said['kills']} kills, {said['acknowledged']:,} answers thanked for, {said['lost']} of them lost."
    if "survey" in said:
        told = (
            f"{name} {page / 1000:.1f} kB, with all it fetches {whole / 1000:.1f} kB"
            for name, (page, whole) in said.items()
        )
        return f"{'; '.join(told)}."
    return ""


def _of_intents(result: Result) -> str:
    """How well each side heard, and how long it took for one line."""
    told = (
        "{who} {heard right:,} of {of lines:,} rightly and {heard for nothing:,} of {of others:,} that mean nothing, "
        "in {median ms:.2g} ms, the slowest hundredth {99 % ms:.2g} ms".format(who=side.who, **side.runs[0].said)
        for side in result.held
    )
    return f"Heard: {'; '.join(told)}."


def _rates(result: Result) -> list[str]:
    """What was done in a second, where that is the question."""
    ours = result.sides[0]
    if ours.runs and (told := _of_web(result)):
        return [told]
    if ours.runs and "heard right" in ours.runs[0].said:
        return [_of_intents(result)]
    if grown := result.exponents:
        return ["Seconds grow as the ratings to the power of {:.2f}, memory as to that of {:.2f}.".format(*grown)]
    if ours.runs and "bytes" in ours.runs[0].said:
        speeds = [f"{side.who} {side.runs[0].said['bytes'] / 1e6 / side.seconds:,.1f}" for side in result.held]
        return [f"MB of text a second, on one core: {', '.join(speeds)}."]
    if not ours.runs or len(result.sides) > 1:
        return []
    told = ours.runs[0].said
    units = {"conversations": "conversations", "n": "ratings"}
    return [f"{told[name] / ours.seconds:,.0f} {unit} a second." for name, unit in units.items() if name in told][:1]
