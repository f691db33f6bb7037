"""Signing in with a real Chromium: password, two steps, an issuer and WeCom that are played on this machine."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linli.people import totp
from tests.browser.conftest import SHOTS, Opener, Town, served_town
from tests.browser.test_every_page import AXE, STANDARD, WEAR, seen, speak, too_wide
from tests.web.signing import issuer as issuers
from tests.web.signing import wecom as wecoms
from tests.web.signing.issuer import Issuer
from tests.web.signing.playing import played
from tests.web.signing.wecom import WeCom

PASSWORD = "believe in neighbours"
MAKE = """
from linli.lib.clock import present
from linli.people import actions
from linli.people.models import Person
for person in Person.objects.filter(is_demo=True):
    actions.set_password(person=person, password={password!r}, at=present(), by=None)
"""
NAME = """
from linli.people.models import Duty
print(Duty.objects.filter(role={role!r}, to_on=None, person__is_demo=True).first().person.username)
"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[Issuer, WeCom]]:
    """This will play an issuer and WeCom, each with a page of its own on which somebody taps who they are."""
    issuer, wecom = Issuer(shows_page=True), WeCom(shows_page=True)
    with played(issuer), played(wecom):
        yield issuer, wecom


@pytest.fixture(scope="module")
def town(elsewhere: tuple[Issuer, WeCom], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """This will serve a town whose people have passwords, with both ways configured."""
    issuer, wecom = elsewhere
    with served_town(
        tmp_path_factory.mktemp("signing"),
        LINLI_OIDC_ISSUER=issuer.address,
        LINLI_OIDC_CLIENT_ID=issuers.CLIENT,
        LINLI_OIDC_CLIENT_SECRET=issuers.SECRET,
        LINLI_OIDC_NAME="新野县统一认证|Xinye account",
        LINLI_WECOM_CORP_ID=wecoms.CORP,
        LINLI_WECOM_AGENT_ID=wecoms.AGENT,
        LINLI_WECOM_SECRET=wecoms.SECRET,
        LINLI_WECOM_API=wecom.address,
        LINLI_WECOM_LOGIN=f"{wecom.address}/wwlogin/sso/login",
        LINLI_WECOM_OAUTH=f"{wecom.address}/connect/oauth2/authorize",
    ) as town:
        town.linli("manage", "shell", "--no-imports", "-c", MAKE.format(password=PASSWORD))
        yield town


def name_of(town: Town, role: str) -> str:
    """This will give the sign-in name of the first who has a role."""
    return town.linli("manage", "shell", "--no-imports", "-c", NAME.format(role=role)).split()[-1]


def by_password(page: Page, username: str, password: str = PASSWORD, address: str = "/sign-in/") -> None:
    """This will sign in as a person types it."""
    page.goto(address)
    page.locator("details.more > summary").click()
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("form[action='/sign-in/'] button").click()


def looked_at(page: Page, town: Town, name: str) -> None:
    """This will hold a page to the house's measure at three widths, light, dark and large, in both languages."""
    faults = too_wide(page)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 844 if width == 390 else 900})
        shot(page, f"{name}-{width}")
    faults += seen(page, "light", STANDARD)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(WEAR, ["theme", "dark"])
    faults += seen(page, "dark", ["color-contrast"])
    shot(page, f"{name}-390-dark")
    page.evaluate(WEAR, ["type", "large"])
    faults += [f"large, {fault}" for fault in too_wide(page)]
    faults += seen(page, "dark and large", ["color-contrast", "target-size"])
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, f"{name}-390-large")
    page.evaluate(WEAR, ["type", ""])
    page.evaluate(WEAR, ["theme", "light"])
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not faults, "\n".join(f"{name}: {fault}" for fault in faults)


def shot(page: Page, name: str) -> None:
    """This will keep a picture for the eye, where one is asked for."""
    if os.environ.get("LINLI_SHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"signing-{name}.png", full_page=True)


@pytest.fixture
def open_plain(open_desk: Opener) -> Opener:
    """This will open browsers without motion, which can be looked at by axe."""

    def opened() -> Page:
        page = open_desk(reduced_motion="reduce")
        page.context.add_init_script(AXE)
        return page

    return opened


def test_a_password_leads_back_to_where_the_session_ended(town: Town, open_plain: Opener) -> None:
    page = open_plain()
    username = name_of(town, "street_officer")
    by_password(page, username, "not it")
    expect(page.locator(".error-summary")).to_contain_text("登录名或者密码不对")
    expect(page.locator("[name=username]")).to_have_value(username)
    expect(page.locator("[name=password]")).to_have_value("")
    looked_at(page, town, "sign-in-wrong")
    by_password(page, username)
    page.wait_for_url("**/desk/")
    page.goto("/desk/cases/?status=any")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/desk/cases/"))
    looked_at(page, town, "sign-in")
    page.locator("details.more > summary").click()
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/sign-in/'] button").click()
    page.wait_for_url("**/desk/cases/?status=any")


def test_after_five_wrong_passwords_the_right_one_waits(town: Town, open_plain: Opener) -> None:
    page = open_plain()
    username = name_of(town, "inspector")
    for _try in range(11):  # counts begin anew each quarter of an hour, which may strike in between
        by_password(page, username, "not it")
        if "试错的次数太多" in page.locator(".error-summary").inner_text():
            break
    by_password(page, username)
    expect(page.locator(".error-summary")).to_contain_text("试错的次数太多")
    by_password(page, name_of(town, "street_leader"))
    page.wait_for_url("**/desk/")


def test_a_lost_phone_and_two_steps(town: Town, open_plain: Opener) -> None:
    page, username = open_plain(), name_of(town, "community_officer")
    by_password(page, username)
    page.get_by_role("link", name="我的账号").click()
    looked_at(page, town, "account")
    page.get_by_role("link", name="两步登录").click()
    page.get_by_text("扫不了码").click()
    secret = page.locator(".secret").inner_text().replace(" ", "").replace("\n", "")
    page.locator("[name=code]").fill("123")
    page.get_by_role("button", name="开启").click()
    expect(page.locator("#id_code_error")).to_be_visible()
    looked_at(page, town, "second-factor")
    page.locator("[name=code]").fill(totp.code_of(secret, totp.step_at(datetime.now(UTC)) - 1))
    page.get_by_role("button", name="开启").click()
    codes = page.locator(".recovery li").all_inner_texts()
    assert len(codes) == 10
    looked_at(page, town, "recovery-codes")
    page.get_by_role("link", name="我抄好了").click()
    page.goto("/account/second-factor/")
    looked_at(page, town, "second-factor-on")
    second_step(town, open_plain, username, secret)

    lost = open_plain()
    by_password(lost, username)
    lost.locator("[name=code]").fill(codes[0].lower())
    lost.get_by_role("button", name="继续").click()
    lost.wait_for_url("**/desk/")


def second_step(town: Town, open_plain: Opener, username: str, secret: str) -> None:
    """This will sign in on another device: a wrong code first, then the right one, back to where the person was."""
    other = open_plain()
    by_password(other, username, address="/sign-in/?next=/desk/notices/")
    other.wait_for_url("**/sign-in/code/")
    other.locator("[name=code]").fill("000000")
    other.get_by_role("button", name="继续").click()
    expect(other.locator("#id_code_error")).to_contain_text("验证码不对")
    looked_at(other, town, "code")
    other.locator("[name=code]").fill(totp.code_of(secret, totp.step_at(datetime.now(UTC))))
    other.get_by_role("button", name="继续").click()
    other.wait_for_url("**/desk/notices/")


def test_an_issuer_opens_an_account_once_it_is_linked(
    town: Town, elsewhere: tuple[Issuer, WeCom], open_plain: Opener
) -> None:
    page = open_plain()
    page.goto("/sign-in/?next=/desk/notices/")
    page.get_by_role("link", name="用新野县统一认证登录").click()
    page.get_by_role("link", name=elsewhere[0].subject).click()
    expect(page.locator("h1")).to_have_text("没有登录成功")
    expect(page.locator("main")).to_contain_text("请街道管理员连接")
    looked_at(page, town, "refused")
    by_password(page, name_of(town, "street_leader"))
    page.get_by_role("link", name="我的账号").click()
    page.get_by_role("link", name="新野县统一认证").click()
    page.get_by_role("link", name=elsewhere[0].subject).click()
    expect(page.locator(".toast")).to_contain_text("以后可以用新野县统一认证登录了")
    expect(page.get_by_role("link", name="新野县统一认证")).to_contain_text(elsewhere[0].subject)

    other = open_plain()
    other.goto("/sign-in/?next=/desk/notices/")
    other.get_by_role("link", name="用新野县统一认证登录").click()
    other.get_by_role("link", name=elsewhere[0].subject).click()
    other.wait_for_url("**/desk/notices/")
    other.goto("/account/unlink/oidc/")
    looked_at(other, town, "unlink")


def test_wecom_opens_the_account_the_administrator_linked(
    town: Town, elsewhere: tuple[Issuer, WeCom], open_plain: Opener, open_phone: Opener
) -> None:
    admin = open_plain()
    by_password(admin, name_of(town, "street_admin"))
    member = name_of(town, "grid_member")
    admin.goto("/setup/411329001/people/?q=" + member)
    admin.locator("main .table a, main .row a, main a.row").first.click()
    admin.get_by_label("企业微信的成员账号").fill("ZhangSan")
    admin.locator("section", has_text="企业微信的成员账号").get_by_role("button", name="连接").click()
    expect(admin.locator(".toast")).to_contain_text("账号已连接")
    shot(admin, "setup-person-1440")

    phone = open_phone(user_agent="Mozilla/5.0 (Linux; Android 10) wxwork/4.1.28 MicroMessenger/7.0.1")
    phone.goto("/sign-in/")
    phone.get_by_role("link", name="用企业微信登录").click()
    assert "/connect/oauth2/authorize" in phone.url
    phone.get_by_role("link", name="Scanned").click()
    phone.wait_for_url("**/m/")
    elsewhere[1].error = 60020
    try:
        phone.context.clear_cookies()
        phone.goto("/sign-in/")
        phone.get_by_role("link", name="用企业微信登录").click()
        phone.get_by_role("link", name="Scanned").click()
        expect(phone.locator("main")).to_contain_text("企业微信不接受这台服务器的地址")
    finally:
        elsewhere[1].error = 0


def test_an_old_session_is_asked_for_the_password(town: Town, open_plain: Opener) -> None:
    page = open_plain()
    by_password(page, name_of(town, "auditor"))
    shot(page, "auditor-1440")
    town.linli("manage", "shell", "--no-imports", "-c", FORGET)
    page.goto("/account/password/")
    expect(page.locator("h1")).to_have_text("确认是您本人")
    looked_at(page, town, "confirm")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/account/password/")
    looked_at(page, town, "password")


FORGET = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    kept = SessionStore(row.session_key)
    if "confirmed" in kept:
        kept["confirmed"] = 0
        kept.save()
"""


def test_it_works_without_script_and_in_english(town: Town, open_desk: Opener) -> None:
    page = open_desk(java_script_enabled=False)
    speak(page, town, "en")
    page.goto("/sign-in/")
    expect(page.get_by_role("link", name="Sign in with Xinye account")).to_be_visible()
    page.get_by_text("With name and password").click()
    page.locator("[name=username]").fill(name_of(town, "street_officer"))
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/sign-in/'] button").click()
    page.wait_for_url("**/desk/")
    page.get_by_role("link", name="My account").click()
    expect(page.locator("h1")).to_have_text("My account")
