--[[ lower_quantity-2.lua: lower a campaign's quantity, unless more units than that are given already.
  KEYS   1 facts HASH   2 queue ZSET member → ticket
  ARGV   1 version   2 quantity
  RETURN two numbers: 1 lowered, 0 refused, -1 no facts here or newer ones; the units that are given (tickets − void)
  WHY    Admission reads quantity and count in one script, so must this: between a count outside and a write, claims would slip in.
         The caller holds the campaign's row and commits afterwards; a crash between leaves the store lower, never higher.
         One HSET ends the script.
  COST   O(1)                                                                                                                        ]]
local facts = redis.call('HMGET', KEYS[1], 'version', 'void')
if not facts[1] or tonumber(facts[1]) >= tonumber(ARGV[1]) then
  return { -1, 0 }
end
local given = redis.call('ZCARD', KEYS[2]) - tonumber(facts[2])
if tonumber(ARGV[2]) < given then
  return { 0, given }
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'quantity', ARGV[2])
return { 1, given }
