"""A report becomes a case: from a phone, a QR code, a clerk's desk, or a grid member's find fixed on the spot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from linli.cases import categories, flood, rules
from linli.cases.actions.reviewing import limit_columns
from linli.cases.actions.taking import checked
from linli.cases.models import Case, Source
from linli.cases.numbers import next_number
from linli.cases.placing import Placed, place
from linli.cases.policies import may_report_for
from linli.cases.refusals import Invalid
from linli.cases.rules import tick_at
from linli.cases.stepping import DERIVED, Said, change, counted, limits_of, note_fact, times
from linli.cases.workflow import Level, Status, Words
from linli.figures.actions import move
from linli.lib.db import writing
from linli.lib.ids import new_id, tracking_code
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.models import PictureKind
from linli.places import queries as places
from linli.places.models import LocationType
from linli.privacy import actions as privacy

TITLE = 40
ENDS_OF_SENTENCES = "。！？!?\n；;"
# Columns of a new case whose value says nothing; the first fact leaves them out.
SILENT: tuple[Any, ...] = (None, "", 0, False)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says of one matter. Of spot, position and community the first that is given places it."""

    street: str
    text: str
    idempotency: str
    source: Source = Source.RESIDENT
    category: str = ""
    item: str = ""
    location_type: str = ""
    spot_token: str = ""
    lon: float | None = None  # WGS-84
    lat: float | None = None
    community: str = ""
    grid: str = ""  # of that community, where whoever enters the report knows it
    name: str = ""
    phone: str = ""
    email: str = ""
    call_back_agreed: bool = False
    age_14: bool = True
    pictures: Sequence[Prepared] = field(default_factory=tuple)


def report(*, report: Report, at: datetime, by: Viewer | None = None, origin: str = "") -> Case:
    """This will store a report as a case, filed at once unless its origin sent too many this hour (then held).

    `origin` is a digest of the sender's address, "" to not count. Sent twice under one key it is stored once
    and the first case comes back. Raises Invalid, BadContact, or places.rules.OutsideCounty; nothing is kept then.
    """
    if by is not None and isinstance(verdict := may_report_for(by, report.street), Denied):
        raise Refused(verdict.reason)
    if found := _sent_before(report):
        return found
    text = checked(report.text, Words.NONE if report.pictures else Words.REQUIRED, field="text")
    case, category = _drawn_up(report, text, at)
    try:
        with writing():
            held = bool(origin) and flood.over_rate(report.street, origin, at)
            first = None if category.danger else flood.first_of(case, at)
            _store(case, held=held, at=at)
            _open(case, text, by.person_id if by else None, at, filed=not held)
            _keep(case, report, by, at)
            if first is not None and not held:
                _join_flood(case, first, at)
    except IntegrityError:
        # The same report raced itself through another worker.
        if found := _sent_before(report):
            return found
        raise
    return case


def found_and_fixed(
    *, report: Report, by: Viewer, at: datetime, result: str, pictures_after: Sequence[Prepared] = ()
) -> Case:
    """This will keep what a grid member found and fixed on the spot, in one action: closed, unverified."""
    if isinstance(verdict := may_report_for(by, report.street), Denied):
        raise Refused(verdict.reason)
    if found := _sent_before(report):
        return found
    done = checked(result, Words.OPTIONAL, field="result")
    text = checked(report.text, Words.REQUIRED, field="text")
    case, _category = _drawn_up(report, text, at)
    with writing():
        _store(case, held=False, at=at)
        _open(case, text, by.person_id, at, filed=True)
        _keep(case, report, by, at)
        for picture in pictures_after:
            _picture(case, picture, PictureKind.AFTER, by.person_id, at)
        changes = {
            "status": str(Status.FIXED_UNVERIFIED),
            "started_at": at,
            "handled_at": at,
            "handled_by_id": by.person_id,
            "closed_at": at,
            "act_by": None,
            "first_answer_at": at,
            "call_back": "due" if rules.sampled(case.pk, flood.call_back_percent(case)) else "",
        }
        said = [Said("result", done, told=True)]
        change(case, kind="found_and_fixed", by_id=by.person_id, at=at, changes=changes, said=said)
    return case


def _sent_before(report: Report) -> Case | None:
    if not report.idempotency or len(report.idempotency) > 64:
        raise Invalid(
            {"": _("This page is out of date. Please open it again; what you wrote can be copied.")}
        )
    return Case.objects.filter(street=report.street, idempotency=report.idempotency).first()


def _drawn_up(report: Report, text: str, at: datetime) -> tuple[Case, categories.CategoryRow]:
    known = categories.of_street(report.street)
    if report.category and report.category not in known:
        raise Invalid({"category": _("Choose a category from the list.")})
    category = known[report.category or categories.UNSORTED]
    placed = place(report, at)
    item = category.item(report.item)
    level = first_level(category, item, placed)
    limits = categories.limits(category, item.key, street=placed.street, community=placed.community, at=at)
    location = report.location_type or placed.location_type
    case = Case(
        id=new_id(),
        street=placed.street,
        idempotency=report.idempotency,
        source=report.source,
        category=category.code,
        item=item.key,
        location_type=location if location in LocationType.values else LocationType.PUBLIC_AREA,
        title=title_of(text),
        community=placed.community,
        grid=placed.grid,
        group=placed.group,
        spot_id=placed.spot_id,
        lon=placed.lon,
        lat=placed.lat,
        cell=placed.cell,
        placed_by=placed.by,
        level=level,
        arrived_by="report",
        reported_at=at,
        arrived_at=at,
        **limit_columns(limits),
    )
    return case, category


def first_level(category: categories.CategoryRow, item: categories.Item, placed: Placed) -> Level:
    """This will name who receives it first: the grid or group it lies in, else its community.

    Danger, hazardous waste and what is outside the community's duty list go to the street at once.
    """
    if category.danger or item.hazardous or not category.on_duty_list:
        return Level.STREET
    return Level.GROUP if placed.grid or placed.group else Level.COMMUNITY


def title_of(text: str) -> str:
    """This will give the first sentence of a report, at most 40 characters, for lists."""
    first = text.strip()
    for end in ENDS_OF_SENTENCES:
        first = first.split(end, 1)[0]
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def _store(case: Case, *, held: bool, at: datetime) -> None:
    case.status = str(Status.HELD if held else Status.RECEIVED)
    if not held:
        office, limits = places.calendar(case.street), limits_of(case)
        case.filed_at = at
        case.handle_by = rules.handle_by(limits, office, at)
        case.act_by = rules.act_by(Level(case.level), limits, office, at)
    case.tick_at = tick_at(times(case))
    case.number = next_number(case, at)
    for _attempt in range(5):
        case.tracking = tracking_code()
        if not Case.objects.filter(street=case.street, tracking=case.tracking).exists():
            break
    case.save(force_insert=True)


def _open(case: Case, text: str, by_id: int | None, at: datetime, *, filed: bool) -> None:
    """The first facts: collected, and filed in the same breath unless it is held."""
    own_words = case.source in {Source.RESIDENT, Source.QR, Source.ON_BEHALF}
    spoken = {name: value for name in DERIVED if (value := getattr(case, name)) not in SILENT}
    note_fact(
        case, kind="reported", by_id=by_id, at=at, changed=spoken, first=True, tell=not filed,
        said=[Said("report", text, told=True, by_reporter=own_words)], data={"source": str(case.source)},
    )  # fmt: skip
    if filed:
        note_fact(case, kind="filed", by_id=None, at=at, changed={})
    move(before=None, after=counted(case))


def _keep(case: Case, report: Report, by: Viewer | None, at: datetime) -> None:
    privacy.keep_contact(
        street=case.street,
        subject=f"case:{case.pk}",
        name=report.name,
        phone=report.phone,
        email=report.email,
        call_back_agreed=report.call_back_agreed,
        age_14=report.age_14,
        at=at,
    )
    for picture in report.pictures:
        _picture(case, picture, PictureKind.BEFORE, by.person_id if by else None, at)


def _picture(case: Case, picture: Prepared, kind: PictureKind, by_id: int | None, at: datetime) -> None:
    pictures.attach(prepared=picture, subject=f"case:{case.pk}", kind=kind, by_id=by_id, at=at)


def _join_flood(case: Case, first: Case, at: datetime) -> None:
    """One place, many reports: the newest follow the first, and the office sees one case with many voices."""
    change(
        case, kind="joined", by_id=None, at=at, data={"into": first.pk, "flood": True}, tell=False,
        changes={"status": str(Status.DUPLICATE), "joined_to_id": first.pk, "closed_at": at, "act_by": None},
    )  # fmt: skip
    change(
        first, kind="joined_by", by_id=None, at=at, data={"from": case.pk}, tell=False,
        changes={"followers": first.followers + 1},
    )  # fmt: skip
