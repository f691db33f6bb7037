"""Addresses of set-up; the root urls include them below `setup/`."""

from django.urls import URLPattern, path

from linli.web.setup.views import (
    boards,
    calendar,
    categories,
    channels,
    duties,
    files,
    overview,
    people,
    settings,
)

S = "<street:street>/"

urlpatterns: list[URLPattern] = [
    path("", overview.start, name="setup"),
    path(S, overview.overview, name="setup-street"),
    path(S + "categories/", categories.table, name="setup-categories"),
    path(S + "categories/new/", categories.new, name="setup-category-new"),
    path(S + "categories/<str:code>/", categories.edit, name="setup-category"),
    path(S + "templates/", categories.templates, name="setup-templates"),
    path(S + "templates/new/", categories.new_template, name="setup-template-new"),
    path(S + "templates/<str:owner>/<int:template_id>/", categories.edit_template, name="setup-template"),
    path(S + "duties/", duties.duties, name="setup-duties"),
    path(S + "duties/new/", duties.new, name="setup-duty-new"),
    path(S + "duties/<int:duty_id>/", duties.duty, name="setup-duty"),
    path(S + "duties/<int:duty_id>/hand-over/", duties.hand_over, name="setup-hand-over"),
    path(S + "duties/<int:duty_id>/leave/", duties.leave, name="setup-leave"),
    path(S + "people/", people.accounts, name="setup-people"),
    path(S + "people/new/", people.new_account, name="setup-person-new"),
    path(S + "people/<int:person_id>/", people.account, name="setup-person"),
    path(S + "organisations/", people.organisations, name="setup-organisations"),
    path(S + "organisations/new/", people.new_organisation, name="setup-organisation-new"),
    path(S + "organisations/<int:organisation_id>/", people.organisation, name="setup-organisation"),
    path(S + "tables/", files.tables, name="setup-tables"),
    path(S + "boards/", boards.boards, name="setup-boards"),
    path(S + "boards/new/", boards.new, name="setup-board-new"),
    path(S + "boards/<str:token>/", boards.board, name="setup-board"),
    path(S + "boards/<str:token>/label/", boards.label, name="setup-label"),
    path(S + "holidays/", calendar.holidays, name="setup-holidays"),
    path(S + "settings/", settings.settings, name="setup-settings"),
    path(S + "settings/<str:name>/", settings.setting, name="setup-setting"),
    path(S + "channels/", channels.channels, name="setup-channels"),
    path(S + "channels/new/", channels.new, name="setup-channel-new"),
    path(S + "channels/<int:robot_id>/", channels.channel, name="setup-channel"),
    path(S + "areas/", files.areas, name="setup-areas"),
]
