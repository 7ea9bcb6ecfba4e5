"""Captions: only times and words come through, and every fault is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.errors import InputFault
from clearbar.practice.lessons import Cue, captions_text, read_captions

GOOD = """WEBVTT - the counter

STYLE
::cue { background: url(https://elsewhere.example/x) }

NOTE nobody reads this

1
00:01.000 --> 00:04.500 line:0 align:start
<v Finn>Good <b>morning</b>.</v>

00:00:05.000 --> 00:00:07.250
You wait for <i>Ms</i> Weber?
&lt;I do.&gt;
"""


def test_only_times_and_words_are_kept() -> None:
    cues = read_captions(GOOD)
    assert cues == (Cue(1000, 4500, "Good morning."), Cue(5000, 7250, "You wait for Ms Weber?\n<I do.>"))
    written = captions_text(cues)
    assert "url" not in written and "line:0" not in written and "<" not in written.replace("-->", "")


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(InputFault) as told:
        read_captions(text)
    return [(one.line, one.message) for one in told.value.faults]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no file of WebVTT"),
        ("<html><script>alert(1)</script>", 1, "no file of WebVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\na", 1, "no file of WebVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip", 1, "no file of WebVTT"),
        ("WEBVTT\n", 0, "no words"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", 0, "no words"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\na", 3, "end before they begin"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\na", 3, "no line of time"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nalone", 6, "without a line of time"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, says: str) -> None:
    found = faults(text)
    assert any(at == line and says in message for at, message in found), found


def test_all_faults_are_told_together() -> None:
    assert len(faults("WEBVTT\n\n00:02.000 --> 00:01.000\na\n\n1:1 --> 2:2\nb\n\nc")) == 3


def test_too_much_is_refused() -> None:
    assert "characters at most" in faults("WEBVTT\n" + "a" * 400_001)[0][1]
    many = "\n\n".join(f"00:{n // 60 % 60:02}:{n % 60:02}.000 --> 99:00:00.000\na" for n in range(10_001))
    assert "cues at most" in faults(f"WEBVTT\n\n{many}")[0][1]


CUES = st.builds(
    lambda start, length, text: Cue(start, start + length, text),
    st.integers(0, 9_000_000), st.integers(1, 100_000),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(
        lambda text: "\n".join(filter(None, (" ".join(line.split()) for line in text.replace("\0", "").split("\n"))))
    ).filter(lambda text: text and text == " ".join(text.split("\n")).strip() and "\n" not in text),
)  # fmt: skip


@given(st.lists(CUES, min_size=1, max_size=8))
def test_what_we_write_is_what_we_read(cues: list[Cue]) -> None:
    ordered = tuple(sorted(cues, key=lambda one: (one.start, one.end)))
    assert read_captions(captions_text(ordered)) == ordered


@given(st.text(max_size=300))
def test_whatever_is_sent_is_read_or_refused(text: str) -> None:
    for sent in (text, f"WEBVTT\n\n{text}", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}"):
        try:
            cues = read_captions(sent)
        except InputFault as fault:
            assert fault.faults
        else:
            assert cues and "<script" not in captions_text(cues)
