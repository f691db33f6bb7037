"""What a phone sends later, from its queue: done once, and answered so that the person knows what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.people.rows import Viewer
from linli.pictures import files
from linli.pictures.models import Picture
from tests.builders import AT, EAST_1, Town, report
from tests.web.desk.conftest import NOW, Open
from tests.web.desk.test_take_steps import picture

KEY = "a-key-of-the-phone-1"
Send = Any


@pytest.fixture
def send(open_as: Open) -> Send:
    """This will give a function that posts as the queue of somebody's phone does, and reads the answer."""

    def sent(who: Viewer, address: str, *, written_by: Viewer | None = None, **given: Any) -> dict[str, Any]:
        mark = open_as(written_by or who).get("/outbox/token/").json()["person"]
        headers = {"X-Linli-Outbox": "1", "X-Linli-Person": mark}
        answer: Any = open_as(who).post(address, {"key": KEY, **given}, headers=headers)
        return {"status": answer.status_code, **answer.json()}

    return sent


def step_of(case: Case, step: str) -> str:
    """This will give the address of a step on the phone."""
    return f"/m/{case.street}/{case.number}/{step}/"


def kinds(case: Case) -> list[str]:
    """This will list what happened to a case, newest first."""
    return [entry.kind for entry in queries.timeline(case)]


def folders() -> int:
    """This will count the folders of pictures on disk, attached or waiting."""
    return len(list(files.root().glob("**/large.jpg")))


def test_a_step_sent_twice_is_done_once_and_answered_the_same(town: Town, send: Send) -> None:
    case = report()
    given = {"seen": case.version, "words": "清走了。"}
    first = send(town.grid_member, step_of(case, "fix"), **given)
    again = send(town.grid_member, step_of(case, "fix"), looked="1", **given)
    assert first == again
    assert (first["status"], first["outcome"]) == (200, "done")
    assert first["address"] == f"/m/{case.street}/{case.number}/"
    assert kinds(case).count("handled") == 1


def test_the_answer_is_the_same_after_the_case_has_moved_on(town: Town, send: Send) -> None:
    case = report()
    given = {"seen": case.version, "words": "清走了。"}
    send(town.grid_member, step_of(case, "fix"), **given)
    actions.verify(case=Case.objects.get(), by=town.community_officer, at=AT)
    assert send(town.grid_member, step_of(case, "fix"), **given)["outcome"] == "done"
    assert kinds(case)[:2] == ["verified", "handled"]


def test_the_answer_says_what_the_next_step_of_a_queue_stands_on(town: Town, send: Send) -> None:
    """Two steps written on one copy: the second goes with the version the first left, also when its answer was lost."""
    case = report()
    home, seen = f"/m/{case.street}/{case.number}/", case.version
    first = send(town.grid_member, home, seen=seen, action="start")
    other = "another-key-of-the-phone"
    actions.urge(case=Case.objects.get(), by=town.community_officer, at=AT)
    assert send(town.grid_member, home, seen=seen, action="start")["seen"] == first["seen"]
    answer = send(town.grid_member, step_of(case, "fix"), seen=first["seen"], words="清了。", key=other)
    assert answer["outcome"] == "done"
    assert kinds(case)[0] == "handled"


def test_a_colleague_between_two_steps_of_a_queue_is_still_told_of(town: Town, send: Send) -> None:
    case = report()
    home, seen = f"/m/{case.street}/{case.number}/", case.version
    first = send(town.grid_member, home, seen=seen, action="start")
    actions.escalate(case=Case.objects.get(), by=town.community_officer, at=AT, reason="收回")
    again = send(town.grid_member, home, seen=seen, action="start")
    answer = send(
        town.grid_member, step_of(case, "fix"), seen=again["seen"], words="清了。", key="another-key-of-it"
    )
    assert again["seen"] == first["seen"]
    assert answer["outcome"] == "conflict"


def test_pictures_of_a_second_attempt_leave_nothing_behind(town: Town, send: Send) -> None:
    case = report()
    before = folders()
    for _attempt in range(2):
        send(town.grid_member, step_of(case, "fix"), seen=case.version, words="清走了。", picture_1=picture())
    assert Picture.objects.count() == 1
    assert folders() - before == 1


def test_a_step_without_a_form_is_sent_once_too(town: Town, send: Send) -> None:
    case = report()
    address = f"/m/{case.street}/{case.number}/"
    for _attempt in range(2):
        assert send(town.grid_member, address, seen=case.version, action="start")["outcome"] == "done"
    assert kinds(case).count("started") == 1


def test_other_words_under_the_same_key_are_another_step(town: Town, send: Send) -> None:
    case = report()
    for words in ("打过电话。", "又打了一次。"):
        assert (
            send(town.grid_member, step_of(case, "note"), seen=case.version, words=words)["outcome"] == "done"
        )
    assert kinds(case).count("noted") == 2


def test_somebody_who_was_first_is_told_by_duty_and_time_never_by_name(town: Town, send: Send) -> None:
    case = report()
    seen = case.version
    actions.escalate(case=case, by=town.community_officer, at=AT, reason="收回")
    answer = send(town.grid_member, step_of(case, "escalate"), seen=seen, words="要铲车。")
    assert answer["status"] == 409
    assert "today 09:00, Community officer, Dongguan: Escalated to the community" in answer["words"]
    assert "What you wrote is kept." in answer["words"]
    assert town.community_officer.name not in answer["words"]
    assert kinds(case)[0] == "escalated"


def test_done_again_on_what_is_true_now_it_is_taken(town: Town, send: Send) -> None:
    case = report()
    seen = case.version
    actions.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    told = send(town.grid_member, step_of(case, "fix"), seen=seen, words="清了。")
    assert (told["outcome"], told["seen"]) == ("conflict", case.version)
    again = send(town.grid_member, step_of(case, "fix"), seen=told["seen"], words="清了。")
    assert again["outcome"] == "done"


def test_steps_out_of_order_do_not_undo_what_came_between(town: Town, send: Send) -> None:
    """Written on version 1, sent after somebody's step and one of one's own."""
    case = report()
    seen = case.version
    assert (
        send(town.grid_member, f"/m/{case.street}/{case.number}/", seen=seen, action="start")["outcome"]
        == "done"
    )
    other = "another-key-of-the-phone"
    late = send(town.grid_member, step_of(case, "fix"), seen=seen, words="清了。", key=other)
    assert late["outcome"] == "conflict"
    assert "you yourself: Handling began" in late["words"]
    assert kinds(case)[0] == "started"


def test_a_step_that_cannot_be_taken_any_more_says_why(town: Town, send: Send) -> None:
    case = report()
    seen = case.version
    actions.withdraw(case=case, at=AT)
    answer = send(town.grid_member, step_of(case, "fix"), seen=seen, words="清了。")
    assert (answer["status"], answer["outcome"]) == (409, "conflict")
    assert "Withdrawn by the reporter" in answer["words"]
    assert "The case has ended." in answer["words"]


def test_what_must_be_put_right_is_said_by_field(town: Town, send: Send) -> None:
    case = report()
    answer = send(town.grid_member, step_of(case, "escalate"), seen=case.version, words=" ")
    assert answer["outcome"] == "refused"
    assert answer["errors"]["words"] == ["Please say it in a sentence."]
    assert send(town.grid_member, step_of(case, "fix"), seen="then", words="x")["outcome"] == "refused"


def test_an_expired_session_asks_to_sign_in_and_does_nothing(town: Town) -> None:
    case = report()
    answer = Client().post(step_of(case, "fix"), {"key": KEY}, headers={"X-Linli-Outbox": "1"})
    assert answer.json()["outcome"] == "signed_out"
    assert kinds(case)[0] == "filed"


def test_what_one_person_wrote_is_never_sent_by_another(town: Town, send: Send) -> None:
    case = report()
    answer = send(
        town.community_officer,
        step_of(case, "fix"),
        written_by=town.grid_member,
        seen=case.version,
        words="清了。",
    )
    assert answer["outcome"] == "signed_out"
    assert kinds(case)[0] == "filed"


@pytest.mark.parametrize("page", ["/m/found/", "/m/new/"])
def test_an_entry_sent_twice_is_one_case(town: Town, send: Send, page: str) -> None:
    given = {"text": "路边一袋垃圾。", "place": EAST_1, "age_14": "on"}
    answers = [send(town.grid_member, page, picture_1=picture(), **given) for _attempt in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["outcome"] == "done"
    assert (Case.objects.count(), Picture.objects.count()) == (1, 1)


def test_an_entry_of_two_people_with_one_key_is_two_cases(town: Town, send: Send) -> None:
    given = {"text": "路边一袋垃圾。", "place": EAST_1}
    for who in (town.grid_member, town.second_grid_member):
        assert send(who, "/m/found/", **given)["outcome"] == "done"
    assert Case.objects.count() == 2


@pytest.mark.parametrize("key", ["", "k" * 65, "\x00" * 20])
def test_a_key_that_is_none_stores_nothing_twice_by_chance(town: Town, send: Send, key: str) -> None:
    answer = send(town.grid_member, "/m/found/", text="一袋垃圾。", place=EAST_1, key=key)
    assert (answer["outcome"], Case.objects.count()) == ("refused", 0)


def test_a_plain_form_sent_twice_is_one_step_whatever_the_person_does(town: Town, open_as: Open) -> None:
    case = report()
    client = open_as(town.grid_member)
    answers: list[HttpResponse] = []
    for _click in range(2):
        given = {"seen": case.version, "key": KEY, "words": "打过电话。"}
        answers.append(client.post(step_of(case, "note"), given))  # type: ignore[arg-type]  # the client's own kind
    assert [answer.status_code for answer in answers] == [302, 302]
    assert kinds(case).count("noted") == 1


def test_a_clock_of_the_phone_that_is_wrong_changes_nothing(town: Town, send: Send) -> None:
    """The server's own time counts; whatever a queue says of its time is not read."""
    case = report()
    wrong = (NOW + timedelta(days=400)).isoformat()
    send(
        town.grid_member, step_of(case, "fix"), seen=case.version, words="清了。", at=wrong, written_at=wrong
    )
    assert Case.objects.get().handled_at == NOW
