"""Customers get subjects of their own: a person may have the same id, and both had one key."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat

CUSTOMER = "customer "
GONE = "gone-"
AT_ONCE = 500


def apart(apps, schema_editor):
    """Says of each subject that is a customer's that it is one, in rows, keys and audit lines. Where a person has the
    same id, their key and lines stay, and the customer has a copy of the key: either opens what it opened before."""
    del schema_editor
    theirs = set()
    turns = apps.get_model("followup", "CaseTurn").objects.filter(by=F("case__subject")).exclude(by__startswith=GONE)
    turns.update(by=_of_customer("by"))
    for app, name in (("surveys", "Invite"), ("surveys", "Wish"), ("followup", "Case"), ("followup", "Arrival")):
        rows = apps.get_model(app, name).objects.exclude(subject__startswith=GONE)
        theirs.update(rows.values_list("subject", flat=True).distinct())
        rows.update(subject=_of_customer("subject"))
    for name in ("Interaction", "Rating"):
        known = apps.get_model("ledger", name).objects.exclude(customer=None)
        theirs.update(known.values_list("customer", flat=True).distinct())
    persons = set(apps.get_model("people", "Person").objects.values_list("id", flat=True))
    keys = apps.get_model("audit", "SubjectKey").objects
    for key in list(keys.all()):
        if key.subject in theirs & persons:
            keys.create(subject=CUSTOMER + key.subject, secret=key.secret)
        elif key.subject in theirs:
            key.subject = CUSTOMER + key.subject
            key.save()
    lines, alone = apps.get_model("audit", "Line").objects, sorted(theirs - persons)
    for begin in range(0, len(alone), AT_ONCE):
        few = alone[begin : begin + AT_ONCE]
        lines.filter(subject__in=few).update(subject=_of_customer("subject"))
        lines.filter(actor__in=few).update(actor=_of_customer("actor"))


def _of_customer(column):
    return Concat(Value(CUSTOMER), F(column))


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("audit", "0002_subjects"),
        ("followup", "0002_subjects"),
        ("ledger", "0002_synced"),
        ("people", "0002_site_is_clinic"),
        ("surveys", "0003_subjects"),
    ]

    operations = [migrations.RunPython(apart, migrations.RunPython.noop)]
