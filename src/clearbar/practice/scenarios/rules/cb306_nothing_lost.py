"""Who is not understood costs patience.

Where nothing is lost by talking past a customer, one can talk past them until the turns run out, and nobody gets an
answer to what they did. Real patience falls. `otherwise` takes one where nothing else is written.

**Missed by**

    otherwise: {says: That is not what I asked., patience: 0}

**Met by**

    otherwise: {says: That is not what I asked., patience: -1}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB306"
NAME = "nothing-lost"
TEST = Test.PLAYABLE
SUMMARY = "Who is not understood costs patience."


def check(written: Written) -> Iterator[Finding]:
    """Scenes whose `otherwise` stays there and takes no patience."""
    for scene, path in written.scenes():
        stays = scene.otherwise.go in {"", scene.id}
        if stays and scene.otherwise.patience >= 0:
            message = f"in `{scene.id}` one can say anything for ever, and nothing is lost"
            yield written.finding(CODE, (*path, "otherwise", "patience"), message, "let it cost patience: `-1`")
