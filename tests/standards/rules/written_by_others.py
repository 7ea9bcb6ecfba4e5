"""Real written standards of others, as books: what a team would have that copied its manual into one.

Each sentence of a manual becomes the promise of a standard; where it orders something, it becomes the `do`, too. This
is no way to write a book: it is a way to hear what the rules say of sentences that nobody wrote for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from clearbar.text.sentences import sentences

CORPORA = ("abcd", "tau", "tau2", "star")
_MARKUP = re.compile(r"[*_`#>]+|^\s*(?:[-*•]|\d+\.)\s+")
_TOOL = re.compile(r"^\s*(?:\d+\.|-|\*)?\s*[*`]*(?:\w+_\w+|[A-Z]\w+(?: [\w/-]+)*)\*{2}\s*(?:-|\()")
"""A line of a list of a program's tools."""
_ORDER = re.compile(
    r"^(?:please |always |never |then |finally,? |first,? |once done,? )?(?:do not|don.t|make sure|ask|tell|confirm"
    r"|check|get|enter|inform|offer|explain|use|verify|provide|collect|obtain|gather|help|let|record|respond|guide|give|send"
    r"|apologize|transfer|determine|find|pull|look|click|select|choose|submit|update|start|begin|calculate|apply|pick"
    r"|type|fill|set|try|be|remember|share|suggest|move|skip|call|advise|instruct|reboot|run|add|issue|notify|follow|resume"
    r")\b|\b(?:you|agents?)\s+(?:\w+ )?(?:should|must|need to|needs to|have to)\b(?! *$)",
    re.IGNORECASE,
)


def standards(data: Path, corpus: str, *, whole: bool = False) -> list[dict[str, str]]:
    """The standards of one corpus, `data` being the folder of real data. A standard is a sentence; with `whole` a
    section: its first sentence promised, the others to be done."""
    sections = [list(dict.fromkeys(section)) for section in _SECTIONS[corpus](data)]
    if whole:
        return [_section(number, texts) for number, texts in enumerate(sections) if texts]
    said = dict.fromkeys(text for section in sections for text in section)
    return [_sentence(number, text, spoken=corpus == "star") for number, text in enumerate(said)]


def book(written: list[dict[str, str]]) -> dict[str, bytes]:
    """The files of a book with these standards."""
    steps = [{"step": f"s{one['id']}", "title": "Part", "standards": [one]} for one in written]
    journey = {"journey": "all", "title": "All", "customer_wants": "What they came for.", "steps": steps}
    files = {"book.yaml": {"organisation": "Others", "value": "As written."}, "journeys/all.yaml": journey}
    return {
        name: yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000).encode()
        for name, content in files.items()
    }


def _sentence(number: int, text: str, *, spoken: bool) -> dict[str, str]:
    """`spoken` texts are said to the customer: nothing that staff are told to do."""
    ordered = {"do": text} if not spoken and _ORDER.search(text) else {}
    return {"id": f"s{number}", "promise": text, **ordered}


def _section(number: int, texts: list[str]) -> dict[str, str]:
    rest = "\n\n".join(texts[1:])[:4000]
    return {"id": f"s{number}", "promise": texts[0]} | ({"do": rest} if rest else {})


def _plain(line: str) -> Iterator[str]:
    """The sentences of a line of Markdown, without its marks; of less than three words is none."""
    text = " ".join(_MARKUP.sub(" ", line.replace("<or>", "or")).split()).rstrip(":")
    for start, end in sentences(text):
        if len(text[start:end].split()) > 2:
            yield text[start:end]


def _abcd(data: Path) -> Iterator[Iterator[str]]:
    guidelines = json.loads((data / "abcd" / "guidelines.json").read_text(encoding="utf-8"))
    for flow in guidelines.values():
        for subflow in flow["subflows"].values():
            texts = [*subflow["instructions"]]
            for action in subflow["actions"]:
                texts += [action["text"], *(action["subtext"] or [])]
            yield (one for text in texts for part in text.split(" > ") for one in _plain(part))


def _policies(files: list[Path]) -> Iterator[Iterator[str]]:
    """The sections of Markdown files, each below its heading. Lists of a program's tools are no standards."""
    for file in files:
        for section in re.split(r"^#.*$", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
            lines = [line for line in section.splitlines() if not _TOOL.match(line)]
            yield (one for line in lines for one in _plain(line))


def _tau(data: Path) -> Iterator[Iterator[str]]:
    return _policies(sorted((data / "tau_bench").glob("*policy.md")))


def _tau2(data: Path) -> Iterator[Iterator[str]]:
    return _policies(sorted((data / "tau2_policies").glob("*/*.md")))


def _star(data: Path) -> Iterator[Iterator[str]]:
    for file in sorted((data / "star" / "tasks").glob("*/*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        texts = [re.sub(r"\{\w+?(?::\w+)?\}", "Alba", text) for text in told.get("replies", told).values()]
        yield (one for text in texts for one in _plain(text))


_SECTIONS = {"abcd": _abcd, "tau": _tau, "tau2": _tau2, "star": _star}
