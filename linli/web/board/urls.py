"""Addresses of this face; the root urls include them. Everybody may read all of it."""

from django.urls import URLPattern, path

from linli.web.board import maps, views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("definitions/", views.definitions, name="definitions"),
    path("<street:street>/", views.street, name="street"),
    path("<street:street>/definitions/", views.definitions_street, name="definitions-street"),
    path("<street:street>/figures/", views.figures, name="figures"),
    path("<street:street>/cases/", views.listing, name="public-cases"),
    path("<street:street>/map/", maps.page, name="public-map"),
    path("<street:street>/tiles/<int:z>/<int:x>/<int:y>.mvt", maps.tile, name="public-tile"),
    path("<street:street>/base/<int:z>/<int:x>/<int:y>", maps.base, name="base-tile"),
    path("<street:street>/areas.geojson", maps.areas, name="areas"),
    path("<street:street>/c/<str:number>/", views.case, name="public-case"),
    path("<street:street>/community/<str:code>/", views.community, name="community"),
]
