"""Messages of a case: tokens by which an answer to one is known, and sending."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from clearbar.text.redact import storable
from clearbar.web.audit.seals import seal, unseal
from clearbar.web.followup.actions.recovery_turns import Refused, Turn, run, taken_up, turned
from clearbar.web.followup.models.recovery import Case, CaseMessage
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, RecoveryRules
from clearbar.web.followup.queries.recovery_permits import sees
from clearbar.web.followup.queries.recovery_sent import mail_name, was_answered
from clearbar.web.ledger import mail
from clearbar.web.people.access import demand
from clearbar.web.people.models import Organisation
from clearbar.web.people.scope import Scope

_KEY, _MAC = 16, 16


def token_of(case: Case) -> str:
    """What a case is known by in an address: its key, and a mark that only this house can make; 32 hex letters."""
    name = f"{case.pk:016x}"
    return name + _mark(name)


def case_of_token(token: str) -> Case | None:
    """The case of a token, however its letters are written; None for what is none."""
    told = token.strip().lower()
    name, mark = told[:_KEY], told[_KEY:]
    if len(told) != _KEY + _MAC or not hmac.compare_digest(mark.encode(), _mark(name).encode()):
        return None
    return Case.objects.filter(pk=int(name, 16)).first()


def case_of_message_id(message_id: str) -> Case | None:
    """The case in which a mail with this Message-ID was sent, for In-Reply-To and References."""
    found = CaseMessage.objects.filter(message_id=message_id.strip()[:200], ours=True).select_related("case").first()
    return found.case if found else None


def reply_to(case: Case) -> str:
    """The address that replies to a case go to; empty where none was chosen."""
    address = RecoveryRules.the().reply_address
    if not address:
        return ""
    local, _, host = address.rpartition("@")
    return f"{local}+{token_of(case)}@{host}"


def message_id_of(message: CaseMessage) -> str:
    """The Message-ID of a mail."""
    address = RecoveryRules.the().reply_address
    host = address.rpartition("@")[2] or urlsplit(settings.CLEARBAR_ADDRESS).hostname or "localhost"
    return f"<{token_of(message.case)}.{message.pk:016x}@{host}>"


def _mark(name: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"followup.case:{name}".encode(), sha256).hexdigest()[:_MAC]


@dataclass(frozen=True)
class Letter:
    """An answer: how it is given, the words of whoever gives it, and a text of the organisation before them."""

    way: str
    words: str
    template: AnswerTemplate | None = None

    @property
    def text(self) -> str:
        """What the customer reads or heard."""
        parts = [self.template.text if self.template else "", self.words]
        return "\n\n".join(one.strip() for one in parts if one.strip())


@transaction.atomic
def answer(*, scope: Scope, case: Case, version: int, letter: Letter, at: datetime) -> CaseMessage:
    """Answers the customer: by e-mail, which goes out at once, or notes what was said otherwise. Raises Refused where
    it cannot be sent, or where somebody acted on the case meanwhile."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.ANSWER, version)
    if not letter.words.strip():
        raise Refused("Add words of your own: an answer is for this customer.")
    if letter.way not in (CaseMessage.Way.MAIL, *CaseMessage.SAID):
        raise Refused("Say how the customer was answered.")
    is_first = kept.answered_at is None or not was_answered(kept)
    message = CaseMessage(case=kept, number=kept.version + 1, way=letter.way, ours=True, by=scope.person, at=at)
    message.words = seal(kept.subject, storable(letter.text))
    if letter.way == CaseMessage.Way.MAIL:
        _send(kept, message, letter, at)
    message.save()
    kept.owed = False
    if is_first:
        kept.answered_at, kept.in_time = at, at <= kept.answer_due
    kept.silent_by = ""
    turned(kept, Turn.ANSWER, by=scope.person, at=at, values={"way": letter.way, "words": letter.text})
    run(kept)
    kept.save()
    return message


def _send(case: Case, message: CaseMessage, letter: Letter, at: datetime) -> None:
    to = address_of(case)
    if not to:
        raise Refused("No e-mail address is known for this customer. Tell them otherwise, and note what you said.")
    if not mail.can_send():
        raise Refused("No mail server was named, so nothing can be sent. Tell them otherwise, and note what you said.")
    message.message_id = message_id_of(message)
    headers = {"Message-ID": message.message_id}
    if address := reply_to(case):
        headers["Reply-To"] = address
    house = Organisation.the().name
    mail.post(
        name=mail_name(message), to=to, subject=f"{house}: {case.called}", text=f"{letter.text}\n\n{house}\n", at=at,
        headers=headers, sealed_for=case.subject,
    )  # fmt: skip


def address_of(case: Case) -> str:
    """The customer's e-mail address; empty where none is known."""
    told = str(unseal(case.subject, case.contact) or "").strip()
    try:
        validate_email(told)
    except ValidationError:
        return ""
    return told
