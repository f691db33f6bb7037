"""What every template is given."""

from django.http import HttpRequest
from django.utils.translation import get_language

from linli.web.display import chosen


def frame(request: HttpRequest) -> dict[str, object]:
    """This will give every template the person's choices and the address to come back to. It reads no database."""
    return {
        "type_large": chosen(request, "type") == "large",
        "theme": chosen(request, "theme"),
        "keys_off": chosen(request, "keys") == "off",
        "page_lang": "en" if get_language() == "en" else "zh-Hans",
        # after a refused post, its own address is the form's
        "display_next": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
    }
