"""Robots of group chats: what they tell and what they never do, limits, errors, and giving up."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import actions as cases
from linli.facts import queries as facts
from linli.facts import worker
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import actions, faults, queries, rules, wecom
from linli.notify.models import Notice, Robot
from linli.places import memory
from linli.places.models import Setting
from linli.privacy import sealing
from linli.privacy.actions.keys import rotate
from tests.builders import AT, EAST, EAST_1, SOUTH, STREET, Town, report, reported_to
from tests.notify.wecom_server import KEY, WeCom

Work = Callable[..., int]
NIGHT = AT + timedelta(hours=14)  # eleven in the evening there
MORNING = AT + timedelta(hours=22)


def add(wecom: WeCom, town: Town, place: str = EAST, **more: Any) -> Robot:
    return actions.add_robot(
        street=STREET,
        name="东关工作群",
        place=place,
        address=wecom.address,
        at=AT,
        by=town.street_admin,
        **more,
    )


def setting(key: str, value: object) -> None:
    with writing():
        Setting.objects.create(
            id=new_id(), street=STREET, place=STREET, key=key, value=value, from_at=AT - timedelta(days=1)
        )
        memory.move(STREET, "settings")


def line(robot: Robot) -> queries.ChannelLine:
    return queries.robot_line(Robot.objects.get(pk=robot.pk))


def test_a_group_reads_number_kind_place_deadline_and_link_and_no_word_of_a_person(
    town: Town, work: Work, wecom: WeCom
) -> None:
    add(wecom, town)
    case = report(text="张三家门口有垃圾", phone="13900000000", email="zhang@example.org")
    work()
    (text,) = wecom.texts
    assert case.number in text
    assert f"/m/{STREET}/{case.number}/" in text
    assert "暴露" in text or "积存" in text
    assert re.search(r"11月24日 \d\d:\d\d", text)
    for secret in ("张三", "139", "zhang", "门口", case.tracking, "112.3", town.grid_member.name):
        assert secret not in text


@pytest.mark.parametrize(
    ("place", "level", "hears"),
    [
        (EAST, "group", True),
        (EAST_1, "group", True),
        (SOUTH, "group", False),
        (STREET, "group", False),
        (EAST, "community", True),
        (STREET, "community", False),
        (STREET, "street", True),
        (EAST_1, "street", False),
    ],
)
def test_a_robot_tells_what_is_at_its_place_now(
    town: Town, work: Work, wecom: WeCom, place: str, level: str, hears: bool
) -> None:
    case = reported_to(level, town)
    work()
    add(wecom, town, place)
    later = AT + timedelta(hours=1)
    cases.fix(case=case, by=town.street_officer, at=later, result="清走了") if level == "street" else (
        cases.fix(case=case, by=town.community_officer, at=later, result="清走了")
    )
    work(later)
    assert bool(wecom.texts) is hears


def test_a_grid_with_a_group_of_its_own_does_not_trouble_its_community(
    town: Town, work: Work, wecom: WeCom
) -> None:
    wecom.robots["grid"] = []
    add(wecom, town)
    actions.add_robot(
        street=STREET, name="一网格", place=EAST_1, address=wecom.address.replace(KEY, "grid"), at=AT, by=None
    )
    report()
    work()
    assert len(wecom.robots["grid"]) == 1
    assert not wecom.texts


def test_a_departments_robot_hears_what_is_whistled_to_it(town: Town, work: Work, wecom: WeCom) -> None:
    add(wecom, town, place="", organisation_id=town.department.pk)
    report()
    work()
    assert not wecom.texts
    case = reported_to("department", town)
    work()
    assert [case.number in text for text in wecom.texts] == [True]


def test_what_is_given_to_a_person_or_doubted_is_not_told_to_a_group(
    town: Town, work: Work, wecom: WeCom
) -> None:
    add(wecom, town)
    case = report()
    work()
    wecom.robots[KEY].clear()
    cases.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    cases.ask_void(case=case, by=town.grid_member, at=AT, reason="乱报")
    work()
    assert not wecom.texts


def test_telling_again_does_not_write_again(town: Town, work: Work, wecom: WeCom) -> None:
    robot = add(wecom, town)
    report()
    work()
    worker.deliveries.handler("notify.robot")({"robot": robot.pk}, AT)
    worker.deliveries.handler("notify.robot")({"robot": robot.pk + 1}, AT)
    assert len(wecom.texts) == 1


def test_at_night_a_group_is_quiet_but_for_danger_and_reads_the_rest_in_the_morning(
    town: Town, work: Work, wecom: WeCom
) -> None:
    add(wecom, town)
    quiet = report(at=NIGHT)
    loud = report(at=NIGHT, category="05-01", text="路面塌陷")
    work(NIGHT)
    assert [loud.number in text for text in wecom.texts] == [True]
    assert "mentioned_list" not in wecom.robots[KEY][0]["text"]
    work(MORNING)
    assert [quiet.number in text for text in wecom.texts[1:]] == [True]


def test_a_danger_calls_everybody_where_the_street_wants_it(town: Town, work: Work, wecom: WeCom) -> None:
    setting("notify.robot_calls_all", True)
    setting("notify.robot_form", "markdown")
    add(wecom, town)
    report()
    report(category="05-01", text="路面塌陷")
    work()
    forms = {message["msgtype"]: message for message in wecom.robots[KEY]}
    assert forms["text"]["text"]["mentioned_list"] == ["@all"]
    assert "[打开](" in forms["markdown"]["markdown"]["content"]


def test_many_at_once_go_as_one_message_that_fits(town: Town, work: Work, wecom: WeCom) -> None:
    setting("cases.flood_count", 1000)
    add(wecom, town)
    numbers = [report().number for _ in range(60)]
    work()
    (text,) = wecom.texts
    assert "60" in text
    assert numbers[0] in text
    assert len(text.encode()) <= 2048
    assert not Notice.objects.filter(channel="robot", sent_at=None).exists()


def test_our_own_limit_keeps_below_theirs_and_what_is_over_waits_a_minute(
    town: Town, work: Work, wecom: WeCom
) -> None:
    setting("notify.robot_merge", 20)
    setting("cases.flood_count", 1000)
    robot = add(wecom, town)
    for n in range(25):
        at = AT + timedelta(seconds=n)
        report(at=at)
        work(at)
    assert (len(wecom.texts), wecom.calls) == (20, 20)
    wecom.second = lambda: 90.0
    work(AT + timedelta(seconds=90))
    assert len({number for text in wecom.texts for number in re.findall(r"DG-2611-\d+", text)}) == 25
    assert wecom.calls == len(wecom.texts)
    assert line(robot).condition == "works"


def test_their_limit_is_waited_out(town: Town, work: Work, wecom: WeCom) -> None:
    robot = add(wecom, town)
    wecom.a_minute = 0
    report()
    work()
    assert (line(robot).condition, line(robot).reason) == ("failing", faults.words("limit"))
    wecom.a_minute = 20
    calls = wecom.calls
    work(AT + timedelta(seconds=30))
    assert wecom.calls == calls
    work(AT + timedelta(minutes=3))
    assert len(wecom.texts) == 1
    assert line(robot).condition == "works"


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        ("slow", "slow"),
        ("drip", "slow"),
        ("cut", "cut"),
        ("502", "server"),
        ("429", "limit"),
        ("html", "strange"),
        ("number", "strange"),
        ("redirect", "redirect"),
        ("-1", "busy"),
        ("45033", "busy"),
        ("47001", "strange"),
    ],
)
def test_a_bad_day_is_seen_and_waited_out(
    town: Town, work: Work, wecom: WeCom, mood: str, fault: str
) -> None:
    robot = add(wecom, town)
    wecom.mood = mood
    report()
    work()
    assert (line(robot).condition, line(robot).reason) == ("failing", faults.words(fault))
    assert line(robot).waiting == 1
    (waits,) = facts.failing(STREET, attempts=1)
    assert (waits.handler, waits.last_error.startswith("NotSent")) == ("notify.robot", True)
    assert KEY not in waits.last_error
    wecom.mood = ""
    work(AT + timedelta(minutes=5))
    assert len(wecom.texts) == 1
    assert (line(robot).condition, line(robot).waiting) == ("works", 0)


def test_an_answer_that_was_lost_may_tell_twice_for_there_is_no_way_to_know(
    town: Town, work: Work, wecom: WeCom
) -> None:
    add(wecom, town)
    wecom.mood = "lost"
    report()
    work()
    wecom.mood = ""
    work(AT + timedelta(minutes=5))
    assert len(wecom.texts) == 2


@pytest.mark.parametrize("code", ["93000", "93004", "93008"])
def test_where_nobody_is_there_the_robot_is_given_up_until_somebody_tries_it(
    town: Town, work: Work, wecom: WeCom, code: str
) -> None:
    robot = add(wecom, town)
    wecom.mood = code
    report()
    work()
    assert line(robot).condition == "dead"
    told = queries.latest(town.street_admin.person_id)
    assert [row.kind for row in told] == ["robot.given_up"]
    calls = wecom.calls
    report()
    work(AT + timedelta(days=1))
    assert wecom.calls == calls
    assert line(robot).waiting == 2
    assert actions.try_robot(robot=Robot.objects.get(pk=robot.pk), at=AT, by=town.street_admin) is not None
    wecom.mood = ""
    later = AT + timedelta(days=1, minutes=5)
    assert actions.try_robot(robot=Robot.objects.get(pk=robot.pk), at=later, by=town.street_admin) is None
    work(later)
    assert (line(robot).condition, line(robot).waiting) == ("works", 0)


def test_a_message_that_is_not_taken_does_not_hold_up_the_next(town: Town, work: Work, wecom: WeCom) -> None:
    robot = add(wecom, town)
    wecom.mood = "40008"
    report()
    work()
    assert line(robot).waiting == 0
    assert not facts.failing(STREET, attempts=1)
    wecom.mood = ""
    report()
    work()
    assert len(wecom.texts) == 1


def test_a_silent_robot_hears_nothing_and_a_removed_one_is_forgotten(
    town: Town, work: Work, wecom: WeCom
) -> None:
    robot = add(wecom, town)
    actions.pause_robot(robot=robot, at=AT, by=town.street_admin)
    report()
    work()
    actions.resume_robot(robot=robot, at=AT, by=town.street_admin)
    report()
    work()
    assert len(wecom.texts) == 1
    actions.remove_robot(robot=robot, at=AT, by=town.street_admin)
    report()
    work()
    assert len(wecom.texts) == 1
    assert not Robot.objects.exists()
    kinds = [fact.kind for fact in facts.history(STREET, f"robot:{robot.pk}")]
    assert kinds == ["robot.added", "robot.paused", "robot.resumed", "robot.removed"]


def test_the_address_lies_sealed_and_is_sealed_again_with_the_contacts(town: Town, wecom: WeCom) -> None:
    robot = add(wecom, town)
    assert KEY.encode() not in bytes(robot.sealed)
    assert sealing.unseal(robot.sealed) == {"address": wecom.address}
    assert rotate().newest == 1
    assert not any(KEY in str(fact.data) for fact in facts.history(STREET, f"robot:{robot.pk}"))


def test_a_host_the_operator_no_longer_allows_is_not_asked(
    town: Town, work: Work, wecom: WeCom, settings: Any
) -> None:
    robot = add(wecom, town)
    settings.WEBHOOK_ORIGINS = ["https://qyapi.weixin.qq.com"]
    report()
    work()
    assert (wecom.calls, line(robot).condition) == (0, "dead")


OFFICIAL = ["https://qyapi.weixin.qq.com"]
GOOD = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ab-1_2"


def test_the_address_that_wecom_shows_is_read() -> None:
    assert str(wecom.read_address(f" {GOOD}\n", OFFICIAL)) == GOOD


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ab-1_2",
        GOOD.replace("https", "http"),
        GOOD.replace("https", "file"),
        GOOD.replace("qyapi.weixin.qq.com", "127.0.0.1"),
        GOOD.replace("qyapi.weixin.qq.com", "169.254.169.254"),
        GOOD.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com.example.org"),
        GOOD.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com:8443"),
        GOOD.replace("qyapi", "a:b@qyapi"),
        GOOD.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com@127.0.0.1"),
        GOOD.replace("qyapi.weixin.qq.com", "[::1]"),
        GOOD.replace("/cgi-bin/webhook/send", "/cgi-bin/gettoken"),
        GOOD + "&debug=1",
        GOOD + "#x",
        GOOD + "%0d%0aHost:%20x",
        GOOD + "x" * 200,
        GOOD.replace("ab-1_2", ""),
        "https://[",
        "https://qyapi.weixin.qq.com:port/cgi-bin/webhook/send?key=a",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(wecom.BadAddress):
        wecom.read_address(address, OFFICIAL)


@given(st.text())
def test_no_text_is_an_address_outside_the_list(text: str) -> None:
    with suppress(wecom.BadAddress):
        assert wecom.read_address(text, OFFICIAL).origin in OFFICIAL


@given(st.text(), st.integers(4, 100))
def test_a_text_is_cut_to_bytes_between_characters(text: str, most: int) -> None:
    text = text.encode(errors="ignore").decode()
    cut = wecom.cut(text, most)
    assert len(cut.encode()) <= most
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 20), st.integers(1, 20))
def test_messages_keep_to_what_is_free_and_leave_nobody_out_while_two_are(
    urgent: int, rest: int, free: int, most: int
) -> None:
    first, second = list(range(urgent)), list(range(100, 100 + rest))
    parts = rules.portions(first, second, free=free, most=most)
    assert len(parts) <= free
    told = [each for part in parts for each in part]
    assert told == sorted(told)
    if free >= 2:
        assert told == first + second


@given(st.lists(st.floats(0, 1000), max_size=80))
def test_in_no_sixty_seconds_more_than_twenty(wishes: list[float]) -> None:
    sends: list[float] = []
    for wish in sorted(wishes):
        free, when = rules.next_free(sends, wish, 20)
        assert (free > 0) == (when <= wish)
        if free:
            sends.append(wish)
    for moment in sends:
        assert sum(moment - 60 < each <= moment for each in sends) <= 20


def test_the_worker_goes_on_by_itself(town: Town, wecom: WeCom) -> None:
    robot = add(wecom, town)
    wecom.mood = "502"
    report()
    moment: datetime = AT
    for _ in range(3):
        worker.run_due(moment)
        moment += timedelta(hours=1)
    wecom.mood = ""
    worker.run_due(moment)
    assert line(robot).condition == "works"
    assert len(wecom.texts) == 1
