"""The index of words in both databases: under the id of each case the tokens of all it holds.

SQLite: FTS5 without content, positions or sizes. It cannot say what it holds of a case, so that taking words out names
their tokens; that works in every SQLite (`contentless_delete` came with 3.43, and older ones cannot read such a file).
PostgreSQL: a table of its own with GIN. Whoever takes words out holds the lock of the case, and so does the worker.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from linli.cases.search.rules import Wanted, sign

TABLE = "cases_search"
_PUT = {
    "sqlite": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, array_to_tsvector(%s)) "
    "ON CONFLICT (rowid) DO UPDATE SET tokens = cases_search.tokens || EXCLUDED.tokens",
}
_MOST_BYTES = 900_000
MATCHES = {"sqlite": "cases_search MATCH %s", "postgresql": "tokens @@ %s::tsquery"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Tokens to be found under a case."""

    case_id: int
    street: str
    tokens: Collection[str]


def put(entries: Sequence[Entry]) -> None:
    """This will add tokens to what is held of each case; quickest in order of cases. Twice does no harm."""
    rows = [(entry.case_id, _written(entry)) for entry in entries if entry.tokens]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_PUT[connection.vendor], rows)


def too_large(entries: Sequence[Entry]) -> set[int]:
    """This will tell which cases would hold more tokens with these than a tsvector takes: beyond 1 MB it loses some.

    It does not say so, which is why we count; the text of one is a little longer than what it stores.
    """
    if connection.vendor == "sqlite" or not entries:
        return set()
    with connection.cursor() as cursor:
        measured = "SELECT rowid, octet_length(tokens::text) FROM cases_search WHERE rowid = ANY(%s)"
        cursor.execute(measured, [[entry.case_id for entry in entries]])
        held = dict(cursor.fetchall())
    return {
        entry.case_id
        for entry in entries
        if held.get(entry.case_id, 0) + sum(len(token.encode()) + 12 for token in entry.tokens) > _MOST_BYTES
    }


def drop(gone: Entry, left: Entry) -> None:
    """This will take the tokens of erased words out of a case and keep those of the words that stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            delete = "INSERT INTO cases_search (cases_search, rowid, tokens) VALUES ('delete', %s, %s)"
            cursor.execute(delete, [gone.case_id, _written(gone)])
        else:
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [gone.case_id])
    put([left])


def clear() -> None:
    """This will empty the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_search (cases_search) VALUES ('delete-all')")
        else:
            cursor.execute("TRUNCATE cases_search")


def _written(entry: Entry) -> str | list[str]:
    signed = [sign(entry.street) + token for token in sorted(entry.tokens)]
    return " ".join(signed) if connection.vendor == "sqlite" else signed


def asked(streets: Sequence[str], wanted: Sequence[Wanted]) -> str:
    """This will write, for `MATCHES`, that all tokens are wanted in one of the streets.

    Tokens are letters and digits, whatever was typed, so that quoting them is all there is to escape.
    """
    lite = connection.vendor == "sqlite"
    form, begin, both, either = ('"{}"', " *", " AND ", " OR ") if lite else ("'{}'", ":*", " & ", " | ")
    groups = (
        both.join(form.format(sign(street) + each.token) + begin * each.begins for each in wanted)
        for street in streets
    )
    return either.join(f"({group})" for group in groups)


def held() -> Iterator[tuple[int, str]]:
    """This will yield each case's id with each token held of it, signs included, in no order."""
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if lite:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.cases_search_held "
                "USING fts5vocab('main', 'cases_search', 'instance')"
            )
            cursor.execute("SELECT doc, term FROM temp.cases_search_held")
        else:
            cursor.execute("SELECT rowid, unnest(tsvector_to_array(tokens)) FROM cases_search")
        while rows := cursor.fetchmany(5000):
            yield from rows
