"""The event table as rows: which categories a street has, and the limits a new case copies from them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from linli.cases.models import AnswerTemplate, Category
from linli.cases.rules import Limits
from linli.cases.workflow import Level
from linli.lib.calendars import Clock, Limit
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.places import memory
from linli.places import settings as place_settings

DATA = Path(__file__).parent / "data"
UNSORTED = "99-01"  # the office decides later


@dataclass(frozen=True, slots=True)
class Item:
    """One matter within a category, with its own limit."""

    key: str
    name: dict[str, str]
    limit: Limit
    hazardous: bool = False


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category as a street sees it."""

    code: str
    name: dict[str, str]
    hint: dict[str, str]
    clock: Clock
    items: tuple[Item, ...]
    first_act: Limit | None
    act_limits: dict[Level, Limit]
    closes_when: dict[str, str]
    danger: bool
    on_duty_list: bool
    owner: str
    order: int = 0
    retired_on: date | None = None

    def item(self, key: str) -> Item:
        """This will find an item by its key; an unknown or empty key means the first."""
        return next((item for item in self.items if item.key == key), self.items[0])

    def for_community(self, item: str) -> bool:
        """This will tell whether a community may be given this matter: on its duty list, and not hazardous."""
        return self.on_duty_list and not self.item(item).hazardous


def of_street(street: str, *, retired: bool = False) -> dict[str, CategoryRow]:
    """This will give a street's categories by code: its own rows over the county's; from memory."""
    version = (memory.version(street[:6], "settings"), memory.version(street, "settings"))
    kept = memory.keep(("categories", street), version, lambda: _read_rows(street))
    return {code: row for code, row in kept.items() if retired or row.retired_on is None}


def _read_rows(street: str) -> dict[str, CategoryRow]:
    rows = Category.objects.filter(street__in=[street, street[:6]]).order_by("street", "order", "code")
    found = {row.code: _row(row) for row in rows}  # nine digits sort after six and so overrule
    return {row.code: row for row in sorted(found.values(), key=lambda row: (row.order, row.code))}


def limits(category: CategoryRow, item: str, *, street: str, community: str, at: datetime) -> Limits:
    """This will give the limits a case filed now copies."""
    place = community or street
    levels = {
        level: category.act_limits.get(level)
        or Limit.parse(str(place_settings.value(f"cases.act_limit.{level}", place, at)))
        for level in Level
    }
    return Limits(category.clock, category.item(item).limit, levels, category.first_act)


def _row(row: Category) -> CategoryRow:
    return CategoryRow(
        code=row.code,
        name=row.name,
        hint=row.hint,
        clock=Clock(row.clock),
        items=tuple(
            Item(item["key"], item["name"], Limit.parse(item["limit"]), bool(item.get("hazardous")))
            for item in row.items
        ),
        first_act=Limit.parse(row.first_act) if row.first_act else None,
        act_limits={Level(level): Limit.parse(limit) for level, limit in row.act_limits.items()},
        closes_when=row.closes_when,
        danger=row.danger,
        on_duty_list=row.on_duty_list,
        owner=row.street,
        order=row.order,
        retired_on=row.retired_on,
    )


def seed(county: str) -> None:
    """This will give a county the national event table and first answer templates, where it has none yet."""
    with writing():
        if not Category.objects.filter(street=county).exists():
            Category.objects.bulk_create(
                Category(id=new_id(), street=county, **row) for row in _read("categories.json")
            )
        if not AnswerTemplate.objects.filter(street=county).exists():
            AnswerTemplate.objects.bulk_create(
                AnswerTemplate(id=new_id(), street=county, **row) for row in _read("templates.json")
            )
        memory.move(county, "settings")


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return rows
