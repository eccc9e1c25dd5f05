"""So many messages a minute, and less when a domain asks for less."""

import pytest

from publisher.delivery.budget import Bucket, Budgets


def passed(budgets: Budgets, domain: str, seconds: int) -> int:
    """How many went out in so many seconds, asked for ten times a second."""
    return sum(budgets.allow(domain, second / 10) for second in range(seconds * 10))


@pytest.mark.parametrize("per_minute", [1, 6, 60, 600])
def test_bucket_lets_through_as_many_as_it_says(per_minute: int) -> None:
    """In ten minutes; never more, and empty at first."""
    bucket = Bucket(per_minute, 0)
    gone = 0
    for tenth in range(6001):
        if bucket.allows(tenth / 10):
            bucket.take()
            gone += 1
    assert 10 * per_minute - 1 <= gone <= 10 * per_minute


def test_bucket_saves_little() -> None:
    """After a pause of an hour no flood follows."""
    bucket = Bucket(60, 0)
    count = 0
    while bucket.allows(3600):
        bucket.take()
        count += 1
    assert count == 10


def test_wait_is_as_long_as_it_takes() -> None:
    """Not a moment less."""
    bucket = Bucket(30, 0)
    assert bucket.wait_s(0) == 2
    assert bucket.wait_s(1.5) == 0.5
    assert bucket.allows(2)


def test_no_limit_is_none() -> None:
    """0 stands for it."""
    assert passed(Budgets(relay=0, domain=0, now_s=0), "example.org", 10) == 100


def test_domains_do_not_share() -> None:
    """Each has its own; the relay's is shared by all."""
    budgets = Budgets(relay=0, domain=60, now_s=0)
    assert [passed(budgets, domain, 31) for domain in ("example.org", "example.net")] == [30, 30]
    shared = Budgets(relay=60, domain=0, now_s=0)
    assert passed(shared, "example.org", 31) == 30
    assert not shared.allow("example.net", 30.95)


def test_domain_that_asks_for_less_gets_half() -> None:
    """Of what it took until then, and half of that the next time; never nothing."""
    budgets = Budgets(relay=0, domain=0, now_s=0)
    for second in range(60):
        budgets.allow("example.org", second)
    budgets.halve("example.org", 60)
    assert budgets.wait_s("example.org", 60) == 2
    budgets.halve("example.org", 60)
    assert budgets.wait_s("example.org", 60) == 4
    for _ in range(9):
        budgets.halve("example.org", 60)
    assert budgets.wait_s("example.org", 60) == 60
    assert budgets.wait_s("example.net", 60) == 0
