"""Files: tables of people, and areas. First a preview; to carry it out the file is chosen again, and never kept."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.people.importing import State, import_table
from linli.places import queries as places
from linli.places.actions import import_areas
from linli.places.redraw import Move
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering
from linli.web.setup.forms.people import AreasForm, TableForm, UploadForm
from linli.web.setup.page import address, form_page, said

STATES = {
    State.NEW: pgettext_lazy("line of a table", "new"),
    State.CHANGED: pgettext_lazy("line of a table", "changes"),
    State.SAME: pgettext_lazy("line of a table", "stays"),
    State.FAULTY: pgettext_lazy("line of a table", "cannot be used"),
}
MOST_BYTES = 30_000_000
MOST_SHOWN = 500
OTHER_FILE = gettext_lazy(
    "This is not the file of the preview. Nothing was changed; here is the preview of this one."
)
TOO_LARGE = gettext_lazy("This file is over 30 MB. Nothing was read.")


@administering
def tables(request: HttpRequest, street: str) -> HttpResponse:
    """This will read a table of people, organisations or duties: say what it would change, then change it."""
    form: UploadForm = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm(None)
    lead = _(
        "CSV or xlsx with one line of headings. All lines are taken or none; twice the same file changes nothing."
    )
    more: dict[str, Any] = {"title": _("Import tables"), "lead": lead, "submit": _("Show what would change")}
    content, apply = _read(form)
    if content is not None:
        report = import_table(
            form.cleaned_data["table"], content, street=street, at=now(), by=viewer_of(request), apply=apply
        )
        if report.applied:
            back = address(
                {"people": "people", "organisations": "organisations"}.get(
                    form.cleaned_data["table"], "duties"
                ),
                street,
            )
            return said(request, gettext_lazy("The table is taken over."), back)
        more |= {
            "report": report,
            "lines": [
                {"line": row, "state": STATES[row.state], "wrong": row.state is State.FAULTY}
                for row in report.lines[:MOST_SHOWN]
            ],
            "counts": [
                (words, report.count(state)) for state, words in STATES.items() if report.count(state)
            ],
            "hidden": max(0, len(report.lines) - MOST_SHOWN),
            "clean": not report.faulty,
        }
        form = _again(form, TableForm, content, clean=not report.faulty)
    return form_page(request, street, "tables", form, template="setup/tables.html", multipart=True, **more)


@administering
def areas(request: HttpRequest, street: str) -> HttpResponse:
    """This will read a street's own polygons: say what is wrong or what would move, then redraw."""
    form: UploadForm = AreasForm(request.POST, request.FILES) if request.method == "POST" else AreasForm(None)
    lead = _("GeoJSON with a code for each area. One fault, and nothing is changed.")
    more: dict[str, Any] = {
        "title": _("Areas"),
        "lead": lead,
        "submit": _("Show what would change"),
        "schematic": places.schematic(street),
    }
    content, apply = _read(form)
    if content is not None:
        report = import_areas(
            content, street, datum=form.cleaned_data["datum"], at=now(), by=viewer_of(request), apply=apply
        )
        if report.applied:
            return said(request, gettext_lazy("The areas are redrawn."), address("areas", street))
        clean = not report.faults and not report.plan.empty
        more |= {"report": report, "clean": clean, **_moving(report.moves)}
        form = _again(form, AreasForm, content, clean=clean)
    return form_page(request, street, "areas", form, template="setup/areas.html", multipart=True, **more)


def _read(form: UploadForm) -> tuple[bytes | None, bool]:
    """The file of a valid form, and whether it is the one whose preview was seen."""
    if not form.is_bound or not form.is_valid():
        return None, False
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        form.add_error("file", str(TOO_LARGE))
        return None, False
    content = file.read()
    seen = form.cleaned_data["seen"]
    return content, bool(seen) and seen == _digest(form, content)


def _digest(form: UploadForm, content: bytes) -> str:
    """What was previewed: the file with how it was to be read."""
    how = form.cleaned_data.get("table") or form.cleaned_data.get("datum") or ""
    return hashlib.sha256(how.encode() + b"|" + content).hexdigest()


def _again(form: UploadForm, kind: type[UploadForm], content: bytes, *, clean: bool) -> UploadForm:
    """The form as it comes back: with the digest of a clean preview, and a word if the file was another."""
    was, digest = form.cleaned_data["seen"], _digest(form, content)
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in form.cleaned_data.items() if name != "file"})
    data["seen"] = digest if clean else ""
    again = kind(data, {"file": form.cleaned_data["file"]})  # type: ignore[arg-type]  # one file under its name
    again.is_valid()
    if was and was != digest:
        again.add_error("file", str(OTHER_FILE))
    return again


def _moving(moves: list[Move]) -> dict[str, Any]:
    words = {"case": _("Open case"), "duty": _("Duty")}
    rows = [
        {
            "what": words.get(move.what, move.what),
            "label": move.label,
            "before": places.name(move.before),
            "after": places.name(move.after),
            "code": move.after,
        }
        for move in moves[:MOST_SHOWN]
    ]
    return {"moves": rows, "hidden": max(0, len(moves) - MOST_SHOWN), "all_moves": len(moves)}
