"""Addresses of this face; the root urls include them. Whoever holds a code needs no account."""

from django.urls import URLPattern, path, re_path

from linli.web.resident import (
    box,
    paper,
    picking,
    picture,
    report,
    rights,
    share,
    staged,
    stopping,
    tell,
    track,
)

urlpatterns: list[URLPattern] = [
    path("no-more-mail/<str:token>/", stopping.no_more_mail, name="no-more-mail"),
    path("<street:street>/report/", report.report, name="report"),
    path("<street:street>/report/map/", picking.pick, name="report-map"),
    path("<street:street>/report/picture/", staged.picture, name="report-picture"),
    path("<street:street>/q/<str:token>/", report.report_spot, name="report-spot"),
    path("<street:street>/paper/", paper.paper, name="paper"),
    path("<street:street>/t/", track.find, name="track-find"),
    path("<street:street>/t/<str:code>/", track.track, name="track"),
    path("<street:street>/t/<str:code>/fixed/", tell.fixed, name="track-fixed"),
    path("<street:street>/t/<str:code>/not-fixed/", tell.not_fixed, name="track-not-fixed"),
    path("<street:street>/t/<str:code>/add/", tell.add, name="track-add"),
    path("<street:street>/t/<str:code>/rate/", tell.rate, name="track-rate"),
    path("<street:street>/t/<str:code>/contact/", tell.contact, name="track-contact"),
    path("<street:street>/t/<str:code>/withdraw/", tell.withdraw, name="track-withdraw"),
    path("<street:street>/t/<str:code>/erase/", tell.erase, name="track-erase"),
    path("<street:street>/t/<str:code>/leave/", tell.leave, name="track-leave"),
    path("<street:street>/t/<str:code>/share/", share.of_code, name="track-share"),
    path("<street:street>/c/<str:number>/share/", share.of_case, name="public-share"),
    path("<street:street>/t/<str:code>/copy/", rights.copy, name="copy"),
    path("complaint/", box.choose, name="complaint"),
    path("<street:street>/complaint/", box.complaint, name="complaint-street"),
    path("<street:street>/b/<str:code>/", box.follow, name="complaint-follow"),
    path("rights/", rights.rights, name="rights"),
    path("<street:street>/rights/", rights.rights_street, name="rights-street"),
    path("<street:street>/r/<str:code>/", rights.follow, name="rights-follow"),
    re_path(
        r"^p/(?P<street>\d{9})/(?P<token>[\w-]{16,32})-(?P<size>small|middle|large)\.jpg$",
        picture.picture,
        name="picture",
    ),
]
