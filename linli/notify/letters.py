"""The text of a message: what happened in plain words, and where to look. No names, no contacts, no position.

A reporter reads what they were told and nothing else; a colleague reads no words of a resident, since a mail
server is nobody's safe.
"""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cases import categories
from linli.cases import queries as cases
from linli.cases.models import Case, Statement
from linli.cases.voices import line_of
from linli.facts.models import Fact
from linli.notify.channels import BY_MAIL
from linli.notify.models import Notice
from linli.notify.wording import for_reporter, for_staff
from linli.people import queries as people
from linli.places import queries as places
from linli.places import settings as place_settings
from linli.privacy import queries as privacy
from linli.privacy.actions.looking import opened


def letter(notice: Notice) -> EmailMessage | None:
    """This will write the message of a notice; None if there is nobody to send it to any more."""
    case = cases.get_case(int(notice.subject.removeprefix("case:")))
    if case is None:
        return None
    return _to_staff(notice, case) if notice.channel == BY_MAIL else _to_reporter(notice, case)


def _to_staff(notice: Notice, case: Case) -> EmailMessage | None:
    person = people.person(notice.person_id)
    if person is None or not person.is_active or not person.email:
        return None
    with translation.override(person.language):
        sentence = for_staff(notice.kind)
        category = categories.of_street(case.street, retired=True).get(case.category)
        kind = category.name.get(person.language) or category.name["zh-hans"] if category else case.category
        lines = [
            _("Case %(number)s: %(what)s") % {"number": case.number, "what": sentence},
            f"{places.name(case.community)} · {kind}",
            f"{settings.PUBLIC_URL}/desk/{case.street}/{case.number}/",
            "",
            _("This message was written by the system. Please do not reply to it."),
        ]
        return _message(notice, person.email, lines[0], lines)


def _to_reporter(notice: Notice, case: Case) -> EmailMessage | None:
    of_whose = Fact.objects.filter(pk=notice.fact_id).values_list("subject", flat=True).first()
    if of_whose not in {f"case:{one.pk}" for one in line_of(case)}:
        return None  # it was separated meanwhile: steps of the other case are no longer theirs
    contact = privacy.contact(case.street, notice.subject)
    address = opened(contact.sealed).email if contact else ""
    if not address:
        return None
    # A reporter chose no language that we keep: Chinese, and the same in English below.
    lines = [*_told(notice, case, "zh-hans"), "", "- - -", "", *_told(notice, case, "en")]
    with translation.override("zh-hans"):
        title = _("News of your report %(code)s") % {"code": case.tracking}
    return _message(notice, address, title, lines)


def _told(notice: Notice, case: Case, language: str) -> list[str]:
    with translation.override(language):
        name = place_settings.value("office.name_en" if language == "en" else "office.name_zh", case.street)
        said = Statement.objects.filter(
            street=case.street, fact_id=notice.fact_id, told=True, by_reporter=False
        ).order_by("id")
        return [
            str(name or places.name(case.street)),
            for_reporter(notice.kind),
            *said.values_list("text", flat=True),
            "",
            _("Every step so far: %(address)s")
            % {"address": f"{settings.PUBLIC_URL}/{case.street}/t/{case.tracking}/"},
            _("On that page you can also have your contact erased. Please do not reply to this message."),
        ]


def _message(notice: Notice, address: str, title: str, lines: list[str]) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<notice-{notice.pk}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject=title, body="\n".join(lines) + "\n", to=[address], headers=headers)
