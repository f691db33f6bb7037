"""One report through all levels, on phones, as the people of the street take it: reported to chained and erased.

Its town is its own, because the clock of it is moved.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urljoin

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import Opener, Town, served_town

STREET = "411329001"
IN_EAST_1 = {"longitude": 112.37698, "latitude": 32.53131}
MATTER = "巷口堆了三袋装修垃圾，挡了消防通道"
SECRET, PHONE = "王秀兰家对门", "13800138000"
REST = "还剩一袋没拉走"
FACE = (214, 62, 148)
PUBLIC = "巷口装修垃圾已清运"
Shot = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """This will serve a town whose time this file alone moves."""
    with served_town(tmp_path_factory.mktemp("thread")) as town:
        yield town


@pytest.fixture
def resident(open_phone: Opener, own_town: Town) -> Page:
    """This will give a resident's phone that knows where it is: in grid 1 of 东关."""
    return open_phone(base_url=own_town.address, geolocation=IN_EAST_1, permissions=["geolocation"])


@pytest.fixture
def sign_in(open_phone: Opener, own_town: Town) -> Callable[..., Page]:
    """This will give a function that signs in the n-th person with a duty, on a phone of their own."""

    def enter(duty: str, nth: int = 0) -> Page:
        page = open_phone(base_url=own_town.address)
        page.goto("/sign-in/")
        person = page.locator("button[name=person]", has_text=duty).nth(nth)
        person.evaluate("button => button.closest('details')?.setAttribute('open', '')")
        person.click()
        return page

    return enter


def report(resident: Page) -> str:
    """This will report with a picture, a place and a line, leave a telephone number, and give the tracking page."""
    resident.goto("/")
    resident.get_by_role("link", name="汉城街道").click()
    resident.get_by_role("link", name="反映问题").first.click()
    file: FilePayload = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": a_face_in_the_lane()}
    resident.set_input_files("#id_picture0", file)
    resident.get_by_role("button", name="用这部手机的位置").click()
    resident.wait_for_function("document.getElementById('id_lon').value !== ''")
    resident.get_by_label("说一句").fill(f"{MATTER}。{SECRET}。")
    resident.locator("summary", has_text="怎样把结果告诉您").click()
    resident.get_by_label("手机号").fill(PHONE)
    resident.get_by_label("我已满14周岁").check()
    resident.locator(".bottom-bar").get_by_role("button", name="提交").click()
    expect(resident.locator("main")).to_contain_text("东关第1网格")
    return resident.url.split("?")[0]


def open_case(page: Page, address: str = "") -> None:
    """This will tap the case on a list: the one at the address, or the one that is open."""
    if address:
        page.goto(address)
    page.locator(".rows, .pane.list").get_by_text(MATTER).first.click()
    expect(page.locator("main")).to_contain_text(MATTER)


def step(page: Page, name: str, **words: str) -> None:
    """This will take a step by its button, fill in its form where it has one, and see that it was done."""
    button = page.locator("a.button, button").get_by_text(name, exact=True).first
    if not button.is_visible():
        page.locator("summary", has_text="更多操作").click()
    button.click()
    for field, text in words.items():
        page.locator(f"main form [name={field}]").fill(text)
    if words:
        page.locator("main form button[type=submit]", has_text=name).click()
    expect(page.locator(".toast")).to_be_visible()


def a_face_in_the_lane() -> bytes:
    """This will draw a grey lane with a face in a colour that is nowhere else on it."""
    picture = Image.new("RGB", (900, 1200), (150, 150, 145))
    ImageDraw.Draw(picture).ellipse((300, 300, 500, 560), fill=FACE)
    written = BytesIO()
    picture.save(written, "JPEG", quality=95)
    return written.getvalue()


def shows_no_face(page: Page, picture: Locator) -> bool:
    """This will fetch a picture as the page shows it and look for the colour of the face."""
    answer = page.request.get(urljoin(page.url, picture.get_attribute("src") or ""))
    assert answer.ok
    shown = Image.open(BytesIO(answer.body())).convert("RGB")
    red, green, blue = ImageChops.difference(shown, Image.new("RGB", shown.size, FACE)).split()
    nearest, _farthest = ImageChops.lighter(ImageChops.lighter(red, green), blue).getextrema()
    return bool(nearest > 60)


def release_covered(page: Page, shot: Shot) -> None:
    """This will draw a box over the face on the first picture, burn it in, and make the picture public."""
    page.locator(".shots-line a").first.click()
    stage = page.locator("[data-stage]")
    assert not shows_no_face(page, stage.locator("img"))
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.65, box["y"] + box["height"] * 0.55, steps=4)
    page.mouse.up()
    shot(page, "thread-9-covered")
    page.get_by_role("button", name="遮盖", exact=True).click()
    expect(page.locator(".toast")).to_be_visible()
    assert shows_no_face(page, page.locator("[data-stage] img"))
    page.get_by_role("button", name="公开这张照片").click()
    expect(page.locator(".toast")).to_be_visible()


def names_nobody(page: Page) -> None:
    """This will see that a page tells nothing of the reporter, in the reporter's words, or of who worked on it."""
    for told in (SECRET, PHONE, MATTER, REST, "马晓梅", "13800"):
        expect(page.locator("html")).not_to_contain_text(told)


def escalated_by_the_clock(sign_in: Callable[..., Page], town: Town, shot: Shot) -> Page:
    """This will have the grid pass the case up and the community miss its term; it gives the street's phone."""
    member = sign_in("东关第1网格网格员")
    open_case(member)
    shot(member, "thread-2-grid")
    step(member, "升级", words="要用车，网格清不动。")
    community = sign_in("东关社区工作人员")
    open_case(community)
    expect(community.locator("main")).to_contain_text("要用车，网格清不动。")
    shot(community, "thread-3-community")
    town.linli("clock", "--at", "+6d")
    community.goto("/desk/")
    expect(community.locator("body")).not_to_contain_text(MATTER)
    street = sign_in("汉城街道工作人员")
    open_case(street)
    expect(street.locator("main")).to_contain_text("时限已过，自动升级到街道")
    shot(street, "thread-4-street")
    return street


def settled(street: Page, checker: Page, *, done: str, seen: str) -> None:
    """This will have one person handle the case and another verify and close it."""
    open_case(street, "/desk/")
    step(street, "报处置完成", words=done)
    expect(street.locator("a.button, button").get_by_text("核查结案", exact=True)).to_have_attribute(
        "aria-disabled", "true"
    )
    open_case(checker, "/desk/?tab=checking")
    step(checker, "核查结案", words=seen)


def not_fixed(resident: Page, followed: str, shot: Shot) -> None:
    """This will have the reporter see it closed and say that it is not fixed."""
    resident.goto(followed)
    expect(resident.locator("main")).to_contain_text("已经核查，结案")
    shot(resident, "thread-5-closed")
    resident.get_by_role("link", name="没解决").click()
    resident.get_by_label("说一句").fill(REST)
    resident.get_by_role("button", name="提交：没解决").last.click()
    expect(resident.locator("main")).to_contain_text("没解决，重新处理")
    shot(resident, "thread-6-not-fixed")


def erased(resident: Page, followed: str, shot: Shot) -> None:
    """This will have the reporter erase what is theirs and see that it is gone."""
    resident.get_by_role("link", name="删除我的信息").click()
    shot(resident, "thread-11-erase")
    resident.locator("main form button.danger").click()
    resident.goto(followed)
    for told in (MATTER, REST, PHONE):
        expect(resident.locator("html")).not_to_contain_text(told)
    expect(resident.locator("main .before-after img")).to_have_count(0)
    shot(resident, "thread-12-erased")


def test_from_a_residents_report_to_a_settled_verified_and_chained_case(
    resident: Page, sign_in: Callable[..., Page], open_phone: Opener, own_town: Town, shot: Shot
) -> None:
    followed = report(resident)
    shot(resident, "thread-1-reported")
    street, checker = escalated_by_the_clock(sign_in, own_town, shot), sign_in("汉城街道工作人员", 1)
    settled(street, checker, done="派车清走了，现场已扫净。", seen="到现场看过。")
    not_fixed(resident, followed, shot)
    open_case(street, "/desk/")
    expect(street.locator("main")).to_contain_text(REST)
    shot(street, "thread-7-rework")
    settled(street, checker, done="剩下的一袋也拉走了。", seen="又去看过，干净了。")
    resident.goto(followed)
    expect(resident.locator("main")).to_contain_text("已经核查，结案")
    shot(resident, "thread-8-closed-again")

    step(checker, "公开", public_title=PUBLIC, public_text="已清运并复查。")
    release_covered(checker, shot)
    stranger = open_phone(base_url=own_town.address)
    stranger.goto(f"/{STREET}/cases/")
    stranger.get_by_text(PUBLIC).click()
    names_nobody(stranger)
    assert shows_no_face(stranger, stranger.locator("main img").first)
    shot(stranger, "thread-10-public")

    erased(resident, followed, shot)
    stranger.reload()
    expect(stranger.locator("main")).to_contain_text(PUBLIC)
    expect(stranger.locator("main img")).to_have_count(0)
    own_town.linli("verify")
