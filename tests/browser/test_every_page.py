"""Every page of the house in a real browser: it fits, it can be read by everybody, and it is whole without our CSS."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener, Town
from tests.browser.walking import LOOKED_AT_ELSEWHERE, Stroll
from tests.pages import Found

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STANDARD = [*WCAG, "best-practice"]
LOOK = """tags => axe.run(document, {resultTypes: ["violations"], runOnly: tags}).then(found => found.violations
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(" | ")}`))"""
# By how much a page scrolls sideways, and the innermost thing that reaches so far.
OVERHANG = """() => {
  const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
  if (wide <= 0) return null;
  const reaches = one => one.getBoundingClientRect().right > root.clientWidth + 1;
  const far = [...document.body.querySelectorAll("*")].filter(reaches);
  return `${wide} px too wide: ${far.length ? far[far.length - 1].outerHTML.slice(0, 160) : "?"}`;
}"""
WEAR = "([name, value]) => { document.documentElement.dataset[name] = value; }"
UNDRESS = "for (const sheet of document.styleSheets) sheet.disabled = true;"
# What is wrong with a page that has no CSS: its order, its names, drawings as large as the page.
BARE = r"""() => {
  const main = document.querySelectorAll("main"), faults = [];
  if (main.length !== 1) return [`${main.length} mains`];
  if (!document.querySelector("h1")) faults.push("no h1");
  const heading = main[0].querySelector("h1, h2");
  const fields = [...main[0].querySelectorAll("input:not([type=hidden]), select, textarea")];
  if (!heading) faults.push("main has no heading");
  for (const field of fields) {
    if (!field.labels.length && !field.getAttribute("aria-label")) faults.push(`no label: ${field.name}`);
    if (heading && heading.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING)
      faults.push(`before the heading: ${field.name}`);
  }
  for (const beside of document.querySelectorAll(".optional, .tabs .n"))
    if (!/\s$/.test(beside.previousSibling.textContent)) faults.push(`runs together: ${beside.parentNode.textContent}`);
  for (const drawing of document.querySelectorAll("svg:not(.qr):not(.areas):not(.sprite):not(.cover-stage svg)"))
    if (drawing.getBoundingClientRect().width > 64) { faults.push("a drawing as wide as the page"); break; }
  return faults;
}"""


@pytest.fixture
def stroll(town: Town, open_desk: Opener) -> Stroll:
    """This will give everybody's browser, without motion: a colour on its way to another is no colour to judge."""

    def open_one() -> Page:
        page = open_desk(reduced_motion="reduce")
        page.context.add_init_script(AXE)  # from outside the page: its content policy is not touched
        return page

    return Stroll(town, open_one)


def test_every_page_fits_and_can_be_read_by_everybody(stroll: Stroll) -> None:
    walk = stroll.walk()
    assert walk.missing() == LOOKED_AT_ELSEWHERE
    faults = []
    for found in walk.found:
        page = stroll.pages[found.who]
        faults += [f"{found.key} {found.address}: {fault}" for fault in looked_at(page, stroll.town, found)]
    assert not faults, "\n".join(faults)


def looked_at(page: Page, town: Town, found: Found) -> list[str]:
    """This will list what is wrong with a page: in both languages, at three widths, light, dark, large, without CSS."""
    faults = []
    if "step" not in found.key:  # the forms of steps differ in little
        speak(page, town, "en")
        page.goto(found.address)
        faults = [f"English, {fault}" for fault in too_wide(page)]
        speak(page, town, "zh")
    page.goto(found.address)
    title = page.title()
    if title.startswith("·") or "·  ·" in title or title.count("·") != 1:
        faults.append(f"title {title!r}")
    faults += too_wide(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    faults += seen(page, "light", STANDARD)
    if not page.locator("main.paper").count():  # paper is white
        page.evaluate(WEAR, ["theme", "dark"])
        faults += seen(page, "dark", ["color-contrast"])
        page.evaluate(WEAR, ["type", "large"])
        faults += [f"large, {fault}" for fault in too_wide(page)]
        faults += seen(page, "dark and large", ["color-contrast", "target-size"])
    page.evaluate(UNDRESS)
    return faults + [f"without CSS, {fault}" for fault in page.evaluate(BARE)]


def speak(page: Page, town: Town, language: str) -> None:
    """This will choose the language as a person does, by the cookie."""
    page.context.add_cookies([{"name": "lang", "value": language, "url": f"{town.address}/"}])


def too_wide(page: Page) -> list[str]:
    """This will list the widths at which a page scrolls sideways."""
    faults = []
    for width in (1440, 1024, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        if fault := page.evaluate(OVERHANG):
            faults.append(f"at {width} {fault}")
    return faults


def seen(page: Page, dress: str, rules: list[str]) -> list[str]:
    """This will list what axe finds."""
    kind = "tag" if rules == STANDARD else "rule"
    return [f"{dress}, {fault}" for fault in page.evaluate(LOOK, {"type": kind, "values": rules})]
