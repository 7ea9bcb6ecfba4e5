"""Sites, teams, persons, who is where when, and what they may do."""

from __future__ import annotations

from datetime import date
from secrets import token_hex
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


def pseudonym() -> str:
    """An id that names nobody: `p-` and 48 random bits."""
    return f"p-{token_hex(6)}"


class Organisation(models.Model):
    """The one organisation that this application serves, and what it chose."""

    name = models.CharField(max_length=120, default="Our organisation")
    language = models.CharField(max_length=12, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    individual_view = models.BooleanField(
        default=False,
        help_text="Lets leaders see figures of single persons. Off: only the person and their coach see them.",
    )
    allowed_hosts = models.JSONField(default=list, help_text="Private hosts that webhooks may call.")
    ready_at = models.DateTimeField(null=True)

    @classmethod
    def the(cls) -> Organisation:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class Site(models.Model):
    """A shop, desk or clinic. Its time zone says which day and week it is there."""

    id = models.SlugField(primary_key=True, max_length=64)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    is_clinic = models.BooleanField(default=False)
    """Whether people are treated here: nobody ever takes a picture."""

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Persons who work together at a site."""

    id = models.SlugField(primary_key=True, max_length=64)
    name = models.CharField(max_length=120)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Who serves: a human, or an AI agent. `id` is the pseudonym that evidence knows; the name stays here."""

    class Kind(models.TextChoices):
        """What serves."""

        HUMAN = "human", "human"
        AGENT = "agent", "AI agent"

    id = models.CharField(primary_key=True, max_length=64, default=pseudonym)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.HUMAN)
    language = models.CharField(max_length=12, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def present(day: date, through: str = "") -> Q:
        """Those who are here on a day: their last one counts. `through` leads to them, such as "person__"."""
        return Q(**{f"{through}left_on": None}) | Q(**{f"{through}left_on__gte": day})


class Membership(models.Model):
    """Who belongs to which team from when until when; both days count. `shift` is free text, such as "early"."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    shift = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "pk")

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether it has a day in common with these."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)

    @staticmethod
    def on(day: date) -> Q:
        """The memberships that hold on a day."""
        return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


class Role(models.TextChoices):
    """What somebody may do. Who has a log-in and no other role is frontline."""

    FRONTLINE = "frontline", "Frontline"
    REVIEWER = "reviewer", "Reviewer"
    COACH = "coach", "Coach"
    LEADER = "leader", "Leader"
    ADMINISTRATOR = "administrator", "Administrator"


class Grant(models.Model):
    """A role that a person has, in one team or in the whole house (`team` null)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="grants")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "role", "team"), name="grant_once", nulls_distinct=False),
        )


class Accounts(BaseUserManager["User"]):
    """Makes log-ins."""

    def create_user(self, username: str, person: Person, password: str | None = None, **further: Any) -> User:
        """A log-in for a person; without a password nobody can log in by one."""
        user = self.model(username=username, person=person, **further)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person's log-in: by password, passkey or OpenID Connect; or by badge and PIN on a shared tablet."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="user")
    is_active = models.BooleanField(default=True)
    badge = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    """A keyed hash of what the badge's QR code holds."""
    pin = models.CharField(max_length=128, blank=True, editable=False)
    """The PIN's password hash."""
    pin_chosen = models.BooleanField(default=False, editable=False)
    """Whether the person chose the PIN; the first one is printed with the badge."""

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("email",), name="email_once", condition=~Q(email="")),)

    def get_full_name(self) -> str:
        """The person's name."""
        return self.person.name


class Welcome(models.Model):
    """A link by which a person sets up their log-in, once. Only its hash is kept."""

    hash = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="welcomes")
    expires = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)


class Tablet(models.Model):
    """A shared tablet on which staff log in by badge and PIN. Its browser holds a token; only the hash is kept."""

    hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-enrolled_at",)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file of people that an administrator looks at before it is taken over. Only who sent it sees it, for a day."""

    id = models.CharField(primary_key=True, max_length=32)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    rows = models.JSONField()
    """A list of [line, {column: text}]."""
