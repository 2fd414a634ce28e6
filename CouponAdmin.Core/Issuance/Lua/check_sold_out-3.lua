--[[ check_sold_out-3.lua: would everybody who holds no ticket hear "sold out" now?
  KEYS   1 facts HASH   2 queue ZSET member → ticket, append-only   3 progress HASH (settles_us)
  ARGV   1 highest ticket this instance knows
  RETURN version of the facts (0: no, they would hear something else; -1: not all the same, as a list says who may claim), tickets given, last ticket
  WHY    The refusals stand in the order of admit_claims-4.lua: paused, closed or unknown must never look like sold out.
         A member list is asked before: whoever isn't on it hears that, so nobody is refused from memory.
         Same version, count and last ticket as before: nobody was let in between, as the queue is append-only.
         While a fail-over settles nobody is told so: whoever was acknowledged may not be back in the queue.
  COST   O(1)                                                                                                                        ]]
local facts = redis.call('HMGET', KEYS[1], 'version', 'quantity', 'void', 'opens_us', 'closes_us', 'paused', 'closed', 'floor', 'list')
if not facts[1] or facts[6] == '1' or facts[7] == '1' then
  return { 0, 0, 0 }
end
if (facts[9] or '') ~= '' then
  return { -1, 0, 0 }
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local known, floor = tonumber(ARGV[1]), tonumber(facts[8])
local last = tonumber(redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2] or '0')
local given = redis.call('ZCARD', KEYS[2])
local settles = tonumber(redis.call('HGET', KEYS[3], 'settles_us') or '0')
if now < settles or (last < known and floor < known) or now < tonumber(facts[4]) or now >= tonumber(facts[5]) or given < facts[2] + facts[3] then
  return { 0, 0, 0 }
end
return { tonumber(facts[1]), given, last }
