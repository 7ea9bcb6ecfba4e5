"""Importing invitations and events: kept once, told where a row is none, and nothing lost on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from clearbar.engines import Evidence
from clearbar.flow.collect import BESIDE, import_beside
from clearbar.model.errors import EvidenceFault, InputFault
from clearbar.model.evidence import EventKind
from tests.engines.samples import stored

EVENTS = """kind,day,person,standard,site,remark
coached,2026-03-02,p1,greeting,,went well
Bar Changed,20260401,,greeting,,
taught,2026-13-01,p2,,,
dreamt,2026-03-02,p3,,,
,2026-03-02,p4,,,
coached,2026-03-02,p1,greeting,,again
"""
INVITATIONS = """invitation;source;instrument;day;answered;response;site;channel
i1;customer;survey-1;2026-03-02;yes;r1;s1;chat
i2;customer;survey-1;2026-03-03;no;;s1;chat
i3;customer;survey-1;2026-03-03;;r3;s1;
i4;customer;survey-1;2026-03-03;no;r4;s1;
;customer;survey-1;2026-03-03;no;;s1;
i6;nobody;survey-1;2026-03-03;no;;s1;
i7;customer;;;no;;s1;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Evidence.create(tmp_path / "e")
    return tmp_path


def write(folder: Path, text: str, name: str = "rows.csv") -> Path:
    (folder / name).write_text(text)
    return folder / name


def reasons(file: Path) -> list[tuple[str, str, str]]:
    with file.open(newline="") as stream:
        return [(one["row"], one["column"], one["code"]) for one in csv.DictReader(stream)]


def test_events_are_kept_by_their_content_and_bad_rows_are_told_with_their_places(folder: Path) -> None:
    file = write(folder, EVENTS)
    done = import_beside(file, folder / "e", "events", rejected=folder / "no.csv")
    assert (done.rows, done.ratings, done.rejected, done.kept.new, done.kept.same) == (6, 3, 3, 2, 1)
    assert done.not_read == ("remark",)
    assert reasons(folder / "no.csv") == [("3", "day", "CI007"), ("4", "kind", "CI006"), ("5", "kind", "CI001")]
    kept = sorted((one["kind"], one["day"], one["person"], one["standard"]) for one in stored(folder / "e", "events"))
    assert kept == [("bar changed", 20260401, None, "greeting"), ("coached", 20260302, "p1", "greeting")]
    assert import_beside(file, folder / "e", "events").kept.new == 0


def test_invitations_know_their_week_and_whether_they_were_answered(folder: Path) -> None:
    done = import_beside(write(folder, INVITATIONS), folder / "e", "invitations", rejected=folder / "no.csv")
    assert (done.ratings, done.rejected) == (3, 4)
    assert reasons(folder / "no.csv") == [
        ("4", "answered", "CI014"), ("5", "invitation", "CI018"), ("6", "source", "CI006"), ("7", "week", "CI012"),
    ]  # fmt: skip
    kept = {one["invitation"]: one for one in stored(folder / "e", "invitations")}
    assert {key: one["answered"] for key, one in kept.items()} == {"i1": True, "i2": False, "i3": True}
    assert {one["week"] for one in kept.values()} == {202610}


def test_a_table_without_what_every_row_needs_is_refused_before_anything_is_kept(folder: Path) -> None:
    with pytest.raises(InputFault, match="no column `day`"):
        import_beside(write(folder, "kind,person\ncoached,p1\n"), folder / "e", "events")
    with pytest.raises(EvidenceFault, match="holds no evidence"):
        import_beside(write(folder, EVENTS), folder / "nowhere", "events")
    (folder / "e" / "mirror").touch()
    with pytest.raises(EvidenceFault, match="takes no imports"):
        import_beside(write(folder, EVENTS), folder / "e", "events")


def test_every_kind_of_event_can_be_written_with_spaces_or_underscores(folder: Path) -> None:
    kinds = [form for kind in EventKind for form in (kind.value, kind.value.replace(" ", "_").upper())]
    text = "kind,day,person\n" + "".join(f"{kind},2026-03-{i + 1:02},p\n" for i, kind in enumerate(kinds))
    done = import_beside(write(folder, text), folder / "e", "events")
    assert done.kept.new == len(kinds) > len(EventKind)
    assert {one["kind"] for one in stored(folder / "e", "events")} == {kind.value for kind in EventKind}


def test_these_are_the_tables_beside_the_ratings() -> None:
    assert set(BESIDE) == {"invitations", "events"}
