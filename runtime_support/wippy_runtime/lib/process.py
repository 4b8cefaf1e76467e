"""Lua module `process`: messages, events, starting and controlling other executions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..host import host
from ..lua.strings import to_text
from ..lua.table import Table
from ..mailbox import EVENTS_TOPIC, INBOX_TOPIC, LISTEN_CAPACITY, Envelope
from .channel import Channel
from .errors import Error
from .failure import internal, invalid, not_found, wrong_type
from .process_message import Message
from .process_spawner import Spawner, spawn_request

EXIT = "pid.exit"
LINK_DOWN = "pid.link.down"
CANCEL = "pid.cancel"

event = Table({"CANCEL": CANCEL, "EXIT": EXIT, "LINK_DOWN": LINK_DOWN}).freeze()

event_CANCEL = CANCEL
event_EXIT = EXIT
event_LINK_DOWN = LINK_DOWN

registry_LOCAL = 0
registry_EVENTUAL = 1
registry_CONSISTENT = 2
registry_STRONG = 3

Outcome = tuple[Any, Error | None]


def id() -> Outcome:
    """Return the entry ID of the running code."""
    return host().entry_id, None


def pid() -> Outcome:
    """Return the own PID."""
    own = host().pid()
    return (own, None) if own else (None, internal("no process PID"))


async def send(*arguments: Any) -> Outcome:
    """Send a message, one payload per further argument."""
    if len(arguments) < 2:
        return None, invalid("send requires at least destination and topic arguments")
    destination, topic, *payloads = arguments
    if not isinstance(destination, str):
        raise wrong_type(1, "send", "string", destination)
    if not isinstance(topic, str):
        raise wrong_type(2, "send", "string", topic)
    if topic.startswith("@"):
        return None, invalid("cannot send to @ topics")
    return await host().send(destination, topic, payloads)


async def spawn(*arguments: Any) -> Outcome:
    """Start a process or workflow and return its PID."""
    return await _spawn("spawn", arguments)


async def spawn_monitored(*arguments: Any) -> Outcome:
    """Start a process or workflow; its end becomes an EXIT event."""
    return await _spawn("spawn_monitored", arguments)


async def spawn_linked(*arguments: Any) -> Outcome:
    """Start a process or workflow whose abnormal end reaches this one."""
    return await _spawn("spawn_linked", arguments)


async def spawn_linked_monitored(*arguments: Any) -> Outcome:
    """Start a process or workflow, monitored and linked."""
    return await _spawn("spawn_linked_monitored", arguments)


async def _spawn(function: str, arguments: tuple[Any, ...]) -> Outcome:
    request, problem = spawn_request(function, arguments)
    if request is None:
        return None, invalid(problem)
    return await host().spawn(request)


async def exec(*arguments: Any) -> Outcome:
    """Start a process or workflow and wait for its result."""
    if len(arguments) < 2:
        return None, invalid("exec requires id and host arguments")
    process_id, target = arguments[0], arguments[1]
    if not process_id:
        return None, invalid("process ID required")
    if not target:
        return None, invalid("host ID required")
    request, problem = spawn_request("exec", arguments)
    if request is None:
        return None, invalid(problem)
    namespace, _, name = request.process_id.partition(":")
    if not namespace or not name:
        return None, invalid("invalid process ID format (namespace:name required)")
    return await host().execute(request)


async def terminate(destination: Any = None) -> Outcome:
    """Stop another process; a workflow can only request its cancellation."""
    return await _control("terminate", destination)


async def cancel(destination: Any = None, reason: Any = None) -> Outcome:
    """Ask another process to end: it gets a CANCEL event."""
    return await _control("cancel", destination, reason)


async def monitor(destination: Any = None) -> Outcome:
    """Receive an EXIT event when another process ends."""
    return await _control("monitor", destination)


async def unmonitor(destination: Any = None) -> Outcome:
    """Undo `monitor`."""
    return await _control("unmonitor", destination)


async def link(destination: Any = None) -> Outcome:
    """Tie the fate of two processes."""
    return await _control("link", destination)


async def unlink(destination: Any = None) -> Outcome:
    """Undo `link`."""
    return await _control("unlink", destination)


async def _control(operation: str, destination: Any, reason: Any = None) -> Outcome:
    if not isinstance(destination, str):
        raise wrong_type(1, operation, "string", destination)
    text = reason if isinstance(reason, str) else ""
    return await host().control(operation, destination, text)


def inbox() -> Channel:
    """Return the channel of the messages nobody listens to by topic."""
    return _subscribed(INBOX_TOPIC, 0, _as_message)


def events() -> Channel:
    """Return the channel of events: EXIT, LINK_DOWN, CANCEL."""
    return _subscribed(EVENTS_TOPIC, 0, _as_event)


def listen(topic: Any = None, options: Any = None) -> Outcome:
    """Return the channel of one topic: raw data, or messages with `{message=true}`."""
    if not isinstance(topic, str):
        raise wrong_type(1, "listen", "string", topic)
    if not topic:
        return None, invalid("topic cannot be empty")
    if topic.startswith("@"):
        return None, invalid("cannot listen to @ topics")
    wants_messages = isinstance(options, Table) and options.get_raw("message") is True
    shape = _as_message if wants_messages else _as_data
    return _subscribed(topic, LISTEN_CAPACITY, shape), None


def unlisten(channel: Any = None) -> tuple[bool, Error | None]:
    """Stop listening; the channel closes and later messages go to the inbox."""
    if not isinstance(channel, Channel):
        raise wrong_type(1, "unlisten", "channel", channel)
    if not host().mailbox.unsubscribe(channel):
        return False, not_found("channel is not subscribed")
    channel.close_from_outside()
    return True, None


def subscribe(topic: Any = None, channel: Any = None) -> Outcome:
    """Send the messages of a topic to a given channel (the global `subscribe`)."""
    if not isinstance(topic, str):
        raise wrong_type(1, "subscribe", "string", topic)
    if not isinstance(channel, Channel):
        raise wrong_type(2, "subscribe", "channel", channel)
    mailbox = host().mailbox
    if mailbox.channel_of(topic) is not None:
        text = f'topic "{to_text(topic)}" already subscribed'
        return None, Error(text, kind="AlreadyExists", retryable=False)
    mailbox.subscribe(topic, channel, _as_data)
    return channel, None


def unsubscribe(channel: Any = None) -> tuple[bool, Error | None]:
    """Undo `subscribe`; the channel stays open (the global `unsubscribe`)."""
    if not isinstance(channel, Channel):
        raise wrong_type(1, "unsubscribe", "channel", channel)
    if not host().mailbox.unsubscribe(channel):
        return False, not_found("channel is not subscribed")
    return True, None


def _subscribed(topic: str, capacity: int, shape: Any) -> Channel:
    mailbox = host().mailbox
    channel = mailbox.channel_of(topic)
    if channel is None:
        channel = Channel(capacity)
        mailbox.subscribe(topic, channel, shape)
    return channel


def _as_message(envelope: Envelope) -> Message:
    return Message(envelope)


def _as_event(envelope: Envelope) -> Any:
    return envelope.payloads[0]


def _as_data(envelope: Envelope) -> Any:
    values = envelope.payloads
    if not values:
        return None
    return values[0] if len(values) == 1 else Message.list_of(values)


def get_options() -> Table:
    """Return the options of this process."""
    return Table({"trap_links": host().mailbox.trap_links})


def set_options(options: Any = None) -> tuple[bool, Error | None]:
    """Change options of this process: `trap_links`."""
    if not isinstance(options, Table):
        return False, invalid("options parameter must be a table")
    for key, value in options.items_in_order():
        if key != "trap_links":
            return False, invalid(f"option {to_text(str(key))} is not supported")
        if not isinstance(value, bool):
            return False, invalid("trap_links must be a boolean")
    trap = options.get_raw("trap_links")
    if trap is not None:
        host().mailbox.trap_links = trap
    return True, None


def upgrade(entry_id: Any = None, *arguments: Any) -> Any:
    """Restart in place with new arguments: continue-as-new in a workflow. Does not return."""
    if entry_id is not None and not isinstance(entry_id, str):
        raise wrong_type(1, "upgrade", "string", entry_id)
    host().upgrade(entry_id or "", arguments)


def with_context(values: Any = None) -> Spawner:
    """Return a spawner that hands down context values."""
    return Spawner().with_context(values)


def with_options(options: Any = None) -> Spawner:
    """Return a spawner with start options."""
    return Spawner().with_options(options)


def registry_register(name: Any = None, target: Any = None, _scope: Any = None) -> Outcome:
    """Give a PID, by default the own one, a name."""
    if not isinstance(name, str):
        raise wrong_type(1, "register", "string", name)
    if not isinstance(target, str):
        target = host().pid()
    if host().names().register(name, target):
        return True, None
    text = f"name already registered: {to_text(name)}"
    return None, Error(text, kind="AlreadyExists", retryable=False)


def registry_lookup(name: Any = None) -> Outcome:
    """Return the PID registered under a name."""
    if not isinstance(name, str):
        raise wrong_type(1, "lookup", "string", name)
    found = host().names().lookup(name)
    return (found, None) if found is not None else (None, not_found("name not registered"))


def registry_unregister(name: Any = None, _scope: Any = None) -> bool:
    """Remove a name."""
    if not isinstance(name, str):
        raise wrong_type(1, "unregister", "string", name)
    return host().names().unregister(name)


EXPORTS: Mapping[str, Any] = {
    "id": id,
    "pid": pid,
    "send": send,
    "spawn": spawn,
    "spawn_monitored": spawn_monitored,
    "spawn_linked": spawn_linked,
    "spawn_linked_monitored": spawn_linked_monitored,
    "exec": exec,
    "terminate": terminate,
    "cancel": cancel,
    "monitor": monitor,
    "unmonitor": unmonitor,
    "link": link,
    "unlink": unlink,
    "inbox": inbox,
    "events": events,
    "listen": listen,
    "unlisten": unlisten,
    "get_options": get_options,
    "set_options": set_options,
    "upgrade": upgrade,
    "with_context": with_context,
    "with_options": with_options,
    "event": event,
    "registry": {
        "register": registry_register,
        "lookup": registry_lookup,
        "unregister": registry_unregister,
        "LOCAL": registry_LOCAL,
        "EVENTUAL": registry_EVENTUAL,
        "CONSISTENT": registry_CONSISTENT,
        "STRONG": registry_STRONG,
    },
}
