"""An analyst's question as a form: every measure with what it lets its asker choose. Nothing is typed into a filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from clearbar.model.book import Book
from clearbar.model.question import Option, Value
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import Choices, FilterForm
from clearbar.web.bridge import askable

BY = (
    "standard", "source", "dimension", "journey", "step", "stage", "site", "team", "channel", "topic", "week",
    "instrument", "setting",
)  # fmt: skip
"""Columns that an analyst may group by. Persons have pages of their own."""
OF = (("", "the measure's own"), ("level", "level"), ("millis", "time"), ("gap", "gap"))
FACTORS = (
    ("", "none"),
    ("site/person", "sites, and persons within them"),
    ("team/person", "teams, and persons within them"),
    ("person", "persons"),
    ("person,topic", "persons and topics"),
)
TAKES_OF = frozenset({"shrinkage", "ranks", "consistency", "blend", "compass", "effect"})
TAKES_FACTORS = frozenset({"consistency"})
FIRST = {"drift": ["standard"], "consistency": ["standard"], "balance": ["site"]}
"""What is grouped by at first; else by standard and source."""


class QuestionForm(FilterForm):
    """The filters of a page, what to group by, and what a measure lets one choose."""

    standard = forms.ChoiceField(label="Standard", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    by = forms.MultipleChoiceField(
        label="Group by",
        required=False,
        choices=[(one, one.capitalize()) for one in BY],
        widget=forms.CheckboxSelectMultiple,
    )
    of = forms.ChoiceField(label="Outcome", required=False, choices=OF)
    factors = forms.ChoiceField(label="Split into", required=False, choices=FACTORS)

    def __init__(
        self,
        asked: Any,
        there: Choices,
        name: str,
        book: Book,
        sites: list[tuple[str, str]],
        teams: list[tuple[str, str]],
    ) -> None:
        """`name` is the measure; `teams` are those that may be read."""
        super().__init__(asked, there, sites)
        self.name = name
        asks = any(key in asked for key in ("by", "asks"))
        self.data = {**self.data, "by": asked.getlist("by") if asks else FIRST.get(name, ["standard", "source"])}
        standards = [(placed.standard.id, placed.standard.name or placed.standard.id) for placed in book.placed()]
        self._offer("standard", standards, "all standards")
        self._offer("team", teams, "all teams")
        for field, takers in (("of", TAKES_OF), ("factors", TAKES_FACTORS)):
            if name not in takers:
                del self.fields[field]
            elif field == "factors" and "factors" not in asked:
                self.data["factors"] = "site/person"
        self.options = {f"option-{one.name}": one for one in askable.options(name)}
        for key, one in self.options.items():
            self.fields[key] = _field(one)
            if key in asked:
                self.data[key] = asked[key]

    def more(self) -> list[str]:
        """Conditions beside those that every page has."""
        held = self.cleaned_data
        return [conditions.equal(name, held[name]) for name in ("standard", "team") if held.get(name)]

    def question(self) -> dict[str, Any]:
        """`by`, `of`, `factors` and the options that were chosen, as the bridge asks for them."""
        held = self.cleaned_data
        said: dict[str, Value] = {
            one.name: held[key]
            for key, one in self.options.items()
            if held.get(key) not in (None, "") and held[key] != one.default
        }
        plain = {name: held[name] for name in ("of", "factors") if held.get(name)}
        return {"by": tuple(held.get("by", ())), **plain, **said}


def _field(option: Option) -> forms.Field:
    """The field of an option: a choice, a text, or a number within its limits."""
    says, first = option.says, option.default
    told: Mapping[str, Any] = {
        "label": option.name.replace("_", " ").capitalize(),
        "required": False,
        "help_text": says,
    }
    if isinstance(first, str):
        if option.choices:
            return forms.ChoiceField(choices=[(one, one) for one in option.choices], initial=first, **told)
        return forms.CharField(max_length=60, **told)
    kind = forms.IntegerField if isinstance(first, int) else forms.FloatField
    return kind(min_value=option.low, max_value=option.high, initial=first, **told)  # type: ignore[arg-type]
