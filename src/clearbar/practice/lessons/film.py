"""What kind of film or sound a file is, told by its first bytes and by nothing that it says of itself.

Only containers that every large browser plays are known: MP4 and M4A (ISO/IEC 14496-12), WebM (RFC 8794 and the WebM
guidelines), Ogg (RFC 3533), MP3 (ISO/IEC 11172-3, with or without ID3), WAV (RIFF). Anything else is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD_BYTES = 8192
"""So much of a file is looked at."""
_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"iso7",
        b"iso8",
        b"iso9",
        b"mp41",
        b"mp42",
        b"avc1",
        b"dash",
    }
) | {b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"f4v "}
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"F4A "})
_PAGES = (b"\x80theora", b"OVP80", b"\x01video")
_SOUNDS = (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")
_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = (44_100, 48_000, 32_000)


@dataclass(frozen=True)
class Film:
    """A kind of file: its media type, its ending, and whether there is something to see in it."""

    media: str
    ending: str
    seen: bool


MP4 = Film("video/mp4", "mp4", True)
M4A = Film("audio/mp4", "m4a", False)
WEBM = Film("video/webm", "webm", True)
OGV = Film("video/ogg", "ogv", True)
OGG = Film("audio/ogg", "ogg", False)
MP3 = Film("audio/mpeg", "mp3", False)
WAV = Film("audio/wav", "wav", False)
KINDS = (MP4, M4A, WEBM, OGV, OGG, MP3, WAV)


def film_of(head: bytes) -> Film | None:
    """The kind of the file that begins with these bytes, of which `HEAD_BYTES` are enough; None where it is none of
    ours."""
    if head[4:8] == b"ftyp":
        return _iso(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if _doc_type(head) == b"webm" else None
    if head.startswith(b"OggS\0"):
        return _ogg(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE" and b"fmt " in head[12:4096]:
        return WAV
    if head.startswith(b"ID3") and len(head) > 10 and head[3] in {2, 3, 4} and max(head[6:10]) < 0x80:
        return MP3
    return MP3 if _frames(head) else None


def _iso(head: bytes) -> Film | None:
    size = int.from_bytes(head[:4], "big")
    if not 16 <= size <= 512 or size % 4:
        return None
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))}
    if head[8:12] in _SOUND_BRANDS:
        return M4A
    return MP4 if brands & _BRANDS else None


def _doc_type(head: bytes) -> bytes:
    """The document type in the head of an EBML file: element 42 82, its length in one byte, its text."""
    at = head.find(b"\x42\x82", 4, 128)
    if at < 0 or at + 3 > len(head):
        return b""
    length = head[at + 2] & 0x7F
    return head[at + 3 : at + 3 + length].rstrip(b"\0")


def _ogg(head: bytes) -> Film | None:
    first = head[: 4 * 1024]
    if any(one in first for one in _PAGES):
        return OGV
    return OGG if any(one in first for one in _SOUNDS) else None


def _frames(head: bytes) -> bool:
    """Whether two frames of MPEG layer III follow one another from the first byte on."""
    length = _frame_length(head, 0)
    return length is not None and _frame_length(head, length) is not None


def _frame_length(head: bytes, at: int) -> int | None:
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = head[at + 1] >> 3 & 3, head[at + 1] >> 1 & 3
    rate, hertz = head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if version == 1 or layer != 1 or rate in {0, 15} or hertz == 3:
        return None
    first = version == 3
    kilobits = (_RATES if first else _RATES_LOW)[rate]
    samples_a_second = _HERTZ[hertz] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if first else 72) * kilobits * 1000 // samples_a_second + (head[at + 2] >> 1 & 1)
