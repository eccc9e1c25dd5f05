"""How much a relay and a receiving domain are to get: so many messages a minute, and less when one asks for less."""

_BURST_S = 10.0  # a bucket holds what may go out in so many seconds


class Bucket:
    """Lets through `per_minute` messages a minute, evenly; empty at first, because nobody knows what went before."""

    def __init__(self, per_minute: float, now_s: float) -> None:
        self.per_minute = per_minute
        self._tokens, self._filled_s = 0.0, now_s

    def allows(self, now_s: float) -> bool:
        """Whether one more may go now."""
        self._fill(now_s)
        return self._tokens >= 1

    def take(self) -> None:
        """One goes."""
        self._tokens -= 1

    def wait_s(self, now_s: float) -> float:
        """Seconds until one may go."""
        self._fill(now_s)
        return max(0.0, (1 - self._tokens) * 60 / self.per_minute)

    def _fill(self, now_s: float) -> None:
        room = max(1.0, self.per_minute * _BURST_S / 60)
        self._tokens = min(room, self._tokens + (now_s - self._filled_s) * self.per_minute / 60)
        self._filled_s = now_s


class Budgets:
    """The budget of a relay and of each domain; 0 messages a minute stand for no limit.

    A domain without a limit that asks for less gets half of what it took until then, and each time half of that.
    """

    def __init__(self, *, relay: int, domain: int, now_s: float) -> None:
        self._began_s = now_s
        self._domain_limit = domain
        self._relay = Bucket(relay, now_s) if relay else None
        self._domains: dict[str, Bucket] = {}
        self._sent: dict[str, int] = {}

    def relay_allows(self, now_s: float) -> bool:
        """Whether anything may go now."""
        return self._relay is None or self._relay.allows(now_s)

    def allow(self, domain: str, now_s: float) -> bool:
        """Whether one more message may go to the domain now; it counts as gone then."""
        buckets = self._buckets(domain, now_s)
        if not all(bucket.allows(now_s) for bucket in buckets):
            return False
        for bucket in buckets:
            bucket.take()
        self._sent[domain] = self._sent.get(domain, 0) + 1
        return True

    def wait_s(self, domain: str, now_s: float) -> float:
        """Seconds until one may go to the domain."""
        return max((bucket.wait_s(now_s) for bucket in self._buckets(domain, now_s)), default=0.0)

    def halve(self, domain: str, now_s: float) -> None:
        """The domain asked for less."""
        bucket = self._domains.get(domain)
        taken = self._sent.get(domain, 1) * 60 / max(1.0, now_s - self._began_s)
        self._domains[domain] = Bucket(max(1.0, (bucket.per_minute if bucket else taken) / 2), now_s)

    def _buckets(self, domain: str, now_s: float) -> list[Bucket]:
        if self._domain_limit and domain not in self._domains:
            self._domains[domain] = Bucket(self._domain_limit, now_s)
        found = (self._relay, self._domains.get(domain))
        return [bucket for bucket in found if bucket]
