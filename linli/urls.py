"""The addresses of Linli: each face keeps its own, the root only joins them."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from linli.web.display import display
from linli.web.kit import kit
from linli.web.outbox import token
from linli.web.worker import service_worker


class StreetConverter:
    """The nine digits of a street, town or township."""

    regex = r"\d{9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StreetConverter, "street")

handler400 = "linli.web.errors.bad_request"
handler403 = "linli.web.errors.forbidden"
handler404 = "linli.web.errors.not_found"
handler500 = "linli.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("display/", display, name="display"),
    path("outbox/token/", token, name="outbox-token"),
    path("sw.js", service_worker, name="service-worker"),
    path("", include("linli.web.resident.urls")),
    path("", include("linli.web.board.urls")),
    path("", include("linli.web.signing.urls")),
    path("m/", include("linli.web.phone.urls")),
    path("desk/", include("linli.web.desk.urls")),
    path("setup/", include("linli.web.setup.urls")),
]
if settings.MODE != "production":
    from linli.web.admin import site

    urlpatterns += [path("kit/", kit, name="kit"), path("admin/", site.urls)]
