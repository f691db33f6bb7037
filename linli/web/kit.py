"""Every shared part on one page with invented data, to look at after a change. Never in production."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.lib.calendars import Calendar, Clock
from linli.web.wording.deadlines import Deadline, deadline_words
from linli.web.wording.statuses import STATUSES

FACES = ("board", "phone", "desk", "print")
NOW = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)  # 10:42 in Xinye, as on the drawings of the look


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """This will show the parts on one face: `?face=phone`, desk or print; board when none is named."""
    face = request.GET.get("face", "board")
    if settings.MODE == "production" or face not in FACES:
        raise Http404
    return render(request, f"kit/{face}.html", _sample())


class _SampleForm(forms.Form):
    line = forms.CharField(label="说一句", help_text="是什么，在哪里，一句就够。", max_length=500)
    text = forms.CharField(label="补充", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    until_on = forms.DateField(
        label="整改到哪天", error_messages={"invalid": "11月22日已经过去，请填今天或以后的日子。"}
    )
    solved = forms.ChoiceField(
        label="解决了吗", choices=[("yes", "解决了"), ("no", "没解决")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="有结果时告诉我", help_text="只用来告诉您结果。", required=False)
    picture = forms.FileField(label="照片", required=False)
    community = forms.ChoiceField(label="社区", choices=[("1", "解放街"), ("3", "东关")])


def _sample() -> dict[str, Any]:
    form = _SampleForm(
        {"line": "南墙根的柴火堆到路上了", "until_on": "11月22日", "solved": "yes", "community": "3"}
    )
    form.is_valid()
    calendar = Calendar()
    return {
        "now": NOW,
        "form": form,
        "office_name": "新野县 汉城街道",
        "duty_words": "汉城街道值班员",
        "shapes": list(STATUSES),
        "deadlines": _deadlines(calendar),
        "actions": [
            {"name": "dispatch", "label": "派遣", "tone": "", "keys": "A"},
            {"name": "defer", "label": "缓办", "tone": "second"},
            {"name": "withdraw", "label": "撤回反映", "tone": "danger"},
            {"name": "close", "label": "核查结案", "reason": "核查须由没有参与处置的人做。"},
        ],
        "timeline": _timeline(),
        "tabs": [
            {"words": "全部", "address": "?", "count": 1250, "current": True},
            {"words": "逾期", "address": "?due=over", "count": 3},
            {"words": "缓办", "address": "?due=paused", "count": 0},
        ],
        "filters": [
            {"words": "街道一级", "address": "?level=street", "current": True},
            {"words": "东关", "address": "?place=3"},
        ],
        "picture": {"url": "/static/web/mark.svg", "alt": "处理前：墙边堆着装修垃圾", "at": NOW},
    }


def _deadlines(calendar: Calendar) -> list[Deadline | None]:
    def at(**cases: Any) -> Deadline | None:
        return deadline_words(now=NOW, clock=Clock.OFFICE, calendar=calendar, **cases)

    return [
        at(due=NOW + timedelta(days=3)),
        at(due=NOW + timedelta(hours=6)),
        at(due=NOW + timedelta(minutes=48)),
        at(due=NOW - timedelta(hours=20)),
        at(due=NOW, deferred_until=date(2026, 12, 1)),
        at(due=NOW + timedelta(hours=1), closed_at=NOW + timedelta(minutes=15)),
        at(due=NOW - timedelta(days=1), closed_at=NOW),
    ]


def _timeline() -> list[dict[str, Any]]:
    return [
        {"shape": "received", "what": "核查，结案", "who": "由没有参与处理的人去看", "tone": "next"},
        {"shape": "check", "what": "清走了，约1.5吨", "who": "东关社区", "at": NOW - timedelta(hours=2)},
        {
            "shape": "up",
            "what": "社区时限已过，自动升级到街道",
            "who": "系统",
            "tone": "bad",
            "at": NOW - timedelta(days=1),
            "text": "排水泵坏了，社区没有排水车。",
        },
        {"shape": "received", "what": "居民反映，立案", "who": "手机", "at": NOW - timedelta(days=3)},
    ]
