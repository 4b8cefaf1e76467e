"""Names to variables.

Input: a syntax tree. Output: `Resolution`, which says for every `Name` node which `Variable` it
declares or uses (a name that is missing there is a global), and which variables and globals are
assigned after their declaration.

    local n = 1                      n@1 declares V1
    local function f() n = n + n end   n, n, n use V1; V1 is assigned
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.ir.nodes import Variable, VariableKind
from wippyc.lua import syntax as lua


@dataclass(eq=False)
class Resolution:
    """What the names of one chunk mean.

    Attributes:
        names: Variable of each declaring or using `Name`; globals are absent.
        assigned: Variables that are assigned after their declaration.
        assigned_deeper: Variables assigned in another block than the one that declares them.
        global_uses: Every global `Name`, in order.
        global_assigned: Names of globals the chunk assigns.
    """

    names: dict[lua.Name, Variable] = field(default_factory=dict)
    assigned: set[Variable] = field(default_factory=set)
    assigned_deeper: set[Variable] = field(default_factory=set)
    global_uses: list[lua.Name] = field(default_factory=list)
    global_assigned: set[str] = field(default_factory=set)


class _Resolver:
    """One walk over a chunk with a stack of scopes."""

    def __init__(self) -> None:
        self.result = Resolution()
        self._scopes: list[dict[str, Variable]] = [{}]
        self._depth = 0

    def declare(self, name: lua.Name, kind: VariableKind) -> None:
        variable = Variable(
            name=name.text, span=name.span, kind=kind, depth=self._depth, annotation=name.annotation
        )
        self.result.names[name] = variable
        self._scopes[-1][name.text] = variable

    def use(self, name: lua.Name) -> Variable | None:
        for scope in reversed(self._scopes):
            if name.text in scope:
                variable = scope[name.text]
                self.result.names[name] = variable
                return variable
        self.result.global_uses.append(name)
        return None

    def assign(self, name: lua.Name) -> None:
        variable = self.use(name)
        if variable is None:
            self.result.global_assigned.add(name.text)
        else:
            self.result.assigned.add(variable)
            if self._scopes[-1].get(name.text) is not variable:
                self.result.assigned_deeper.add(variable)

    def block(self, block: lua.Block) -> None:
        self._scopes.append({})
        for statement in block.statements:
            self.statement(statement)
        self._scopes.pop()

    def function(self, function: lua.Function) -> None:
        self._depth += 1
        self._scopes.append({})
        for parameter in function.parameters:
            self.declare(parameter, "parameter")
        self.block(function.body)
        self._scopes.pop()
        self._depth -= 1

    def statement(self, statement: lua.Statement) -> None:
        match statement:
            case lua.Local(names=[name], values=[lua.Function() as function]):
                self.declare(name, "function")
                self.function(function)
            case lua.Local():
                for value in statement.values:
                    self.expression(value)
                for name in statement.names:
                    self.declare(name, "local")
            case lua.LocalFunction():
                self.declare(statement.name, "function")
                self.function(statement.function)
            case lua.FunctionDeclaration():
                self.target(statement.target)
                self.function(statement.function)
            case lua.Assign():
                for target in statement.targets:
                    self.target(target)
                for value in statement.values:
                    self.expression(value)
            case lua.CallStatement():
                self.expression(statement.call)
            case lua.Do():
                self.block(statement.body)
            case lua.While():
                self.expression(statement.condition)
                self.block(statement.body)
            case lua.Repeat():
                self._scopes.append({})
                for inner in statement.body.statements:
                    self.statement(inner)
                self.expression(statement.condition)
                self._scopes.pop()
            case lua.If():
                for arm in statement.arms:
                    self.expression(arm.condition)
                    self.block(arm.body)
                if statement.otherwise is not None:
                    self.block(statement.otherwise)
            case lua.NumericFor():
                self.expression(statement.start)
                self.expression(statement.stop)
                if statement.step is not None:
                    self.expression(statement.step)
                self._loop_body((statement.variable,), statement.body)
            case lua.GenericFor():
                for iterator in statement.iterators:
                    self.expression(iterator)
                self._loop_body(statement.names, statement.body)
            case lua.Return():
                for value in statement.values:
                    self.expression(value)
            case lua.Break() | lua.Goto() | lua.Label() | lua.TypeDeclaration():
                pass

    def _loop_body(self, names: tuple[lua.Name, ...], body: lua.Block) -> None:
        self._scopes.append({})
        for name in names:
            self.declare(name, "loop")
        self.block(body)
        self._scopes.pop()

    def target(self, target: lua.Name | lua.Index) -> None:
        if isinstance(target, lua.Name):
            self.assign(target)
        else:
            self.expression(target)

    def expression(self, expr: lua.Expr) -> None:
        match expr:
            case lua.Name():
                self.use(expr)
            case lua.Index():
                self.expression(expr.object)
                self.expression(expr.key)
            case lua.Call():
                self.expression(expr.callee)
                for argument in expr.arguments:
                    self.expression(argument)
            case lua.MethodCall():
                self.expression(expr.object)
                for argument in expr.arguments:
                    self.expression(argument)
            case lua.Function():
                self.function(expr)
            case lua.Binary():
                self.expression(expr.left)
                self.expression(expr.right)
            case lua.Unary():
                self.expression(expr.operand)
            case lua.Paren() | lua.Cast():
                self.expression(expr.inner)
            case lua.Table():
                for item in expr.fields:
                    if isinstance(item, lua.KeyedField):
                        self.expression(item.key)
                    self.expression(item.value)
            case lua.Nil() | lua.Boolean() | lua.Number() | lua.String() | lua.Vararg():
                pass


def resolve_names(chunk: lua.Chunk) -> Resolution:
    """Bind every name of a chunk; never fails (an unknown name is a global)."""
    resolver = _Resolver()
    resolver.block(chunk.body)
    return resolver.result
