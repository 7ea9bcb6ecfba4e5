"""A scenario as it is written, with its places: what the rules read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from clearbar.model.book import Book
from clearbar.model.lint import Finding
from clearbar.model.scenario import Scenario, Scene, Talk
from clearbar.practice.scenarios.ways import Walked, walked
from clearbar.text.allowances import leaves
from clearbar.text.tree import Node

Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Written:
    """A scenario, its file and tree. `book` is None where there is none to hold it against; `played` are the exemplary
    talk as it went when staff said their lines, in each mood, None where nobody played it."""

    scenario: Scenario
    file: str
    node: Node
    book: Book | None = None
    played: tuple[Talk, ...] | None = None

    @cached_property
    def walked(self) -> Walked:
        """What can be reached from the first scene."""
        return walked(self.scenario)

    def finding(self, code: str, path: Path, message: str, hint: str = "", *, standard: str = "") -> Finding:
        """A finding about the value at `path`, or about the nearest thing around it that is written."""
        return Finding(self.file, *self.node.place(path), code, message, hint, standard)

    def key_finding(self, code: str, path: Path, message: str, hint: str = "") -> Finding:
        """A finding about the key at the end of `path`: the id of a scene, an end or an intent."""
        return Finding(self.file, *self.node.place(path, of_key=True), code, message, hint)

    def scenes(self) -> Iterator[tuple[Scene, Path]]:
        """Every scene with its path."""
        for scene in self.scenario.scenes:
            yield scene, ("scenes", scene.id)

    def speaks(self, languages: Collection[str]) -> bool:
        """Whether the talk is in one of `languages` (`en` means `en-GB`, too)."""
        tag = self.scenario.language
        return tag in languages or tag.partition("-")[0] in languages

    def texts(self, *paths: Path) -> Iterator[Node]:
        """Every text at or below `paths`."""
        for path in paths:
            node: Node | None = self.node
            for part in path:
                inside = node.value if node else None
                node = inside.get(str(part)) if isinstance(inside, dict) else None
            if node is not None:
                yield from (leaf for leaf in leaves(node) if isinstance(leaf.value, str))
