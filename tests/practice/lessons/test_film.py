"""Films and sounds are known by their content: what is none is refused, whatever it is called."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.practice.lessons import film_of
from clearbar.practice.lessons.film import KINDS


def wav() -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 800)
    return held.getvalue()


def mp4(brand: bytes = b"isom", *others: bytes) -> bytes:
    brands = b"".join(others)
    return struct.pack(">I", 16 + len(brands)) + b"ftyp" + brand + b"\0\0\2\0" + brands + struct.pack(">I", 8) + b"mdat"


def webm(kind: bytes = b"webm") -> bytes:
    inner = b"\x42\x86\x81\x01\x42\x82" + bytes([0x80 | len(kind)]) + kind
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(inner)]) + inner + b"\x18\x53\x80\x67"


def mp3_frame() -> bytes:
    return b"\xff\xfb\x90\x00" + b"\0" * 413  # 128 kbit/s at 44.1 kHz: 417 bytes


TRUE = [
    (wav(), "audio/wav"),
    (mp4(), "video/mp4"),
    (mp4(b"mp42", b"isom", b"avc1"), "video/mp4"),
    (mp4(b"XXXX", b"isom"), "video/mp4"),
    (mp4(b"M4A ", b"isom"), "audio/mp4"),
    (webm(), "video/webm"),
    (b"OggS\0\2" + b"\0" * 22 + b"\x1e\x01vorbis", "audio/ogg"),
    (b"OggS\0\2" + b"\0" * 22 + b"\x13OpusHead", "audio/ogg"),
    (b"OggS\0\2" + b"\0" * 22 + b"\x2a\x80theora", "video/ogg"),
    (b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10, "audio/mpeg"),
    (mp3_frame() * 2, "audio/mpeg"),
]
FALSE = [
    b"",
    b"\0",
    b"<!doctype html><script>alert(1)</script>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"%PDF-1.7",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    b"GIF89a" + b"\0" * 64,
    b"PK\3\4" + b"\0" * 64,
    b"MZ" + b"\0" * 64,
    b"#!/bin/sh\n",
    b"RIFF\0\0\0\0AVI LIST" + b"\0" * 64,
    b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 64,
    b"RIFF\0\0\0\0WAVE<script>" + b"\0" * 64,
    mp4(b"heic", b"mif1"),
    mp4(b"avif"),
    b"\0\0\0\0ftypisom<html>",
    webm(b"matroska"),
    b"\x1a\x45\xdf\xa3<html>webm",
    b"OggS\0\2" + b"\0" * 64,
    mp3_frame(),
    b"\xff\xfe<\0h\0t\0m\0l\0>\0",
    b"ID3<script>",
    b"ID3\x04\0\0\xff\xff\xff\xff<script>",
    b"FLV\x01\x05",
]


@pytest.mark.parametrize(("head", "media"), TRUE)
def test_a_film_or_sound_is_known(head: bytes, media: str) -> None:
    found = film_of(head)
    assert found is not None and found.media == media and found.seen == media.startswith("video/")


@pytest.mark.parametrize("head", FALSE)
def test_anything_else_is_refused(head: bytes) -> None:
    assert film_of(head) is None


@given(st.binary(max_size=600))
def test_no_bytes_make_it_stumble(head: bytes) -> None:
    assert film_of(head) in {None, *KINDS}


@given(st.sampled_from([head for head, _ in TRUE]), st.integers(0, 40))
def test_what_was_cut_off_makes_it_stumble_neither(head: bytes, length: int) -> None:
    assert film_of(head[:length]) in {None, *KINDS}
