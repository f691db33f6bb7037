"""What a page of a resident costs: bytes on the way to a phone, statements in the database."""

import gzip
import re

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions
from tests.builders import AT, EAST, STREET, Town, handled
from tests.web.resident.forms import filled, words

BYTES = 60_000
LINKED = re.compile(r'(?:href|src)="/static/([^"]+)"')


def test_the_report_page_with_all_it_links_is_within_sixty_kilobytes(town: Town, phone: Client) -> None:
    for address in (f"/{STREET}/report/", f"/{STREET}/q/{town.spot.token}/"):
        page = words(phone.get(address))
        parts = [page.encode()]
        for name in sorted(set(LINKED.findall(page))):
            found = finders.find(name)
            assert isinstance(found, str)
            with open(found, "rb") as file:
                parts.append(file.read())
        assert len(parts) >= 4
        assert sum(len(gzip.compress(part, 6)) for part in parts) < BYTES


def test_no_script_but_one_of_few_lines_is_waited_for_before_the_page_is_drawn(
    town: Town, phone: Client
) -> None:
    for address in (f"/{STREET}/report/", f"/{STREET}/q/{town.spot.token}/"):
        page = words(phone.get(address))
        waited_for = [tag for tag in re.findall(r"<script[^>]*>", page) if " defer" not in tag]
        assert [re.findall(r"[\w-]+\.js", tag) for tag in waited_for] == [["early.js"]]
        found = finders.find("web/early.js")
        assert isinstance(found, str)
        with open(found, "rb") as file:
            assert len(file.read()) < 800
        assert len(re.findall(r'rel="stylesheet"', page)) <= 2


def statements(phone: Client, address: str, form: dict[str, object] | None = None) -> int:
    """This will count the statements of a request, the second time, when what is kept in memory is there."""
    phone.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        phone.get(address) if form is None else phone.post(address, form)
    return len([row for row in seen if "SAVEPOINT" not in row["sql"]])


def test_the_report_page_asks_little(town: Town, phone: Client) -> None:
    assert statements(phone, f"/{STREET}/report/") <= 2
    assert statements(phone, f"/{STREET}/q/{town.spot.token}/") <= 4


def test_a_report_is_stored_in_few_statements(town: Town, phone: Client) -> None:
    form = filled(phone.get(f"/{STREET}/report/"), text="路口积水", community=EAST)
    assert statements(phone, f"/{STREET}/report/", form) <= 16


def test_the_page_of_a_code_asks_the_same_whatever_happened(town: Town, phone: Client) -> None:
    case = handled(town)
    address = f"/{STREET}/t/{case.tracking}/"
    first = statements(phone, address)
    for number in range(5):
        actions.add(case=case, at=AT, words=f"补充{number}")
    assert statements(phone, address) == first
    assert first <= 6
