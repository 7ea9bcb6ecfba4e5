"""How a standard's bar and target are told."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from clearbar.model.book import Level, Scale, Standard
from clearbar.model.estimate import Estimate
from clearbar.web.book.addresses import address_of
from clearbar.web.bridge.drafting import Outline

register = template.Library()


@register.filter
def barred(standard: Standard) -> str:
    """The dimension, bar and target of a standard, in a few words."""
    bar = "yes or no" if standard.scale is Scale.YES_NO else f"bar: {level(standard.bar)}"
    said = [standard.dimension.value] if standard.dimension else []
    said.append(bar)
    if standard.target is not None:
        said.append(f"in {share(standard.target)}")
    return " · ".join(said)


@register.filter
def level(one: Level) -> str:
    """A level's own name."""
    return one.name.lower()


@register.filter
def share(value: float) -> str:
    """A share as a percentage: without decimals unless it has some."""
    return f"{round(100 * value, 1):g} %"


_SAID_SO = {
    "en": "Customers said so {hits} of {n} times ({low}–{high} %).",
    "de": "Kunden sagten das in {hits} von {n} Fällen ({low}–{high} %).",
    "es": "Los clientes lo dijeron {hits} de {n} veces ({low}–{high} %).",
    "nl": "Klanten zeiden dit {hits} van de {n} keer ({low}–{high} %).",
}


@register.filter
def said_so(figure: Estimate, language: str) -> SafeString:
    """How often customers say so, with its interval, in one sentence; in English where the language is another."""
    tag = language.partition("-")[0] if language.partition("-")[0] in _SAID_SO else "en"
    low, high = round(100 * figure.low), round(100 * figure.high)
    said = _SAID_SO[tag].format(hits=figure.hits, n=figure.n, low=low, high=high)
    return mark_safe(f'<span class="figure" lang="{tag}">{escape(said)}</span>')  # noqa: S308  our own words and numbers


@register.filter
def address(one: Outline) -> str:
    """The page on which a thing of the draft is edited."""
    return address_of(one.kind, one.id)


_CODE = re.compile(r"`([^`]+)`")


@register.filter
def marked(text: str) -> SafeString:
    """A message of the rules, with the words that it quotes from a file marked as such."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308  escaped before


@register.filter
def tongue(tag: str) -> str:
    """A language by its own name; by its tag where that is not known."""
    try:
        return str(get_language_info(tag)["name_local"])
    except KeyError:
        return tag
