"""The smallest shapes of files that people write: an id, a text, a list of texts, a language tag."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80),
    Field(description="Small letters, digits, dots, hyphens and underscores; it stays when the words change."),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A language tag, such as `nl` or `pt-BR`."""


def listed(value: Any) -> Any:
    """A single text as a list of one; anything else as it is."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[Text, ...], BeforeValidator(listed, json_schema_input_type=tuple[Text, ...] | Text)]
"""A list; a single text is a list of one."""
