--[[ seal_campaign-4.lua: give the keys of a closed and drained campaign the same end.
  KEYS   1 facts HASH   2 queue ZSET member → ticket   3 progress HASH   4 members SET of the campaign's list, if it has one
  ARGV   1 the database's watermark   2 seconds to keep
  RETURN 1 sealed, 0 not closed by this clock, not drained, a fail-over settles, or no facts here
  WHY    One moment for all keys: a queue that outlived its facts, or the reverse, would look like a loss.
         Closing is final, so nothing is admitted between this look and the end. Losing some of these writes to a crash only keeps keys longer.
         The lease has its own, shorter end: prolonged here, it would keep a restored database from being drained.
  COST   O(1)                                                                                                                        ]]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local facts = redis.call('HMGET', KEYS[1], 'closed', 'closes_us')
if not facts[2] or (facts[1] ~= '1' and now < tonumber(facts[2])) then
  return 0
end
local top = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if tonumber(top[2] or '0') > tonumber(ARGV[1]) then
  return 0
end
if now < tonumber(redis.call('HGET', KEYS[3], 'settles_us') or '0') then
  return 0
end
local ends = tonumber(time[1]) + tonumber(ARGV[2])
for _, key in ipairs(KEYS) do
  redis.call('EXPIREAT', key, ends)
end
return 1
