"""What the book holds of customers: sheets and complaints, which name nobody by a pseudonym, only in their words."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from clearbar.web.book.models import Complaint, Earlier, Sheet
from clearbar.web.ledger.holding import without
from clearbar.web.people.holding import Holder, Kept, Subject, few_at_a_time, holds


@holds("book")
class Heard(Holder):
    """What customers said before the book was written, and earlier drafts."""

    kinds = MappingProxyType(
        {
            "sheets": Kept("what customers said before the book was written", timedelta(days=1095)),
            "earlier": Kept("earlier states of the draft", timedelta(days=365)),
        }
    )

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes names and addresses out of the words."""
        del at
        count, names = 0, {one for one in subject.names if " " in one} | subject.addresses
        for sheet in Sheet.objects.all():
            bare = [without(str(one), names) for one in sheet.answers]
            by = without(sheet.told_by, names)
            if (bare, by) != (sheet.answers, sheet.told_by):
                count += Sheet.objects.filter(pk=sheet.pk).update(answers=bare, told_by=by)
        for complaint in Complaint.objects.all():
            text = without(complaint.text, names)
            if text != complaint.text:
                count += Complaint.objects.filter(pk=complaint.pk).update(text=text)
        return count

    def forget(self, kind: str, before: datetime) -> int:
        """Whole rows."""
        if kind == "earlier":
            return few_at_a_time(Earlier.objects.filter(draft__changed_at__lt=before))
        return few_at_a_time(Sheet.objects.filter(at__lt=before)) + few_at_a_time(
            Complaint.objects.filter(at__lt=before)
        )
