"""Finds an address of every page of the served town: its people follow their links and fill in three forms."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core import signing
from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.pages import NOWHERE, Answer, Walk, path_of

STREET = "411329001"
# Words on the button of sign-in by which somebody of each kind is found; nobody is the resident.
PEOPLE = {
    "resident": "",
    "grid": "东关第1网格",
    "street": "汉城街道工作人员",
    "leader": "汉城街道领导",
    "community": "东关社区工作人员",
    "department": "县城市管理局",
    "supervisor": "东关社区督导组",
    "admin": "汉城街道管理员",
    "county": "新野县管理员",
    "auditor": "审计员",
}
MOST = {"case": 2, "phone-case": 2, "track": 12, "setup-duty": 3}
HUBS = frozenset({"inbox", "phone-list", "setup-street", "setup-templates", "box", "requests"})
# Beside where their day begins, for those whose day begins elsewhere.
AT_THE_DESK = {"admin": ("/desk/",), "county": ("/desk/box/",)}
# One's own account; where it is shown to be one's own once more, and the second step: test_signing_in.py.
OF_THE_ACCOUNT = ("/account/", "/account/devices/")
LOOKED_AT_ELSEWHERE = frozenset({"account-confirm", "account-unlink", "sign-in-code"})


@dataclass
class Stroll:
    """Everybody's browser on one town."""

    town: Town
    open_page: Callable[..., Page]
    pages: dict[str, Page] = field(default_factory=dict)
    slip: str = ""

    def walk(self) -> Walk:
        """This will find every page, the least powerful people first, so that each is seen by whom it is for."""
        walk = Walk(MOST, HUBS)
        for who, words in PEOPLE.items():
            page = self.pages[who] = self.open_page()
            landing = sign_in(page, words) if words else "/"
            walk.follow(who, _reader(page), [*self._more(who), landing, *AT_THE_DESK.get(who, ())])
        return walk

    def _more(self, who: str) -> Iterator[str]:
        """Where no link leads: what hangs on a code, what a form gives, what is not there."""
        if who == "resident":
            yield from ("/sign-in/", NOWHERE, f"/{STREET}/t/", "/sign-in/gone/", "/sign-out/")
            yield f"/no-more-mail/{self._stop()}/"
            yield self._reported()
            yield from (f"/{STREET}/t/{code}/" for code in self._codes())
            yield from (self._asked(f"/{STREET}/{what}/") for what in ("complaint", "rights"))
            spots = self._ask("select min(token) from places_spot group by street")
            yield from (f"/{STREET}/q/{spot}/" for spot in spots)
        elif who == "grid":
            self.slip = self._entered()
            yield self.slip
            yield from (self._case("m"), self._case("desk"))  # its contact, which its holder may look at
        elif who == "street":
            yield from OF_THE_ACCOUNT
            yield self._case("desk")  # its picture, where it is covered and released
            yield f"/desk/batch/?{self._picked()}&act=dispatch"
            yield f"/desk/saved/?in=all&community={STREET}003"  # what the form beside a list leads to

    def _stop(self) -> str:
        """What stands in a mail to a colleague: a link signed with the town's own secret."""
        key = (self.town.home / "secret-key").read_text()
        return signing.dumps(["s", 1, "new"], key=key, salt="linli.notify.stop")

    def _case(self, face: str) -> str:
        return self.slip.removesuffix("slip/").replace("/desk/", f"/{face}/")

    def _picked(self) -> str:
        """Several cases, as ticks in the list name them."""
        rows = self._ask("select min(street || '.' || number) from cases_case group by status")
        return "&".join(f"pick={row}" for row in rows)

    def _codes(self) -> Iterator[str]:
        """A case in each state there is, and a follower."""
        yield from self._ask("select min(tracking) from cases_case where erased_at is null group by status")
        yield from self._ask("select min(tracking) from cases_follower")

    def _ask(self, query: str) -> list[str]:
        with sqlite3.connect(self.town.home / "linli.sqlite3") as database:
            return [row[0] for row in database.execute(query) if row[0]]

    def _reported(self) -> str:
        page = self.pages["resident"]
        page.goto(f"/{STREET}/report/")
        page.locator("[name=community]").select_option(index=1)
        page.locator("[name=text]").fill("路口井盖松了，车一过就响。")
        page.locator(".bottom-bar button").click()
        page.wait_for_url("**/t/**")
        return urlsplit(page.url).path

    def _asked(self, address: str) -> str:
        """Something asked with a number left, so that there is a contact to look at."""
        page = self.pages["resident"]
        page.goto(address)
        page.locator("main textarea").first.fill("窗口等了一上午没人。")
        if page.locator("main input[type=radio]").count():
            page.locator("main input[type=radio]").first.check()
        if page.locator("[name=about_place]").count():  # about a community: the street hears it
            page.locator("[name=about_place]").select_option(index=2)
        page.locator("main summary").click()
        page.locator("[name=phone]").fill("13800000000")
        page.locator("[name=age_14]").check()
        page.locator("main button[type=submit], .bottom-bar button[type=submit]").last.click()
        return urlsplit(page.url).path

    def _entered(self) -> str:
        page = self.pages["grid"]
        page.goto("/m/new/")
        picture = page.screenshot(type="jpeg")
        page.locator("[name=text]").fill("老人家门口的路灯不亮")
        page.locator("[name=phone]").fill("13800000000")
        page.set_input_files(
            "[name=picture_1]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/slip/**")
        return urlsplit(page.url).path


def sign_in(page: Page, words: str) -> str:
    """This will sign in as the first on whose button the words stand, and give where that leads."""
    page.goto("/sign-in/")
    page.locator("button[name=person]", has_text=words).first.click()
    return path_of(page.url)


def _reader(page: Page) -> Callable[[str], Answer]:
    def get(address: str) -> Answer:
        answer = page.request.get(address)
        is_page = answer.status != 403 and "text/html" in answer.headers.get("content-type", "")
        return Answer(path_of(answer.url), answer.text() if is_page else "")

    return get
