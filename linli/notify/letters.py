"""The text of a message: what happened in plain words, and where to look. No names, no contacts, no position.

A reporter reads what they were told and nothing else; a colleague reads no words of a resident, since a mail
server is nobody's safe.
"""

from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cases import queries as cases
from linli.cases.models import Case, Statement
from linli.cases.voices import line_of
from linli.facts.models import Fact
from linli.notify import stopping
from linli.notify.channels import BY_MAIL
from linli.notify.composing import compose
from linli.notify.groups import Group
from linli.notify.models import Notice
from linli.notify.wording import for_reporter
from linli.people import queries as people
from linli.places import queries as places
from linli.places import settings as place_settings
from linli.privacy import queries as privacy
from linli.privacy.actions.looking import opened


def letter(notices: Sequence[Notice]) -> EmailMessage | None:
    """This will write one message of notices for one receiver of a case, oldest first; None if nobody is left."""
    case = cases.get_case(int(notices[0].subject.removeprefix("case:")))
    if case is None:
        return None
    return _to_staff(notices, case) if notices[0].channel == BY_MAIL else _to_reporter(notices, case)


def _to_staff(notices: Sequence[Notice], case: Case) -> EmailMessage | None:
    person = people.person(notices[0].person_id)
    if person is None or not person.is_active or not person.email:
        return None
    said = [compose(case, each.kind, person.language) for each in notices]
    with translation.override(person.language):
        titles = [
            _("Case %(number)s: %(what)s") % {"number": case.number, "what": each.sentence} for each in said
        ]
        last = said[-1]
        stop = stopping.staff_link(person.pk, [each.group for each in notices])
        lines = [
            *dict.fromkeys(titles),
            last.where,
            *([last.deadline] if last.deadline else []),
            *([last.to_do] if last.to_do and notices[-1].group != Group.COURSE else []),
            f"{settings.PUBLIC_URL}/desk/{case.street}/{case.number}/",
            "",
            *([_("No more mail of this kind: %(address)s") % {"address": stop}] if stop else []),
            _("This message was written by the system. Please do not reply to it."),
        ]
        return message(notices[-1].pk, person.email, titles[-1], lines, stop)


def _to_reporter(notices: Sequence[Notice], case: Case) -> EmailMessage | None:
    line = {f"case:{one.pk}" for one in line_of(case)}
    of_whose = dict(
        Fact.objects.filter(pk__in=[each.fact_id for each in notices]).values_list("id", "subject")
    )
    # Where it was separated meanwhile, steps of the other case are no longer theirs.
    theirs = [each for each in notices if of_whose.get(each.fact_id) in line]
    contact = privacy.contact(case.street, notices[0].subject) if theirs else None
    address = opened(contact.sealed).email if contact else ""
    if not address:
        return None
    stop = stopping.reporter_link(case)
    # A reporter chose no language that we keep: Chinese, and the same in English below.
    lines = [*_told(theirs, case, "zh-hans", stop), "", "- - -", "", *_told(theirs, case, "en", stop)]
    with translation.override("zh-hans"):
        title = _("News of your report %(code)s") % {"code": case.tracking}
    return message(theirs[-1].pk, address, title, lines, stop)


def _told(notices: Sequence[Notice], case: Case, language: str, stop: str) -> list[str]:
    with translation.override(language):
        name = place_settings.value("office.name_en" if language == "en" else "office.name_zh", case.street)
        said: list[str] = []
        for each in notices:
            words = Statement.objects.filter(
                street=case.street, fact_id=each.fact_id, told=True, by_reporter=False
            ).order_by("id")
            said += [for_reporter(each.kind), *words.values_list("text", flat=True)]
        return [
            str(name or places.name(case.street)),
            *said,
            "",
            _("Every step so far: %(address)s")
            % {"address": f"{settings.PUBLIC_URL}/{case.street}/t/{case.tracking}/"},
            _("On that page you can also have your contact erased. Please do not reply to this message."),
            _("No more mail about this report: %(address)s") % {"address": stop},
        ]


def message(number: int, address: str, title: str, lines: Sequence[str], stop: str) -> EmailMessage:
    """This will make a mail; one tap in the reader's program stops more of its kind (RFC 8058)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<notice-{number}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject=title, body="\n".join(lines) + "\n", to=[address], headers=headers)
