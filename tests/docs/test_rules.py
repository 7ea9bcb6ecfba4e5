"""The pages of the rules say what the rules say."""

from __future__ import annotations

import pytest

from clearbar.flow.lint import RULES
from tests.docs import rules
from tests.docs.pages import ROOT, page


@pytest.mark.parametrize("name", ["index", *RULES])
def test_a_rules_page_is_what_its_rule_says(name: str) -> None:
    assert page(f"rules/{name}.md") == rules.pages()[f"rules/{name}.md"], "run `python -m tests.docs`"


def test_the_menu_names_every_rule() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert menu == rules.menu(menu), "run `python -m tests.docs`"
    assert all(f"rules/{code}.md" in menu for code in RULES)
