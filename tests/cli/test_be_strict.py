"""Production: every loose setting is named, and nothing is served until it is mended."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Home

STRICT = {
    "LINLI_MODE": "production",
    "LINLI_SECRET_KEY": "s" * 40,
    "LINLI_CONTACT_KEYS": "c" * 40,
    "LINLI_HOSTS": "linli.example",
    "LINLI_URL": "https://linli.example",
    "LINLI_PROXIES": "1",
}
SHOW = (
    "from django.conf import settings as s; from django.urls import resolve, Resolver404\n"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS,"
    " s.SECURE_PROXY_SSL_HEADER, s.DEBUG, any('admin' in app for app in s.INSTALLED_APPS))\n"
    "for path in ('/admin/', '/kit/'):\n"
    "    try: print(resolve(path))\n"
    "    except Resolver404: print('none')"
)


@pytest.mark.parametrize(
    ("loose", "said"),
    [
        ({"LINLI_SECRET_KEY": ""}, "LINLI_SECRET_KEY must be set"),
        ({"LINLI_SECRET_KEY": "short"}, "LINLI_SECRET_KEY is shorter"),
        ({"LINLI_CONTACT_KEYS": ""}, "LINLI_CONTACT_KEYS must be set"),
        ({"LINLI_CONTACT_KEYS": "c" * 40 + ",old"}, "LINLI_CONTACT_KEYS has a key shorter"),
        ({"LINLI_CONTACT_KEYS": "s" * 40}, "LINLI_CONTACT_KEYS repeats"),
        ({"LINLI_CONTACT_KEYS": ","}, "LINLI_CONTACT_KEYS holds no key"),
        ({"LINLI_HOSTS": ""}, "LINLI_HOSTS is not set"),
        ({"LINLI_HOSTS": "*"}, "LINLI_HOSTS is not set, or allows every host"),
        ({"LINLI_URL": "http://linli.example"}, "LINLI_URL must begin with https://"),
        ({"LINLI_PROXIES": "0"}, "LINLI_PROXIES is 0"),
        ({"LINLI_PROXIES": "one"}, "LINLI_PROXIES must be a whole number"),
        ({"LINLI_MAIL_PASSWORD": "p", "LINLI_MAIL_HOST": "m"}, "LINLI_MAIL_PASSWORD"),
        ({"LINLI_DATABASE": "mysql://x"}, "LINLI_DATABASE must begin"),
        ({"LINLI_MODE": "prod"}, "LINLI_MODE must be"),
        ({"LINLI_HOME": ""}, "LINLI_HOME is not set"),
        (
            {
                "LINLI_OIDC_ISSUER": "http://127.0.0.1:1",
                "LINLI_OIDC_CLIENT_ID": "x",
                "LINLI_OIDC_CLIENT_SECRET": "y",
            },
            "LINLI_OIDC_ISSUER or LINLI_WECOM_* does not begin with https://",
        ),
    ],
)
def test_a_loose_setting_is_named(empty: "Home", loose: dict[str, str], said: str) -> None:
    done = empty.linli("migrate", **STRICT | loose)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_strict_settings_are_accepted_and_tight(empty: "Home") -> None:
    done = empty.linli("manage", "shell", "--no-imports", "-c", SHOW, **STRICT)
    assert done.stdout.splitlines() == [
        "True True True 31536000 ('HTTP_X_FORWARDED_PROTO', 'https') False False",
        "none",
        "none",
    ], done.stderr
    assert not (empty.path / "secret-key").exists()
