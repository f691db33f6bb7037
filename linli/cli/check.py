"""`linli check`: what is set wrongly for signing in, with --reach whether issuer and WeCom answer; dead channels."""

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from linli.cli.channels import say_channels
from linli.cli.screen import FAILED, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser(
        "check", parents=[common()], help=_("check how people sign in, and what leaves the house")
    )
    parser.add_argument("--reach", action="store_true", help=_("ask the issuer and WeCom, over the network"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will say of each way of signing in whether it can work, and what does not leave the house; 1 if any."""
    start(arguments)
    from django.conf import settings

    faults = list(_faults(settings.SIGN_IN_WAYS, reach=arguments.reach))
    say("✓ " + _("Name and password"))
    for way, name in (("oidc", _("Issuer (OpenID Connect)")), ("wecom", _("WeCom"))):
        if way not in settings.SIGN_IN_WAYS:
            say("– " + _("%s: not configured") % name)
            continue
        mine = [what for key, what in faults if key == way]
        for what in mine:
            say(f"✗ {name}: {what}")
        if not mine:
            say(f"✓ {name}")
    works = say_channels()
    return FAILED if faults or not works else 0


def _faults(ways: Mapping[str, Mapping[str, Any]], *, reach: bool) -> Iterator[tuple[str, str]]:
    """Each way, and what is wrong with it."""
    from linli.web.signing.outgoing import is_safe

    for key, way in ways.items():
        loose = [
            text
            for text in way.values()
            if isinstance(text, str) and text.startswith("http") and not is_safe(text)
        ]
        if loose:
            yield key, _("%s must begin with https://") % ", ".join(loose)
        elif key == "oidc":
            yield from ((key, what) for what in _of_issuer(way, reach))
        elif reach and (what := _reached_wecom(way)):
            yield key, what


def _of_issuer(way: Mapping[str, Any], reach: bool) -> Iterator[str]:
    if not is_address(str(way["issuer"])):
        yield _("LINLI_OIDC_ISSUER is no address: %s") % way["issuer"]
        return
    needed = {"email": "email", "phone_number": "phone", "preferred_username": "profile"}
    claim = way["match"][0] if way["match"] else ""
    if claim in needed and needed[claim] not in way["scope"]:
        yield _("the claim %(claim)s mostly needs LINLI_OIDC_SCOPE=%(scope)s") % {
            "claim": claim,
            "scope": needed[claim],
        }
    if reach and (what := _reached_issuer(way)):
        yield what


def is_address(text: str) -> bool:
    """This will tell whether a text is an address of the web."""
    from urllib.parse import urlsplit

    return bool(urlsplit(text).hostname)


def _reached_issuer(way: Mapping[str, Any]) -> str:
    from requests import RequestException

    from linli.web.signing.oidc import NEEDED
    from linli.web.signing.outgoing import Fault, ask

    try:
        found = ask(f"{way['issuer'].rstrip('/')}/.well-known/openid-configuration")
        keys = (
            ask(str(found.get("jwks_uri"))).get("keys") if all(found.get(name) for name in NEEDED) else None
        )
    except (Fault, RequestException, ValueError) as fault:
        return _("it does not answer: %s") % fault
    if found.get("issuer") != way["issuer"]:
        return _("it calls itself %s; LINLI_OIDC_ISSUER must be the same") % found.get("issuer")
    return "" if keys else _("it names no keys, or no addresses to sign in")


def _reached_wecom(way: Mapping[str, Any]) -> str:
    from requests import RequestException

    from linli.web.signing.outgoing import Fault
    from linli.web.signing.wecom import token_of

    try:
        token_of(dict(way))
    except (Fault, RequestException, ValueError, KeyError) as fault:
        return _("it does not answer: %s") % fault
    return ""
