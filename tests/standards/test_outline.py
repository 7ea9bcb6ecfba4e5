"""What a book that is being written holds, as far as its files can be read."""

from __future__ import annotations

from clearbar.standards import outline_of, starter


def test_an_outline_names_each_thing_in_the_order_of_the_book() -> None:
    [buy, back] = outline_of(starter("shop"))
    assert (back.kind, back.id, back.title, back.file) == (
        "journey", "return", "Bring something back", "journeys/return.yaml"
    )  # fmt: skip
    assert [(one.kind, one.id, one.stage) for one in back.inside] == [
        ("step", "return/tell", "front"), ("step", "return/mend", "front")
    ]  # fmt: skip
    assert [one.id for one in back.walk() if one.kind == "standard"] == [
        "return.heard-once", "return.choice", "return.ten-minutes"
    ]  # fmt: skip
    assert next(one.title for one in back.walk() if one.id == "return.ten-minutes").startswith("Your return takes")
    assert buy.id == "buy"


def test_an_outline_has_what_can_be_read_and_leaves_out_what_has_no_id() -> None:
    files = {
        "book.yaml": "language: nl\n",
        "journeys/a.yaml": "journey: a\ntitle: {en: Park, nl: Parkeren}\n"
        "steps:\n  - step: in\n    standards: [{id: a.b}]\n  - title: x\n",
        "journeys/b.yaml": "journey: [\n",
        "journeys/c.yaml": "title: no id\n",
        "readme.md": "journey: d\n",
    }
    [only] = outline_of(files)
    assert [(one.kind, one.id, one.title, one.stage) for one in only.walk()] == [
        ("journey", "a", "Parkeren", ""), ("step", "a/in", "", "front"), ("standard", "a.b", "", "")
    ]  # fmt: skip
