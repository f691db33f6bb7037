"""Addresses of the desk; the root urls include them below `desk/`."""

from django.urls import URLPattern, path

from linli.web.desk.faces import DESK
from linli.web.desk.views import (
    batching,
    case,
    choosing,
    contact,
    entering,
    hearing,
    lists,
    live,
    maps,
    pictures,
    saving,
    watching,
)

urlpatterns: list[URLPattern] = [
    path("", lists.inbox, name="inbox"),
    path("cases/", lists.cases, name="cases"),
    path("batch/", batching.batch, name="batch"),
    path("saved/", saving.kept_lists, name="saved"),
    path("new/", entering.new, {"face": DESK}, name="new"),
    path("found/", entering.found, {"face": DESK}, name="found"),
    path("notices/", watching.notice_list, name="notices"),
    path("notices/choices/", choosing.choices, {"face": DESK}, name="choices"),
    path("map/", maps.page, name="desk-map"),
    path("tiles/<int:z>/<int:x>/<int:y>.mvt", maps.tile, name="desk-tile"),
    path("news/", live.news, name="desk-news"),
    path("keys/", live.keys, name="keys"),
    path("vacant/", watching.vacant, name="vacant"),
    path("auditor/", watching.auditor, name="auditor"),
    path("box/", hearing.box, name="box"),
    path("box/<street:street>/<int:complaint_id>/", hearing.complaint, name="box-complaint"),
    path("box/<street:street>/<int:complaint_id>/contact/", contact.of_complaint, name="box-contact"),
    path("requests/", hearing.requests, name="requests"),
    path("requests/<street:street>/<int:request_id>/", hearing.rights_request, name="rights-request"),
    path("requests/<street:street>/<int:request_id>/contact/", contact.of_request, name="rights-contact"),
    path("<street:street>/<str:number>/", case.show, name="case"),
    path("<street:street>/<str:number>/print/", case.paper, name="case-paper"),
    path("<street:street>/<str:number>/slip/", entering.slip, name="slip"),
    path("<street:street>/<str:number>/contact/", contact.contact, {"face": DESK}, name="contact"),
    path("<street:street>/<str:number>/picture/<int:picture_id>/", pictures.picture, name="picture-desk"),
    path("<street:street>/<str:number>/<slug:address>/", case.step, name="step"),
]
