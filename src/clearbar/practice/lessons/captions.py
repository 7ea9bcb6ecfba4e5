"""Captions of films and sounds: WebVTT → cues, and cues → WebVTT of our own writing.

Only times and words are kept: no style, no place on the picture, no marks inside the words, so that a file of captions
can do nothing but say what is said. After W3C, WebVTT: The Web Video Text Tracks Format, sections 4.1 to 4.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from clearbar.model.errors import Fault, InputFault

MOST_CHARACTERS = 400_000
MOST_CUES = 10_000
_TIME = re.compile(r"(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})", re.ASCII)
_ARROW = re.compile(r"^\s*(\S+)\s+-->\s+(\S+)(?:\s.*)?$")
_MARK = re.compile(r"<[^>]*>")
_NO_CUE = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """Words that stand on the picture from `start` to `end`, both in milliseconds."""

    start: int
    end: int
    text: str


def read_captions(text: str, name: str = "captions.vtt") -> tuple[Cue, ...]:
    """The cues of a WebVTT file, in the order of their start. InputFault with every fault in it."""
    if len(text) > MOST_CHARACTERS:
        raise InputFault([_fault(name, 0, f"captions have {MOST_CHARACTERS:,} characters at most")])
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        hint = "save them as WebVTT (.vtt); its first line is the word WEBVTT"
        raise InputFault([_fault(name, 1, "this is no file of WebVTT captions", hint)])
    cues: list[Cue] = []
    faults: list[Fault] = []
    for at, block in _blocks(lines[1:]):
        read = _cue(name, at, block)
        if isinstance(read, Cue):
            cues.append(read)
        elif read is not None:
            faults.append(read)
    if not cues and not faults:
        faults.append(
            _fault(name, 0, "the captions hold no words", "write a line of time and a line of words for each")
        )
    if len(cues) > MOST_CUES:
        faults.append(_fault(name, 0, f"captions have {MOST_CUES:,} cues at most"))
    if faults:
        raise InputFault(faults)
    return tuple(sorted(cues, key=lambda one: (one.start, one.end)))


def captions_text(cues: Sequence[Cue]) -> str:
    """The cues as a WebVTT file. Reading it gives the same cues again."""
    blocks = [f"{_time(one.start)} --> {_time(one.end)}\n{_escaped(one.text)}" for one in cues]
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first; the file's first line is number 1."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 2):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(name: str, at: int, block: list[str]) -> Cue | Fault | None:
    """The cue of a block; None for a note, a style or what belongs to the head."""
    timed = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
    if timed is None:
        head = at == 2 or block[0].startswith(_NO_CUE)
        return (
            None
            if head
            else _fault(name, at, "words without a line of time above them", "write 00:01.000 --> 00:04.000")
        )
    found = _ARROW.match(block[timed])
    start, end = (_millis(found[1]), _millis(found[2])) if found else (None, None)
    if start is None or end is None:
        return _fault(name, at + timed, "this is no line of time", "write it as 00:01.000 --> 00:04.000")
    if end <= start:
        return _fault(name, at + timed, "the words end before they begin")
    text = "\n".join(filter(None, (" ".join(unescape(_MARK.sub("", line)).split()) for line in block[timed + 1 :])))
    return Cue(start, end, text) if text else None


def _millis(said: str) -> int | None:
    found = _TIME.fullmatch(said)
    if found is None:
        return None
    hours, minutes, seconds, rest = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _time(millis: int) -> str:
    seconds, rest = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fault(name: str, line: int, message: str, hint: str = "") -> Fault:
    return Fault(name, line, 1 if line else 0, "CB481", message, hint)
