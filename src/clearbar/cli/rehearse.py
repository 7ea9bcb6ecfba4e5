"""`clearbar rehearse`: the scenarios that people rehearse, told to an AI agent."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from clearbar.flow.define import read_book
from clearbar.flow.rehearse.calling import Caller, address_of
from clearbar.flow.rehearse.protocol import Budget, Endpoint, completions
from clearbar.flow.rehearse.rehearsing import Places, Plan, Rehearsal, rehearse_agent, told_as
from clearbar.flow.rehearse.scenarios import read_scenarios
from clearbar.model.scenario import Mood

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_MOODS = [*(mood.value.replace(" ", "-") for mood in Mood), "all"]


@click.command()
@click.argument("scenarios", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--agent", "url", required=True, metavar="URL", help="Address of an OpenAI-compatible endpoint.")
@click.option("--model", default="default", show_default=True, help="Name of the model that is asked for.")
@click.option("--book", type=click.Path(path_type=Path), help="Book of the standards; left out: the one beside.")
@click.option(
    "--times", type=click.IntRange(1, 100), default=4, show_default=True, help="How often each scenario is talked."
)
@click.option("--mood", "moods", multiple=True, type=click.Choice(_MOODS), help="Moods, in turn; else the scenario's.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same customers.")
@click.option("--system", type=_FILE, help="File with what the agent is told; else the standards of the journey.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="rehearsals",
    show_default=True,
    help="Folder of the talks, transcripts and report.",
)
@click.option("--evidence", type=click.Path(path_type=Path), help="Keep the ratings in this folder, as rehearsal.")
@click.option("--person", default="agent", show_default=True, metavar="ID", help="The agent's id in transcripts.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Talks at a time.")
@click.option("--key-file", type=_FILE, help="File with the endpoint's key; else CLEARBAR_AGENT_KEY holds it.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=120, show_default=True, help="A call's time.")
@click.option("--most-calls", type=click.IntRange(1), help="Budget: calls in all.")
@click.option("--most-tokens", type=click.IntRange(1), help="Budget: tokens in all.")
@click.option("--insecure-http", is_flag=True, help="Send all that is said over http:// to another computer.")
@click.option(
    "--format", "as_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What is printed."
)
@click.pass_context
def rehearse(
    context: click.Context, /, scenarios: Path | None, url: str, folder: Path, evidence: Path | None, **given: Any
) -> None:
    """Rehearse SCENARIOS, a file or a folder, with an AI agent; left out, those of the book.

    A talk passes where it ends well for the customer and no standard that it showed was missed; pass^k is how likely
    all of k talks pass. A talk that breaks off by a fault counts for nothing. However it ends, what was held is kept,
    and the same command goes on from there. Exit code 1 if a talk broke off, 2 if not all could be held.
    """
    book = _book(given["book"], scenarios)
    standards = read_book(book)
    found = read_scenarios(scenarios or book, standards)
    address = address_of(url, insecure_http=given["insecure_http"])
    plan, key = _plan(given), _key(given["key_file"])
    budget = Budget(given["most_calls"], given["most_tokens"])
    with Caller(address, seconds=given["seconds"]) as caller:
        result = rehearse_agent(
            found,
            standards,
            Endpoint(caller.post, completions(address), given["model"], key, budget),
            plan,
            places=Places(folder, evidence),
            now=lambda: datetime.now(UTC),
            told=_progress if sys.stderr.isatty() else None,
        )
    _say(result, folder, evidence, given["as_"])
    context.exit(2 if result.result.left else 1 if result.result.broken else 0)


def _plan(given: Mapping[str, Any]) -> Plan:
    return Plan(
        times=given["times"],
        seed=given["seed"],
        moods=_moods(given["moods"]),
        person=_person(given["person"]),
        jobs=given["jobs"],
        system=_text(given["system"], "--system") if given["system"] else None,
    )


def _text(file: Path, option: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not UTF-8", param_hint=option) from None


def _book(book: Path | None, scenarios: Path | None) -> Path:
    """The folder of the book: as told, else the scenarios' own, or one above them."""
    if book:
        return book
    near = [scenarios, scenarios.absolute().parent, scenarios.absolute().parent.parent] if scenarios else []
    for folder in near:
        if (folder / "book.yaml").is_file():
            return folder
    raise click.UsageError("which book do the scenarios belong to? Give --book BOOK")


def _moods(named: tuple[str, ...]) -> tuple[Mood, ...]:
    return tuple(Mood) if "all" in named else tuple(Mood(one.replace("-", " ")) for one in named)


def _person(person: str) -> str:
    if not 0 < len(person) <= 200 or not person.isprintable():
        raise click.BadParameter("an id has 1 to 200 letters", param_hint="--person")
    return person


def _key(file: Path | None) -> str:
    """The endpoint's key. On the command line it could be read by all who use the computer."""
    if file:
        key = _text(file, "--key-file").strip()
    elif "CLEARBAR_AGENT_KEY" in os.environ:
        key = os.environ["CLEARBAR_AGENT_KEY"].strip()
    else:
        return ""
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise click.UsageError("the key is empty, or has letters that no key has")
    return key


def _progress(ended: int, broken: int, count: int) -> None:
    faults = f", {broken:,} broke off" if broken else ""
    click.echo(f"\r{ended:,} of {count:,} talks{faults}", nl=False, err=True)


def _say(result: Rehearsal, folder: Path, evidence: Path | None, as_: str) -> None:
    if sys.stderr.isatty():
        click.echo(err=True)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = min(shutil.get_terminal_size().columns, 100)
    click.echo(told_as(result.result, as_, width, colour=colour), nl=False)
    with suppress(BrokenPipeError):
        click.echo(f"written: {folder}/transcripts.jsonl, report.txt, report.json", err=as_ == "json")
        if result.evidence:
            kept = result.evidence
            click.echo(f"{kept.new:,} ratings added to {evidence}, {kept.same:,} were there.", err=as_ == "json")
    if result.result.stopped:
        click.echo(f"clearbar: {result.result.stopped}\n    hint: the same command goes on from there", err=True)
