from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.workflow import Action
from linli.people.rows import Viewer
from linli.pictures import queries as pictures
from linli.web.desk.verbs import VERBS
from tests.builders import AT, EAST_2, Town, closed, handled, report, reported_to
from tests.web.desk.conftest import NOW, Open

Take = Any


def fresh(case: Case) -> Case:
    """This will read a case again."""
    found = queries.get_case(case.pk)
    assert found is not None
    return found


@pytest.fixture
def take(open_as: Open) -> Take:
    """This will give a function that posts a step as somebody, with the version they saw."""

    def taken(who: Viewer, case: Case, step: str, face: str = "desk", **given: Any) -> HttpResponse:
        given.setdefault("seen", case.version)
        address = f"/{face}/{case.street}/{case.number}/{step}/"
        return open_as(who).post(address, given)  # type: ignore[return-value]  # the client's own kind of answer

    return taken


def picture(name: str = "after.jpg") -> SimpleUploadedFile:
    """This will draw a small photo."""
    file = BytesIO()
    Image.new("RGB", (320, 240), "#678").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


Ready = dict[str, tuple[Viewer, Case, dict[str, Any], str]]
UNTIL = AT + timedelta(days=5)


def handling(town: Town) -> Ready:
    """This will prepare one case for each step of handling: who takes it, what they fill in, the state after."""
    held = report()
    Case.objects.filter(pk=held.pk).update(status="held", filed_at=None, handle_by=None, act_by=None)
    held.refresh_from_db()
    member, officer, street = town.grid_member, town.community_officer, town.street_officer
    whistle = {"department": town.department.pk, "words": "归城管。"}
    return {
        "accept": (officer, held, {}, "received"),
        "classify": (
            officer,
            report(),
            {"category": "01-07:piling", "location_type": "roadside"},
            "received",
        ),
        "answer": (officer, report(), {"words": "收到了。"}, "received"),
        "note": (officer, report(), {"words": "打过电话。"}, "received"),
        "dispatch": (officer, report(), {"assignee": member.person_id}, "sent"),
        "start": (member, report(), {}, "handling"),
        "fix": (member, report(), {"words": "清走了。"}, "checking"),
        "verify": (officer, handled(town), {}, "fixed"),
        "reject": (officer, handled(town), {"words": "还有半车。"}, "rework"),
        "escalate": (member, report(), {"words": "要铲车。"}, "received"),
        "send-back": (officer, reported_to("community", town), {"words": "网格能办。"}, "received"),
        "hand-over": (officer, report(), {"grid": EAST_2, "words": "在二网格。"}, "received"),
        "whistle": (street, reported_to("street", town), whistle, "received"),
        "urge": (officer, report(), {"words": "请快一点。"}, "received"),
    }


def deciding(town: Town) -> Ready:
    """This will prepare one case for each step that is asked for and decided."""
    voided, deferred = report(), deferral_asked(town)
    consulted, decided = reported_to("community", town), reported_to("community", town)
    member, officer, street = town.grid_member, town.community_officer, town.street_officer
    actions.ask_void(case=voided, by=member, at=AT, reason="是测试")
    actions.grant_deferral(case=deferred, by=street, at=AT)
    for case in (consulted, decided):
        actions.consult(case=case, by=officer, at=AT, reason="没有经费")
    actions.decide(
        case=decided, by=officer, at=AT, decision="由物业出钱", owner_id=member.person_id, by_on=UNTIL.date()
    )
    decision = {"words": "由物业出钱。", "owner": member.person_id, "by_on": "2026-11-30"}
    return {
        "ask-deferral": (member, report(), {"until": "2026-11-30", "words": "等雨停。"}, "received"),
        "grant-deferral": (street, deferral_asked(town), {}, "deferred"),
        "refuse-deferral": (street, deferral_asked(town), {"words": "不行。"}, "received"),
        "resume": (member, deferred, {}, "handling"),
        "consult": (officer, reported_to("community", town), {"words": "没有经费。"}, "received"),
        "decide": (officer, consulted, decision, "received"),
        "report-decision": (officer, decided, {"words": "已经落实。"}, "received"),
        "ask-void": (member, report(), {"words": "是测试。"}, "received"),
        "grant-void": (officer, voided, {}, "void"),
    }


def ending(town: Town) -> Ready:
    """This will prepare one case for each step at and after an end, and for each of the public's view."""
    released, voided, joined = report(), report(), report()
    officer, street = town.community_officer, town.street_officer
    actions.release(case=released, by=officer, at=AT, public_title="路口垃圾")
    actions.ask_void(case=voided, by=town.grid_member, at=AT, reason="是测试")
    actions.join(case=joined, by=town.community_officer, at=AT, into=report())
    called = {"reached": "yes", "solved": "yes", "satisfaction": "5"}
    return {
        "refuse-void": (officer, voided, {}, "received"),
        "join": (officer, report(), {"into": report().number}, "duplicate"),
        "separate": (officer, joined, {"words": "不是同一堆。"}, "received"),
        "no-action": (officer, report(), {"words": "现场没有发现。"}, "no_action"),
        "not-ours": (street, reported_to("street", town), {"words": "归铁路。"}, "not_ours"),
        "reopen": (officer, closed(town), {"words": "又有了。"}, "rework"),
        "call-back": (town.second_community_officer, closed(town), called, "fixed"),
        "release": (officer, report(), {"public_title": "路口垃圾"}, "received"),
        "unrelease": (officer, released, {}, "received"),
    }


def deferral_asked(town: Town) -> Case:
    """This will give a case for which a deferral is asked."""
    case = report()
    actions.ask_deferral(case=case, by=town.grid_member, at=AT, reason="等雨停", until=UNTIL)
    return case


def every_step(town: Town) -> Ready:
    """This will prepare a case for every step of the table that a person takes."""
    return handling(town) | deciding(town) | ending(town)


def test_the_steps_tried_here_are_all_there_are(town: Town) -> None:
    assert set(every_step(town)) == {str(action).replace("_", "-") for action in VERBS}


def test_every_step_can_be_taken_from_its_page(town: Town, open_as: Open, take: Take) -> None:
    for step, (who, case, given, after) in every_step(town).items():
        page = open_as(who).get(f"/desk/{case.street}/{case.number}/{step}/")
        assert page.status_code == 200, step
        answer = take(who, case, step, **given)
        assert answer.status_code == 302, (step, answer.content.decode()[-4000:])
        assert fresh(case).status == after, step


def test_every_step_that_needs_words_says_so_at_its_field(town: Town, open_as: Open, take: Take) -> None:
    for step, (who, case, given, _after) in every_step(town).items():
        if "words" not in given or step == "urge":
            continue
        answer = take(who, case, step, **{**given, "words": "   "})
        assert answer.status_code == 200, step
        assert 'id="id_words_error"' in answer.content.decode(), step
        assert fresh(case).version == case.version, step


@pytest.mark.parametrize(
    ("step", "given", "field"),
    [
        ("dispatch", {}, "assignee"),
        ("dispatch", {"assignee": "1"}, "assignee"),
        ("dispatch", {"assignee": "<b>"}, "assignee"),
        ("classify", {"category": "77-77:x", "location_type": "roadside"}, "category"),
        ("classify", {"category": "01-07:piling", "location_type": "the moon"}, "location_type"),
        ("hand-over", {"grid": "411329002001001", "words": "去"}, "grid"),
        ("join", {}, "into"),
        ("join", {"into": "ZZ-2611-0001"}, "into"),
        ("fix", {"words": "x" * 100_000}, "words"),
        ("release", {"public_title": "题" * 81}, "public_title"),
        ("release", {"public_title": ""}, "public_title"),
    ],
)
def test_what_cannot_be_taken_comes_back_at_its_field(
    town: Town, take: Take, step: str, given: dict[str, Any], field: str
) -> None:
    case = report()
    answer = take(town.community_officer, case, step, **given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in page or f'href="#id_{field}' in page
    assert fresh(case).version == case.version
    if "words" in given:
        assert given["words"] in page


@pytest.mark.parametrize("until", ["", "yesterday", "2026-11-23", "9999-12-31", "0001-01-01", "2027-11-30"])
def test_a_deferral_needs_a_day_that_can_be(town: Town, take: Take, until: str) -> None:
    case = report()
    answer = take(town.grid_member, case, "ask-deferral", until=until, words="等雨停")
    assert answer.status_code == 200
    assert 'id="id_until_error"' in answer.content.decode()
    assert "等雨停" in answer.content.decode()


def test_a_step_of_another_duty_is_forbidden_and_changes_nothing(town: Town, take: Take) -> None:
    case = report()
    for step, given in (("whistle", {"department": town.department.pk, "words": "去"}), ("accept", {})):
        assert take(town.grid_member, case, step, **given).status_code in {200, 403}
    assert take(town.supervisor, case, "dispatch", assignee=town.grid_member.person_id).status_code == 403
    assert take(town.county_admin, case, "note", words="看看").status_code == 403
    assert fresh(case).version == case.version


@pytest.mark.parametrize("step", ["miss", "confirm", "withdraw", "rate", "drop-table"])
def test_what_is_no_step_of_a_person_has_no_page(town: Town, take: Take, step: str) -> None:
    assert take(town.community_officer, report(), step).status_code == 404


def test_a_step_that_is_not_open_says_why_and_keeps_what_was_typed(town: Town, take: Take) -> None:
    case = closed(town)
    answer = take(town.community_officer, case, "escalate", words="我写了很多。")
    page = answer.content.decode()
    assert "The case has ended." in page
    assert "我写了很多。" in page
    assert 'aria-describedby="why-closed"' in page


class TestConflict:
    def test_the_second_is_told_who_was_first_and_keeps_the_words(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        actions.dispatch(
            case=case, by=town.second_community_officer, at=AT, assignee_id=town.grid_member.person_id
        )
        answer = take(town.community_officer, case, "escalate", seen=seen, words="要铲车。")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Community officer, Dongguan: Dispatched to" in page
        assert "要铲车。" in page
        assert f'name="seen" value="{fresh(case).version}"' in page
        assert fresh(case).status == "sent"

    def test_what_happened_a_moment_ago_has_just_happened(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        actions.escalate(case=case, by=town.community_officer, at=NOW, reason="收回")
        page = take(town.grid_member, case, "start", seen=seen).content.decode()
        assert "Community officer, Dongguan has just escalated this case. What you wrote is kept." in page

    def test_after_reading_it_they_may_send_it_again(self, town: Town, take: Take) -> None:
        case = report()
        actions.start(case=case, by=town.grid_member, at=AT)
        assert take(town.community_officer, case, "escalate", words="要铲车。").status_code == 302

    def test_a_step_that_is_gone_meanwhile_stays_closed(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        actions.fix(case=case, by=town.grid_member, at=AT, result="清了")
        page = take(
            town.community_officer, case, "dispatch", seen=seen, assignee=town.grid_member.person_id, words="去看看"
        ).content.decode()  # fmt: skip
        assert (
            "this happened: today 09:00, Grid member, Grid 1: Reported as handled. What you wrote is kept."
            in page
        )
        assert "It has been handled and waits to be checked." in page
        assert "去看看" in page

    def test_a_case_that_went_to_another_level_is_no_closed_door(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        actions.escalate(case=case, by=town.community_officer, at=AT, reason="收回")
        answer = take(town.grid_member, case, "start", seen=seen, words="我去")
        assert answer.status_code == 409
        assert "Community officer, Dongguan: Escalated to the community." in answer.content.decode()

    def test_a_reminder_meanwhile_is_no_conflict(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        actions.urge(case=case, by=town.community_officer, at=AT)
        assert take(town.grid_member, case, "fix", seen=seen, words="清了。").status_code == 302

    def test_a_double_click_is_one_step_and_no_fault(self, town: Town, take: Take) -> None:
        case = report()
        seen = case.version
        assert take(town.grid_member, case, "fix", seen=seen, words="清了。").status_code == 302
        assert take(town.grid_member, case, "fix", seen=seen, words="清了。").status_code == 302
        history = [entry.kind for entry in queries.timeline(fresh(case))]
        assert history.count("handled") == 1

    @pytest.mark.parametrize("seen", ["", "0", "-1", "no", "99999999999999999999"])
    def test_a_version_that_is_none_changes_nothing(self, town: Town, take: Take, seen: str) -> None:
        case = report()
        assert take(town.grid_member, case, "fix", seen=seen, words="清了。").status_code == 200
        assert fresh(case).version == case.version


class TestPictures:
    def test_pictures_after_are_kept_with_what_was_done(self, town: Town, take: Take) -> None:
        case = report()
        take(town.grid_member, case, "fix", words="清了。", picture_1=picture(), picture_2=picture())
        kinds = [row.kind for row in pictures.of(case.street, f"case:{case.pk}")]
        assert kinds == ["after", "after"]

    def test_a_file_that_is_no_picture_is_said_at_its_field(self, town: Town, take: Take) -> None:
        case = report()
        bad = SimpleUploadedFile("photo.jpg", b"%PDF-1.7 no photo", "image/jpeg")
        page = take(town.grid_member, case, "fix", words="清了。", picture_1=picture(), picture_2=bad)
        assert "This is a PDF, not a picture." in page.content.decode()
        assert 'id="id_picture_2_error"' in page.content.decode()
        assert "清了。" in page.content.decode()
        assert fresh(case).version == case.version
        assert pictures.of(case.street, f"case:{case.pk}") == []


def test_an_answer_may_start_from_a_template(town: Town, open_as: Open) -> None:
    case = report()
    start = queries.starts(case, Action.ANSWER)[0]
    client = open_as(town.community_officer)
    client.cookies["lang"] = ""
    page = client.get(f"/desk/{case.street}/{case.number}/answer/?start={start.id}").content.decode()
    assert "您反映的问题已经收到" in page.split("<textarea")[1]


def test_a_step_without_a_form_is_posted_from_the_case(town: Town, open_as: Open) -> None:
    case = report()
    client = open_as(town.grid_member)
    address = f"/m/{case.street}/{case.number}/"
    assert client.post(address, {"action": "start", "seen": case.version})["Location"] == address
    assert fresh(case).status == "handling"
    assert client.post(address, {"action": "nonsense", "seen": "1"}).status_code == 404


def test_after_a_step_one_is_back_in_the_list_one_came_from(town: Town, open_as: Open) -> None:
    case = reported_to("street", town)
    address = f"/desk/{case.street}/{case.number}/urge/?in=all&q=%E5%9E%83"
    answer = open_as(town.leader).post(address, {"seen": case.version})
    assert answer["Location"] == f"/desk/{case.street}/{case.number}/?q=%E5%9E%83&in=all"
