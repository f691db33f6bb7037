"""How each address of the matrix is asked: which path it has at a place, and what a browser would post to it.

An address that has no place of its own has one path at all three; it is asked once.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.cases.models import Case
from linli.lib.geometry import tile_of
from linli.people.models import Role
from linli.web.resident import grants
from tests.builders import AT
from tests.web.access.table import PARTS, Line
from tests.web.access.town import Scene, There

Args = Callable[[Scene, str, There], list[Any]]
NO_CODE = "ZZZ-ZZZ"
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=new-one"


def path(scene: Scene, line: Line, part: str, where: str) -> str:
    """This will give the path of a line for somebody at a place."""
    part, there = PARTS[part], scene.there[where]
    if line.name == "picture":
        return _picture(scene, line.way, part, there)
    if line.name.startswith("admin:"):
        return _admin(line.name, there)
    query = QUERIES.get(line.asked)
    return reverse(line.name, args=_args(scene, line, part, there)) + (query(there) if query else "")


def _args(scene: Scene, line: Line, part: str, there: There) -> list[Any]:
    name, street = line.name, there.street
    if name in NO_PLACE:
        return []
    if name in {"sign-in-with", "sign-in-back", "account-link", "account-unlink"}:
        return ["oidc"]
    if name == "desk-tile":
        return _tile(there)
    if name == "first-password":
        return [scene.secret if line.way != "false" else "zz-zzz"]
    if (name.startswith("track-") and name != "track-find") or name in {"track", "copy"}:
        return [street, _code(scene, part, there)]
    if name == "no-more-mail":
        return [scene.stop if line.way != "false" else "zz:zz:zz"]
    if name in {"complaint-follow", "rights-follow"}:
        row = there.complaint if name == "complaint-follow" else there.request
        return [street, row.tracking if (part, there.where) == ("tracking_link", "own") else NO_CODE]
    if name in OF_CASE:
        case = there.on_behalf if name == "slip" else scene.case(part, there.where)
        more = {"step": ["note"], "phone-step": ["note"]}.get(name, [])
        if name == "picture-desk":
            shown = line.way == "release"
            return [street, there.shown.number, there.released.pk] if shown else [
                street, case.number, scene.picture(part, there.where).pk
            ]  # fmt: skip
        return [street, case.number, *more]
    return [street, *_thing(scene, line, there)]


def _thing(scene: Scene, line: Line, there: There) -> list[Any]:
    """What stands after the street in an address of set-up, of the board or of what few may know."""
    things: dict[str, Callable[[], list[Any]]] = {
        "report-spot": lambda: [there.spot.token],
        "public-tile": lambda: _tile(there),
        "base-tile": lambda: _tile(there),  # no file is set
        **dict.fromkeys(("public-case", "public-share"), lambda: [_public(line.way, there).number]),
        "community": lambda: [there.community],
        "box-complaint": lambda: [(there.complaint_above if line.way == "street" else there.complaint).pk],
        "box-contact": lambda: [(there.complaint_above if line.way == "street" else there.complaint).pk],
        "rights-request": lambda: [there.request.pk],
        "rights-contact": lambda: [there.request.pk],
        "setup-category": lambda: ["77-01" if line.way == "retire-own" else "01-02"],
        "setup-template": lambda: [
            *([there.street[:6], scene.county_template.pk] if line.way == "county" else
              [there.street, there.template.pk])
        ],
        "setup-person": lambda: [(there.auditor if line.way.endswith("-auditor") else there.person).pk],
        "setup-organisation": lambda: [there.organisation.pk],
        "setup-board": lambda: [there.spot.token],
        "setup-label": lambda: [there.spot.token],
        "setup-setting": lambda: ["office.phone"],
        "setup-channel": lambda: [there.robot.pk],
    }  # fmt: skip
    if line.name in {"setup-duty", "setup-hand-over", "setup-leave"}:
        return [(there.auditor_duty if line.way.endswith("-auditor") else there.duty).pk]
    return things.get(line.name, list)()


def _tile(there: There) -> list[Any]:
    """The square of the map in which the place's own case lies, where the map shows single cases."""
    return [15, *tile_of(there.case.lon or 0.0, there.case.lat or 0.0, 15)]


def _public(way: str, there: There) -> Case:
    """A released case, or one of those the public has no page of."""
    return {"": there.shown, "unreleased": there.case, "back": there.taken_back, "yard": there.yard}[way]


NO_PLACE = {
    "display", "outbox-token", "service-worker",
    "home", "definitions", "complaint", "rights", "kit", "sign-in", "sign-in-as", "sign-out",
    "inbox", "cases", "desk-news", "keys", "batch", "saved", "new", "found", "notices", "choices", "vacant", "auditor",
    "box", "requests", "setup",
    "sign-in-code", "account", "account-confirm", "account-everywhere", "account-password",
    "account-second-factor", "phone-list", "phone-new", "phone-found", "phone-notices", "phone-choices", "phone-round",
    "desk-map", "phone-map",
}  # fmt: skip
OF_CASE = {
    "case", "case-paper", "slip", "contact", "picture-desk", "step", "phone-case", "phone-contact", "phone-step",
}  # fmt: skip


def _code(scene: Scene, part: str, there: There) -> str:
    """The code a part holds: its own, at its own place; everybody else tries one."""
    if there.where == "sibling":
        return NO_CODE
    own = scene.there["own"].case.tracking
    return {"tracking_link": own, "follower": scene.follower.tracking}.get(part, NO_CODE)


def _picture(scene: Scene, way: str, part: str, there: There) -> str:
    token = {
        "released": there.released.token,
        "withdrawn": there.withdrawn_token,
        "taken-back": there.taken_back_picture.token,
    }.get(way, "")
    size = {"middle": "middle", "large": "large", "original": "original"}.get(way, "small")
    found = scene.picture(part, there.where)
    if part == "tracking_link" and there.where == "own" and not token and way != "original":
        return grants.address(found, size)
    return f"/p/{there.street}/{token or found.token}-{size}.jpg"


def _admin(name: str, there: There) -> str:
    """One model stands for all: cases, which hold a street's own rows."""
    kind = name.removeprefix("admin:*_")
    if name == "admin:app_list":
        return reverse(name, args=["cases"])
    if name == "admin:view_on_site":
        return reverse(name, args=[1, 1])
    if name == "admin:catch-all":
        return "/admin/nothing/"
    if kind == name:
        return reverse(name)
    if kind == "~":
        return f"/admin/cases/case/{there.case.pk}/"
    return reverse(f"admin:cases_case_{kind}", args=[] if kind in {"add", "changelist"} else [there.case.pk])


QUERIES: dict[str, Callable[[There], str]] = {
    "cases@search": lambda there: "?q=" + "暗号" + "&status=any",
    "inbox@search": lambda there: "?q=" + "暗号",
    "desk-tile@all": lambda there: "?in=all&status=any",
    "cases@community": lambda there: f"?status=any&community={there.community}",
    "phone-list@ended": lambda there: "?status=ended",
    "case@beside": lambda there: "?in=all&q=" + "暗号",
    "batch": lambda there: f"?pick={there.case.street}.{there.case.number}",
    "saved@keep": lambda there: f"?in=all&community={there.community}",
    "copy@file": lambda there: "?file=1",
    "public-cases@community": lambda there: f"?community={there.community}",
    "auditor@street": lambda there: f"?street={there.street}",
    "vacant@street": lambda there: f"?street={there.street}",
    "setup-setting@county": lambda there: f"?place={there.street[:6]}",
    "public-cases@search": lambda there: "?q=" + "暗号",
}


def body(scene: Scene, line: Line, part: str, where: str) -> dict[str, Any]:
    """This will give what is posted: the page's own form as it stands, with what somebody would fill in."""
    there = scene.there[where]
    key = line.asked
    given = (_small(there, scene.case(PARTS[part], where).version) | _of_signing()).get(key)
    if given is None:
        given = (_of_rules(there) | _of_people(scene, there) | _of_places(there)).get(key)
    if given is None and key in (few := _of_few(scene, there, part)):
        given = few[key]
    if given is None:
        raise KeyError(f"nobody said what is posted to {key}")
    if key in FROM_FORM:
        return _form(scene, path(scene, line, part, where)) | given
    return given


# Posts that begin with what the page's own form holds, as the administrator of the county is given it.
FROM_FORM = {
    "setup-category",
    "setup-category@county",
    "setup-template",
    "setup-template@county",
    "setup-person",
}


def _form(scene: Scene, address: str) -> dict[str, Any]:
    if address not in scene.forms:
        form = scene.browsers[Role.COUNTY_ADMIN].get(address).context["form"]
        values = {name: form[name].value() for name in form.fields}
        scene.forms[address] = {name: value for name, value in values.items() if value not in {None, False}}
    return dict(scene.forms[address])


def _small(there: There, seen: int) -> dict[str, dict[str, Any]]:
    """What residents and workers post."""
    said = {"words": "还有一堆。", "seen": 99}
    return {
        "display": {},
        "report": {"text": "路口有垃圾。", "community": there.community, "key": "k" * 24},
        "report-picture": {},
        "report-spot": {"text": "牌子旁边有垃圾。", "key": "k" * 24},
        "track-find": {"code": NO_CODE},
        "track-fixed": {},
        "track-rate": {"satisfaction": "5"},
        "track-not-fixed": said,
        "track-add": said,
        "track-contact": {"phone": "13900000000", "age_14": "on"},
        "track-withdraw": {},
        "track-erase": {},
        "track-leave": {},
        "complaint-street": {"text": "态度不好。", "about_place": there.community, "key": "k" * 24},
        "complaint-follow": {"withdraw": "1"},
        "rights-street": {"kind": "access", "text": "存了什么？", "key": "k" * 24},
        "sign-in": {"username": "grid_member", "password": "believe in neighbours"},
        "sign-in@wrong": {"username": "grid_member", "password": "let me in"},
        "sign-in-as": {"person": "1"},
        "sign-out": {},
        **_of_notices(),
        "case": {"action": "start", "seen": seen},
        "phone-case": {"action": "start", "seen": seen},
        "step": {"words": "打过电话。", "seen": seen},
        "phone-step": {"words": "打过电话。", "seen": seen},
        "contact": {"reason": "核对位置"},
        "phone-contact": {"reason": "核对位置"},
    }


def _of_notices() -> dict[str, dict[str, Any]]:
    """What is posted about being told."""
    return {
        "notices": {},
        "phone-notices": {},
        "choices": {"new": "now", "quiet_from": "20", "quiet_to": "8"},
        "phone-choices": {"new": "off"},
        "no-more-mail": {},
        "no-more-mail@false": {},
    }


def _of_signing() -> dict[str, dict[str, Any]]:
    """What is posted about how somebody signs in."""
    new = {"password": "a bench by the river", "again": "a bench by the river"}
    return {
        "sign-in-code": {"code": "123456"},
        "first-password": new,
        "account-confirm": {"password": "let me in"},
        "account-everywhere": {},
        "account-password": new,
        "account-second-factor": {"code": "123456"},
        "account-unlink": {},
    }


def _of_few(scene: Scene, there: There, part: str) -> dict[str, dict[str, Any]]:
    """What is posted by whoever enters reports, decides on pictures, hears complaints or answers requests."""
    entered = {
        "text": "店门口有垃圾。",
        "place": scene.there["own"].community,
        "key": "k" * 24,
        "age_14": "on",
    }
    return {
        "batch": {
            "act": "urge",
            "pick": f"{there.case.street}.{there.case.number}.{there.case.version}",
            "stage": "confirm",
        },
        "saved": {"action": "up", "id": "1"},
        "setup-street": {"action": "aside"},
        "saved@keep": {"action": "save", "name": "我的"},
        "new": entered,
        "found": entered,
        "phone-new": entered,
        "phone-found": entered,
        "picture-desk": {"action": "unrelease"},
        "picture-desk@release": {"action": "release"},
        "picture-desk@restore": {"action": "restore"},
        "box-complaint": {"answer": "已经谈话。"},
        "box-complaint@street": {"answer": "已经谈话。"},
        "box-contact": {"reason": "问清经过"},
        "box-contact@street": {"reason": "问清经过"},
        "rights-contact": {"reason": "核对本人"},
        "rights-request": {"answer": "只存了这一条。"},
    }


def _of_rules(there: There) -> dict[str, dict[str, Any]]:
    """What is posted in set-up about categories, templates and settings."""
    street, county = {"owner": there.street}, {"owner": there.street[:6]}
    named = {"name_zh": "新的", "action": "answer", "text_zh": "马上就去。"}
    category = {"code": "88-01", "name_zh": "新的一类", "clock": "office", "zh_1": "一件", "limit_1": "1wd"}
    retire = {"action": "retire"}
    return {
        "setup-category-new": category | street,
        "setup-category-new@county": category | county,
        "setup-category": {"name_zh": "改了名字"} | street,
        "setup-category@county": {"name_zh": "改了名字"} | county,
        "setup-category@retire": retire,
        "setup-category@retire-own": retire,
        "setup-template-new": named | street,
        "setup-template-new@county": named | county,
        "setup-template": {"text_zh": "改了。"},
        "setup-template@county": {"text_zh": "改了。"},
        "setup-template@retire": retire,
        "setup-setting": {"value": "0377-66210000"},
        "setup-setting@county": {"value": "0377-66210000"},
    }


def _of_people(scene: Scene, there: There) -> dict[str, dict[str, Any]]:
    """What is posted in set-up about duties, accounts and organisations."""
    to, about = {"person": str(there.auditor.pk)}, {"person": str(there.person.pk)}
    days = {"from_on": f"{AT:%Y-%m-%d}", "to_on": f"{AT + timedelta(days=9):%Y-%m-%d}"}
    return {
        "setup-duty-new": {"role": "cadre", "where": there.community} | to,
        "setup-duty-new@auditor": {"role": "auditor", "where": there.street} | about,
        "setup-duty": {"on": ""},
        "setup-duty@vacate": {"action": "vacate"},
        "setup-duty@roster": {"action": "roster"},
        "setup-duty@vacate-auditor": {"action": "vacate"},
        "setup-duty@end-auditor": {"on": ""},
        "setup-hand-over": to,
        "setup-hand-over@of-auditor": about,
        "setup-leave": to | days,
        "setup-leave@of-auditor": about | days,
        "setup-person-new": {"username": "new.one", "name": "新人", "language": "zh-hans"},
        "setup-person": {"name": "改了"},
        "setup-person@link": {"action": "link"},
        "setup-person@link-auditor": {"action": "link"},
        "setup-person@reset": {"action": "reset", "reason": "lost"},
        "setup-person@close": {"action": "close"},
        "setup-person@close-auditor": {"action": "close"},
        "setup-organisation-new": {"kind": "branch", "code": "ZB", "name_zh": "支部"},
        "setup-organisation": {"name_zh": "改了"},
        "setup-organisation@close": {"action": "close"},
    }


def _of_places(there: There) -> dict[str, dict[str, Any]]:
    """What is posted in set-up about boards, holidays and files."""
    holiday = {"day": "2027-05-04", "what": "off", "name_zh": "本地的节日", "action": "apply"}
    table = "username,name\nnew.one,新人\n".encode()
    return {
        "setup-board-new": {"name_zh": "新牌子", "location_type": "roadside", "where": there.grid},
        "setup-board": {"where": there.community},
        "setup-board@retire": {"action": "retire"},
        "setup-holidays": holiday | {"owner": there.street},
        "setup-holidays@county": holiday | {"owner": there.street[:6]},
        "setup-holidays@confirm": {"action": "confirm"},
        "setup-tables": {
            "table": "people",
            "file": SimpleUploadedFile("people.csv", table),
            "seen": hashlib.sha256(b"people|" + table).hexdigest(),
        },
        "setup-channels": {"delivery": str(there.failing)},
        "setup-channel-new": {"name": "新群", "whose": there.community, "address": ROBOT},
        "setup-channel": {"action": "pause"},
        "setup-channel@remove": {"action": "remove"},
        "setup-areas": {"datum": "wgs84", "file": SimpleUploadedFile("areas.json", b"{}")},
    }
