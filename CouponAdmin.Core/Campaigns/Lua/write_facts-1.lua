--[[ write_facts-1.lua: write a campaign's facts as a whole, only if they are newer than those in the store.
  KEYS   1 facts HASH
  ARGV   1 version   2 quantity   3 void   4 opens_us   5 closes_us   6 paused   7 closed   8 floor   9 "1": also where there are none yet
  RETURN two numbers: 1 when written else 0; the version that the store holds now, 0 when it has none
  WHY    Two instances may write at once, and one may hold older facts: the version, raised in the database's transaction, decides.
         Only warming may write the first facts: they open admission, so everything recorded must be in the queue before.
         One HSET ends the script: no crash leaves half of the facts.
  COST   O(1)                                                                                                                        ]]
local held = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if held == 0 and ARGV[9] ~= '1' then
  return { 0, 0 }
end
if tonumber(ARGV[1]) <= held then
  return { 0, held }
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'quantity', ARGV[2], 'void', ARGV[3], 'opens_us', ARGV[4], 'closes_us', ARGV[5],
  'paused', ARGV[6], 'closed', ARGV[7], 'floor', ARGV[8])
return { 1, tonumber(ARGV[1]) }
