"""Rules the database itself holds: rows that may be added and never changed, rows that publishing freezes.

The same rule is written twice, for SQLite and for PostgreSQL, because a rule that only Python
knows is broken by the first SQL prompt. Migrations put the guards in place; a guard goes with its
table when SQLite rebuilds it, so `tests/test_guards.py` looks for every one of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_PG_FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION guard_refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN touched := touched || OLD.version_id; END IF;
  IF TG_OP <> 'DELETE' THEN touched := touched || NEW.version_id; END IF;
  IF EXISTS (SELECT 1 FROM drafts_version WHERE id = ANY (touched) AND state = 'published') THEN
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_refuse_adopted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM drafts_version JOIN drafts_adoption ON drafts_adoption.version_id = drafts_version.id
             WHERE drafts_version.text_id = NEW.text_id) THEN
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_exists(rows regclass, named text, id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE %I = $1)', rows, named) INTO found USING id;
  RETURN found;
END $$;
CREATE OR REPLACE FUNCTION guard_value(rows regclass, asked text, named text, id bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  EXECUTE format('SELECT %I::text FROM %s WHERE %I = $1', asked, rows, named) INTO found USING id;
  RETURN found;
END $$;
CREATE OR REPLACE FUNCTION guard_value(rows regclass, asked text, named text, key text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  EXECUTE format('SELECT %I::text FROM %s WHERE %I = $1', asked, rows, named) INTO found USING key;
  RETURN found;
END $$;
"""
_ON_ADOPTED_TEXT = (
    "EXISTS (SELECT 1 FROM drafts_version JOIN drafts_adoption ON drafts_adoption.version_id = drafts_version.id"
    " WHERE drafts_version.text_id = NEW.text_id)"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses the named acts on a table, always or only where `condition` (SQL on OLD) holds.

    A trigger is named after its table and the act: one guard at most for an act on a table, and one more from an
    app above it, which says so in `above`.
    """

    table: str
    acts: tuple[str, ...]
    message: str
    condition: str = ""
    of_published_version: bool = False
    of_adopted_text: bool = False
    # The same condition where it looks into other rows: PostgreSQL does so in functions only
    # (`guard_exists`, `guard_value`).
    postgresql_condition: str = ""
    # The app that refuses more of a table below it than the table's own app knows to refuse.
    above: str = ""

    def name(self, act: str) -> str:
        return f"guard_{self.table}_{act.lower()}{f'_{self.above}' if self.above else ''}"

    def sqlite(self, act: str) -> str:
        when = _ON_ADOPTED_TEXT if self.of_adopted_text else self.condition
        if self.of_published_version:
            rows = {"INSERT": "NEW.version_id", "DELETE": "OLD.version_id"}.get(
                act, "OLD.version_id, NEW.version_id"
            )
            when = f"EXISTS (SELECT 1 FROM drafts_version WHERE id IN ({rows}) AND state = 'published')"
        return (
            f"CREATE TRIGGER {self.name(act)} BEFORE {act} ON {self.table}"
            f"{f' WHEN {when}' if when else ''} BEGIN"
            f" SELECT RAISE(ABORT, '{act} on {self.table} is refused: {self.message}'); END"
        )

    def postgresql(self, act: str) -> str:
        function = "guard_refuse_published" if self.of_published_version else "guard_refuse"
        function = "guard_refuse_adopted" if self.of_adopted_text else function
        condition = self.postgresql_condition or self.condition
        when = f" WHEN ({condition})" if condition else ""
        return (
            f"CREATE TRIGGER {self.name(act)} BEFORE {act} ON {self.table}"
            f" FOR EACH ROW{when} EXECUTE FUNCTION {function}('{self.message}')"
        )

    def postgresql_truncate(self) -> str:
        return (
            f"CREATE TRIGGER {self.name('TRUNCATE')} BEFORE TRUNCATE ON {self.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('{self.message}')"
        )

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for act in self.acts:
                schema_editor.execute(self.sqlite(act), params=None)
            return
        schema_editor.execute(_PG_FUNCTIONS, params=None)
        for act in self.acts:
            schema_editor.execute(self.postgresql(act), params=None)
        if "DELETE" in self.acts:
            schema_editor.execute(self.postgresql_truncate(), params=None)

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self.removal(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def removal(self, vendor: str) -> list[str]:
        """The statements that take the guard down."""
        on_table = "" if vendor == "sqlite" else f" ON {self.table}"
        acts = (*self.acts, "TRUNCATE") if "DELETE" in self.acts else self.acts
        return [f"DROP TRIGGER IF EXISTS {self.name(act)}{on_table}" for act in acts]


ADD_ONLY = ("UPDATE", "DELETE")
FROZEN = ("INSERT", "UPDATE", "DELETE")

# What the first migrations put up; a later one names its own, since it may only name tables that are there.
TEXT_GUARDS = (
    Guard("drafts_wording", FROZEN, "the version is published", of_published_version=True),
    Guard("drafts_placement", FROZEN, "the version is published", of_published_version=True),
    Guard("drafts_descent", FROZEN, "the version is published", of_published_version=True),
    Guard("drafts_version", ADD_ONLY, "the version is published", "OLD.state = 'published'"),
    Guard("drafts_clause", ADD_ONLY, "the identity of a clause never changes"),
    Guard("drafts_revision", ADD_ONLY, "a revision is never changed; undo it by a new one"),
    Guard("drafts_ledgerentry", ADD_ONLY, "the ledger only grows"),
    Guard("drafts_ledgerhead", ("DELETE",), "the ledger only grows"),
)
NEGOTIATION_GUARDS = (
    Guard("drafts_amendment", ADD_ONLY, "an amendment is never changed"),
    Guard("drafts_amendmentstanding", ("DELETE",), "an amendment is never lost"),
    Guard("drafts_position", ("DELETE",), "a position is ended, never deleted"),
    Guard("drafts_signoff", ADD_ONLY, "a signature is never changed"),
    Guard("drafts_silence", ("DELETE",), "a silence procedure is never deleted"),
    Guard("drafts_silencebreak", ADD_ONLY, "who broke the silence stays on record"),
    Guard("drafts_adoption", ADD_ONLY, "an adopted text stays adopted"),
    Guard("drafts_reservation", ADD_ONLY, "a reservation is never changed"),
)
# Its author may still let everybody read what a delegation held once.
_ENDED = "OLD.ended_at IS NOT NULL AND (OLD.published_at IS NOT NULL OR NEW.published_at IS NULL)"
# What may change while it is open, and not once it is settled. Their tables have a guard against deleting already.
SETTLED_GUARDS = (
    Guard(
        "drafts_silence",
        ("UPDATE",),
        "a silence procedure that ended stays as it ended",
        "OLD.state <> 'running'",
    ),
    Guard("drafts_amendmentstanding", ("UPDATE",), "a decision is never changed", "OLD.state <> 'open'"),
    Guard("drafts_position", ("UPDATE",), "a position that was ended is never changed", _ENDED),
    Guard("drafts_version", ("INSERT",), "the text is adopted", of_adopted_text=True),
)
GUARDS = (*TEXT_GUARDS, *NEGOTIATION_GUARDS, *SETTLED_GUARDS)


class PutUpGuards(migrations.RunPython):
    """The migration operation that puts guards up, and takes them down on the way back."""

    def __init__(self, guards: Iterable[Guard]) -> None:
        guards = tuple(guards)

        def put_up(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
            for guard in guards:
                # Down first: a table that was only widened kept its guard, one that was rebuilt lost it.
                guard.take_down(schema_editor)
                guard.put_up(schema_editor)

        def take_down(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
            for guard in guards:
                guard.take_down(schema_editor)

        super().__init__(put_up, take_down)
