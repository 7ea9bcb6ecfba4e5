"""The forms of a book, a journey, a step and a standard. They take what was typed, finished or not: what is wrong with
it is told by the faults and findings beside each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from clearbar.model.book import Audience, Dimension, Level, Source
from clearbar.web.book.fields import LEVELS, SETTINGS
from clearbar.web.book.owners import NO_PERSON, is_somebody
from clearbar.web.bridge.drafting import Told, check_settings

MOST = 4000
Choices = Iterable[tuple[str, str]]

_YES_NO = (("levels", "five levels"), ("yes_no", "yes or no: good (met) and underperforming (missed)"))
_STAGES = (("front", "front stage: the customer sees it"), ("back", "back stage: the customer does not see it"))
_BARS = tuple((level.name.lower(), level.name.lower()) for level in Level)
_DIMENSIONS = (("", "not said"), *((one.value, one.value) for one in Dimension))


def text(label: str, hint: str = "") -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, required=False, max_length=MOST, help_text=hint)


def words(label: str, hint: str = "", rows: int = 2) -> forms.CharField:
    """Some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=MOST, help_text=hint, widget=widget)


def choice(label: str, choices: Choices, hint: str = "") -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, required=False, choices=list(choices), help_text=hint)


def _book() -> dict[str, forms.Field]:
    names = {f"levels.{level}": text(f"Your own name for “{level}”") for level in LEVELS}
    return {
        "organisation": text("Organisation"),
        "value": words("The value that you promise your customers", "In one sentence, as you would say it to them."),
        "language": text("Language of the book", "As a tag: en, de, nl, pt-BR."),
        "overall.promise": words(
            "Verdict on the whole: the promise", "Such as: You would come back, and tell others to."
        ),
        "overall.question": words("Verdict on the whole: the question", "What a customer is asked."),
        "overall.bar": choice("Verdict on the whole: the bar", _BARS),
        "overall.target": text("Verdict on the whole: the target", "The share that must reach the bar, such as 85%."),
        **names,
    }


def _journey() -> dict[str, forms.Field]:
    audiences = [(one.value, one.value) for one in Audience]
    return {
        "title": text("Title", "What they want to get done, in a few words."),
        "for": choice("For whom", audiences),
        "topics": text("Topics", "Of the interactions that are this journey, with commas between. None: all of them."),
        "customer_wants": words("What they want, in their words", "Take it from the interview sheets."),
        "quote": words("What a customer really said", "Word for word, in the language in which it was said."),
    }


def _step() -> dict[str, forms.Field]:
    return {"title": text("Title", "The step in a few words."), "stage": choice("Stage", _STAGES)}


_DESCRIBED = {
    "poor": "1 · poor", "underperforming": "2 · underperforming (of yes or no: missed)", "average": "3 · average",
    "good": "4 · good (of yes or no: met)", "exemplary": "5 · exemplary",
}  # fmt: skip


def _standard() -> dict[str, forms.Field]:
    sources = [(one.value, one.value) for one in Source]
    boxes = forms.MultipleChoiceField(
        label="Who says how far it is met", required=False, choices=sources, widget=forms.CheckboxSelectMultiple
    )
    hint = "The first one ticked makes the headline. To put another first, edit the file as text."
    boxes.help_text = hint
    kinds = [("", "none"), *((kind, kind.replace("_", " ")) for kind in check_settings())]
    return {
        "promise": words("Promise", "What the customer can count on, from the customer’s view."),
        "do": words("Do", "What to do and how to do it, in one sentence."),
        "name": text("Name", "What it is called in a sentence: two or three words, such as “being heard”."),
        "dimension": choice("Dimension", _DIMENSIONS, "What a customer judges here."),
        "scale": choice("Scale", _YES_NO),
        **{f"levels.{level}": words(f"Level {_DESCRIBED[level]}") for level in LEVELS},
        "bar": choice("Bar", _BARS, "The level that one interaction must reach."),
        "target": text("Target", "The share of interactions that must reach the bar, such as 90%."),
        "owner": text("Owner", "Who answers for it: a role, such as “shop manager”."),
        "self_check": words("Self-check", "The question to ask oneself."),
        "question": words("Question", "What a customer is asked about it."),
        "measured_by": boxes,
        "pairs_with": choice("Paired with", [("", "none")], "The standard that guards this timed one."),
        "teach": text("How it is taught", "In short words, with commas between: page, rehearsal."),
        "check.kind": choice("Automatic check", kinds),
        SETTINGS: words("Settings of the check", "One on each line, such as `within: 2 min`.", rows=4),
    }


_FIELDS = {"book": _book, "journey": _journey, "step": _step, "standard": _standard}
PARTS: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "book": (
        ("The book", ("organisation", "value", "language")),
        (
            "The verdict on a whole interaction",
            ("overall.promise", "overall.question", "overall.bar", "overall.target"),
        ),
        ("Names of the levels", tuple(f"levels.{level}" for level in LEVELS)),
    ),
    "journey": (("", ("title", "for", "topics", "customer_wants", "quote")),),
    "step": (("", ("title", "stage")),),
    "standard": (
        ("Promise", ("promise", "do", "name", "dimension")),
        ("Levels", ("scale", *(f"levels.{level}" for level in LEVELS))),
        ("Bar and target", ("bar", "target", "owner", "measured_by", "pairs_with")),
        ("Asked and taught", ("question", "self_check", "teach")),
        ("Automatic check", ("check.kind", SETTINGS)),
    ),
}
"""The fields of each form in parts, each with its heading."""


def slug(name: str) -> str:
    """The name of a field as part of an id of HTML."""
    return name.replace(".", "-") or "id"


class ThingForm(forms.Form):
    """The form of one thing. `token` is the draft as it was when the form was opened."""

    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kind: str, *args: Any, pairs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields |= _FIELDS[kind]()
        if "pairs_with" in self.fields:
            self.fields["pairs_with"].choices = [("", "none"), *pairs]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            self._know(name, field)
            hint = f"id_{name}_helptext " if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"{hint}told-{slug(name)}"

    def _know(self, name: str, field: forms.Field) -> None:
        """Lets a choice hold what a file says, even where it is none of those that there are: the fault is told."""
        if isinstance(field, forms.ChoiceField):
            said = self.initial.get(name) or ()
            known = {key for key, _ in field.choices}  # type: ignore[union-attr, misc]
            more = [(one, one) for one in ([said] if isinstance(said, str) else said) if one not in known]
            field.choices = [*field.choices, *more]  # type: ignore[misc]

    def clean_owner(self) -> str:
        """A role; never somebody of the house."""
        owner = str(self.cleaned_data["owner"]).strip()
        if is_somebody(owner):
            raise forms.ValidationError(NO_PERSON)
        return owner

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(name for name in self.fields if name != "token")

    def typed(self) -> dict[str, Any]:
        """What was typed, field by field. Boxes keep the order that the file has, new ones come last."""
        found = {name: self.cleaned_data.get(name, "") for name in self.names}
        if "measured_by" in found:
            before = [one for one in self.initial.get("measured_by") or () if one in found["measured_by"]]
            found["measured_by"] = before + [one for one in found["measured_by"] if one not in before]
        return found


def parts(
    form: ThingForm, told: Mapping[str, Sequence[Told]], theirs: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The fields of a form as its page shows them: each with what is told of it, and with what others wrote."""
    theirs = theirs or {}
    return [
        {
            "title": title,
            "fields": [
                {"field": form[name], "slug": slug(name), "told": told.get(name, ()), "theirs": theirs.get(name)}
                for name in names
            ],
        }
        for title, names in PARTS[form.kind]
    ]
