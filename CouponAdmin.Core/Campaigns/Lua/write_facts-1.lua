--[[ write_facts-1.lua: write a campaign's facts as a whole, only if they are newer than those in the store.
  KEYS   1 facts HASH
  ARGV   1 version   2 quantity   3 void   4 opens_us   5 closes_us   6 paused   7 closed   8 floor   9 "1": also where there are none yet
  RETURN two numbers: 1 when written else 0; the version that the store holds, 0 when it has none.
         Of one version but other facts: 0 and the next version, as the caller's must rise above what the store holds.
  WHY    Two instances may write at once, and one may hold older facts: the version, raised in the database's transaction, decides.
         One version may stand for two things after a lowering that was not committed, or a restored database: equal must mean the same.
         Only warming may write the first facts: they open admission, so everything recorded must be in the queue before.
         One HSET ends the script: no crash leaves half of the facts.
  COST   O(1)                                                                                                                        ]]
local names = { 'version', 'quantity', 'void', 'opens_us', 'closes_us', 'paused', 'closed', 'floor' }
local facts = redis.call('HMGET', KEYS[1], unpack(names))
local held = tonumber(facts[1] or '0')
if held == 0 and ARGV[9] ~= '1' then
  return { 0, 0 }
end
if tonumber(ARGV[1]) < held then
  return { 0, held }
end
if tonumber(ARGV[1]) == held then
  for i = 2, #names do
    if facts[i] ~= ARGV[i] then
      return { 0, held + 1 }
    end
  end
  return { 0, held }
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'quantity', ARGV[2], 'void', ARGV[3], 'opens_us', ARGV[4], 'closes_us', ARGV[5],
  'paused', ARGV[6], 'closed', ARGV[7], 'floor', ARGV[8])
return { 1, tonumber(ARGV[1]) }
