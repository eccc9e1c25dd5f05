"""Letters over SMTP: each reader once, whatever the server does, and the ledger never guesses."""

import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.delivery.dispatch import Round, dispatch
from publisher.delivery.options import Options
from publisher.delivery.relay import SmtpTransport
from publisher.delivery.smtp import Manner, Patience
from publisher.model import Delivery, Subscriber
from publisher.state.database import open_in_memory
from publisher.state.ledger import Ledger
from publisher.state.subscribers import Subscribers
from tests.delivery import certificate
from tests.delivery.faultsmtp import CLOSE, HANG, RESET, TAKE_AND_CLOSE, Faults, FaultServer
from tests.delivery.test_dispatch import order
from tests.state.opened import NOW, open_issue, people

Serve = Callable[..., FaultServer]
QUICK = Patience(command=0.4, data=0.4, dot=0.4, connect=2, again=0.01)
every_pipelining = pytest.mark.parametrize("pipelining", ["full", "group", "off"])


def message_for(delivery: Delivery) -> bytes:
    return f"To: {delivery.subscriber.address}\r\n\r\nRest.\r\n".encode()


@pytest.fixture
def ledger() -> Ledger:
    """An empty ledger."""
    return Ledger(open_in_memory())


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that are stopped afterwards."""
    servers: list[FaultServer] = []

    def start(rules: Any = None, **faults: Any) -> FaultServer:
        servers.append(FaultServer(Faults(rules=rules or {}, **faults)))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def send(
    ledger: Ledger, issue: str, server: FaultServer, *, manner: Any = None, patience: Patience = QUICK, **settings: Any
) -> Round:
    """A round over the server, in the clear unless told otherwise."""
    facts: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "name": "news.example.com", "security": "none"}
    facts |= manner or {}
    options = Options(**({"connections": 1} | settings))
    transport = SmtpTransport(Manner(**facts), options, patience)
    told = order(issue, message_for=message_for, return_path=lambda _: "letter@news.example.com")
    return dispatch(told, ledger=ledger, transport=transport, now=NOW)


def recipients(server: FaultServer) -> Counter[str]:
    return Counter(taken.recipient for taken in server.taken)


@every_pipelining
@pytest.mark.parametrize("connections", [1, 4])
def test_everybody_gets_their_own_message_once(ledger: Ledger, serve: Serve, pipelining: str, connections: int) -> None:
    """One recipient a transaction, the bytes as they were made, on however many connections."""
    server, issue = serve(), open_issue(ledger, people(40))
    sent = send(ledger, issue, server, pipelining=pipelining, connections=connections)
    assert (sent.tally, sent.stopped) == ({"accepted": 40}, "")
    assert recipients(server) == Counter(person.address for person in people(40))
    assert {taken.sender for taken in server.taken} == {"letter@news.example.com"}
    assert all(taken.data == f"To: {taken.recipient}\r\n\r\nRest.\r\n".encode() for taken in server.taken)
    assert server.violations == []
    assert 1 <= server.connections <= connections


def test_lines_that_begin_with_a_dot_arrive_whole(ledger: Ledger, serve: Serve) -> None:
    """Also without a line break at the end; nothing in a letter ends it early."""
    server, issue = serve(), open_issue(ledger, people(1))
    body = b".\r\n..\r\nQUIT\r\n. rest\r\n.\r\nRest"
    transport = SmtpTransport(_plain(server), Options(), QUICK)
    dispatch(order(issue, message_for=lambda _: body), ledger=ledger, transport=transport, now=NOW)
    assert [taken.data for taken in server.taken] == [body + b"\r\n"]


def _plain(server: FaultServer) -> Manner:
    return Manner(host="127.0.0.1", port=server.port, name="news.example.com", security="none")


def test_full_pipelining_sends_the_next_envelope_with_the_message(ledger: Ledger, serve: Serve) -> None:
    """One round trip a message: the next MAIL stands on the wire before the answer to the dot."""
    server, issue = serve(answers_late_s=0.002), open_issue(ledger, people(20))
    send(ledger, issue, server)
    verbs = [line.split(" ")[0] for line in server.log]
    assert verbs[:5] == ["EHLO", "MAIL", "RCPT", "DATA", "MAIL"]
    assert "RSET" not in verbs
    assert verbs[-1] == "QUIT"


@every_pipelining
@pytest.mark.parametrize(
    ("step", "answer", "state", "code"),
    [
        pytest.param("RCPT", "450 4.2.1 not now", "deferred", 450, id="later at RCPT"),
        pytest.param("RCPT", "550 5.1.1 nobody", "refused", 550, id="nobody there"),
        pytest.param("RCPT", "550 5.7.1 go away", "refused", 550, id="unwelcome"),
        pytest.param("MAIL", "451 4.3.0 not now", "deferred", 451, id="later at MAIL"),
        pytest.param("DATA", "451 4.3.0 not now", "deferred", 451, id="later at DATA"),
        pytest.param("DATA", "554 5.7.1 no", "refused", 554, id="no at DATA"),
        pytest.param("dot", "452 4.3.1 disk full", "deferred", 452, id="later after the dot"),
        pytest.param("dot", "554 5.7.1 spam", "refused", 554, id="no after the dot"),
    ],
)
def test_one_bad_answer_costs_one_delivery(
    ledger: Ledger, serve: Serve, pipelining: str, step: str, answer: str, state: str, code: int
) -> None:
    """The others get their letter on the same connection, and nobody gets the wrong one."""
    server, issue = serve({(step, 3): answer}), open_issue(ledger, people(8))
    sent = send(ledger, issue, server, pipelining=pipelining)
    assert sent.tally == {"accepted": 7, state: 1}
    assert server.connections == 1
    assert all(f"To: {taken.recipient}\r\n".encode() in taken.data for taken in server.taken)
    row = ledger._connection.execute("SELECT code, detail FROM delivery WHERE state = ?", (state,)).fetchone()
    assert row[0] == code
    assert "example.org" not in row[1]
    assert "not now" not in row[1]


def test_server_that_wants_data_though_it_refused_everybody_gets_none(ledger: Ledger, serve: Serve) -> None:
    """RFC 2920 section 3.1: 354 may come all the same; an empty message ends it and nothing is delivered."""
    rules = {("RCPT", 2): "550 5.1.1 nobody", "DATA": "354 go on"}
    server, issue = serve(rules), open_issue(ledger, people(4))
    assert send(ledger, issue, server).tally == {"accepted": 3, "refused": 1}
    assert sum(recipients(server).values()) == 3


@every_pipelining
@pytest.mark.parametrize("end", [CLOSE, RESET, HANG])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_connection_lost_before_the_dot_costs_nothing(
    ledger: Ledger, serve: Serve, pipelining: str, step: str, end: str
) -> None:
    """Nothing of the message had left: it is tried again on another connection, and the try is not counted."""
    server, issue = serve({(step, 4): end}), open_issue(ledger, people(9))
    sent = send(ledger, issue, server, pipelining=pipelining)
    assert sent.tally == {"accepted": 9}
    assert set(recipients(server).values()) == {1}
    assert ledger._connection.execute("SELECT DISTINCT attempts FROM delivery").fetchall() == [(1,)]


@every_pipelining
@pytest.mark.parametrize("end", [CLOSE, RESET, HANG, TAKE_AND_CLOSE])
def test_connection_lost_after_the_dot_is_doubt(ledger: Ledger, serve: Serve, pipelining: str, end: str) -> None:
    """Whether it was taken or not: one delivery is in doubt, named, and not sent again."""
    server, issue = serve({("dot", 4): end}), open_issue(ledger, people(9))
    sent = send(ledger, issue, server, pipelining=pipelining)
    assert sent.tally == {"accepted": 8, "in doubt": 1}
    assert send(ledger, issue, server).tally == {"accepted": 8, "in doubt": 1}
    assert set(recipients(server).values()) == {1}
    assert len(server.taken) == 9 - (end != TAKE_AND_CLOSE)


@every_pipelining
def test_server_that_takes_few_messages_a_connection(ledger: Ledger, serve: Serve, pipelining: str) -> None:
    """421 at its limit is no failure: another connection goes on, and nobody is charged a try."""
    server, issue = serve(most_per_connection=3), open_issue(ledger, people(10))
    assert send(ledger, issue, server, pipelining=pipelining).tally == {"accepted": 10}
    assert server.connections == 4
    assert ledger._connection.execute("SELECT DISTINCT attempts FROM delivery").fetchall() == [(1,)]


def test_we_change_connections_ourselves(ledger: Ledger, serve: Serve) -> None:
    """After so many messages as the settings say, politely."""
    server, issue = serve(), open_issue(ledger, people(10))
    assert send(ledger, issue, server, messages_per_connection=4).tally == {"accepted": 10}
    assert (server.connections, server.log.count("QUIT")) == (3, 3)


def test_server_without_pipelining_is_asked_one_by_one(ledger: Ledger, serve: Serve) -> None:
    """What it does not offer is not done."""
    server, issue = serve(extensions=("SIZE",), answers_late_s=0.01), open_issue(ledger, people(3))
    assert send(ledger, issue, server).tally == {"accepted": 3}


MUELLER = Subscriber(id="s_mueller", address="müller@example.com", name="")


@every_pipelining
def test_address_with_other_letters_is_announced(ledger: Ledger, serve: Serve, pipelining: str) -> None:
    """RFC 6531: where the server knows them, for that message alone."""
    server = serve(extensions=("PIPELINING", "8BITMIME", "SMTPUTF8"))
    issue = open_issue(ledger, [*people(2), MUELLER])
    assert send(ledger, issue, server, pipelining=pipelining).tally == {"accepted": 3}
    assert server.violations == []
    assert recipients(server)[MUELLER.address] == 1
    announced = [line for line in server.log if line.endswith(" BODY=8BITMIME SMTPUTF8")]
    assert len(announced) == 1


@every_pipelining
@pytest.mark.parametrize("id_", ["s_a", "s_reader000x", "s_z"], ids=["first", "second", "last"])
def test_server_that_knows_no_such_letters_costs_that_delivery_alone(
    ledger: Ledger, serve: Serve, pipelining: str, id_: str
) -> None:
    """It is refused, with the reason; the others go out, and the address is not remembered as dead."""
    server, issue = serve(), open_issue(ledger, [*people(3), Subscriber(id=id_, address=MUELLER.address, name="")])
    assert send(ledger, issue, server, pipelining=pipelining).tally == {"accepted": 3, "refused": 1}
    assert (server.violations, recipients(server)[MUELLER.address]) == ([], 0)


def test_server_that_forgets_what_follows_a_message_gets_less_at_once(ledger: Ledger, serve: Serve) -> None:
    """It offers pipelining and drops the envelope behind a message: nobody is lost, and the rest goes envelope by
    envelope.
    """
    server, issue = serve(forgets_what_follows_a_message=True), open_issue(ledger, people(6))
    sent = send(ledger, issue, server)
    assert sent.tally == {"accepted": 6}
    assert set(recipients(server).values()) == {1}
    assert server.connections == 2


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        pytest.param("MAIL", "550 5.7.1 not you", "refuses our letters (MAIL: 550 5.7.1)", id="sender"),
        pytest.param("MAIL", "530 5.7.0 log in", "refuses our letters (MAIL: 530 5.7.0)", id="no login"),
        pytest.param("dot", "552 5.3.4 too large", "refuses our letters (the message: 552 5.3.4)", id="size"),
        pytest.param("EHLO", "550 5.7.1 go away", "answered EHLO with 550 5.7.1", id="our name"),
        pytest.param("connect", "554 5.7.1 go away", "answered the greeting with 554 5.7.1", id="greeting"),
    ],
)
def test_our_own_fault_costs_no_reader_anything(
    ledger: Ledger, serve: Serve, step: str, answer: str, said: str
) -> None:
    """Nothing more is tried, everybody stays queued, and no try is counted."""
    server, issue = serve({step: answer}), open_issue(ledger, people(5))
    sent = send(ledger, issue, server)
    assert sent.tally == {"queued": 5}
    assert said in sent.stopped
    assert ledger._connection.execute("SELECT DISTINCT attempts FROM delivery").fetchall() == [(0,)]


def test_a_server_that_is_not_there_is_tried_three_times(ledger: Ledger, serve: Serve) -> None:
    """Then the run ends, everybody waits, and the next run goes on."""
    server, issue = serve(), open_issue(ledger, people(2))
    server.close()
    sent = send(ledger, issue, server)
    assert (sent.tally, sent.stopped) == (
        {"queued": 2},
        "the mail server cannot be reached, or hangs up each time; the next run goes on",
    )


def test_a_server_that_hangs_up_each_time_is_tried_three_times(ledger: Ledger, serve: Serve) -> None:
    """Whatever the number of connections."""
    server, issue = serve({"MAIL": "421 4.3.2 going down"}), open_issue(ledger, people(9))
    sent = send(ledger, issue, server, connections=4)
    assert sent.tally == {"queued": 9}
    assert "hangs up" in sent.stopped
    assert server.connections <= 7


def test_too_many_refusals_of_ours_let_the_issue_rest(ledger: Ledger, serve: Serve) -> None:
    """Two of the first fifty: a person looks before the others are burnt; a later run sends nothing until then."""
    rules = {("dot", 3): "554 5.7.1 spam", ("dot", 5): "554 5.7.1 spam"}
    server, issue = serve(rules), open_issue(ledger, people(30))
    sent = send(ledger, issue, server)
    assert sent.tally["refused"] == 2
    assert sent.tally["queued"] >= 22
    assert "too many servers refuse us" in sent.stopped
    before = len(server.taken)
    assert send(ledger, issue, server).tally == sent.tally
    ledger.pause(issue, "")
    assert send(ledger, issue, server).tally == {"accepted": 28, "refused": 2}
    assert len(server.taken) == 28 > before


def test_nobody_there_is_remembered(ledger: Ledger, serve: Serve) -> None:
    """5.1.x at RCPT suppresses the address, by a digest; no other refusal does."""
    rules = {("RCPT", 1): "550 5.1.1 nobody", ("RCPT", 2): "550 5.2.2 mailbox full", ("RCPT", 3): "550 what?"}
    server, issue = serve(rules), open_issue(ledger, people(5))
    assert send(ledger, issue, server).tally == {"accepted": 2, "refused": 3}
    # the digest of these tests is the text itself
    found = [Subscribers(ledger._connection).suppression(one.address) for one in people(5)]
    assert [suppression and suppression.reason for suppression in found] == [
        "no such address: RCPT: 550 5.1.1",
        None,
        None,
        None,
        None,
    ]
    assert Subscribers(ledger._connection).count("monthly") == 4


def test_who_leaves_while_others_are_sent_to_gets_nothing(ledger: Ledger, serve: Serve) -> None:
    """The delivery was taken out between its envelope and its message: the message is not sent."""
    server, issue = serve(), open_issue(ledger, people(6))
    leaver = people(6)[3]
    told = 0

    def leave(_done: int, _others: dict[str, int]) -> None:
        nonlocal told
        told += 1
        if told == 1:
            Subscribers(ledger._connection).leave(leaver, "monthly", "asked", NOW)

    transport = SmtpTransport(_plain(server), Options(connections=1), QUICK)
    sent = dispatch(order(issue, message_for=message_for, progress=leave), ledger=ledger, transport=transport, now=NOW)
    assert sent.tally == {"accepted": 5, "suppressed": 1}
    assert leaver.address not in recipients(server)


def test_budget_of_a_minute_is_kept(ledger: Ledger, serve: Serve) -> None:
    """A message every two hundredths of a second, and not all at once."""
    server, issue = serve(), open_issue(ledger, people(10))
    transport = SmtpTransport(_plain(server), Options(connections=2), QUICK)
    clock = _Clock()
    told = order(issue, message_for=message_for)
    sent = dispatch(told, ledger=ledger, transport=transport, now=NOW, per_minute=3000, elapsed=clock)
    assert sent.tally == {"accepted": 10}
    assert clock.seconds >= 10 * 60 / 3000 - 0.02


class _Clock:
    """The real one, remembered."""

    def __init__(self) -> None:
        import time

        self._now = time.monotonic
        self._first = self._now()
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds = self._now() - self._first
        return self._now()


def test_deferred_too_long_expires(ledger: Ledger, serve: Serve) -> None:
    """What nobody took within two days is not sent any more."""
    server, issue = serve({("RCPT", 1): "450 4.2.1 later"}), open_issue(ledger, people(1))
    assert send(ledger, issue, server).tally == {"deferred": 1}
    transport = SmtpTransport(_plain(server), Options(), QUICK)
    late = dispatch(order(issue), ledger=ledger, transport=transport, now=NOW + timedelta(hours=48))
    assert late.tally == {"expired": 1}


# who may listen


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> certificate.Files:
    """A certificate for this machine, and one that nobody trusts."""
    return certificate.make(tmp_path_factory.mktemp("certificates"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_connection_is_encrypted(ledger: Ledger, serve: Serve, certificates: certificate.Files, security: str) -> None:
    """From the start or by STARTTLS, with the certificate checked."""
    server = serve(tls=certificates.server(), is_tls_from_the_start=security == "tls")
    issue = open_issue(ledger, people(5))
    manner = {"host": "localhost", "security": security, "tls": certificates.client()}
    assert send(ledger, issue, server, manner=manner).tally == {"accepted": 5}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificate_that_is_not_to_be_trusted_stops_the_round(
    ledger: Ledger, serve: Serve, certificates: certificate.Files, security: str
) -> None:
    """Nobody's letter goes to a stranger, and nobody's name is said before that is sure."""
    server = serve(tls=certificates.server(), is_tls_from_the_start=security == "tls")
    issue = open_issue(ledger, people(2))
    manner = {"host": "localhost", "security": security, "tls": ssl.create_default_context()}
    sent = send(ledger, issue, server, manner=manner)
    assert sent.tally == {"queued": 2}
    assert "certificate is not to be trusted" in sent.stopped
    assert not [line for line in server.log if "MAIL" in line]


def test_no_silent_fall_back_to_clear_text(ledger: Ledger, serve: Serve, certificates: certificate.Files) -> None:
    """A server, or somebody between, that hides STARTTLS gets nothing."""
    server, issue = serve(), open_issue(ledger, people(2))
    sent = send(ledger, issue, server, manner={"security": "starttls", "tls": certificates.client()})
    assert sent.tally == {"queued": 2}
    assert "offers no STARTTLS, and nothing is sent in the clear" in sent.stopped
    assert [line.split(" ")[0] for line in server.log][:1] == ["EHLO"]
    assert not any("MAIL" in line for line in server.log)


@pytest.mark.parametrize("login", ["auto", "plain", "login", "xoauth2"])
def test_login(ledger: Ledger, serve: Serve, certificates: certificate.Files, login: str) -> None:
    """Name and password, or a token, in every way that servers offer."""
    server = serve(tls=certificates.server(), logins={"ada": "pässword"})
    issue = open_issue(ledger, people(2))
    manner = {"host": "localhost", "security": "starttls", "tls": certificates.client(), "login": login}
    right = manner | {"user": "ada", "password": "pässword"}
    wrong = manner | {"user": "ada", "password": "guess"}
    sent = send(ledger, issue, server, manner=wrong)
    assert (sent.tally, "answered the login with 535 5.7.8" in sent.stopped) == ({"queued": 2}, True)
    assert "guess" not in sent.stopped
    assert send(ledger, issue, server, manner=right).tally == {"accepted": 2}


def test_password_shows_nowhere(certificates: certificate.Files) -> None:
    """Not in what a traceback would print."""
    manner = Manner(host="localhost", port=25, name="x", user="ada", password="pässword", tls=certificates.client())  # noqa: S106
    assert "pässword" not in repr(manner)


def test_certificates_are_read_from_a_file(tmp_path: Path) -> None:
    """One that cannot be read is named."""
    from publisher.delivery.relay import manner
    from publisher.errors import DeliveryError

    with pytest.raises(DeliveryError, match=r"missing\.pem: the certificates cannot be read"):
        manner(Options(), name="x", password="", certificates=tmp_path / "missing.pem")
