from __future__ import annotations

import codecs
from typing import Any

import pytest

from tests.intake.exports.reading import SAMPLES, Outcome, convert, inline

TEXT = (SAMPLES / "qualtrics" / "export.csv").read_text(encoding="utf-8")
MAP: dict[str, Any] = {
    "survey": "visit",
    "site": {"field": "store"},
    "levels": {"very satisfied": "exemplary", "Satisfied": 4, "Dissatisfied": "poor"},
    "ratings": [{"standard": "overall", "level": "Q1", "expected": "Q2"}],
}


def of(text: str | bytes = TEXT, **more: Any) -> Outcome:
    return convert("qualtrics", inline(text), {**MAP, **more})


def test_three_header_rows_are_passed_over_and_choices_become_levels() -> None:
    outcome = of()
    first, second = (one.ratings[0] for one in outcome.conversations.values())
    assert (first.level, first.expected, first.instrument) == (5, 4, "survey:visit::EN")
    assert (second.level, second.expected, second.instrument) == (1, None, "survey:visit::NL")
    assert first.at is not None and first.at.isoformat() == "2026-03-02T09:02:01+00:00"  # the header says Amsterdam
    assert [one.site for one in outcome.conversations.values()] == ["s02", "s03"]


def test_previews_are_left_out_and_unknown_choices_told_without_their_words() -> None:
    outcome = of()
    assert "visit:R_1bbb" not in outcome.conversations and outcome.left["previews and tests of the survey"] == 1
    assert outcome.codes == ["CX012"] and "so-so" not in outcome.told
    assert [one.line for one in outcome.rejections] == [8]


@pytest.mark.parametrize(
    ("status", "channel", "kept"),
    [
        ("0", "email", True),
        ("16", "email", True),
        ("4", "email", True),
        ("1", "email", False),
        ("2", "email", False),
        ("Survey Test", "email", False),
        ("0", "preview", False),
        ("17", "email", False),
        ("8", "email", False),
    ],
)
def test_status_and_channel_say_what_is_an_answer(status: str, channel: str, kept: bool) -> None:
    text = TEXT.replace("IP Address,192.0.2.7", f"{status},192.0.2.7").replace("4.9,email", f"4.9,{channel}")
    assert ("visit:R_1aaa" in of(text).conversations) is kept


def test_unfinished_responses_can_be_dropped() -> None:
    assert "visit:R_1ccc" not in of(partial="drop").conversations


def test_the_map_tells_the_zone_where_the_header_does_not() -> None:
    text = TEXT.replace(',""timeZone"":""Europe/Amsterdam""', "")
    assert of(text).codes == ["CX010"] * 3
    first = next(iter(of(text, timezone="America/New_York").conversations.values())).ratings[0]
    assert first.at is not None and first.at.isoformat() == "2026-03-02T15:02:01+00:00"


def test_utc_is_written_as_z() -> None:
    first = next(iter(of(TEXT.replace("Europe/Amsterdam", "Z")).conversations.values())).ratings[0]
    assert first.at is not None and first.at.isoformat() == "2026-03-02T10:02:01+00:00"


def test_a_file_that_lost_its_header_rows_is_told() -> None:
    head, *rest = TEXT.splitlines()
    outcome = of("\n".join([head, *rest[3:]]))
    assert outcome.codes == ["CX007"] and not outcome.conversations


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tsv_in_utf16_is_read_as_well(encoding: str) -> None:
    content = TEXT.replace(",", "\t").replace('""\t""', '"",""').encode(encoding)
    assert content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF8))
    assert list(of(content).conversations) == list(of().conversations)


def test_a_row_in_another_encoding_is_read_as_what_it_is() -> None:
    text, levels = TEXT.replace("so-so", "s\u00f3"), {**MAP["levels"], "It was s\u00f3": 3}
    latin, unicode = of(text.encode("latin-1"), levels=levels), of(text, levels=levels)
    assert latin.raw == unicode.raw and len(latin.raw) == 3 and not latin.codes


def test_columns_that_are_missing_are_told() -> None:
    outcome = of(ratings=[{"standard": "overall", "level": "Q9"}])
    assert outcome.codes == ["CX008"] and "`Q9`" in outcome.told
    assert "ResponseId" in of(TEXT.replace("ResponseId", "Id")).told


def test_the_interaction_can_be_a_field_and_addresses_are_hidden() -> None:
    one = of(interaction={"field": "ExternalReference"}, rater={"field": "RecipientEmail"}).conversations["case-7"]
    assert one.ratings[0].rater == "hidden(rae@customer.example)"
    outcome = of()
    assert "Invented" not in repr(outcome.raw) and "192.0.2" not in repr(outcome.raw)


def test_a_row_that_cannot_be_read_leaves_the_others() -> None:
    lines = TEXT.splitlines(keepends=True)
    broken = lines[4].replace("case-7", "x" * 200_000)
    outcome = of("".join([*lines[:4], broken, *lines[5:7]]))
    assert "CX005" in outcome.codes and list(outcome.conversations) == ["visit:R_1ccc"]


def test_half_a_file_in_utf16_ends_with_a_word_about_it() -> None:
    assert of(TEXT.encode("utf-16")[:-3] + b"\xd8").codes == ["CX005"]
