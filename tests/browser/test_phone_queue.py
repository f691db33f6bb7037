"""What a grid member's phone sends later: in order, once, each person's under their own name, whatever goes wrong."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Town
from tests.browser.test_phone_offline import HISTORY, KEPT, count, ready

WORDS = (
    "from linli.cases.models import Case, Statement; c = Case.objects.get(number={0!r});"
    "print('words', [s.text for s in Statement.objects.filter(case=c).order_by('id') if s.text.startswith('第')])"
)


def home(number: str) -> str:
    """This will give the address of a case on the phone."""
    return f"/m/411329001/{number}/"


def say(phone: Page, number: str, step: str, words: str) -> None:
    """This will fill in the form of a step and send it; it is kept."""
    phone.goto(f"{home(number)}{step}/")
    phone.locator("[name=words]").fill(words)
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_be_visible()


def note(phone: Page, number: str, words: str) -> None:
    """This will add a note on the page of a case; it is kept."""
    phone.goto(home(number))
    phone.locator(".jot [name=words]").fill(words)
    phone.locator(".jot button").click()
    expect(phone.locator("#outbox .notice")).to_be_visible()


def sign_in(phone: Page, nth: int) -> None:
    """This will sign in as a grid member of the demo."""
    phone.goto("/sign-in/?next=/m/")
    phone.locator("button[name=person]", has_text="网格员").nth(nth).click()
    phone.wait_for_load_state()
    phone.goto("/m/")


def test_two_steps_written_on_one_copy_are_both_taken_in_their_order(town: Town, phone: Page) -> None:
    number = ready(phone, town, "断网时开始又办完的一件")[0]
    phone.context.set_offline(True)
    phone.goto(home(number))
    phone.locator("button[value=start]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    expect(phone.locator("button[value=start]")).to_have_count(0)
    say(phone, number, "fix", "清走了。")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(2, timeout=20_000)
    assert count(town, HISTORY.format(number, "started")) == 1
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_what_the_server_refuses_holds_up_its_own_case_and_no_other(town: Town, phone: Page) -> None:
    one, other = ready(phone, town, "先被拒的一件", "另外的一件")
    phone.context.set_offline(True)
    say(phone, one, "escalate", " ")
    note(phone, one, "第一件后面的话")
    note(phone, other, "第二件的话")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(1, timeout=20_000)
    expect(phone.locator(".outbox-list")).to_contain_text("先决定您先前为这件做的事")
    assert count(town, HISTORY.format(one, "noted")) == 0
    assert count(town, HISTORY.format(other, "noted")) == 1
    phone.locator(".outbox-list li", has_text="升级").get_by_role("button", name="删掉").click()
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(2, timeout=20_000)
    assert count(town, HISTORY.format(one, "noted")) == 1


def test_a_session_that_ended_meanwhile_waits_for_the_same_person(town: Town, phone: Page) -> None:
    number = ready(phone, town, "登录过期时的一件")[0]
    phone.context.set_offline(True)
    say(phone, number, "fix", "过期前写的话。")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    line = phone.locator(".outbox-list li", has_text=number)
    expect(line).to_contain_text("要重新登录", timeout=20_000)
    line.get_by_role("link", name="登录").click()
    expect(phone.locator("button[name=person]").first).to_be_visible()

    phone.locator("button[name=person]", has_text="网格员").nth(1).click()
    phone.wait_for_load_state()
    phone.goto("/m/")
    expect(phone.locator(".outbox-others")).to_contain_text("别人在这部手机上还有1件")
    expect(phone.locator(".outbox-list li")).to_have_count(0)
    assert number not in phone.content()
    assert count(town, HISTORY.format(number, "handled")) == 0

    phone.locator(".sign-out button").click()
    phone.wait_for_load_state()
    sign_in(phone, 0)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    phone.reload()
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_nobody_reads_a_copy_of_whoever_was_signed_in_before(town: Town, phone: Page) -> None:
    number = ready(phone, town, "前一位存下的一件")[0]
    phone.context.clear_cookies()
    phone.goto("/sign-in/with/nobody/")  # also where no form of ours leads to the door
    phone.context.set_offline(True)
    assert phone.evaluate(f"caches.match('{home(number)}').then(found => !found)")
    assert phone.evaluate("caches.match('/m/').then(found => !found)")


def test_forty_steps_with_the_clock_put_back_go_once_and_in_order(town: Town, phone: Page) -> None:
    numbers = ready(phone, town, "四十句的一件", "四十句的另一件")
    phone.context.set_offline(True)
    for n in range(40):
        if n == 20:
            phone.clock.set_fixed_time("2026-11-01T00:00:00Z")
        note(phone, numbers[n % 2], f"第{n:02}句")
    second = phone.context.new_page()
    second.goto("/m/")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(40, timeout=60_000)
    second.close()
    for which, number in enumerate(numbers):
        printed = town.linli("manage", "shell", "-c", WORDS.format(number))
        assert re.findall(r"第(\d\d)句", printed) == [f"{n:02}" for n in range(which, 40, 2)]


def test_an_answer_that_was_lost_is_asked_for_again_and_done_once(town: Town, phone: Page) -> None:
    number = ready(phone, town, "回答丢了的一件")[0]
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort("internetdisconnected")
        else:
            route.continue_()

    phone.goto(f"{home(number)}fix/")
    phone.context.route("**/fix/", lose)
    phone.locator("[name=words]").fill("做完了。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    assert '"done"' in lost[0]
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_a_browser_that_keeps_nothing_says_so_and_sends_from_the_open_page(town: Town, phone: Page) -> None:
    number = ready(phone, town, "无痕窗口的一件")[0]
    phone.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    phone.goto(f"{home(number)}fix/")
    phone.context.set_offline(True)
    phone.locator("[name=words]").fill("无痕写的。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_contain_text("请不要关这个页面")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_what_the_server_cannot_take_just_now_holds_up_no_other_case(town: Town, phone: Page) -> None:
    one, other = ready(phone, town, "服务器收不了的一件", "收得了的一件")
    phone.context.set_offline(True)
    note(phone, one, "收不了的话")
    note(phone, other, "收得了的话")
    phone.context.route(f"**{home(one)}note/", lambda route: route.fulfill(json={"outcome": "later"}))
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_have_count(1, timeout=20_000)
    assert count(town, HISTORY.format(other, "noted")) == 1
    assert count(town, HISTORY.format(one, "noted")) == 0
