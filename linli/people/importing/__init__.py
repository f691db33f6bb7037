"""Tables of people, organisations and duties, CSV or xlsx: a preview first, then all lines or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.lib.db import writing
from linli.lib.verdicts import Refused
from linli.people.importing.plans import (
    Line,
    Planned,
    Setting,
    State,
    plan_duty,
    plan_organisation,
    plan_person,
)
from linli.people.importing.tables import Entry, Unusable, entries
from linli.people.policies import insist, may_administer
from linli.people.rows import Viewer

__all__ = ["TABLES", "Line", "Report", "State", "import_table"]

Planner = Callable[[Entry, Setting], Planned]
TABLES: Mapping[str, Planner] = {
    "people": plan_person,
    "organisations": plan_organisation,
    "duties": plan_duty,
}


@dataclass(frozen=True)
class Report:
    """What an import would do, or did, line by line; `fault` if the file as a whole cannot be used."""

    lines: list[Line] = field(default_factory=list)
    fault: "str | Promise" = ""
    applied: bool = False

    @property
    def faulty(self) -> bool:
        """Whether anything stands in the way."""
        return bool(self.fault) or any(line.state is State.FAULTY for line in self.lines)

    def count(self, state: State) -> int:
        """This will count the lines of one state."""
        return sum(line.state is state for line in self.lines)


class _Undo(Exception):  # takes back what a preview tried out
    pass


def import_table(
    table: str, file: Path | bytes, *, street: str, at: datetime, by: Viewer | None, apply: bool
) -> Report:
    """This will read a table of `people`, `organisations` or `duties` and say what each line would change.

    Every line is tried out in one transaction, so that lines that depend on each other are judged as they will be;
    with `apply` and without faults it stays, otherwise it is undone. Running it twice changes nothing. New accounts
    have no password: send each `people.actions.invitation`.
    """
    insist(may_administer(by, street))
    try:
        read = list(entries(file, table))
    except Unusable as problem:
        return Report(fault=problem.sentence)
    lines: list[Line] = []
    try:
        with writing(savepoint=True):
            lines += _try_out(read, TABLES[table], Setting(street, at, by))
            if not apply or any(line.state is State.FAULTY for line in lines):
                raise _Undo
    except _Undo:
        return Report(lines)
    return Report(lines, applied=True)


def _try_out(read: list[Entry], planner: Planner, where: Setting) -> list[Line]:
    lines = []
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for entry in read:
        key = tuple(sorted(entry.cells.items()))
        label = entry.get("username") or entry.get("code") or entry.get("role")
        try:
            if key in seen:
                raise Unusable(_("This line stands in the file twice."))
            seen[key] = entry.line
            planned = planner(entry, where)
            with writing(savepoint=True):
                planned.carry_out()
            lines.append(Line(entry.line, label[:60], planned.state))
        except (Unusable, Refused) as problem:
            reason = problem.sentence if isinstance(problem, Unusable) else problem.reason
            lines.append(Line(entry.line, label[:60], State.FAULTY, reason))
    return lines
