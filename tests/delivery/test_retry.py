"""What a server's answer means, one rule at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from publisher.delivery.retry import OurFault, Reply, Stage, Welcome, judged, retry_at, told
from publisher.model import Outcome, Verdict

NOW = datetime(2024, 6, 3, 13, tzinfo=UTC)
BEFORE_THE_DOT = (Stage.MAIL, Stage.RCPT, Stage.DATA)
every_stage = pytest.mark.parametrize("stage", Stage)


def verdict(stage: Stage, code: int, text: str) -> Verdict | str | None:
    meaning = judged(stage, Reply(code, text))
    return meaning.verdict if isinstance(meaning, Outcome) else meaning and "our fault"


@pytest.mark.parametrize(
    ("stage", "code", "text", "wanted"),
    [
        (Stage.DOT, 250, "2.0.0 queued", Verdict.ACCEPTED),
        (Stage.DOT, 251, "ok", Verdict.ACCEPTED),
        (Stage.DOT, 421, "4.3.2 closing", Verdict.DEFERRED),
        (Stage.RCPT, 450, "4.2.1 greylisted", Verdict.DEFERRED),
        (Stage.RCPT, 452, "4.2.2 full", Verdict.DEFERRED),
        (Stage.RCPT, 550, "5.1.1 nobody", Verdict.REFUSED),
        (Stage.RCPT, 550, "5.7.1 go away", Verdict.REFUSED),
        (Stage.RCPT, 552, "5.2.2 mailbox full", Verdict.REFUSED),
        (Stage.RCPT, 530, "5.7.0 log in first", "our fault"),
        (Stage.MAIL, 550, "5.7.1 not you", "our fault"),
        (Stage.MAIL, 552, "5.3.4 too large", "our fault"),
        (Stage.MAIL, 535, "5.7.8 no", "our fault"),
        (Stage.DOT, 552, "5.3.4 too large", "our fault"),
        (Stage.DOT, 552, "too large", "our fault"),
        (Stage.DOT, 554, "5.7.1 spam", Verdict.REFUSED),
    ],
)
def test_meaning(stage: Stage, code: int, text: str, wanted: object) -> None:
    """As the table of answers has it."""
    assert verdict(stage, code, text) == wanted


@pytest.mark.parametrize("stage", BEFORE_THE_DOT)
def test_421_before_the_message_says_nothing_of_anybody(stage: Stage) -> None:
    """The server closes the connection, and nobody's try is used up."""
    assert judged(stage, Reply(421, "4.3.2 going down")) is None


@pytest.mark.parametrize(
    ("stage", "text", "is_dead", "is_unwelcome"),
    [
        (Stage.RCPT, "5.1.1 nobody", True, False),
        (Stage.RCPT, "5.1.10 null MX", True, False),
        (Stage.RCPT, "5.2.2 full", False, False),
        (Stage.RCPT, "no such user", False, False),
        (Stage.RCPT, "5.7.1 policy", False, True),
        (Stage.DOT, "5.1.1 nobody", False, True),
        (Stage.DOT, "5.6.0 content", False, True),
        (Stage.DATA, "5.7.1 no", False, True),
    ],
)
def test_whom_a_refusal_is_meant_for(stage: Stage, text: str, is_dead: bool, is_unwelcome: bool) -> None:
    """Only 5.1.x at RCPT ends an address for good; what is refused with the message is meant for us."""
    meaning = judged(stage, Reply(550, text))
    assert isinstance(meaning, Outcome)
    assert (meaning.is_dead, meaning.is_unwelcome) == (is_dead, is_unwelcome)


@pytest.mark.parametrize(("text", "wanted"), [("4.7.0 slow down", True), ("Rate limit", True), ("4.2.1 no", False)])
def test_asking_for_less(text: str, wanted: bool) -> None:
    """4.7.x, or a word about rates."""
    meaning = judged(Stage.RCPT, Reply(450, text))
    assert isinstance(meaning, Outcome)
    assert meaning.is_throttled is wanted


@every_stage
def test_words_of_a_server_are_never_repeated(stage: Stage) -> None:
    """They name people."""
    for code in (250, 450, 550):
        meaning = judged(stage, Reply(code, "5.7.1 <maya@example.org> is unknown"))
        said = meaning.text if isinstance(meaning, OurFault) else meaning.detail if meaning else ""
        assert "maya" not in said
    assert told(Reply(550, "5.1.1 <maya@example.org>")) == "550 5.1.1"


def test_later_and_later() -> None:
    """5 and 15 minutes, 1, 4 and 12 hours, and 12 again."""
    minutes = [int((retry_at(attempts, NOW) - NOW) / timedelta(minutes=1)) for attempts in range(1, 8)]
    assert minutes == [5, 15, 60, 240, 720, 720, 720]


@pytest.mark.parametrize(
    ("answers", "unwelcome", "wanted"),
    [(10, 1, False), (10, 2, True), (50, 1, False), (200, 10, False), (200, 11, True), (1000, 40, False)],
)
def test_welcome_wears_out(answers: int, unwelcome: int, wanted: bool) -> None:
    """Over 2 % of the first 50 or 5 % later; spread evenly, the last one a refusal."""
    welcome = Welcome()
    refused = Outcome(verdict=Verdict.REFUSED, is_unwelcome=True)
    places = {answers - 1 - answers // unwelcome * number for number in range(unwelcome)}
    worn = [
        welcome.is_worn_out(refused if number in places else Outcome(verdict=Verdict.ACCEPTED))
        for number in range(answers)
    ]
    assert worn[-1] is wanted
