"""The words of who may see which figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from clearbar.model.question import FLOOR


class Everybody(Enum):
    """Every person, where an organisation lets figures of single persons be seen."""

    ALL = "all"


ALL: Final = Everybody.ALL


@dataclass(frozen=True)
class Lens:
    """What one viewer may see.

    `persons`: whose own figures: the viewer's, those of people whom they coach, or `ALL`. `teams` and `sites`: the
    groups whose figures they may see; None means all. `floor`: so many respondents stand at least behind each figure
    about a group; never fewer than FLOOR.
    """

    persons: frozenset[str] | Literal[Everybody.ALL] = frozenset()
    teams: frozenset[str] | None = None
    sites: frozenset[str] | None = None
    floor: int = FLOOR

    def __post_init__(self) -> None:
        if self.floor < FLOOR:
            raise ValueError(f"no figure about a group rests on fewer than {FLOOR} respondents")
