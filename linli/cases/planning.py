"""Which index a statement takes, where SQLite would guess: it knows how many rows there are of nothing."""

from typing import Any

from django.db.models import Func


class Looked(Func):
    """A column that is looked at once a row is found, and by which SQLite does not find rows.

    Of several ranges and lists SQLite takes any, for without statistics they promise it the same. PostgreSQL keeps
    statistics and is told nothing.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """This will write the plus that SQLite documents for this: +column has its value, and no index."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)
