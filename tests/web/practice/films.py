"""Films and sounds for tests, made here: a true WAV, and bytes that only begin like a film."""

from __future__ import annotations

import io
import math
import struct
import wave

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning.\n\n00:02.000 --> 00:04.000\nPlease take a seat.\n"


def wav(seconds: float = 0.5) -> bytes:
    """A quiet tone."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (int(800 * math.sin(n / 4)) for n in range(int(8000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", one) for one in tone))
    return held.getvalue()


def like_mp4(more: bytes = b"\0" * 2000) -> bytes:
    """The head of an MP4 file with nothing that plays behind it."""
    return struct.pack(">I", 20) + b"ftypisom\0\0\2\0mp42" + struct.pack(">I", 8 + len(more)) + b"mdat" + more
