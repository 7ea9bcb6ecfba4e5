"""No column of words is forgotten: each is sealed, closed in backups, or says nothing of anybody."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from clearbar.web.audit.models import SUBJECT_LETTERS
from clearbar.web.people.holding import holders
from clearbar.web.site.taking import LEFT_OUT

IDS = frozenset({
    "account", "actor", "about", "by", "case", "channel", "closed_by", "coach", "colleague", "customer",
    "decided_by", "edition", "ended_by", "event", "expert", "finding", "hash", "holder", "host", "id",
    "instrument", "interaction", "journey", "key", "kept_by", "kind", "language", "mail", "made_by", "mark",
    "opened_by", "owner", "person", "proposed_by", "rater", "rating", "reached", "response", "reviewer", "role",
    "seed", "settled_by", "silent_by", "approved_by", "asked_by", "begun_by", "confirmed_by", "concluded_by",
    "answered_by", "then_by", "partner", "site", "standard", "step", "stratum", "subject", "sync", "team",
    "thing", "timezone", "topic", "trace", "verb", "way", "whose", "currency", "setting", "source", "scale",
    "dimension", "stage", "shift", "item", "pair",
})  # fmt: skip
"""Names of columns that hold ids, marks, and words of the application or of the book, in whichever table."""

SEALED = {
    "audit_line.sealed": "the subject of the line",
    "followup_arrival.sealed": "the sender",
    "followup_arrival.reason": "the sender",
    "followup_case.words": "the customer",
    "followup_case.wish": "the customer",
    "followup_case.contact": "the customer",
    "followup_casemessage.words": "the customer",
    "followup_caseturn.reason": "the customer",
    "followup_coaching.reason": "who is coached",
    "followup_coaching.own": "who is coached",
    "followup_coaching.outcome": "who is coached",
    "followup_commitment.what": "who is coached",
    "followup_coachingnote.text": "who is coached",
    "followup_correction.sealed": "the person, or the file itself where it has to stay",
    "followup_correctionstep.sealed": "the same",
    "followup_correctionanswer.sealed": "the same",
    "followup_correctionobjection.sealed": "the same",
    "followup_findingrow.reason": "whom it is about, or who gave it",
    "followup_peerinvitation.sealed": "who asks",
    "followup_recognition.sealed": "who is recognised",
    "followup_ownrating.sealed": "who rated themself",
    "followup_nextbar.sealed": "whose bar it is",
    "notices_channel.url": "the channel",
    "notices_channel.secret": "the channel",
    "practice_candidate.sealed": "the candidate",
    "practice_candidate.reason": "the candidate",
    "practice_try.talk": "the candidate",
    "practice_interview.notes": "the candidate",
    "privacy_erasure.reason": "who is erased",
    "surveys_invite.contact": "the customer",
    "surveys_wish.contact": "the customer",
    "walks_walk.own": "who walked",
    "walks_walkstep.note": "the walk",
}
"""Columns that are sealed when they are written, and for whom."""
OTHERWISE_CLOSED = {
    "api_once.answer": "encrypted by a key that only the token's holder has",
    "api_hook.secret": "sealed for the hook",
    "practice_endpoint.key": "sealed for the endpoint",
}

HOUSE = "of the house, its book and its settings; nobody is named"
PICKED = "ids, numbers, levels and choices; no sentence of anybody"
NOBODYS = "written before or beside what anybody can be found by; names and addresses are taken out of it"
FIXED = "a fixed sentence of the application, which names nobody"
MARK = "a hash or a random text of which nothing can be read"
REST = {
    "api_apitoken.name": HOUSE, "api_apitoken.rights": PICKED, "api_hook.url": HOUSE, "api_hook.topics": PICKED,
    "api_call.data": PICKED, "api_call.said": FIXED, "api_once.name": MARK, "api_once.body": MARK,
    "api_wrote.rating": MARK,
    "audit_line.fields": "names of columns", "auth_group.name": HOUSE, "auth_permission.name": HOUSE,
    "auth_permission.codename": HOUSE, "django_content_type.app_label": HOUSE, "django_content_type.model": HOUSE,
    "boards_guess.place": PICKED, "boards_guess.month": PICKED,
    "book_version.files": HOUSE, "book_version.version": HOUSE, "book_version.reason": HOUSE,
    "book_version.accepted": HOUSE, "book_version.editions": PICKED, "book_draft.files": HOUSE,
    "book_earlier.files": HOUSE, "book_sheet.told_by": NOBODYS, "book_sheet.answers": NOBODYS,
    "book_complaint.text": NOBODYS, "book_shown.standards": PICKED,
    "followup_answertemplate.name": HOUSE, "followup_answertemplate.text": HOUSE, "followup_cause.name": HOUSE,
    "followup_caseoffer.name": HOUSE,
    "followup_casemessage.message_id": "made of random letters; emptied by an erasure",
    "followup_caseturn.turn": FIXED, "followup_coaching.prepared": PICKED, "followup_coaching.finding": PICKED,
    "followup_correction.finding": PICKED, "followup_recognition.finding": PICKED,
    "followup_findingrow.reason_for": PICKED, "followup_coachingnote.form": MARK,
    "followup_correction.standards": PICKED, "followup_correctionstep.name": HOUSE,
    "followup_correctionstep.present": PICKED, "followup_criticalstandard.why": HOUSE,
    "followup_findingrow.duty": PICKED,
    "followup_inboxplace.fault": FIXED, "followup_ladder.rungs": HOUSE, "followup_offerkind.name": HOUSE,
    "followup_offerkind.limits": HOUSE, "followup_openhours.days": HOUSE, "followup_raisingproposal.body": PICKED,
    "followup_raisingproposal.reason": "why a standard is raised or not; of the book",
    "followup_raisingproposal.rise": PICKED,
    "followup_recognition.once": MARK, "followup_recoveryrules.clocks": HOUSE,
    "followup_recoveryrules.reply_address": HOUSE,
    "ledger_comment.spans": PICKED, "ledger_job.name": PICKED, "ledger_job.task": HOUSE,
    "ledger_job.body": "ids and what is sealed; mails are in no backup, and an erasure deletes jobs that name somebody",
    "ledger_job.error": "what a program said, masked", "ledger_revision.was": PICKED, "ledger_asked.invitation": MARK,
    "notices_announced.name": PICKED, "notices_announced.subject": FIXED, "notices_announced.text": FIXED,
    "notices_announced.path": PICKED, "notices_announced.said": FIXED, "notices_channel.name": HOUSE,
    "notices_channel.host": HOUSE,
    "notices_channel.topics": PICKED, "notices_hearing.muted": PICKED, "notices_notice.name": PICKED,
    "notices_notice.path": PICKED,
    "people_organisation.name": HOUSE, "people_organisation.allowed_hosts": HOUSE, "people_site.name": HOUSE,
    "people_tablet.name": HOUSE, "people_team.name": HOUSE,
    "practice_choosing.traits": HOUSE, "practice_clip.title": HOUSE, "practice_clip.media": HOUSE,
    "practice_clip.captions": "what is in a film only a person sees: an erasure says how many somebody sent",
    "practice_clip.transcript": "the same", "practice_clip.editions": PICKED, "practice_consent.text": HOUSE,
    "practice_criticalhere.why": HOUSE, "practice_endpoint.name": HOUSE, "practice_endpoint.url": HOUSE,
    "practice_endpoint.model": HOUSE, "practice_endpoint.said": FIXED, "practice_given.answer": PICKED,
    "practice_interview.marks": PICKED, "practice_lessonedit.why": HOUSE, "practice_lessonedit.example": HOUSE,
    "practice_lessonedit.question": HOUSE, "practice_lessonedit.note": HOUSE, "practice_opening.title": HOUSE,
    "practice_opening.seeds": PICKED, "practice_opening.questions": HOUSE, "practice_opening.traits": HOUSE,
    "practice_opening.consent": HOUSE, "practice_pinned.scenario": HOUSE, "practice_pinned.title": HOUSE,
    "practice_pinned.stakes": HOUSE, "practice_pinned.moods": HOUSE, "practice_pinned.persona": HOUSE,
    "practice_pinned.text": HOUSE, "practice_question.name": PICKED, "practice_quizattempt.items": PICKED,
    "practice_quizattempt.what": PICKED, "practice_quizextra.what": PICKED, "practice_rehearsal.mood": PICKED,
    "practice_rehearsal.end": PICKED, "practice_rehearsal.shown": PICKED, "practice_reviewcard.memory": PICKED,
    "practice_scenariotext.name": HOUSE, "practice_scenariotext.text": HOUSE, "practice_tally.trait": PICKED,
    "practice_tally.value": PICKED, "practice_taughthow.media": PICKED, "practice_traitanswer.trait": PICKED,
    "practice_traitanswer.value": PICKED, "practice_try.shown": PICKED, "practice_vote.option": PICKED,
    "reviews_calibration.title": HOUSE, "reviews_calibration.interactions": PICKED, "reviews_cause.name": HOUSE,
    "reviews_critical.why": HOUSE, "reviews_cycle.name": HOUSE, "reviews_cycle.teams": PICKED,
    "reviews_cycle.reviewers": PICKED, "reviews_round.strata": PICKED, "reviews_round.notes": FIXED,
    "socialaccount_socialapp.provider": HOUSE, "socialaccount_socialapp.provider_id": HOUSE,
    "socialaccount_socialapp.name": HOUSE, "socialaccount_socialapp.client_id": HOUSE,
    "socialaccount_socialapp.secret": HOUSE, "socialaccount_socialapp.key": HOUSE,
    "socialaccount_socialapp.settings": HOUSE,
    "socialaccount_socialaccount.provider": HOUSE, "socialaccount_socialtoken.token": "never kept: the setting is off",
    "socialaccount_socialtoken.token_secret": "the same",
    "surveys_invite.performers": PICKED, "surveys_invite.reminder": MARK, "surveys_survey.name": HOUSE,
    "surveys_survey.languages": HOUSE, "surveys_survey.standards": PICKED, "surveys_way.name": HOUSE,
    "surveys_way.address": MARK, "surveys_way.hosts": HOUSE,
    "walks_place.condition": HOUSE, "walks_walk.conditions": HOUSE, "walks_walking.conditions": HOUSE,
    "walks_walkplan.name": HOUSE, "walks_walkplan.conditions": HOUSE, "walks_walkstep.levels": PICKED,
}  # fmt: skip
"""Columns that hold words and say nothing of anybody, with the reason."""

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField)


def columns() -> set[str]:
    """Every column of every model that can hold words."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS) and not (field.choices or field.is_relation)
        if model._meta.db_table not in LEFT_OUT
    }


def private() -> set[str]:
    """Every column that a holder closes in backups."""
    return {f"{one.table}.{name}" for _, holder in holders() for one in holder.private for name in one.columns}


def is_text(column: str) -> bool:
    """Whether it is no id by its name; whatever it is called, a text, data or bytes are never ids."""
    table, name = column.split(".")
    field = next(
        one for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table
        for one in model._meta.concrete_fields if one.column == name
    )  # fmt: skip
    is_long = not isinstance(field, models.CharField) or (field.max_length or 1_000) > SUBJECT_LETTERS
    return is_long or name not in IDS


def test_each_column_of_words_is_sealed_private_or_says_nothing_of_anybody() -> None:
    known = private() | SEALED.keys() | REST.keys() | OTHERWISE_CLOSED.keys()
    forgotten = sorted(one for one in columns() if is_text(one) and one not in known)
    assert not forgotten, "say in people/holding.py's `private`, or here, what becomes of: " + ", ".join(forgotten)


def test_each_column_stands_once_and_is_there() -> None:
    listed = [*private(), *SEALED, *REST, *OTHERWISE_CLOSED]
    assert len(listed) == len(set(listed)), sorted(one for one in set(listed) if listed.count(one) > 1)
    assert not set(listed) - columns(), sorted(set(listed) - columns())


@pytest.mark.django_db
def test_each_private_column_and_its_selects_run_on_the_database() -> None:
    for _, holder in holders():
        for one in holder.private:
            with connection.cursor() as asked:
                for select in (*one.whose, *one.customers):
                    asked.execute(f"with w(k, s) as ({select}) select k, s from w")
                for name, blank in one.columns.items():
                    asked.execute(f'select case when true then {blank} else "{name}" end from {one.table}')
