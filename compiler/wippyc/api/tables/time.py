"""Lua module `time`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi

MODULE = ModuleApi(
    name="time",
    python="lib.time",
    classes=(
        "time",
        "workflow",
    ),
    functions={
        "now": ApiFunction(name="now", results=("Time",), kind=Kind.RECORDED),
        "sleep": ApiFunction(
            name="sleep",
            parameters=1,
            required=0,
            results=None,
            yields=True,
            kind=Kind.COMMAND,
            note="returns nothing, or nil and an error for an invalid duration",
        ),
        "after": ApiFunction(
            name="after", parameters=1, required=0, results=None, kind=Kind.COMMAND
        ),
        "timer": ApiFunction(
            name="timer", parameters=1, required=0, results=None, kind=Kind.COMMAND
        ),
        "ticker": ApiFunction(
            name="ticker", parameters=1, required=0, results=None, kind=Kind.COMMAND
        ),
        "date": ApiFunction(name="date", parameters=8, required=0, results=("Time",)),
        "unix": ApiFunction(name="unix", parameters=2, required=0, results=("Time",)),
        "parse": ApiFunction(
            name="parse",
            parameters=3,
            required=0,
            results=(
                "Time?",
                "Error?",
            ),
        ),
        "parse_duration": ApiFunction(
            name="parse_duration",
            parameters=1,
            required=0,
            results=(
                "Duration?",
                "Error?",
            ),
        ),
        "load_location": ApiFunction(
            name="load_location",
            parameters=1,
            required=0,
            results=(
                "Location?",
                "Error?",
            ),
        ),
        "fixed_zone": ApiFunction(
            name="fixed_zone", parameters=2, required=0, results=("Location",)
        ),
    },
    constants={
        "NANOSECOND": "integer",
        "MICROSECOND": "integer",
        "MILLISECOND": "integer",
        "SECOND": "integer",
        "MINUTE": "integer",
        "HOUR": "integer",
        "JANUARY": "integer",
        "FEBRUARY": "integer",
        "MARCH": "integer",
        "APRIL": "integer",
        "MAY": "integer",
        "JUNE": "integer",
        "JULY": "integer",
        "AUGUST": "integer",
        "SEPTEMBER": "integer",
        "OCTOBER": "integer",
        "NOVEMBER": "integer",
        "DECEMBER": "integer",
        "SUNDAY": "integer",
        "MONDAY": "integer",
        "TUESDAY": "integer",
        "WEDNESDAY": "integer",
        "THURSDAY": "integer",
        "FRIDAY": "integer",
        "SATURDAY": "integer",
        "RFC3339": "string",
        "RFC3339NANO": "string",
        "RFC822": "string",
        "RFC822Z": "string",
        "RFC850": "string",
        "RFC1123": "string",
        "RFC1123Z": "string",
        "KITCHEN": "string",
        "STAMP": "string",
        "STAMP_MILLI": "string",
        "STAMP_MICRO": "string",
        "STAMP_NANO": "string",
        "DATE_TIME": "string",
        "DATE_ONLY": "string",
        "TIME_ONLY": "string",
        "utc": "Location",
        "localtz": "Location",
    },
    objects={
        "Time": ApiObject(
            name="Time",
            methods={
                "add": ApiFunction(name="add", parameters=1, required=0, results=("Time",)),
                "sub": ApiFunction(name="sub", parameters=1, required=0, results=("Duration",)),
                "add_date": ApiFunction(
                    name="add_date", parameters=3, required=0, results=("Time",)
                ),
                "after": ApiFunction(name="after", parameters=1, required=0, results=("boolean",)),
                "before": ApiFunction(
                    name="before", parameters=1, required=0, results=("boolean",)
                ),
                "equal": ApiFunction(name="equal", parameters=1, required=0, results=("boolean",)),
                "format": ApiFunction(name="format", parameters=1, required=0, results=("string",)),
                "format_rfc3339": ApiFunction(name="format_rfc3339", results=("string",)),
                "unix": ApiFunction(name="unix", results=("integer",)),
                "unix_nano": ApiFunction(name="unix_nano", results=("integer",)),
                "date": ApiFunction(
                    name="date",
                    results=(
                        "integer",
                        "integer",
                        "integer",
                    ),
                ),
                "clock": ApiFunction(
                    name="clock",
                    results=(
                        "integer",
                        "integer",
                        "integer",
                    ),
                ),
                "year": ApiFunction(name="year", results=("integer",)),
                "month": ApiFunction(name="month", results=("integer",)),
                "day": ApiFunction(name="day", results=("integer",)),
                "hour": ApiFunction(name="hour", results=("integer",)),
                "minute": ApiFunction(name="minute", results=("integer",)),
                "second": ApiFunction(name="second", results=("integer",)),
                "nanosecond": ApiFunction(name="nanosecond", results=("integer",)),
                "weekday": ApiFunction(name="weekday", results=("integer",)),
                "year_day": ApiFunction(name="year_day", results=("integer",)),
                "is_zero": ApiFunction(name="is_zero", results=("boolean",)),
                "in_location": ApiFunction(
                    name="in_location", parameters=1, required=0, results=("Time",)
                ),
                "utc": ApiFunction(name="utc", results=("Time",)),
                "in_local": ApiFunction(name="in_local", results=("Time",)),
                "location": ApiFunction(name="location", results=("Location",)),
                "round": ApiFunction(name="round", parameters=1, required=0, results=("Time",)),
                "truncate": ApiFunction(
                    name="truncate", parameters=1, required=0, results=("Time",)
                ),
            },
        ),
        "Duration": ApiObject(
            name="Duration",
            methods={
                "nanoseconds": ApiFunction(name="nanoseconds", results=("integer",)),
                "microseconds": ApiFunction(name="microseconds", results=("integer",)),
                "milliseconds": ApiFunction(name="milliseconds", results=("integer",)),
                "seconds": ApiFunction(name="seconds", results=("number",)),
                "minutes": ApiFunction(name="minutes", results=("number",)),
                "hours": ApiFunction(name="hours", results=("number",)),
            },
        ),
        "Location": ApiObject(
            name="Location",
            methods={
                "string": ApiFunction(name="string", results=("string",)),
            },
        ),
        "Timer": ApiObject(
            name="Timer",
            methods={
                "response": ApiFunction(name="response", results=("Channel",)),
                "channel": ApiFunction(name="channel", results=("Channel",), python="response"),
                "stop": ApiFunction(name="stop", results=("boolean",), kind=Kind.COMMAND),
                "reset": ApiFunction(
                    name="reset", parameters=1, required=0, results=("boolean",), kind=Kind.COMMAND
                ),
            },
        ),
        "Ticker": ApiObject(
            name="Ticker",
            methods={
                "response": ApiFunction(name="response", results=("Channel",)),
                "channel": ApiFunction(name="channel", results=("Channel",), python="response"),
                "stop": ApiFunction(name="stop", results=("boolean",), kind=Kind.COMMAND),
            },
        ),
    },
)
