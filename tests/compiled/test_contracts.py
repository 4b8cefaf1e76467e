"""Lua module `contract`, compiled: in functions and in workflows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.compiled.application import HEAD, Running, activity_entry, workflow_entry

CONTRACTS = """\
  - name: greeter
    kind: contract.definition
    methods:
      - name: greet
        description: Says hello.
        input_schemas:
          - {format: application/schema+json, definition: '{"type": "string"}'}
      - {name: part}
  - name: polite
    kind: contract.binding
    contracts:
      - contract: app:greeter
        default: true
        methods: {greet: "app:greet", part: greet}
  - name: tenant
    kind: contract.binding
    contracts:
      - contract: greeter
        context_required: [tenant]
        methods: {greet: "app:greet"}
"""
GREET = """
local ctx = require("ctx")
return { main = function(name)
  if name == "" then return nil, errors.new({ message = "nobody", kind = errors.INVALID,
    retryable = false }) end
  return "Hello " .. name .. " of " .. tostring((ctx.get("tenant")))
end }
"""
USING = """
local contract = require("contract")
local function main()
  local found = {}
  local greeter, err = contract.get("app:greeter")
  found.id = greeter:id()
  found.methods = { #greeter:methods(), greeter:methods()[1].description,
    greeter:method("part").name }
  found.implementations = (contract.find_implementations("app:greeter"))
  local polite = greeter:open()
  found.is = { contract.is(polite, "app:greeter"), contract.is(polite, "app:other"),
    contract.is({}, "app:greeter"), polite.unknown == nil }
  found.greeting = (polite:greet("Ada"))
  local _, failure = polite:greet("")
  found.failure = { failure:kind(), failure:message() }
  local tenant = contract.open("app:tenant?tenant=acme")
  found.tenant = (tenant:greet("Bob"))
  found.scoped = (greeter:with_context({ tenant = "t2" }):open("app:tenant"):greet("Eve"))
  local future = polite:greet_async("Kim")
  found.later = future:response():receive():data()
  found.errors = {}
  for _, open in ipairs({
    function() return contract.get("app:none") end,
    function() return contract.open("app:none") end,
    function() return contract.open("app:tenant") end,
    function() return greeter:method("none") end,
  }) do
    local _, problem = open()
    table.insert(found.errors, problem:message())
  end
  return found
end
return { main = main }
"""
EXPECTED = {
    "id": "app:greeter",
    "methods": [2, "Says hello.", "part"],
    "implementations": ["app:polite", "app:tenant"],
    "is": [True, False, False, True],
    "greeting": "Hello Ada of nil",
    "failure": ["Invalid", "nobody"],
    "tenant": "Hello Bob of acme",
    "scoped": "Hello Eve of t2",
    "later": "Hello Kim of nil",
    "errors": [
        "contract not found: app:none",
        "binding not found: app:none",
        "missing required context: tenant",
        "method not found: none",
    ],
}


def test_contracts_in_functions_and_workflows(on_server: Callable[..., Any]) -> None:
    files = {
        "_index.yaml": HEAD
        + CONTRACTS
        + activity_entry("greet", "ctx")
        + activity_entry("using", "contract")
        + workflow_entry("flow", "contract")
        + workflow_entry("caller", "funcs"),
        "greet.lua": GREET,
        "using.lua": USING,
        "flow.lua": USING,
        "caller.lua": 'return { main = function() return funcs.call("app:using") end }',
    }

    async def act(app: Running) -> list[Any]:
        return [await app.run("flow"), await app.run("caller")]

    assert on_server(files, act) == [EXPECTED, EXPECTED]
