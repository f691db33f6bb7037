"""Django's admin, to look at rows while Linli is tried out or developed: it changes nothing and opens no contact.

It does not exist in production. Contacts and who looked at them, requests, complaints and sessions are not in it.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from linli.cases import models as cases
from linli.facts import models as facts
from linli.figures import models as figures
from linli.notify import models as notify
from linli.people import models as people
from linli.people.models import Role
from linli.people.queries import viewer
from linli.pictures import models as pictures
from linli.places import models as places
from linli.web.doors import now

ROLES = (Role.STREET_ADMIN, Role.COUNTY_ADMIN)
SHOWN: tuple[type[models.Model], ...] = (
    *(facts.Fact, facts.DailyRoot, facts.Delivery),
    *(places.Place, places.Spot, places.Setting, places.Holiday, places.CalendarYear),
    *(people.Person, people.Organisation, people.Duty),
    *(pictures.Picture, figures.Now, figures.Daily),
    *(cases.Category, cases.Case, cases.Statement, cases.Proposal, cases.Consultation, cases.CallBack),
    *(cases.AnswerTemplate, notify.Notice),
)
# Secrets, how to reach somebody, and what no page can show.
HIDDEN = ("password", "email", "work_phone", "last_login", "salt", "token", "tracking", "idempotency", "area")


class ReadOnlySite(admin.AdminSite):
    """The site, for administrators of a street or county; signing in is Linli's own."""

    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """This will let in who has an administrator's duty now."""
        return bool(_streets(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """This will send who is not signed in to Linli's own sign-in, and refuse everybody else."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(reverse("admin:index"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """This will refuse: nothing is changed here, and no password without a fact that it was."""
        raise PermissionDenied

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """This will refuse, as nothing was done."""
        raise PermissionDenied


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own is not subscriptable
    """Rows of the administrator's own streets, to look at."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """This will leave out what nobody may read here."""
        return [field.name for field in self.model._meta.fields if field.name in HIDDEN]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """This will narrow the rows to the streets the person administers; complaints leave facts of their own."""
        mine = models.Q()
        for street in _streets(request):
            mine |= models.Q(street__startswith=street) if len(street) == 6 else models.Q(street=street)
        rows = super().get_queryset(request).filter(mine)
        return rows.exclude(subject__startswith="complaint:") if self.model is facts.Fact else rows


def _streets(request: HttpRequest) -> list[str]:
    """The streets (nine digits) and counties (six) the person administers."""
    if not isinstance(request.user, people.Person):
        return []
    duties = viewer(request.user, now()).duties
    return sorted(
        {
            duty.street[:6] if duty.role == Role.COUNTY_ADMIN else duty.street
            for duty in duties
            if duty.role in ROLES
        }
    )


site = ReadOnlySite(name="admin")
for model in SHOWN:
    site.register(model, ReadOnly)
