--[[ write_facts-2.lua: write a campaign's facts as a whole, only if they are newer than those in the store.
  KEYS   1 facts HASH   2 queue ZSET member → ticket
  ARGV   1 version   2 quantity   3 void   4 opens_us   5 closes_us   6 paused   7 closed   8 floor   9 "1": also where there are none yet
         10 microseconds after which units that end a "sold out" go on sale   11 name of the member list ("": everyone may)   12 its size ("" without one)
  RETURN three numbers: 1 when written else 0; the version that the store holds, 0 when it has none; microseconds until every unit is on sale.
         Of one version but other facts: 0 and the next version, as the caller's must rise above what the store holds.
  WHY    Two instances may write at once, and one may hold older facts: the version, raised in the database's transaction, decides.
         One version may stand for two things after a lowering that was not committed, or a restored database: equal must mean the same.
         Only warming may write the first facts: they open admission, so everything recorded must be in the queue before.
         An instance may be saying "sold out" from memory: nobody gets one of the new units before every such memory has passed (on_sale_us).
         One HSET ends the script: no crash leaves half of the facts.
  COST   O(1)                                                                                                                        ]]
local names = { 'version', 'quantity', 'void', 'opens_us', 'closes_us', 'paused', 'closed', 'floor', 'list', 'list_size' }
local wanted = { ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[11], ARGV[12] }
local facts = redis.call('HMGET', KEYS[1], unpack(names))
local held = tonumber(facts[1] or '0')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local on_sale = tonumber(redis.call('HGET', KEYS[1], 'on_sale_us') or '0')
local wait = math.max(0, on_sale - now)
if held == 0 and ARGV[9] ~= '1' then
  return { 0, 0, 0 }
end
if tonumber(ARGV[1]) < held then
  return { 0, held, wait }
end
if tonumber(ARGV[1]) == held then
  for i = 2, #names do
    if (facts[i] or '') ~= wanted[i] then
      return { 0, held + 1, wait }
    end
  end
  return { 0, held, wait }
end
local units, before = ARGV[2] + ARGV[3], tonumber(facts[2] or '0') + tonumber(facts[3] or '0')
if held > 0 and units > before and redis.call('ZCARD', KEYS[2]) >= before then
  wait = tonumber(ARGV[10])
  on_sale = now + wait
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'quantity', ARGV[2], 'void', ARGV[3], 'opens_us', ARGV[4], 'closes_us', ARGV[5],
  'paused', ARGV[6], 'closed', ARGV[7], 'floor', ARGV[8], 'on_sale_us', string.format('%.0f', on_sale),
  'list', ARGV[11], 'list_size', ARGV[12])
return { 1, tonumber(ARGV[1]), wait }
