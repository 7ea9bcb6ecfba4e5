"""Keys of rows."""

from __future__ import annotations

from secrets import randbits
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, int]
else:
    _BigInteger = models.BigIntegerField


def random_key() -> int:
    """A random key of 63 bits.

    Rows that somebody was promised anonymity for must not tell in which order they came: next to a row with a time,
    the order is a time. SQLite keeps rows in the order of such a key (see `RandomKey`), so a random one leaves no order
    behind.
    """
    return randbits(63)


class RandomKey(_BigInteger):
    """The column of a random key: `key = RandomKey(primary_key=True, default=random_key, editable=False)`.

    SQLite takes a key as the number of its row only where the column's type reads "integer" (its integers have 64 bits
    all the same). With "bigint" it would number the rows beside it, one by one as they come.
    """

    def db_type(self, connection: Any) -> str | None:
        """The type of the column."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
