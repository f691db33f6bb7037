"""The administrator's tables: categories with their limits and calendars, and answer templates."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases import categories
from linli.cases.categories import CategoryRow
from linli.cases.models import AnswerTemplate, Category
from linli.cases.policies import may_drop
from linli.cases.refusals import SENTENCES, Invalid
from linli.cases.rules import Reason
from linli.cases.stepping import local_day
from linli.cases.workflow import Action, Level
from linli.facts.actions import record
from linli.lib.calendars import Clock, Limit
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.text import clean
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.places import memory

CODE = re.compile(r"\d\d-\d\d", re.ASCII)
KEY = re.compile(r"[a-z0-9_]{1,20}", re.ASCII)
NAME_LENGTH = 40
TEMPLATE_LENGTH = 500
Names = Mapping[str, str]


def set_category(
    *,
    street: str,
    code: str,
    by: Viewer,
    at: datetime,
    name: Names,
    clock: str,
    items: Sequence[Mapping[str, Any]],
    hint: Names | None = None,
    first_act: str = "",
    act_limits: Mapping[str, str] | None = None,
    closes_when: Names | None = None,
    danger: bool = False,
    on_duty_list: bool = True,
    order: int = 0,
) -> CategoryRow:
    """This will make or change a category of a street (nine digits, over the county's) or county (six).

    Limits are written "4h", "2wd", "30min". Cases already filed keep the limits they copied. Raises Refused, and
    Invalid with a sentence for each field.
    """
    _insist(by, street)
    fields: dict[str, Any] = {
        "name": _names(name), "hint": _names(hint or {}), "closes_when": _names(closes_when or {}), "clock": clock,
        "items": [dict(item) for item in items], "first_act": first_act, "act_limits": dict(act_limits or {}),
        "danger": danger, "on_duty_list": on_duty_list, "order": order, "retired_on": None,
    }  # fmt: skip
    if errors := _faults(code, fields):
        raise Invalid(errors)
    with writing():
        Category.objects.update_or_create(
            street=street, code=code, defaults=fields, create_defaults={**fields, "id": new_id()}
        )
        _changed(street, code, "changed", by, at, {
            "clock": clock, "first": first_act, "danger": danger, "duty_list": on_duty_list,
            "items": {item["key"]: item["limit"] for item in items}, "levels": dict(act_limits or {}),
        })  # fmt: skip
    return categories.of_street(street)[code]


def retire_category(*, street: str, code: str, by: Viewer, at: datetime) -> None:
    """This will take a category off the list of new reports; its cases go on. "Something else" always stays."""
    _insist(by, street)
    if code == categories.UNSORTED:
        raise Refused(_("This one is needed for what fits nowhere else."))
    with writing():
        found = Category.objects.filter(street=street, code=code, retired_on=None)
        if not found.update(retired_on=local_day(street, at)):
            raise Refused(_("There is no such category here."))
        _changed(street, code, "retired", by, at, {})


def drop_category(*, street: str, code: str, by: Viewer, at: datetime) -> CategoryRow:
    """This will take away a street's own row of a category, and give the county's, which counts there again.

    It counts from the next report on: cases already filed keep the limits they copied. Raises Refused where there
    is no own row, or none of the county's in use to fall back to.
    """
    _insist(by, street)
    if isinstance(verdict := may_drop(street, code), Denied):
        raise Refused(verdict.reason)
    with writing():
        if not Category.objects.filter(street=street, code=code).delete()[0]:
            raise Refused(SENTENCES[Reason.NO_OWN_ROW])  # a colleague was first
        _changed(street, code, "dropped", by, at, {"to": street[:6]})
    return categories.of_street(street)[code]


def set_template(
    *,
    street: str,
    by: Viewer,
    at: datetime,
    action: str,
    name: Names,
    text: Names,
    category: str = "",
    template_id: int | None = None,
) -> AnswerTemplate:
    """This will make words to start from for a step, of one category or ("") all; with an id, change them.

    Raises Refused where nothing of the street's with this id is in use, and Invalid with a sentence for each field.
    """
    _insist(by, street)
    errors: dict[str, str | Promise] = {}
    if action not in {str(each) for each in Action}:
        errors["action"] = _("Choose a step.")
    if category and category not in categories.of_street(street):
        errors["category"] = _("Choose a category from the list.")
    fields = {"name": _names(name), "text": _names(text, TEMPLATE_LENGTH)}
    errors |= {
        key: _("Fill in the Chinese at least.") for key, value in fields.items() if not value.get("zh-hans")
    }
    if errors:
        raise Invalid(errors)
    with writing():
        row = AnswerTemplate(id=new_id(), street=street)
        if template_id is not None:
            row = _in_use(street, template_id)
        row.action, row.category, row.name, row.text = action, category, fields["name"], fields["text"]
        row.save()
        _record_template(row, "changed", by, at)
    return row


def retire_template(*, template: AnswerTemplate, by: Viewer, at: datetime) -> None:
    """This will offer these words no more; Refused where a colleague has ended them before."""
    _insist(by, template.street)
    with writing():
        row = _in_use(template.street, template.pk)
        row.retired_at = at
        row.save()
        _record_template(row, "retired", by, at)


def _in_use(street: str, template_id: int) -> AnswerTemplate:
    found = AnswerTemplate.objects.select_for_update().filter(pk=template_id, street=street, retired_at=None)
    if (row := found.first()) is None:
        raise Refused(_("These words are offered no more."))
    return row


def _record_template(row: AnswerTemplate, what: str, by: Viewer, at: datetime) -> None:
    data = {"action": row.action, "category": row.category}
    subject = f"template:{row.pk}"
    record(
        street=row.street, subject=subject, kind=f"template.{what}", at=at, actor_id=by.person_id, data=data
    )  # fmt: skip


def _insist(by: Viewer, street: str) -> None:
    if not any(
        (duty.role == Role.STREET_ADMIN and street == duty.street)
        or (duty.role == Role.COUNTY_ADMIN and street.startswith(duty.street[:6]))
        for duty in by.duties
    ):
        raise Refused(SENTENCES[Reason.NOT_YOURS])


def _changed(street: str, code: str, what: str, by: Viewer, at: datetime, data: Mapping[str, Any]) -> None:
    record(
        street=street, subject=f"category:{code}", kind=f"category.{what}", at=at, actor_id=by.person_id, data=data
    )  # fmt: skip
    memory.move(street, "settings")


def _names(names: Names, limit: int = NAME_LENGTH) -> dict[str, str]:
    return {key: text for key in ("zh-hans", "en") if (text := clean(str(names.get(key, "")), limit))}


def _faults(code: str, fields: Mapping[str, Any]) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not CODE.fullmatch(code):
        errors["code"] = _("A code is written like 01-02.")
    if not fields["name"].get("zh-hans"):
        errors["name"] = _("Fill in the Chinese at least.")
    if fields["clock"] not in {str(clock) for clock in Clock}:
        errors["clock"] = _("Choose a calendar.")
    items = fields["items"]
    keys = [str(item.get("key", "")) for item in items]
    if not items or len(set(keys)) < len(keys) or not all(map(KEY.fullmatch, keys)):
        errors["items"] = _("Each matter needs a key of its own: small letters, digits and _.")
    elif not all(_limit(item.get("limit", "")) for item in items):
        errors["items"] = _("A limit is a number of minutes, hours or working days.")
    if fields["first_act"] and not _limit(fields["first_act"]):
        errors["first_act"] = _("A limit is a number of minutes, hours or working days.")
    levels = fields["act_limits"]
    if not set(levels) <= {str(level) for level in Level} or not all(map(_limit, levels.values())):
        errors["act_limits"] = _("A limit is a number of minutes, hours or working days.")
    return errors


def _limit(text: object) -> bool:
    try:
        return Limit.parse(str(text)).amount <= 10_000
    except ValueError:
        return False
