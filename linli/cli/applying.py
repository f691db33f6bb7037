"""Imports that show first what they would change, and carry it out with --apply: areas, people, duties."""

import argparse
from pathlib import Path

from linli.cli.screen import FAILED, USAGE, Stop, say
from linli.cli.starting import start
from linli.cli.words import gettext as _


def read(path: Path) -> bytes:
    """This will read a file somebody named. Raises Stop with why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stop(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror}, USAGE
        ) from error


def run_areas(arguments: argparse.Namespace) -> int:
    """This will show what a file of areas changes and what moves with it, or carry it out; all or nothing."""
    content = read(arguments.file)
    start(arguments)
    from linli.lib.clock import present
    from linli.places.actions.areas import import_areas

    report = import_areas(
        content, arguments.street, datum=arguments.datum, at=present(), by=None, apply=arguments.apply
    )
    for fault in report.faults:
        say(
            _("Area %(n)s %(code)s: %(what)s")
            % {"n": fault.feature, "code": fault.code, "what": fault.sentence}
        )
    if report.faults:
        say(_("Nothing was changed."))
        return FAILED
    plan = report.plan
    for sign, changes in (("+", plan.new), ("~", plan.changed), ("-", plan.ended)):
        for change in changes:
            say(f"{sign} {change.code} {change.name.get('zh-hans', '')}")
    for move in report.moves:
        say(f"→ {move.what} {move.label}: {move.before} → {move.after}")
    _end(applied=report.applied, empty=plan.empty)
    return 0


def run_table(arguments: argparse.Namespace) -> int:
    """This will show what each line of a table changes, or carry all of them out."""
    content = read(arguments.file)
    start(arguments)
    from linli.lib.clock import present
    from linli.people.importing import State, import_table

    report = import_table(
        arguments.table, content, street=arguments.street, at=present(), by=None, apply=arguments.apply
    )
    if report.fault:
        raise Stop(report.fault)
    words = {State.NEW: "+", State.CHANGED: "~", State.SAME: "=", State.FAULTY: "✗"}
    for line in report.lines:
        if line.state is not State.SAME:
            say(f"{words[line.state]} {line.line}: {line.label} {line.reason}".rstrip())
    if report.faulty:
        say(_("Nothing was changed."))
        return FAILED
    empty = all(line.state is State.SAME for line in report.lines)
    _end(applied=report.applied, empty=empty)
    return 0


def _end(*, applied: bool, empty: bool) -> None:
    if empty:
        say(_("There is nothing to change."))
    elif applied:
        say(_("Done."))
    else:
        say(_("This is what would change. --apply carries it out."))
