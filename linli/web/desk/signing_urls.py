"""Signing in and out stands above all faces; the root urls include these at the root."""

from django.urls import URLPattern, path

from linli.web.desk.views import signing

urlpatterns: list[URLPattern] = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/as/", signing.sign_in_as, name="sign-in-as"),
    path("sign-in/<str:secret>/", signing.first_password, name="first-password"),
    path("sign-out/", signing.sign_out, name="sign-out"),
]
