"""The modules `expr`, `html` and `templates`, compiled, in a workflow and in a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.compiled.application import HEAD, Running, activity_entry, workflow_entry

TEMPLATES = """\
  - name: views
    kind: template.set
  - name: mail
    kind: template.jet
    set: app:views
    source: file://mail.jet
"""
USING = """
local expr, html, templates = require("expr"), require("html"), require("templates")
local function main(order)
  local program = expr.compile("sum(items, .price * .count) > limit")
  local policy = html.sanitize.strict_policy()
  local views, err = templates.get("app:views")
  if err then return nil, err end
  local text = views:render("mail", { name = order.name, items = order.items })
  return { program:run(order), policy:sanitize("<b>" .. order.name .. "</b>"), text,
    (expr.eval("len(items)", order)) }
end
return { main = main }
"""
ORDER = {
    "name": "Ada",
    "limit": 20,
    "items": [{"id": "a", "price": 10, "count": 2}, {"id": "b", "price": 1, "count": 3}],
}
EXPECTED = [True, "Ada", "Dear Ada: 2 x a, 3 x b.", 2]


def test_text_modules(on_server: Callable[..., Any]) -> None:
    modules = "expr, html, templates"
    files = {
        "_index.yaml": HEAD
        + TEMPLATES
        + workflow_entry("flow", modules)
        + activity_entry("using", modules)
        + workflow_entry("caller", "funcs"),
        "flow.lua": USING,
        "using.lua": USING,
        "mail.jet": "Dear {{ name }}: {{ range i, item := items }}{{ if i > 0 }}, {{ end }}"
        "{{ item.count }} x {{ item.id }}{{ end }}.",
        "caller.lua": 'return { main = function(o) return funcs.call("app:using", o) end }',
    }

    async def act(app: Running) -> list[Any]:
        return [await app.run("flow", ORDER), await app.run("caller", ORDER)]

    assert on_server(files, act) == [EXPECTED, EXPECTED]
