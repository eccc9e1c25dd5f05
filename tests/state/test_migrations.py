"""A state of any earlier form is brought to the newest, with everything that was in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publisher.layout import STATE_DATABASE
from publisher.state.database import open_database, open_in_memory
from publisher.state.deliveries import IN_DOUBT, QUEUED
from publisher.state.ledger import Ledger
from publisher.state.subscribers import Subscribers

_STEPS = sorted((Path(__file__).parents[2] / "publisher/state/migrations").glob("*.sql"))
_AT = "2024-06-03T13:00:00+00:00"
# what a site of that form holds beside what earlier ones do; every row must be found again in the newest
_ROWS = {
    1: """
        INSERT INTO fact VALUES ('built', 'x');
        INSERT INTO identity VALUES ('tag:rest', 'rest.md', 'https://blog.example.com/rest/', 'c', 'h', AT);
        INSERT INTO newsletter VALUES ('monthly', AT, AT, 'daily', AT);
        INSERT INTO issue VALUES
            ('monthly-2024-06', 'monthly', '2024-06', 'Rest', '<p>SLOT</p>', 'SLOT', 'SLOT', 1, 1, AT);
        INSERT INTO proof VALUES ('monthly-2024-06', 'letter.txt', 'text/plain', x'52657374');
        INSERT INTO mailed VALUES ('monthly', 'tag:rest', 'monthly-2024-06', 'Rest');
        INSERT INTO subscriber VALUES ('s_maya', 'maya@example.org', 'Maya'), ('s_noor', 'noor@example.net', ''),
            ('s_rao', 'rao@example.org', 'Rao');
        INSERT INTO delivery (issue, subscriber, state, changed_at) VALUES
            ('monthly-2024-06', 's_maya', 'accepted', AT), ('monthly-2024-06', 's_noor', 'queued', AT),
            ('monthly-2024-06', 's_rao', 'in doubt', AT);
    """,
    2: "INSERT INTO former_url VALUES ('https://blog.example.com/old/', 'tag:rest');",
    6: "INSERT INTO card VALUES ('tag:rest');",
    7: """
        INSERT INTO suppression VALUES ('digest', 'refused', AT);
        INSERT INTO attempt VALUES ('monthly-2024-06', 's_maya', 1, AT, 'accepted', 250, '', '');
    """,
    8: """
        INSERT INTO subscription VALUES ('monthly', 's_maya', 'active', AT),
            ('monthly', 's_noor', 'left', AT);
        INSERT INTO consent VALUES (1, 's_maya', 'monthly', AT, 'given', 'a form', '', '');
    """,
    9: "INSERT INTO bounce VALUES ('s_maya', 'monthly-2024-06', 'soft', '5.2.2', AT);",
}


def _at(rows: str) -> str:
    return rows.replace("AT)", f"'{_AT}')").replace("AT,", f"'{_AT}',")


def site_of_form(form: int, folder: Path) -> None:
    """A state as the publisher of that form left it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / STATE_DATABASE, isolation_level=None)) as connection:
        for number, step in enumerate(_STEPS[:form], start=1):
            connection.executescript(f"BEGIN; {step.read_text()} PRAGMA user_version = {number}; COMMIT;")
            connection.executescript(_at(_ROWS.get(number, "")))


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """What there is, as it was declared."""
    return dict(connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master"))


def counts(connection: sqlite3.Connection, names: list[str]) -> dict[str, int]:
    """How many rows each table has."""
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608 ours


@pytest.mark.parametrize("form", range(1, len(_STEPS) + 1))
def test_state_of_every_earlier_form_is_brought_forward(form: int, tmp_path: Path) -> None:
    """Nothing is lost, nothing dangles, and it is the same as one made today."""
    folder = tmp_path / ".publisher"
    site_of_form(form, folder)
    wanted = ["identity", "newsletter", "issue", "proof", "mailed", "subscriber", "delivery"]
    wanted += [
        name for number, name in {2: "former_url", 6: "card", 7: "attempt", 8: "consent"}.items() if number <= form
    ]
    with closing(sqlite3.connect(folder / STATE_DATABASE)) as connection:
        before = counts(connection, wanted)
    with closing(open_database(folder)) as connection:
        assert counts(connection, wanted) == before
        assert min(before.values()) > 0
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert tables(connection) == tables(open_in_memory())
        assert Ledger(connection).deliveries.tally("monthly-2024-06") == {"accepted": 1, QUEUED: 1, IN_DOUBT: 1}
        letter = Ledger(connection).letter("monthly-2024-06")
        assert [(slot.name, slot.mark, slot.in_html, slot.in_text) for slot in letter.slots] == [
            ("unsubscribe", "SLOT", 1, 1)
        ]
        assert Subscribers(connection).count("monthly") == (1 if form >= 8 else 0)


def test_who_stood_twice_is_mailed_once(tmp_path: Path) -> None:
    """In capitals and without: one mailbox. What was sent stays known; the second gets nothing that still waits."""
    folder = tmp_path / ".publisher"
    site_of_form(9, folder)
    with closing(sqlite3.connect(folder / STATE_DATABASE)) as connection, connection:
        connection.executescript(
            _at("""
            INSERT INTO subscriber VALUES ('s_twin', 'MAYA@example.org', '');
            INSERT INTO subscription VALUES ('monthly', 's_twin', 'active', AT);
            INSERT INTO delivery (issue, subscriber, state, changed_at)
            VALUES ('monthly-2024-06', 's_twin', 'queued', AT);
        """)
        )
    with closing(open_database(folder)) as connection:
        people = Subscribers(connection)
        found = people.find("Maya@Example.org")
        assert found
        assert (found.id, people.count("monthly")) == ("s_maya", 1)
        assert Ledger(connection).deliveries.tally("monthly-2024-06")["suppressed"] == 1
