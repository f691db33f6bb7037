"""Signing in and out and one's own account stand above all faces; the root urls include these at the root."""

from django.urls import URLPattern, path

from linli.web.signing.views import account, entering, factor, federated

urlpatterns: list[URLPattern] = [
    path("sign-in/", entering.sign_in, name="sign-in"),
    path("sign-in/as/", entering.sign_in_as, name="sign-in-as"),
    path("sign-in/code/", entering.sign_in_code, name="sign-in-code"),
    path("sign-in/with/<slug:way>/", federated.sign_in_with, name="sign-in-with"),
    path("sign-in/with/<slug:way>/back/", federated.sign_in_back, name="sign-in-back"),
    path("sign-in/<str:secret>/", entering.first_password, name="first-password"),
    path("sign-out/", entering.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/confirm/", account.confirm_again, name="account-confirm"),
    path("account/password/", account.password, name="account-password"),
    path("account/devices/", account.everywhere, name="account-everywhere"),
    path("account/second-factor/", factor.second_factor, name="account-second-factor"),
    path("account/link/<slug:way>/", federated.link, name="account-link"),
    path("account/unlink/<slug:way>/", account.unlink, name="account-unlink"),
]
