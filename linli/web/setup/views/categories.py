"""The event table of a street, and the words its officers start from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.cases import actions, categories, policies, queries
from linli.cases.categories import CategoryRow
from linli.cases.models import AnswerTemplate
from linli.cases.refusals import Invalid
from linli.cases.workflow import Action
from linli.places.policies import may_administer
from linli.web.desk.verbs import VERBS
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering, is_county
from linli.web.setup.forms.categories import CLOCKS, FIELDS, CategoryForm, TemplateForm
from linli.web.setup.limits import limit_words
from linli.web.setup.page import carry_out, form_page, posted, pressed, setup_page
from linli.web.setup.searching import searched
from linli.web.setup.where import address
from linli.web.wording.numbers import named

COPIED = gettext_lazy("Cases already filed keep the limits they were filed with.")
KEPT = gettext_lazy("The category is kept. It counts from the next report on.")


@administering
def table(request: HttpRequest, street: str) -> HttpResponse:
    """This will list a street's categories, its own and the county's, retired ones last."""
    rows = categories.of_street(street, retired=True).values()
    items = [
        {
            "row": row,
            "clock": dict(CLOCKS)[row.clock],
            "own": row.owner == street,
            "matters": _matters(row),
            "first_act": limit_words(row.first_act) if row.first_act else "",
        }
        for row in sorted(rows, key=lambda row: (row.retired_on is not None, row.order, row.code))
    ]
    context = setup_page(
        request, street, "categories", items=items, title=_("Categories and clocks"), lead=COPIED
    )
    return render(request, "setup/categories.html", context)


def _matters(row: CategoryRow) -> list[str]:
    if len(row.items) == 1:
        return [limit_words(row.items[0].limit)]
    words = pgettext("matter and its limit", "%(matter)s, %(limit)s")
    return [words % {"matter": named(item.name), "limit": limit_words(item.limit)} for item in row.items]


@administering
def new(request: HttpRequest, street: str) -> HttpResponse:
    """This will make a category."""
    return _category(request, street, None)


@administering
def edit(request: HttpRequest, street: str, code: str) -> HttpResponse:
    """This will change a category, take it off the list, or fall back to the county's row."""
    row = categories.of_street(street, retired=True).get(code)
    if row is None:
        raise Http404
    if request.POST.get("action") == "drop":
        return pressed(
            request,
            address("categories", street),
            lambda: actions.drop_category(street=street, code=code, by=viewer_of(request), at=now()),
            gettext_lazy("The county's row counts here again, from the next report on."),
        )
    if request.POST.get("action") == "retire":
        return pressed(
            request,
            address("categories", street),
            lambda: actions.retire_category(street=row.owner, code=code, by=viewer_of(request), at=now()),
            gettext_lazy("The category is off the list of new reports. Its cases go on."),
        )
    return _category(request, street, row)


def _category(request: HttpRequest, street: str, row: CategoryRow | None) -> HttpResponse:
    viewer, back = viewer_of(request), address("categories", street)
    form = CategoryForm(posted(request), street=street, row=row, county=is_county(viewer, street))
    return carry_out(request, form, lambda: _keep(request, form), KEPT, back, FIELDS) or form_page(
        request,
        street,
        "categories",
        form,
        template="setup/category.html",
        row=row,
        title=f"{row.code} {named(row.name)}" if row else _("New category"),
        lead=COPIED,
        submit=_("Keep the category"),
        back=back,
        closed=_why_not(row, viewer, street),
        own=row is not None and row.owner == street,
        stays=getattr(policies.may_drop(street, row.code), "reason", "") if row else "",
    )


def _keep(request: HttpRequest, form: CategoryForm) -> None:
    code = form.row.code if form.row else (form.data.get("code") or "")
    actions.set_category(
        street=form.owner,
        code=_fresh(form.row, code, form.owner),
        by=viewer_of(request),
        at=now(),
        **form.arguments(),
    )


def _fresh(row: CategoryRow | None, code: str, owner: str) -> str:
    """The code, or Invalid where a new category would overwrite one that is there."""
    if row is None and code in categories.of_street(owner, retired=True):
        raise Invalid({"code": gettext_lazy("This code is taken. Change that category instead.")})
    return code


def _why_not(row: CategoryRow | None, viewer: Any, street: str) -> Any:
    """Why a category cannot be taken off the list here, "" where it can."""
    if row is None or row.retired_on is not None:
        return ""
    if row.code == categories.UNSORTED:
        return _("This one is needed for what fits nowhere else.")
    if not may_administer(viewer, row.owner):
        return _(
            "This is the county's row. Keep one of the street's own first; that one can be taken off the list."
        )
    return ""


@administering
def templates(request: HttpRequest, street: str) -> HttpResponse:
    """This will list the answer templates of a street and its county."""
    known = categories.of_street(street, retired=True)
    items = [
        {
            "row": row,
            "step": step_words(row.action),
            "own": row.street == street,
            "category": named(known[row.category].name) if row.category in known else row.category,
            "changeable": bool(may_administer(viewer_of(request), row.street)),
        }
        for row in queries.templates(street)
    ]
    lead = _("Words an officer starts from and changes. They are never sent by themselves.")
    found = searched(
        request,
        items,
        lambda item: f"{item['step']} {named(item['row'].name)} {item['category']} {named(item['row'].text)}",
    )
    context = setup_page(request, street, "templates", found=found, title=_("Answer templates"), lead=lead)
    return render(request, "setup/templates.html", context)


@administering
def new_template(request: HttpRequest, street: str) -> HttpResponse:
    """This will write a template."""
    return _template(request, street, None)


@administering
def edit_template(request: HttpRequest, street: str, owner: str, template_id: int) -> HttpResponse:
    """This will change a template of the street or county, or offer it no more."""
    row = queries.template(owner, template_id) if owner in {street, street[:6]} else None
    if row is None or not may_administer(viewer_of(request), row.street):
        raise Http404
    if request.POST.get("action") == "retire":
        return pressed(
            request,
            address("templates", street),
            lambda: actions.retire_template(template=row, by=viewer_of(request), at=now()),
            gettext_lazy("These words are offered no more."),
        )
    return _template(request, street, row)


def _template(request: HttpRequest, street: str, row: AnswerTemplate | None) -> HttpResponse:
    back, form = address("templates", street), _template_form(request, street, row)
    return carry_out(
        request,
        form,
        lambda: actions.set_template(by=viewer_of(request), at=now(), **form.arguments()),
        gettext_lazy("The template is kept."),
        back,
        {"name": "name_zh", "text": "text_zh"},
    ) or form_page(
        request,
        street,
        "templates",
        form,
        template="setup/template.html",
        row=row,
        title=named(row.name) if row else _("New template"),
        submit=_("Keep the template"),
        back=back,
    )


def _template_form(request: HttpRequest, street: str, row: AnswerTemplate | None) -> TemplateForm:
    """The form with the steps and categories a template may be for."""
    return TemplateForm(
        posted(request),
        street=street,
        row=row,
        county=is_county(viewer_of(request), street),
        steps=[(str(action), verb.label) for action, verb in VERBS.items()],
        categories=[
            (code, f"{code} {named(each.name)}") for code, each in categories.of_street(street).items()
        ],
    )


def step_words(action: str) -> Any:
    """This will name the step a template is for."""
    verb = VERBS.get(Action(action)) if action in set(Action) else None
    return verb.label if verb else action
