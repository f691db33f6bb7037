"""Addresses of the phone of a grid member; the root urls include them below `m/`."""

from django.urls import URLPattern, path

from linli.web.desk.faces import PHONE
from linli.web.desk.views import case, choosing, contact, entering, maps
from linli.web.phone import rounds, views

urlpatterns: list[URLPattern] = [
    path("", views.mine, name="phone-list"),
    path("new/", entering.new, {"face": PHONE}, name="phone-new"),
    path("found/", entering.found, {"face": PHONE}, name="phone-found"),
    path("round/", rounds.today, name="phone-round"),
    path("notices/", views.notices, name="phone-notices"),
    path("notices/choices/", choosing.choices, {"face": PHONE}, name="phone-choices"),
    path("map/", maps.page, {"face": PHONE}, name="phone-map"),
    path("<street:street>/<str:number>/", case.show, {"face": PHONE}, name="phone-case"),
    path("<street:street>/<str:number>/contact/", contact.contact, {"face": PHONE}, name="phone-contact"),
    path("<street:street>/<str:number>/<slug:address>/", case.step, {"face": PHONE}, name="phone-step"),
]
