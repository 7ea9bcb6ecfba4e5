"""What peers and the own compass hold of a person: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from clearbar.web.audit.seals import unseal_all
from clearbar.web.followup.models.peers import NextBar, OwnRating, PeerInvitation, Recognition
from clearbar.web.people.days import house_days
from clearbar.web.people.holding import Holder, Kept, Subject, SubjectKind, few_at_a_time, holds

GONE = ""


@holds("colleagues and own compass")
class Peers(Holder):
    """Invitations, recognition, what somebody said of themself, and the bars that they set."""

    kinds: ClassVar[Mapping[str, Kept]] = {
        "peer invitations": Kept("invitations to look at a colleague's work", timedelta(days=365)),
        "recognitions": Kept("recognition of colleagues", None),
        "own ratings": Kept("what people said of their own interactions", timedelta(days=730)),
    }

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All that is about them, and what they wrote to others without the others' words."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        who, day = subject.id, house_days()
        return {
            "peer reviews that you asked for": [
                {"at": f"{day(one.at)}", "interaction": one.interaction, "state": one.state, **said}
                for one, said in _opened(who, PeerInvitation.objects.filter(person=who))
            ],
            "peer reviews that you were asked for": [
                {"at": f"{day(one.at)}", "state": one.state} for one in PeerInvitation.objects.filter(colleague=who)
            ],
            "what colleagues recognised you for": [
                {"at": f"{day(one.at)}", "standard": one.standard, **said}
                for one, said in _opened(who, Recognition.objects.filter(person=who))
            ],
            "colleagues whom you recognised": [
                {"at": f"{day(one.at)}", "standard": one.standard} for one in Recognition.objects.filter(by=who)
            ],
            "what you said of yourself": [
                {"at": f"{day(one.at)}", "interaction": one.interaction, "shared": bool(one.shared_at), **said}
                for one, said in _opened(who, OwnRating.objects.filter(person=who))
            ],
            "bars that you set yourself": [said for _, said in _opened(who, NextBar.objects.filter(person=who))],
        }  # fmt: skip

    def erase(self, subject: Subject, at: datetime) -> int:
        """Deletes what is about them and what they were asked; who recognised others is named no more. Of a customer
        the number of what somebody asked or rated themself."""
        del at
        if subject.kind is not SubjectKind.PERSON:
            return sum(
                model._default_manager.filter(interaction=was).update(interaction=new)
                for model in (PeerInvitation, OwnRating) for was, new in subject.renamed.items()
            )  # fmt: skip
        count = Recognition.objects.filter(by=subject.id).update(by=GONE)
        for model in (PeerInvitation, Recognition, OwnRating, NextBar):
            count += model.objects.filter(person=subject.id).delete()[0]
        return count + PeerInvitation.objects.filter(colleague=subject.id).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes what is older, a few rows at a time."""
        models: dict[str, Any] = {
            "peer invitations": PeerInvitation, "recognitions": Recognition, "own ratings": OwnRating,
        }  # fmt: skip
        if kind not in models:
            return 0
        return few_at_a_time(models[kind].objects.filter(at__lt=before))


def _opened(person: str, found: Iterable[Any]) -> list[tuple[Any, dict[str, Any]]]:
    """Rows, each with what is sealed in it."""
    rows = list(found)
    said = unseal_all([(person, one.sealed) for one in rows])
    return [(row, one or {}) for row, one in zip(rows, said, strict=True)]
