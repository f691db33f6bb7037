"""The phone of a grid member without network, in a real browser: read, act, come back; done exactly once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Town
from tests.browser.test_desk_works import begin
from tests.browser.test_outbox import picture

Shot = Callable[[Page, str], None]
KEPT = "没有网络。已存在这部手机里，连上后自动发出。"
REPORT = (
    "from linli.cases import actions; from linli.cases.actions import Report; from linli.lib.clock import present;"
    "from linli.places.models import Place;"
    "found = [p for p in Place.objects.all() if {0!r}.startswith(p.name['zh-hans'])];"
    "p = max(found, key=lambda p: len(p.code));"
    # Of several kinds: five alike in one place would be a flood, and one case.
    "kind = ['01-02', '01-07', '02-01', '04-01'][sum(map(ord, {1!r})) % 4];"
    "c = actions.report(report=Report(street=p.street, text={1!r}, idempotency={1!r}, lon=p.lon, lat=p.lat,"
    " category=kind), at=present()); print('number', c.number)"
)
HISTORY = (
    "from linli.facts.models import Fact; from linli.cases.models import Case; c = Case.objects.get(number={0!r});"
    "print('found', Fact.objects.filter(subject=f'case:{{c.pk}}', kind='case.'+{1!r}).count())"
)
ACT = (
    "from linli.cases import actions; from linli.cases.models import Case; from linli.lib.clock import present;"
    "from linli.people import queries as people; from linli.people.models import Duty;"
    "c = Case.objects.get(number={0!r});"
    "d = Duty.objects.filter(role='community_officer', place=c.community, person__isnull=False).first();"
    "actions.escalate(case=c, by=people.viewer(d.person, present()), at=present(), reason='收回'); print('found 1')"
)


def count(town: Town, words: str) -> int:
    """This will run a line in the town and give the number it found."""
    return int(re.findall(r"found (\d+)", town.linli("manage", "shell", "-c", words))[-1])


def until(page: Page, truth: str, *, visits: int = 1) -> None:
    """This will wait until an expression is true in the page, 20 seconds a visit; the page's policy allows no eval.

    A worker that could not be installed, as on a machine that is too busy, is tried again at the next visit.
    """
    for visit in range(visits):
        if visit:
            page.reload()
        for _try in range(100):
            if page.evaluate(f"Promise.resolve({truth}).then(Boolean)"):
                return
            page.wait_for_timeout(200)
    raise AssertionError(truth)


def ready(page: Page, town: Town, *words: str) -> list[str]:
    """This will report matters in the grid of the demo's grid member and wait until the phone keeps its list.

    Gives the numbers of the cases.
    """
    begin(page, "/m/")
    grid = page.locator(".phone-head h1").inner_text()
    numbers = [
        re.findall(r"number (\S+)", town.linli("manage", "shell", "-c", REPORT.format(grid, text)))[-1]
        for text in words
    ]
    page.goto("/m/")
    until(page, "navigator.serviceWorker.controller", visits=3)
    for address in ["/m/", "/m/.kept", *(f"/m/411329001/{number}/" for number in numbers)]:
        until(page, f"caches.open('linli-phone').then(c => c.match('{address}'))")
    return numbers


def kept(page: Page) -> int:
    """This will count what the phone holds of a person's pages and pictures."""
    found: int = page.evaluate("caches.open('linli-phone').then(c => c.keys()).then(k => k.length)")
    return found


def test_a_case_is_read_and_handled_without_network_and_done_once(
    town: Town, phone: Page, shot: Shot
) -> None:
    number = ready(phone, town, "断网那天北门的垃圾")[0]
    phone.context.set_offline(True)
    phone.goto("/m/")
    expect(phone.locator("#copy")).to_be_visible()
    shot(phone, "phone-list-offline")
    phone.locator("a.row", has_text="断网那天北门的垃圾").click()
    expect(phone.locator("#copy")).to_contain_text("没有网络，内容为")
    shot(phone, "phone-case-offline")
    phone.goto(phone.url + "fix/")
    shot(phone, "phone-fix")
    phone.locator("[name=words]").fill("断网时清走了。")
    phone.set_input_files(
        "[name=picture_1]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    shot(phone, "phone-step-kept")
    phone.goto("/m/")
    expect(phone.locator(".unsent")).to_have_text("待发送")
    shot(phone, "phone-list-waiting")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    phone.reload()
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_every_step_a_case_offers_has_its_form_without_network(town: Town, phone: Page, shot: Shot) -> None:
    number = ready(phone, town, "断网那天要转走的家具")[0]
    home = f"/m/411329001/{number}/"
    phone.goto(home)
    offered = phone.locator("#more a.button, .bottom-bar a.button").evaluate_all(
        "all => all.map(one => new URL(one.href).pathname)"
    )
    assert len(offered) > 3
    phone.wait_for_timeout(2500)  # a visit must not replace the copy by one without forms
    phone.context.set_offline(True)
    for address in offered:
        phone.goto(address)
        expect(phone.locator(f"form[action='{address}'] button[type=submit]")).to_be_visible()
    phone.goto(home + "escalate/")
    shot(phone, "phone-escalate-offline")
    phone.locator("[name=words]").fill("要一辆铲车。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    phone.goto(home)
    expect(phone.locator(".waits")).to_contain_text("待发送")
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    assert count(town, HISTORY.format(number, "escalated")) == 1


def test_what_was_not_open_when_it_was_kept_says_so(town: Town, phone: Page) -> None:
    number = ready(phone, town, "没有这一步的一件")[0]
    phone.context.set_offline(True)
    phone.goto(f"/m/411329001/{number}/verify/")
    expect(phone.locator("[data-no-step]")).to_be_visible()


def test_lists_of_a_copy_are_narrowed_and_ordered_in_the_phone(town: Town, phone: Page, shot: Shot) -> None:
    ready(phone, town, "先来的一件", "后来的一件")
    expect(phone.locator("[data-kept-words]")).to_contain_text("没有网络时")
    shot(phone, "phone-list-kept")
    phone.context.set_offline(True)
    phone.goto("/m/?sort=newest")
    expect(phone.locator("a.row .title").first).to_have_text("后来的一件")
    phone.goto("/m/?tab=overdue")
    expect(phone.locator("a.row:visible")).to_have_count(phone.locator("[data-overdue]").count())
    phone.goto("/m/?tab=waiting")
    expect(phone.locator("[data-not-kept]")).to_be_visible()
    expect(phone.locator("a.row:visible")).to_have_count(0)
    expect(phone.locator(".tabs [aria-current]")).to_contain_text("等待")


@pytest.mark.parametrize("page", ["round", "map", "notices", "new", "found"])
def test_the_other_pages_open_without_network_too(town: Town, phone: Page, shot: Shot, page: str) -> None:
    ready(phone, town, "别的页也能看的一件")
    phone.context.set_offline(True)
    phone.goto(f"/m/{page}/")
    expect(phone.locator("#copy")).to_be_visible()
    expect(phone.locator("h1")).to_be_visible()
    shot(phone, f"phone-{page}-offline")


def test_a_colleague_who_was_first_is_named_by_duty_and_the_words_stay(
    town: Town, phone: Page, shot: Shot
) -> None:
    number = ready(phone, town, "断网那天南门的垃圾")[0]
    phone.context.set_offline(True)
    phone.goto(f"/m/411329001/{number}/fix/")
    phone.locator("[name=words]").fill("南门的清走了。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    assert count(town, ACT.format(number)) == 1
    phone.context.set_offline(False)
    line = phone.locator(".outbox-list li", has_text=number)
    expect(line).to_contain_text("您写的话还在。", timeout=20_000)
    expect(line).to_contain_text("刚刚升级了这件")
    phone.goto("/m/")
    shot(phone, "phone-conflict")
    assert count(town, HISTORY.format(number, "handled")) == 0
    phone.locator(".outbox-list li", has_text=number).get_by_role("button").first.click()
    expect(phone.locator("[name=words]")).to_have_value("南门的清走了。")
    shot(phone, "phone-conflict-form")


def test_found_and_fixed_without_network_is_one_case(town: Town, phone: Page, shot: Shot) -> None:
    ready(phone, town)
    phone.context.set_offline(True)
    phone.goto("/m/")
    phone.locator(".bottom-bar a.button:not(.second)").click()
    shot(phone, "phone-found")
    phone.locator("[name=text]").fill("断网时路上的树枝")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    phone.context.set_offline(False)
    expect(phone.locator(".outbox-list li", has_text="已发出")).to_be_visible(timeout=20_000)
    assert (
        count(
            town,
            "from linli.cases.models import Case;"
            "print('found', Case.objects.filter(title='断网时路上的树枝').count())",
        )
        == 1
    )


def test_signing_out_takes_along_what_the_phone_kept(town: Town, phone: Page) -> None:
    ready(phone, town, "退出前的一件")
    assert kept(phone) > 4
    phone.locator(".sign-out button").click()
    phone.wait_for_load_state()
    # Asking for a copy opens the cache again; what matters is that nothing is in it.
    until(phone, "caches.open('linli-phone').then(c => c.keys()).then(k => !k.length)")


def test_somebody_else_signed_in_neither_reads_nor_sends_what_was_there(town: Town, phone: Page) -> None:
    number = ready(phone, town, "前一位的案件")[0]
    phone.context.set_offline(True)
    phone.goto(f"/m/411329001/{number}/fix/")
    phone.locator("[name=words]").fill("前一位写的。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    phone.context.clear_cookies()  # the session has ended before the network is back
    phone.context.set_offline(False)
    phone.goto("/sign-in/")
    phone.locator("button[name=person]", has_text="网格员").nth(1).click()
    phone.goto("/m/")
    phone.wait_for_timeout(3000)
    assert count(town, HISTORY.format(number, "handled")) == 0
    assert phone.evaluate(f"caches.match('/m/411329001/{number}/').then(found => !found)")


def test_pages_of_an_older_worker_go_with_it(town: Town, phone: Page) -> None:
    ready(phone, town, "旧版本的一件")
    phone.evaluate("caches.open('linli-shell-older').then(c => c.put('/m/', new Response('old')))")
    phone.evaluate("navigator.serviceWorker.getRegistration().then(r => r.unregister())")
    phone.reload()
    until(phone, "navigator.serviceWorker.controller")
    until(phone, "caches.has('linli-shell-older').then(has => !has)")
    until(phone, "caches.open('linli-phone').then(c => c.match('/m/'))")
    phone.wait_for_timeout(1000)
    phone.context.set_offline(True)
    phone.goto("/m/")
    expect(phone.locator(".phone-head h1")).to_be_visible()


def test_a_phone_without_room_keeps_no_copies_and_the_page_works(town: Town, phone: Page) -> None:
    phone.add_init_script(
        "window.caches && (caches.open = () => Promise.reject(new DOMException('full', 'QuotaExceededError')))"
    )
    begin(phone, "/m/")
    phone.wait_for_timeout(2500)
    phone.locator(".bottom-bar a.button:not(.second)").click()
    phone.locator("[name=text]").fill("存满时的一袋垃圾")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".toast")).to_be_visible()


@pytest.mark.parametrize("look", ["", "?type=large", "?theme=dark"])
def test_the_round_has_numbers_ticks_and_a_start(town: Town, phone: Page, shot: Shot, look: str) -> None:
    begin(phone, "/m/")
    if look:
        phone.goto(f"/display/{look}&next=/m/")
    shot(phone, f"phone-list{look.replace('?', '-').replace('=', '-')}")
    phone.goto("/m/round/")
    expect(phone.locator("h1")).to_have_text("今天的巡查顺序")
    shot(phone, f"phone-round{look.replace('?', '-').replace('=', '-')}")


def test_nearest_first_is_worked_out_in_the_phone_and_nothing_is_sent(open_phone: Opener, town: Town) -> None:
    phone = open_phone(geolocation={"longitude": 112.365, "latitude": 32.53}, permissions=["geolocation"])
    ready(phone, town, "排远近的一件", "排远近的另一件")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.locator("[data-nearest]").click()
    expect(phone.locator("a.row .far").first).to_contain_text(re.compile("米|公里"))
    assert not [url for url in asked if "112.36" in url or "32.53" in url]
