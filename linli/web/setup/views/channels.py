"""How messages leave the house: how each channel does, robots of group chats, and what could not be done yet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.facts import actions as facts
from linli.facts import queries as happened
from linli.lib.verdicts import Refused
from linli.notify import actions as notify
from linli.notify import faults, queries
from linli.notify.channels import CHANNELS, ROBOT
from linli.notify.models import Robot
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering
from linli.web.setup.forms.channels import RobotForm
from linli.web.setup.page import carry_out, form_page, posted, pressed, said, setup_page
from linli.web.setup.where import address
from linli.web.wording.deliveries import delivery_words

AGAIN = gettext_lazy("It is done again within a second or two. If it fails, it stands here again.")
OVER = gettext_lazy("It has been done meanwhile.")
TAKEN = gettext_lazy("The group has taken the trial message. What waited goes out now.")
PAUSED = gettext_lazy("The robot is silent until it is resumed.")
RESUMED = gettext_lazy("The robot speaks again.")
REMOVED = gettext_lazy("The robot and its address are forgotten here. Remove it from the group in WeCom too.")
ADDED = gettext_lazy("The robot is kept. Send a trial message.")
SHOWN = 50


@administering
def channels(request: HttpRequest, street: str) -> HttpResponse:
    """This will show how each channel does and which deliveries fail; a post tries one of these at once."""
    if request.method == "POST":
        return _again(request, street)
    failing = [
        {"row": row, "what": delivery_words(row.handler), "times": row.attempts}
        for row in happened.failing(street, attempts=1, limit=SHOWN)
        if row.last_error
    ]
    lead = _("E-mail is set up by the operator. A robot tells a WeCom group of the cases of its place.")
    context = setup_page(
        request,
        street,
        "channels",
        lines=queries.lines(street),
        failing=failing,
        title=_("Channels"),
        lead=lead,
    )
    return render(request, "setup/channels.html", context)


def _again(request: HttpRequest, street: str) -> HttpResponse:
    given = request.POST.get("delivery", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    again = facts.try_now(street=street, delivery_id=number, at=now())
    return said(request, AGAIN if again else OVER, address("channels", street))


@administering
def new(request: HttpRequest, street: str) -> HttpResponse:
    """This will keep a robot and lead to its page."""
    form = RobotForm(posted(request), street=street)
    return carry_out(
        request,
        form,
        lambda: notify.add_robot(street=street, at=now(), by=viewer_of(request), **form.arguments()),
        ADDED,
        lambda robot: address("channel", street, robot.pk),
    ) or form_page(
        request,
        street,
        "channels",
        form,
        title=_("New robot of a group chat"),
        submit=_("Keep the robot"),
        back=address("channels", street),
    )


@administering
def channel(request: HttpRequest, street: str, robot_id: int) -> HttpResponse:
    """This will show how a robot does; try it, silence it, or forget it."""
    robot = queries.robot(street, robot_id)
    if robot is None:
        raise Http404
    if request.method == "POST":
        return _pressed(request, robot, request.POST.get("action", ""))
    row = queries.robot_line(robot)
    context = setup_page(
        request,
        street,
        "channels",
        row=row,
        repeats=CHANNELS[ROBOT].repeats,
        title=row.name,
        back=address("channels", street),
    )
    return render(request, "setup/channel.html", context)


def _pressed(request: HttpRequest, robot: Robot, action: str) -> HttpResponse:
    at, by = now(), viewer_of(request)
    here = address("channel", robot.street, robot.pk)
    if action == "pause":
        return pressed(request, here, lambda: notify.pause_robot(robot=robot, at=at, by=by), PAUSED)
    if action == "resume":
        return pressed(request, here, lambda: notify.resume_robot(robot=robot, at=at, by=by), RESUMED)
    if action == "remove":
        onward = address("channels", robot.street)
        return pressed(request, onward, lambda: notify.remove_robot(robot=robot, at=at, by=by), REMOVED)
    return _tried(request, robot, here)


def _tried(request: HttpRequest, robot: Robot, here: str) -> HttpResponse:
    try:
        fault = notify.try_robot(robot=robot, at=now(), by=viewer_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
        return redirect(here)
    if fault is None:
        messages.success(request, str(TAKEN))
    else:
        messages.error(request, faults.words(fault))
    return redirect(here)
