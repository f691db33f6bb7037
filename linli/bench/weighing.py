"""What does not depend on the machine: statements of a page, and bytes of the report page as a phone fetches it."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.bench.asking import PAGE, Browser
from linli.lib.geometry import tile_of
from linli.people.models import Person

_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def statements(path: str, person: Person | None = None) -> int:
    """This will count the SQL statements of a page once everything that is kept in memory is there."""
    client: Any = Client()
    if person is not None:
        client.force_login(person)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def tile(z: int, lon: float, lat: float) -> str:
    """This will give the address of the desk's map tile around a position, of all cases open or ended."""
    x, y = tile_of(lon, lat, z)
    return f"/desk/tiles/{z}/{x}/{y}.mvt?in=all&status=any"


def transferred(port: int) -> int:
    """This will give the bytes of the report page with all it links to, compressed as the server sends them."""
    browser = Browser(port)
    _status, plain, _headers = browser.ask("GET", PAGE)
    _status, page, _headers = browser.ask("GET", PAGE, packed=True)
    total = len(page)
    for asset in sorted(set(_ASSET.findall(plain.decode()))):
        total += len(browser.ask("GET", asset, packed=True)[1])
    browser.close()
    return total
