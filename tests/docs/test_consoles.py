"""Commands that a page shows print what the page shows."""

from __future__ import annotations

import pytest

from tests.docs.consoles import Terminal, agrees, told
from tests.docs.pages import page, pages


@pytest.mark.parametrize("name", [name for name in pages() if told(page(name))])
def test_commands_print_what_the_page_shows(name: str, terminal: Terminal) -> None:
    for one in told(page(name)):
        printed = terminal.run(one.command)
        assert agrees(one.lines, printed), "\n".join([f"{one.command} (renew it by python -m tests.docs)", *printed])


def test_the_pages_of_commands_and_of_measures_show_some() -> None:
    shown = {name: len(told(page(name))) for name in pages()}
    assert shown["cli.md"] >= 8
    assert shown["methods/consistency.md"] == 2


def test_the_front_page_tells_the_figure_of_the_report(terminal: Terminal) -> None:
    printed = terminal.run("clearbar report examples/demo/book build/demo/evidence")
    (line,) = [line for line in printed if line.startswith("▼ overall ")]
    figure = " ".join(line.split()[2:7])
    assert figure.endswith("%)")
    assert f"falls short: {figure}" in page("index.md")


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        (("a", "b", "c"), True),
        (("a", "…"), True),
        (("…", "c"), True),
        (("a", "…", "c"), True),
        (("a", "b"), False),
        (("a", "…", "b"), False),
        (("a", "B", "c"), False),
        ((), False),
    ],
)
def test_a_cut_stands_for_any_lines_and_all_others_must_agree(said: tuple[str, ...], agreed: bool) -> None:
    assert agrees(said, ["a", "b", "c"]) is agreed
