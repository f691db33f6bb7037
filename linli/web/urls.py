"""Addresses of no one face: how pages are shown, and the kit. The root urls include them at the top."""

from django.urls import path

from linli.web.display import display
from linli.web.kit import kit

urlpatterns = [
    path("display/", display, name="display"),
    path("kit/", kit, name="kit"),
    path("kit/<slug:face>/", kit, name="kit-face"),
]
