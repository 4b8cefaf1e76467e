"""Messages of one execution: signals, updates, events, messages of other processes.

A message waits here, in order of arrival, until a channel takes it: the channel of `listen` for
exactly its topic, else the inbox. Nothing is lost before somebody subscribes, and a full channel
leaves the rest waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .lib.channel import Channel

INBOX_TOPIC = "@inbox"
EVENTS_TOPIC = "@events"
LISTEN_CAPACITY = 1


@dataclass(frozen=True, slots=True)
class Envelope:
    """One waiting message.

    Attributes:
        topic: Topic; one that starts with `@` never reaches the inbox.
        sender: PID of the sender, "" when unknown.
        payloads: Lua values, one per payload.
    """

    topic: str
    sender: str
    payloads: tuple[Any, ...]


@dataclass(slots=True)
class _Subscription:
    channel: Channel
    shape: Callable[[Envelope], Any]
    waiting: deque[tuple[int, Envelope]]


class Mailbox:
    """Routes messages to the channels that subscribed to them.

    Attributes:
        trap_links: Whether the end of a linked process arrives as an event (`set_options`).
    """

    def __init__(self, on_arrival: Callable[[], None] | None = None) -> None:
        """Create an empty mailbox.

        Args:
            on_arrival: Called for each message that arrives (wakes the scheduler).
        """
        self.on_arrival = on_arrival
        self.trap_links = False
        self._subscriptions: dict[str, _Subscription] = {}
        self._unrouted: deque[tuple[int, Envelope]] = deque()
        self._arrived = 0

    def is_subscribed(self) -> bool:
        """Return whether any channel waits for messages from outside."""
        return bool(self._subscriptions)

    def channel_of(self, topic: str) -> Channel | None:
        """Return the channel subscribed to a topic."""
        subscription = self._subscriptions.get(topic)
        return subscription.channel if subscription is not None else None

    def deliver(self, envelope: Envelope) -> None:
        """Accept one message; it reaches its channel when the scheduler flushes next."""
        self._arrived += 1
        self._route((self._arrived, envelope))
        if self.on_arrival is not None:
            self.on_arrival()

    def subscribe(self, topic: str, channel: Channel, shape: Callable[[Envelope], Any]) -> None:
        """Send messages of a topic to a channel, those that already wait included.

        Args:
            topic: Topic, or `INBOX_TOPIC` for all without a subscriber, or `EVENTS_TOPIC`.
            channel: The channel.
            shape: Makes the Lua value out of a message.
        """
        self._subscriptions[topic] = _Subscription(channel, shape, deque())
        self._reroute()

    def unsubscribe(self, channel: Channel) -> bool:
        """Take a channel off its topic; false when it has none. Waiting messages are kept."""
        for topic, subscription in self._subscriptions.items():
            if subscription.channel is channel:
                del self._subscriptions[topic]
                self._unrouted.extend(subscription.waiting)
                self._reroute()
                return True
        return False

    def flush(self) -> None:
        """Hand waiting messages to their channels in order of arrival, as far as there is room."""
        while True:
            best: _Subscription | None = None
            for subscription in self._subscriptions.values():
                if (
                    subscription.waiting
                    and (best is None or subscription.waiting[0][0] < best.waiting[0][0])
                    and subscription.channel.has_room()
                ):
                    best = subscription
            if best is None:
                return
            _, envelope = best.waiting.popleft()
            best.channel.offer(best.shape(envelope))

    def _route(self, item: tuple[int, Envelope]) -> None:
        topic = item[1].topic
        subscription = self._subscriptions.get(topic)
        if subscription is None and not topic.startswith("@"):
            subscription = self._subscriptions.get(INBOX_TOPIC)
        (self._unrouted if subscription is None else subscription.waiting).append(item)

    def _reroute(self) -> None:
        items = list(self._unrouted)
        self._unrouted.clear()
        for subscription in self._subscriptions.values():
            items.extend(subscription.waiting)
            subscription.waiting.clear()
        items.sort(key=lambda item: item[0])
        for item in items:
            self._route(item)
