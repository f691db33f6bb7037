"""Requests about one's own data: made by anybody, answered by the street's administrator, on their own clock."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts import actions as facts
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id, normalise_code
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.places import settings
from linli.privacy import policies, refusals, rules, sealing
from linli.privacy.actions.codes import save_once
from linli.privacy.actions.telling import tell
from linli.privacy.models import RequestKind, RightsRequest
from linli.privacy.settings_keys import ANSWER_DAYS


def make_request(
    *,
    street: str,
    kind: str,
    idempotency: str,
    text: str = "",
    case_code: str = "",
    subject: str = "",
    name: str = "",
    phone: str = "",
    email: str = "",
    at: datetime,
) -> RightsRequest:
    """This will keep a request and give it its own tracking code and its day of answer.

    `case_code` is what the person typed, `subject` what the caller found for it, if it did. The same
    `idempotency` key gives the first request again. Raises Refused (BadContact for a contact field) for an
    unknown kind, a malformed code, a text too long, or when it does not say what it is about.
    """
    code, text = _about(kind, case_code, text)
    contact = refusals.checked(name=name, phone=phone, email=email).given()
    row = RightsRequest(
        id=new_id(at),
        street=street,
        kind=kind,
        text=text,
        case_code=code,
        subject=subject,
        idempotency=idempotency,
        sealed_contact=sealing.seal(contact) if contact else None,
        made_at=at,
        answer_by=rules.days_after(at, int(settings.value(ANSWER_DAYS, street, at))),
    )
    with writing():
        kept = save_once(row)
        if kept is row:
            tell(_record(row, "rights.made", at=at, data={"asks": kind}, first=True))
    return kept


def _about(kind: str, case_code: str, text: str) -> tuple[str, str]:
    """What the request is about: a case by its code, or a text, which must be there without one."""
    if kind not in RequestKind.values:
        raise Refused(_("Choose what you ask for."))
    code = normalise_code(case_code) if case_code.strip() else ""
    if code is None:
        raise Refused(_("This is not a tracking code. It has six letters and digits, like 7K3-9QF."))
    if text.strip() or kind == RequestKind.CORRECT or not code:
        return code, refusals.plain_text(text, empty=_("Say what your request is about."))
    return code, ""


def answer_request(*, request: RightsRequest, by: Viewer, answer: str, at: datetime) -> RightsRequest:
    """This will answer a request, once. Raises Refused if somebody has done it already, with when."""
    allowed = policies.may_answer_requests(by, street=request.street)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    answer = refusals.plain_text(answer, empty=_("Write the answer."))
    with writing():
        first = RightsRequest.objects.filter(id=request.id, answered_at=None).update(
            answer=answer, answered_at=at, answered_by_id=by.person_id
        )
        if not first:
            raise Refused(_("A colleague has just answered this. What you wrote was not sent."))
        late = rules.is_overdue(answer_by=request.answer_by, answered_at=None, at=at)
        _record(request, "rights.answered", at=at, actor_id=by.person_id, data={"late": late})
    request.refresh_from_db()
    return request


def _record(
    row: RightsRequest,
    kind: str,
    *,
    at: datetime,
    data: dict[str, object],
    actor_id: int | None = None,
    first: bool = False,
) -> Fact:
    subject = f"rights:{row.id}"
    return facts.record(
        street=row.street, subject=subject, kind=kind, at=at, actor_id=actor_id, data=data, first=first
    )
