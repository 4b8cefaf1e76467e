-- A type is emitted only where its name is used as a value.
type Unused = { a: string }
type Address = { city: string, zip?: string @min_len(4) }
type Person = { name: string, age: integer, home: Address?, boss: Person? }
type Page<T> = { items: { T }, next: string? }
type People = Page<Person>

local function main(input)
  local person, problem = Person:is(input)
  if problem then return nil, problem end
  return string(person.name), People:is(input.page)
end

return { main = main, Person = Person }
