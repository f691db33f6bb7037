"""Several cases at once and kept lists in a real browser: ticks, keys, preview, confirmation; also without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_desk_works import begin
from tests.browser.test_every_page import AXE, LOOK, OVERHANG, WCAG

Shot = Callable[[Page, str], None]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
STILL = {"reduced_motion": "reduce", "bypass_csp": True}


def looked_at(page: Page) -> None:
    """This will look with axe and for a page wider than its window."""
    page.evaluate(AXE)
    assert page.evaluate(LOOK, {"type": "tag", "values": WCAG}) == []
    assert page.evaluate(OVERHANG) is None


def ticks(page: Page) -> Any:
    return page.locator(".pane.list input[name=pick]")


@pytest.mark.parametrize("size", SIZES)
def test_several_cases_are_urged_together(open_desk: Opener, shot: Shot, size: str) -> None:
    page = open_desk(viewport=SIZES[size], **STILL)
    begin(page, "/desk/")
    page.goto("/desk/cases/?level=group")
    expect(page.locator("#batch")).to_be_hidden()
    ticks(page).nth(0).click()
    ticks(page).nth(2).click(modifiers=["Shift"])
    expect(page.locator("#batch b")).to_have_text("已选3件")
    shot(page, f"batch-chosen-{size}")
    looked_at(page)
    page.locator("#batch button").click()
    page.locator(".tabs a", has_text="催办").click()
    page.locator("textarea[name=words]").fill("请今天去看一看")
    shot(page, f"batch-asked-{size}")
    looked_at(page)
    page.locator("button[value=preview]").click()
    expect(page.locator(".prospect")).to_have_count(3)
    shot(page, f"batch-preview-{size}")
    looked_at(page)
    page.locator("button[value=confirm]").click()
    expect(page.locator("h1")).to_have_text("催办")
    expect(page.locator("#done-h")).to_be_visible()
    shot(page, f"batch-done-{size}")
    looked_at(page)
    page.locator("main .buttons a.button:not(.plain)").click()
    assert page.url.endswith("/desk/cases/?level=group")


def test_x_ticks_the_case_one_stands_on(open_desk: Opener) -> None:
    page = open_desk()
    begin(page, "/desk/")
    page.goto("/desk/cases/")
    for key in ("j", "x", "j", "x", "x"):
        page.keyboard.press(key)
        expect(page.locator("main[aria-busy]")).to_have_count(0)
    expect(page.locator("#batch b")).to_have_text("已选1件")
    expect(ticks(page).nth(0)).to_be_checked()


def test_without_script_the_same_ticks_lead_on(open_desk: Opener) -> None:
    page = open_desk(java_script_enabled=False)
    begin(page, "/desk/")
    page.goto("/desk/cases/?level=group")
    ticks(page).nth(0).check()
    ticks(page).nth(1).check()
    page.locator("#batch button").click()
    expect(page.locator(".prospect")).to_have_count(2)


@pytest.mark.parametrize("size", SIZES)
def test_twelve_long_names_are_kept_and_seen(open_desk: Opener, shot: Shot, size: str) -> None:
    page = open_desk(viewport=SIZES[size], **STILL)
    begin(page, "/desk/")
    for turn in range(1, 13):
        page.goto(f"/desk/saved/?in=all&status=open&category=01-{turn % 7 + 1:02}")
        if page.locator(".kept-lists .row").count() >= 12:
            break  # the town is one for all tests
        long = (
            "住户门前乱堆乱放和占道经营需要当天处理的案件全部放在这里看"
            if turn % 2
            else "Overdue waste near the old market and school"
        )
        page.locator("input[name=name]").first.fill(f"{turn} {long}"[:40])
        page.locator("button[value=save]").click()
        expect(page.locator(".rail .kept").first).to_be_attached()
    shot(page, f"kept-here-{size}")
    looked_at(page)
    page.goto("/desk/saved/")
    shot(page, f"kept-{size}")
    expect(page.locator(".kept-lists .row")).to_have_count(12)
    looked_at(page)


def test_the_first_day_is_seen_in_set_up(open_desk: Opener, shot: Shot) -> None:
    for size, viewport in SIZES.items():
        page = open_desk(viewport=viewport, **STILL)
        page.goto("/sign-in/")
        page.locator("button[name=person]", has_text="街道管理员").first.click()
        expect(page.locator(".checklist")).to_be_visible()
        shot(page, f"first-day-{size}")
        looked_at(page)
