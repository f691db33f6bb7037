"""Files: tables of people, and areas. First a preview; to carry it out the file is chosen again, and never kept."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.people.importing import Report as TableReport
from linli.people.importing import State, import_table
from linli.places import queries as places
from linli.places.actions import Report as AreasReport
from linli.places.actions import import_areas
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering
from linli.web.setup.forms.people import AreasForm, TableForm, UploadForm
from linli.web.setup.page import form_page, said
from linli.web.setup.where import address

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
    form = _form(request, TableForm)
    preview: dict[str, Any] = {}
    content, apply = _read(form)
    if content is not None:
        table = form.cleaned_data["table"]
        report = import_table(table, content, street=street, at=now(), by=viewer_of(request), apply=apply)
        if report.applied:
            return said(request, gettext_lazy("The table is taken over."), address(table, street))
        preview = _lines(report)
        form = _again(form, TableForm, content, clean=preview["clean"])
    lead = _(
        "CSV or xlsx with one line of headings. All lines are taken or none; twice the same file changes nothing."
    )
    return _page(request, street, "tables", form, title=_("Import tables"), lead=lead, **preview)


@administering
def areas(request: HttpRequest, street: str) -> HttpResponse:
    """This will read a street's own polygons: say what is wrong or what would move, then redraw."""
    form = _form(request, AreasForm)
    preview: dict[str, Any] = {"schematic": places.schematic(street)}
    content, apply = _read(form)
    if content is not None:
        datum = form.cleaned_data["datum"]
        report = import_areas(content, street, datum=datum, at=now(), by=viewer_of(request), apply=apply)
        if report.applied:
            return said(request, gettext_lazy("The areas are redrawn."), address("areas", street))
        preview |= _moving(report)
        form = _again(form, AreasForm, content, clean=preview["clean"])
    lead = _("GeoJSON with a code for each area. One fault, and nothing is changed.")
    return _page(request, street, "areas", form, title=_("Areas"), lead=lead, **preview)


def _form(request: HttpRequest, kind: type[UploadForm]) -> UploadForm:
    return kind(request.POST, request.FILES) if request.method == "POST" else kind(None)


def _page(request: HttpRequest, street: str, here: str, form: UploadForm, **more: Any) -> HttpResponse:
    """The page of a file, with its preview once there is one."""
    return form_page(
        request,
        street,
        here,
        form,
        template=f"setup/{here}.html",
        multipart=True,
        submit=_("Show what would change"),
        **more,
    )


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


def _lines(report: TableReport) -> dict[str, Any]:
    """What a table would change, line by line."""
    lines = [
        {"line": row, "state": STATES[row.state], "wrong": row.state is State.FAULTY}
        for row in report.lines[:MOST_SHOWN]
    ]
    return {
        "report": report,
        "clean": not report.faulty,
        "lines": lines,
        "counts": [(words, report.count(state)) for state, words in STATES.items() if report.count(state)],
        "hidden": max(0, len(report.lines) - MOST_SHOWN),
    }


def _moving(report: AreasReport) -> dict[str, Any]:
    """What is wrong with areas, or what moves with them."""
    words = {"case": _("Open case"), "duty": _("Duty")}
    rows = [
        {
            "what": words.get(move.what, move.what),
            "label": move.label,
            "before": places.name(move.before),
            "after": places.name(move.after),
            "code": move.after,
        }
        for move in report.moves[:MOST_SHOWN]
    ]
    return {
        "report": report,
        "clean": not report.faults and not report.plan.empty,
        "moves": rows,
        "hidden": max(0, len(report.moves) - MOST_SHOWN),
        "all_moves": len(report.moves),
    }
