"""Every message of every kind, in both languages: what, where, by when, what to do, link, in the words of an office.

To read them all: `pytest tests/notify/test_say_it_well.py -k read_aloud --log-cli-level=INFO`.
"""

import logging
import re

import pytest
from django.core.mail import EmailMessage

from linli.cases.models import Case
from linli.facts import queries as facts
from linli.notify import composing, groups, letters, wecom, wording
from linli.notify.models import Notice
from linli.notify.rules import AUDIENCES, IN_GROUPS, Audience
from linli.people.models import Person
from tests.builders import AT, STREET, Town, report

log = logging.getLogger(__name__)
LANGUAGES = ("zh-hans", "en")
HALF_IN_CHINESE = re.compile(r"[\u4e00-\u9fff][,.:;!?]|[,;!?][\u4e00-\u9fff]")
NEVER = ("·", "|", "！", "请注意", "温馨提示", "感谢", "None", "%(", "  ")


@pytest.fixture
def case(town: Town) -> Case:
    Person.objects.filter(pk=town.grid_member.person_id).update(email="grid@example.org")
    return report(email="resident@example.org")


def notice(case: Case, kind: str, channel: str, to: int, group: str = "new") -> Notice:
    fact = facts.history(STREET, f"case:{case.pk}")[0]
    return Notice(
        id=7, street=STREET, person_id=to, fact_id=fact.pk, channel=channel, kind=kind, group=group,
        subject=f"case:{case.pk}", at=AT,
    )  # fmt: skip


def mails(case: Case, town: Town, kind: str, language: str) -> list[EmailMessage]:
    """This will write what a colleague and the reporter are sent of a step."""
    Person.objects.filter(pk=town.grid_member.person_id).update(language=language)
    asked = [notice(case, kind, "mail", town.grid_member.person_id)]
    if Audience.REPORTERS in AUDIENCES[kind]:
        asked.append(notice(case, kind, "reporter", case.pk))
    written = [letters.letter([each]) for each in asked]
    return [each for each in written if each is not None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(AUDIENCES))
def test_all_are_read_aloud(town: Town, case: Case, kind: str, language: str) -> None:
    texts = [f"{each.subject}\n{each.body}" for each in mails(case, town, kind, language)]
    if kind in IN_GROUPS:
        texts += [
            composing.one(composing.compose(case, kind, language), form)
            for form in (wecom.TEXT, wecom.MARKDOWN)
        ]
    assert texts
    for text in texts:
        log.info("%s %s\n%s", kind, language, text)
        plain = re.sub(r"https?://\S+", "", text)
        assert not [bad for bad in NEVER if bad in plain]
        assert not HALF_IN_CHINESE.search(plain), HALF_IN_CHINESE.search(plain)
        assert "http" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colleague_reads_what_where_by_when_what_to_do_and_where_to_look(
    town: Town, case: Case, language: str
) -> None:
    mail = mails(case, town, "case.filed", language)[0]
    where, due, to_do, link = mail.body.splitlines()[1:5]
    assert case.number in mail.subject
    assert ("，" in where and "·" not in where) if language == "zh-hans" else (", " in where)
    assert due.startswith("截止11月24日" if language == "zh-hans" else "Due Tue 24 Nov, ")
    assert to_do == (
        "请查看，及时处置或派遣。"
        if language == "zh-hans"
        else "Please look at it and handle it, or pass it to whoever can."
    )
    assert link.endswith(f"/desk/{STREET}/{case.number}/")


def test_what_brings_work_says_what_to_do_and_what_is_only_told_does_not() -> None:
    work = {kind for kind in AUDIENCES if groups.group_of(kind, Audience.HOLDERS) is not groups.Group.COURSE}
    assert work | {"case.dispatched"} == set(wording.TO_DO) - {"case.classified"}
    assert set(wording.TO_DO) >= IN_GROUPS


def test_who_is_only_kept_informed_is_not_asked_to_act(town: Town, case: Case) -> None:
    written = letters.letter(
        [notice(case, "case.escalated", "mail", town.grid_member.person_id, str(groups.Group.COURSE))]
    )
    assert written is not None
    assert "请接手" not in written.body


def test_a_danger_is_called_one_in_its_first_line(town: Town) -> None:
    said = composing.one(composing.compose(report(category="05-01"), "case.filed", "zh-hans"), wecom.TEXT)
    assert "险情，新案件" in said.splitlines()[0]
