"""Films and sounds: taken by their content, kept with their words, served in parts and as nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clearbar.web.book.models import Version
from clearbar.web.people.models import Person
from clearbar.web.practice import media
from clearbar.web.practice.media import Span, Unsatisfiable, span_of
from clearbar.web.practice.models.present import Clip
from clearbar.web.site.archive import Ring
from clearbar.web.site.backup import back_up
from clearbar.web.site.copying import Copied
from tests.web.practice.films import CAPTIONS, like_mp4, wav
from tests.web.practice.test_sign import republish

FIT = "/practice/lessons/collect-glasses/fit/"
Log = Callable[[str], Client]
needs_database = pytest.mark.django_db


def send(client: Client, content: bytes, name: str = "fitting.wav", **further: object) -> FileResponse:
    about: dict[str, object] = {"title": "A fitting", "file": SimpleUploadedFile(name, content), "transcript": "Hello."}
    return client.post(f"{FIT}films/", about | further)  # type: ignore[arg-type, return-value]


def vtt(content: bytes = CAPTIONS) -> SimpleUploadedFile:
    return SimpleUploadedFile("captions.vtt", content)


def body(found: object) -> bytes:
    return b"".join(found.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def clip(book: Version, log_in: Log, now: datetime) -> Clip:
    assert send(log_in("cora"), wav()).status_code == 302
    return Clip.objects.get()


@needs_database
def test_a_sound_stands_in_the_lesson_with_its_words(clip: Clip, log_in: Log) -> None:
    page = log_in("otto").get(FIT)
    told = page.content.decode()
    assert f'<audio controls preload="metadata" src="/practice/films/{clip.pk}/"' in told and "Hello." in told
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert "media-src" not in log_in("otto").get("/practice/lessons/")["Content-Security-Policy"]


@needs_database
def test_it_is_served_as_what_it_is_and_as_nothing_else(clip: Clip, log_in: Log) -> None:
    found = log_in("otto").get(f"/practice/films/{clip.pk}/")
    assert body(found) == wav()
    assert found["Content-Type"] == "audio/wav" and found["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["Content-Security-Policy"] and found["Accept-Ranges"] == "bytes"
    assert int(found["Content-Length"]) == len(wav())
    assert log_in("nobody").get(f"/practice/films/{clip.pk}/").status_code == 302  # to the log-in


@needs_database
@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=100-", 206, 100, None),
        ("bytes=-10", 206, -10, None),
        ("bytes=5-999999999", 206, 5, None),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=9-5", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("pages=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_parts_are_served(asked: str, status: int, first: int, last: int | None, clip: Clip, log_in: Log) -> None:
    whole = wav()
    found = log_in("finn").get(f"/practice/films/{clip.pk}/", headers={"range": asked})
    part = whole[first : None if last is None else last + 1]
    assert found.status_code == status and body(found) == part and int(found["Content-Length"]) == len(part)
    if status == 206:
        start = first % len(whole) if first < 0 else first
        assert found["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"


@needs_database
def test_a_part_that_is_not_there_is_told_and_another_file_is_sent_whole(clip: Clip, log_in: Log) -> None:
    client, path = log_in("finn"), f"/practice/films/{clip.pk}/"
    gone = client.get(path, headers={"range": "bytes=99999999-"})
    assert gone.status_code == 416 and gone["Content-Range"] == f"bytes */{len(wav())}"
    assert client.get(path, headers={"range": "bytes=0-1", "if-range": '"another"'}).status_code == 200
    assert client.get(path, headers={"range": "bytes=0-1", "if-range": f'"{clip.pk}"'}).status_code == 206
    head = client.head(path)
    assert head.status_code == 200 and int(head["Content-Length"]) == len(wav()) and body(head) == b""
    assert client.post(path).status_code == 405


@given(st.text(st.sampled_from("bytes=-0123456789, "), max_size=24), st.integers(0, 1000))
def test_whatever_is_asked_for_lies_in_the_file(asked: str, size: int) -> None:
    try:
        found = span_of(asked, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found.first <= found.last < size


def test_a_span_by_hand() -> None:
    assert span_of("bytes=-1", 10) == Span(9, 9) and span_of("bytes=-99", 10) == Span(0, 9)
    for asked in ("bytes=10-", "bytes=-0", "bytes=10-11"):
        with pytest.raises(Unsatisfiable):
            span_of(asked, 10)


HOSTILE = [
    (b"<!doctype html><script>alert(1)</script>" * 40, "lesson.mp4"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>" * 10, "lesson.mp4"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "lesson.webm"),
    (b"MZ" + b"\0" * 500, "lesson.mp3"),
    (b"\0" * 5000, "lesson.wav"),
    (b"x", "../../secret.mp4"),
]


@needs_database
@pytest.mark.parametrize(("content", "name"), HOSTILE)
def test_what_is_no_film_is_refused_whatever_it_is_called(
    content: bytes, name: str, book: Version, log_in: Log, own_data_folder: Path
) -> None:
    found = send(log_in("cora"), content, name, captions=vtt())
    assert found.status_code == 422 and b"no film or sound that browsers play" in found.content
    assert not Clip.objects.exists() and not list(own_data_folder.glob("media/*"))
    assert b'value="A fitting"' in found.content  # what was typed is kept


@needs_database
def test_an_empty_file_is_refused(book: Version, log_in: Log) -> None:
    assert send(log_in("cora"), b"").status_code == 422 and not Clip.objects.exists()


@needs_database
def test_a_file_that_is_too_large_is_refused(book: Version, log_in: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MOST_BYTES", 3_000_000)
    found = send(log_in("cora"), like_mp4(b"\0" * 3_000_000), "long.mp4", captions=vtt())
    assert found.status_code == 422 and b"larger than 3 MB" in found.content and not Clip.objects.exists()


@needs_database
def test_a_film_needs_captions_and_a_sound_captions_or_its_words(book: Version, log_in: Log, now: datetime) -> None:
    client = log_in("lea")
    film = send(client, like_mp4(), "a.mp4")
    assert film.status_code == 422 and b"A film needs captions" in film.content
    sound = send(client, wav(), transcript="  ")
    assert sound.status_code == 422 and b"Write down what is said" in sound.content
    assert send(client, like_mp4(), "a.mp4", captions=vtt()).status_code == 302
    assert send(client, wav(), transcript="", captions=vtt()).status_code == 302
    assert Clip.objects.count() == 2


@needs_database
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html></html>", b"Line 1: this is no file of WebVTT captions"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\na\n\nalone", b"Line 3: the words end before they begin"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\na\n\nalone", b"Line 6: words without a line of time"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe", b"no text in UTF-8"),
    ],
)
def test_wrong_captions_are_told_line_by_line(content: bytes, says: bytes, book: Version, log_in: Log) -> None:
    found = send(log_in("cora"), like_mp4(), "a.mp4", captions=vtt(content))
    assert found.status_code == 422 and says in found.content and not Clip.objects.exists()


@needs_database
def test_captions_are_served_as_we_write_them(book: Version, log_in: Log, now: datetime) -> None:
    head = b"WEBVTT\n\nSTYLE\n::cue { color: red }\n\n"
    sent = head + b"00:00.000 --> 00:01.000 line:0\n<script>alert(1)</script>Hi &amp; bye\n"
    assert send(log_in("cora"), like_mp4(), "a.mp4", captions=vtt(sent), transcript="").status_code == 302
    one = Clip.objects.get()
    found = log_in("finn").get(f"/practice/films/{one.pk}/captions.vtt")
    assert found["Content-Type"] == "text/vtt; charset=utf-8" and found["X-Content-Type-Options"] == "nosniff"
    assert found.content == b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nalert(1)Hi &amp; bye\n"
    assert log_in("finn").get(FIT).content.count(b"alert(1)Hi &amp; bye") == 1  # to read instead


@needs_database
def test_a_film_for_an_earlier_wording_says_so(clip: Clip, cast: dict[str, Person], log_in: Log) -> None:
    assert "earlier wording" not in log_in("finn").get(FIT).content.decode()
    republish(cast["ada"], "You leave when they sit and you see, not before.", "You leave when you see, not before.")
    assert "made for an earlier wording" in log_in("finn").get(FIT).content.decode()


@needs_database
@pytest.mark.django_db(transaction=True)
def test_what_is_taken_away_is_gone_with_its_file(clip: Clip, log_in: Log, own_data_folder: Path) -> None:
    assert len(list(own_data_folder.glob("media/*"))) == 1
    assert log_in("finn").post(f"/practice/films/{clip.pk}/remove/").status_code == 403
    assert log_in("cora").get(f"/practice/films/{clip.pk}/remove/").status_code == 405
    assert log_in("lea").post(f"/practice/films/{clip.pk}/remove/").status_code == 302
    assert not Clip.objects.exists() and not list(own_data_folder.glob("media/*"))
    assert log_in("finn").get(f"/practice/films/{clip.pk}/").status_code == 404


@needs_database
def test_a_film_whose_file_was_lost_is_not_found(clip: Clip, log_in: Log) -> None:
    media.place_of(clip.pk).unlink()
    assert log_in("finn").get(f"/practice/films/{clip.pk}/").status_code == 404
    assert log_in("finn").get(FIT).status_code == 200


@needs_database
def test_a_backup_holds_the_films(clip: Clip, now: datetime, tmp_path: Path) -> None:
    with patch("clearbar.web.site.backup.copied", lambda folder, now: Copied([], {}, Ring({}))):
        back_up(tmp_path / "all.zip", now)
    with ZipFile(tmp_path / "all.zip") as packed:
        assert packed.read(f"media/{clip.pk}") == wav()
        assert {"secret", f"media/{clip.pk}"} < set(packed.namelist())


@needs_database
def test_nothing_is_kept_where_the_row_cannot_be_written(
    book: Version, log_in: Log, own_data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError("no line")

    monkeypatch.setattr("clearbar.web.practice.actions.present_clips.record", fails)
    with pytest.raises(RuntimeError):
        send(log_in("cora"), wav())
    assert not Clip.objects.exists() and not list(own_data_folder.glob("media/*"))


@pytest.mark.parametrize("name", ["../key", "a" * 31, "A" * 32, "", "0" * 32 + "/.."])
def test_only_names_of_ours_lead_to_files(name: str) -> None:
    with pytest.raises(ValueError, match="not a name of ours"):
        media.place_of(name)
