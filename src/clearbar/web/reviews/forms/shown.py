"""Cards as they are drawn: each line with what was chosen, said and quoted, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from clearbar.web.book.scorecards import Line, Option, Scorecard
from clearbar.web.ledger.models import Interaction
from clearbar.web.reviews import spans
from clearbar.web.reviews.forms.cards import NOT_APPLICABLE, CardForm, initial, parsed
from clearbar.web.reviews.models import Card
from clearbar.web.reviews.queries.cards import causes


@dataclass(frozen=True)
class ShownOption:
    """A level as it is drawn."""

    option: Option
    chosen: bool


@dataclass(frozen=True)
class ShownLine:
    """A line as it is drawn: with what was chosen, said and quoted, and what is wrong."""

    line: Line
    options: tuple[ShownOption, ...]
    not_applicable: bool
    fields: Mapping[str, BoundField]
    chosen_causes: tuple[str, ...]
    quotes: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether any of its fields has a fault."""
        return any(field.errors for field in self.fields.values())


def shown_lines(form: CardForm, card: Scorecard, interaction: Interaction | None) -> list[ShownLine]:
    """The lines of a form as they are drawn."""
    return [_shown(form, line, interaction) for line in card.lines]


def _shown(form: CardForm, line: Line, interaction: Interaction | None) -> ShownLine:
    names = ("level", "reason", "comment", "causes", "spans")
    fields = {name: form[f"{line.field}-{name}"] for name in names}
    level = str(fields["level"].value() or "")
    messages = interaction.messages if interaction else None
    places = spans.valid(parsed(fields["spans"].value()), messages)
    return ShownLine(
        line,
        tuple(ShownOption(one, level == str(one.level)) for one in line.options),
        level == NOT_APPLICABLE,
        fields,
        tuple(fields["causes"].value() or ()),
        tuple(spans.displayed(spans.quoted([one], messages)) for one in places),
    )


def form_of(
    card: Card, scorecard: Scorecard, interaction: Interaction, data: Any = None, *, complete: bool = False
) -> CardForm:
    """The form of a card: as it is kept, or as it came in."""
    return CardForm(
        data, scorecard=scorecard, causes=causes(card.marks), interaction=interaction, complete=complete,
        initial=initial(scorecard, card.marks, card.changed), auto_id="id_%s",
    )  # fmt: skip
