"""Tokens, what was answered to repeated requests, and hooks with their calls."""

from __future__ import annotations

from secrets import token_hex

from django.db import models

from clearbar.web.audit.keys import random_key
from clearbar.web.people.models import Person


def token_id() -> str:
    """The pseudonym under which a token acts for the house."""
    return f"t-{token_hex(6)}"


class ApiToken(models.Model):
    """What a program shows instead of a password. Only the hash is kept.

    `person` is whose scope it acts in; nobody: it acts for the house, as `id`. A token for another person has no hash
    until that person takes it: else who made it would read what only that person may read.
    """

    id = models.CharField(primary_key=True, max_length=64, default=token_id)
    hash = models.CharField(max_length=64, unique=True, null=True)
    name = models.CharField(max_length=80)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="api_tokens")
    rights = models.JSONField(default=list)
    per_minute = models.IntegerField(default=600)
    """So many requests a minute are answered, by each process that serves."""
    expires_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    """The day only: an hour would tell when an anonymous answer came by it."""

    class Meta:
        ordering = ("name", "id")


class Wrote(models.Model):
    """Which rating came by which token. Of anonymous ratings nothing is noted."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="wrote")
    rating = models.CharField(max_length=64, unique=True)


class Once(models.Model):
    """What was answered to a request with an Idempotency-Key. `name` and `body` are marks, and `answer` is
    encrypted, by keys that only the token's holder has: nobody can try out here what was sent, or read a link that was
    told once. `week` is when it was, and no more of the time."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="once")
    name = models.CharField(max_length=64)
    body = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    answer = models.BinaryField(null=True)
    week = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "name"), name="once_name"),)


class Hook(models.Model):
    """An address that is told news. Its secret is sealed with a key of its own."""

    id = models.CharField(primary_key=True, max_length=64, default=token_id)
    url = models.URLField(max_length=500)
    topics = models.JSONField(default=list)
    secret = models.BinaryField()
    active = models.BooleanField(default=True)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("url", "id")


class Call(models.Model):
    """One piece of news for one hook. `said` is what came of the last try: a status, or why there was none."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="calls")
    event = models.CharField(max_length=64)
    topic = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at", "key")
        constraints = (models.UniqueConstraint(fields=("hook", "event"), name="call_once"),)
