"""The drawings of the look: one file of symbols, of which a page carries only those it uses."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>')
_USED = "linli.symbols"  # key in request.META, the one place that survives isolated includes


class Symbol(NamedTuple):
    """One drawing: its box and its inner markup, from our own file and therefore trusted."""

    box: str
    shapes: str


@cache
def symbols() -> dict[str, Symbol]:
    """This will read every symbol of icons.svg once, by id."""
    text = (Path(__file__).parent / "icons.svg").read_text(encoding="utf-8")
    return {name: Symbol(box, shapes) for name, box, shapes in _SYMBOL.findall(text)}


def drawing(request: HttpRequest | None, symbol_id: str, css_class: str) -> SafeString:
    """This will draw a symbol: by reference into the page's sprite, or whole where there is no page (mail, tests).

    An unknown id raises KeyError, so that a misspelt icon fails in the first test that shows it.
    """
    symbol = symbols()[symbol_id]
    if request is None:
        inner = mark_safe(symbol.shapes)  # noqa: S308 - our own file
    else:
        request.META.setdefault(_USED, set()).add(symbol_id)
        inner = format_html('<use href="#{}"/>', symbol_id)
    # the box is repeated outside: without it an old WebView draws <use> at the symbol's own size;
    # the size is for pages whose CSS did not arrive, where a drawing would be as wide as the page
    return format_html(
        '<svg class="{}" width="24" height="24" viewBox="{}" aria-hidden="true">{}</svg>',
        css_class,
        symbol.box,
        inner,
    )


def sprite(request: HttpRequest | None) -> SafeString:
    """This will give the symbols drawn so far on this page, once, in the order of their names."""
    used = sorted(request.META.get(_USED, ())) if request else []
    if not used:
        return SafeString("")
    table = symbols()
    rows = "".join(
        f'<symbol id="{name}" viewBox="{table[name].box}">{table[name].shapes}</symbol>' for name in used
    )
    return mark_safe(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{rows}</svg>')  # noqa: S308 - our own file
