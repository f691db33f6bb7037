"""The outbox in a real browser: whatever the network, the phone or the tab does, a report arrives exactly once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener, Town
from tests.browser.offline import (
    COMMUNITY,
    KEPT,
    REPORT,
    SPOT,
    STREET,
    arrived,
    cases,
    choose,
    keep,
    kept_rows,
    picture,
    send,
    write,
)
from tests.browser.test_every_page import AXE, LOOK, OVERHANG, WCAG

Shot = Callable[[Page, str], None]


def test_from_a_board_it_takes_three_taps(town: Town, phone: Page) -> None:
    token = town.linli("manage", "shell", "-c", SPOT.replace("[-1]", "[0]")).split("token ")[-1].strip()
    phone.goto(f"/{STREET}/q/{token}/")
    with phone.expect_file_chooser() as chooser:
        phone.locator(".pick").first.tap()
    chooser.value.set_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture(2400, 1800)})
    phone.get_by_label("说一句").tap()
    phone.keyboard.insert_text("三下就报完的垃圾")
    phone.locator(".bottom-bar button").tap()
    expect(phone.locator(".code-big")).to_be_visible()
    expect(phone.locator(".before-after img")).to_be_visible()
    assert cases(town, "三下就报完的垃圾") == 1


def test_a_report_without_a_network_is_kept_and_sent_once(town: Town, phone: Page, shot: Shot) -> None:
    keep(phone, "断网时东墙的垃圾", picture())
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    assert phone.locator("#report").is_hidden()
    shot(phone, "outbox-kept")
    phone.context.set_offline(False)
    code = arrived(phone)
    shot(phone, "outbox-sent")
    phone.reload()
    phone.get_by_role("link", name="去看看").click()
    expect(phone.locator(".before-after img")).to_be_visible()
    assert code in phone.url
    assert cases(town, "断网时东墙的垃圾") == 1


@pytest.mark.parametrize(("theme", "type_"), [("light", "normal"), ("dark", "large")])
def test_what_is_kept_can_be_read_by_everybody(open_phone: Opener, theme: str, type_: str) -> None:
    phone = open_phone(reduced_motion="reduce", viewport={"width": 320, "height": 640})
    phone.add_init_script(AXE)
    phone.goto(f"/display/?theme={theme}&type={type_}&next={REPORT}")
    keep(phone, "给大家看的一行" * 5)
    assert phone.evaluate(LOOK, {"type": "tag", "values": WCAG}) == []
    assert phone.evaluate(OVERHANG) is None
    phone.get_by_role("button", name="删掉").click()


def test_what_has_waited_for_long_is_offered_for_throwing_away(phone: Page) -> None:
    keep(phone, "存了很多天的一堆土")
    expect(phone.locator(".outbox-list")).not_to_contain_text("存了很久")
    phone.clock.set_fixed_time("2040-01-01T00:00:00Z")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator(".outbox-list")).to_contain_text("存了很久")
    phone.get_by_role("button", name="删掉").click()
    expect(phone.locator(".outbox-rows")).to_be_hidden()


def test_it_is_sent_from_any_page_opened_later_also_when_the_token_has_gone(town: Town, phone: Page) -> None:
    keep(phone, "第二天才有网的积水")
    phone.goto("about:blank")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goto(f"/{STREET}/t/")
    arrived(phone)
    assert cases(town, "第二天才有网的积水") == 1


def test_two_reports_written_without_a_network_are_two(town: Town, phone: Page) -> None:
    keep(phone, "没网时的第一件小广告")
    phone.get_by_role("button", name="再反映一件").click()
    assert phone.get_by_label("说一句").input_value() == ""
    write(phone, "没网时的第二件小广告")
    send(phone)
    expect(phone.locator(".outbox-list li")).to_have_count(2)
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(2)
    assert cases(town, "没网时的第一件小广告") == cases(town, "没网时的第二件小广告") == 1


def test_who_leaves_while_it_is_being_sent_finds_it_sent_on_the_next_page(town: Town, phone: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    phone.goto(REPORT)
    phone.route(f"**{REPORT}", hold_the_first)
    write(phone, "还没发完就走开的垃圾")
    send(phone)
    expect(phone.locator("[data-outbox-status]")).to_contain_text("正在发送")
    phone.goto(f"/{STREET}/t/")
    arrived(phone)
    assert cases(town, "还没发完就走开的垃圾") == 1


def test_two_tabs_send_it_once(town: Town, phone: Page) -> None:
    keep(phone, "两个标签页里的一堆沙子")
    phone.context.set_offline(False)
    other = phone.context.new_page()
    other.goto(f"/{STREET}/t/")
    arrived(other)
    phone.reload()
    arrived(phone)
    assert kept_rows(phone) == kept_rows(other) == 0
    assert cases(town, "两个标签页里的一堆沙子") == 1


def test_without_web_locks_two_tabs_send_it_once(town: Town, open_phone: Opener) -> None:
    phone = open_phone()
    phone.context.add_init_script("delete Navigator.prototype.locks")
    keep(phone, "老手机两个页面的枯树")
    other = phone.context.new_page()
    phone.context.set_offline(False)
    other.goto(f"/{STREET}/t/")
    arrived(other)
    assert cases(town, "老手机两个页面的枯树") == 1


def test_an_answer_lost_on_the_way_makes_no_second_case(town: Town, phone: Page) -> None:
    lost = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("internetdisconnected")

    phone.goto(REPORT)
    phone.route(f"**{REPORT}", lose)
    write(phone, "回执丢在路上的水泥块")
    send(phone)
    arrived(phone)
    assert lost == [200]
    assert cases(town, "回执丢在路上的水泥块") == 1


def test_a_lost_upload_goes_on_with_the_picture_that_was_lost(town: Town, phone: Page) -> None:
    staged: list[str] = []

    def lose_the_second(route: Route) -> None:
        staged.append(route.request.url)
        if len(staged) == 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    phone.goto(REPORT)
    phone.route("**/report/picture/", lose_the_second)
    write(phone, "传到一半断了的两张照片")
    phone.locator("details", has_text="再加照片").evaluate("one => { one.open = true; }")
    choose(phone, 0, picture())
    choose(phone, 1, picture())
    send(phone)
    arrived(phone)
    assert len(staged) == 3
    phone.get_by_role("link", name="去看看").click()
    expect(phone.locator("main img")).to_have_count(2)
    assert cases(town, "传到一半断了的两张照片") == 1


REFUSE = (
    "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })"
)
FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (row) {
  if (row.pictures && row.pictures.length) { throw new DOMException("full", "QuotaExceededError"); }
  return put.apply(this, arguments); };"""


@pytest.mark.parametrize(
    ("fault", "said"),
    [(REFUSE, "这个浏览器不能保存内容。"), (FULL, "这部手机存不下照片，文字已经存好。")],
    ids=["refused", "full"],
)
def test_where_nothing_more_can_be_kept_the_page_says_so_and_sends_it(
    town: Town, open_phone: Opener, fault: str, said: str
) -> None:
    text = f"存不下的{len(said)}块石头"
    phone = open_phone()
    phone.add_init_script(fault)
    keep(phone, text, picture())
    expect(phone.locator("#outbox .notice")).to_contain_text(said)
    phone.context.set_offline(False)
    arrived(phone)
    phone.get_by_role("link", name="去看看").click()
    expect(phone.locator(".before-after img")).to_be_visible()
    assert cases(town, text) == 1


CLEAR = "() => { localStorage.clear(); sessionStorage.clear(); indexedDB.deleteDatabase('linli-outbox'); }"


def test_lost_storage_is_survived(town: Town, phone: Page) -> None:
    keep(phone, "清了浏览器数据的旧沙发")
    phone.evaluate(CLEAR)
    phone.context.set_offline(False)
    arrived(phone)
    assert cases(town, "清了浏览器数据的旧沙发") == 1

    keep(phone, "存下后连页面也关了")
    phone.evaluate(CLEAR)
    phone.context.set_offline(False)
    phone.goto("about:blank")
    phone.goto(REPORT)
    write(phone, "浏览器清空后照样能报")
    send(phone)
    expect(phone.locator(".code-big")).to_be_visible()


def test_a_phone_whose_clock_is_wrong_sends_it_once_and_the_server_dates_it(town: Town, phone: Page) -> None:
    phone.clock.set_fixed_time("2031-01-01T00:00:00Z")
    keep(phone, "手机时间不准的井盖")
    phone.goto("about:blank")
    phone.clock.set_fixed_time("2019-01-01T00:00:00Z")
    phone.context.set_offline(False)
    phone.goto(REPORT)
    arrived(phone)
    assert cases(town, "手机时间不准的井盖") == 1
    year = "from linli.cases.models import Case; c = Case.objects.get(title__contains='手机时间不准的井盖')"
    printed = town.linli("manage", "shell", "-c", f"{year}; print('late', c.filed_at.year in (2031, 2019))")
    assert "late False" in printed


RETIRE = SPOT + "actions.retire_spot(spot=spot, at=present(), by=None)"


def test_a_report_kept_for_a_board_that_is_gone_is_led_back_to_its_form_with_all_of_it(
    town: Town, phone: Page, shot: Shot
) -> None:
    token = town.linli("manage", "shell", "-c", SPOT).split("token ")[-1].strip()
    phone.goto(f"/{STREET}/q/{token}/")
    phone.get_by_label("说一句").fill("牌子拆了以后的垃圾")
    choose(phone, 0, picture())
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator(".outbox-list li")).to_contain_text("牌子拆了以后的垃圾")
    town.linli("manage", "shell", "-c", RETIRE)
    phone.context.set_offline(False)
    line = phone.locator(".outbox-list li", has_text="请选择所在社区")
    expect(line).to_be_visible()
    shot(phone, "outbox-refused")
    line.get_by_role("button", name="去改").click()
    expect(phone.locator(".error-summary")).to_be_visible()
    assert phone.get_by_label("说一句").input_value() == "牌子拆了以后的垃圾"
    assert phone.locator("input[name=kept]").count() == 1
    shot(phone, "outbox-put-right")
    phone.select_option("#id_community", COMMUNITY)
    send(phone)
    expect(phone.locator(".code-big")).to_be_visible()
    expect(phone.locator(".before-after img")).to_be_visible()
    phone.goto(REPORT)
    expect(phone.locator("#outbox")).to_be_hidden()
    assert cases(town, "牌子拆了以后的垃圾") == 1


def test_what_is_thrown_away_is_gone_and_never_sent(town: Town, phone: Page) -> None:
    keep(phone, "删掉就不发的反映")
    phone.get_by_role("button", name="删掉").click()
    expect(phone.locator(".outbox-rows")).to_be_hidden()
    phone.context.set_offline(False)
    phone.goto(REPORT)
    expect(phone.locator("#outbox")).to_be_hidden()
    assert "删掉就不发的反映" not in phone.evaluate(
        "LinliOutbox.list().then(rows => JSON.stringify(rows) + JSON.stringify(Object.assign({}, sessionStorage)))"
    )
    assert cases(town, "删掉就不发的反映") == 0


def test_with_a_network_a_refused_form_comes_back_as_ever_and_nothing_stays_behind(phone: Page) -> None:
    phone.goto(REPORT)
    phone.get_by_label("说一句").fill("忘了选社区")
    choose(phone, 0, picture())
    send(phone)
    expect(phone.locator(".error-summary")).to_be_visible()
    assert phone.locator("input[name=kept]").count() == 1
    assert phone.get_by_label("说一句").input_value() == "忘了选社区"
    expect(phone.locator("#outbox")).to_be_hidden()
    phone.goto(REPORT)
    assert phone.evaluate("LinliOutbox.list()") == []
