"""The shared parts, as the kit shows them."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

import linli.web

TEMPLATES = sorted((Path(linli.web.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("face", ["board", "phone", "desk", "print"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_face_draws_its_parts_within_the_content_policy(client: Client, face: str, lang: str) -> None:
    client.cookies["lang"] = lang
    answer = client.get(f"/kit/?face={face}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an id is used twice"
    pointed_at = {
        name
        for names in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page)
        for name in names.split()
    }
    assert pointed_at <= set(ids)
    assert set(re.findall(r'<use href="#([^"]+)"', page)) <= set(ids)


def test_the_kit_is_not_shown_in_production(client: Client, settings: Settings) -> None:
    settings.MODE = "production"
    assert client.get("/kit/").status_code == 404
    assert client.get("/kit/?face=phone").status_code == 404


def test_an_unknown_face_of_the_kit_is_not_found(client: Client) -> None:
    assert client.get("/kit/?face=wall").status_code == 404


def test_a_comment_at_the_top_of_each_part_says_what_it_needs() -> None:
    parts = [path for path in TEMPLATES if path.parent.name == "parts"]
    assert [path.name for path in parts if "{#" not in path.read_text(encoding="utf-8").split("\n")[0]] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_comment_ends_on_its_line_and_nothing_is_trusted_blindly(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").split("\n"):
        assert line.count("{#") == line.count("#}")
        assert "|safe" not in line


class _Hostile(forms.Form):
    line = forms.CharField(label="<b>label</b>", help_text="<i>help</i>", max_length=5)


def test_what_a_person_typed_comes_back_escaped_with_the_error_between_label_and_field() -> None:
    form = _Hostile({"line": '"><script>alert(1)</script>'})
    drawn = render_to_string("parts/field.html", {"field": form["line"]}, RequestFactory().get("/"))
    assert "<script>" not in drawn
    assert "<b>label" not in drawn
    assert "&lt;script&gt;" in drawn
    label, error, control = (drawn.index(piece) for piece in ("<label", 'class="error"', "<input"))
    assert label < error < control
    assert 'aria-invalid="true"' in drawn


def test_the_summary_links_to_each_field_that_is_wrong() -> None:
    form = _Hostile({"line": ""})
    drawn = render_to_string("parts/errors.html", {"form": form}, RequestFactory().get("/"))
    assert 'href="#id_line"' in drawn
    assert render_to_string("parts/errors.html", {"form": _Hostile()}).strip() == ""


def test_a_step_that_cannot_be_taken_is_reachable_and_says_why() -> None:
    actions = [
        {"name": "send", "label": "派遣"},
        {"name": "close", "label": "核查结案", "reason": "还没有处置结果。"},
    ]
    drawn = render_to_string("parts/actions.html", {"actions": actions})
    assert 'aria-disabled="true" aria-describedby="why-close"' in drawn
    assert '<span id="why-close"><strong>核查结案：</strong>还没有处置结果。</span>' in drawn
    assert " disabled" not in drawn.replace("aria-disabled", "")
    assert 'name="action" value="send"' in drawn
    assert 'value="close"' not in drawn


def test_pages_of_a_list_keep_the_filters_and_a_search_keeps_all_but_itself() -> None:
    request = RequestFactory().get("/", {"place": "3", "page": "4", "q": "垃圾&<"})
    drawn = render_to_string("parts/pages.html", {"number": 4, "has_next": True}, request)
    assert "place=3" in drawn
    assert "page=3" in drawn
    assert "page=5" in drawn
    search = render_to_string("parts/search.html", {"value": "垃圾&<", "placeholder": "原文"}, request)
    assert 'type="hidden" name="place" value="3"' in search
    assert 'name="page"' not in search
    assert 'value="垃圾&amp;&lt;"' in search
