"""What no page may give away: whose report, complaint or request is shown to whom, phones, and codes of links."""

import re

from linli.people.models import Role
from tests.web.access.town import PHONE, PLACES, Scene, mark

# Who reads the cases of a place: its own grid, group and community; its street; its county. The department reads
# what was whistled to it.
IN_GRID = {Role.GROUP_HEAD, Role.GRID_LEAD, Role.GRID_MEMBER}
IN_COMMUNITY = {Role.CADRE, Role.COMMUNITY_OFFICER, Role.SUPERVISOR, Role.BRANCH_SECRETARY}
IN_STREET = {Role.STREET_OFFICER, Role.STREET_LEADER, Role.STREET_ADMIN, Role.INSPECTOR}
READERS = {
    "own": IN_GRID | IN_COMMUNITY | IN_STREET | {Role.COUNTY_ADMIN},
    "next": IN_COMMUNITY | IN_STREET | {Role.COUNTY_ADMIN},
    "sibling": IN_STREET | {Role.COUNTY_ADMIN},
    "other": {Role.COUNTY_ADMIN},
}
REPORTS, REQUEST, ABOVE, WHISTLED, COMPLAINT = (1, 2, 3, 4, 5), 6, 7, 8, 9
_MARK = re.compile("暗号([a-z]+)([0-9])号")
_PHONE = re.compile(PHONE.format(place="[0-9]", n=0)[:7] + "[0-9]{4}")


def reports(part: str) -> set[str]:
    """This will give the words of the reports a part may read."""
    found = {mark(where, n) for where in PLACES for n in REPORTS if part in READERS[where]}
    if part in READERS["next"]:
        found.add(mark("next", 1))
    if part in READERS["own"] | {Role.DEPARTMENT_OFFICER}:
        found.add(mark("own", WHISTLED))
    return found


def known(part: str) -> set[str]:
    """This will give all words a part may read anywhere: reports, complaints it hears, requests it answers."""
    found = reports(part)
    if part in {Role.STREET_LEADER, Role.STREET_ADMIN}:
        found |= {mark(where, COMPLAINT) for where in ("own", "sibling")}
    if part == Role.STREET_ADMIN:
        found |= {mark(where, REQUEST) for where in ("own", "sibling")}
    if part == Role.COUNTY_ADMIN:
        found |= {mark(where, ABOVE) for where in PLACES}
    if part == "tracking_link":
        found |= {mark("own", n) for n in (1, REQUEST, COMPLAINT)}
    return found


def marks(text: str) -> set[str]:
    """This will give the secret words that stand in a page."""
    return {mark(where, int(n)) for where, n in _MARK.findall(text)}


def phones(text: str) -> set[str]:
    """This will give the phones of reporters that stand in a page."""
    return set(_PHONE.findall(text))


def codes(scene: Scene, text: str) -> set[str]:
    """This will give the codes of links that stand in a page, as they are kept or as they are written."""
    rows = [
        row.tracking
        for there in scene.there.values()
        for row in (there.case, there.shown, there.yard, there.on_behalf, there.complaint, there.request)
    ]
    return {code for code in [*rows, scene.follower.tracking, scene.neighbour.tracking] if code in text}


def leaks(scene: Scene, part: str, text: str) -> set[str]:
    """This will give what a page shows to somebody who may not know it; a link's holder knows their own."""
    found = marks(text) - known(part)
    if part not in {"tracking_link", "follower"}:
        found |= phones(text) | codes(scene, text)
    return found
