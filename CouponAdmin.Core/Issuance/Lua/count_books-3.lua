--[[ count_books-3.lua: what the store holds below and above the database's watermark.
  KEYS   1 facts HASH   2 queue ZSET member → ticket   3 progress HASH (watermark, recorded)
  ARGV   1 the database's watermark
  RETURN facts version (0: none), tickets given, tickets above ARGV 1, last ticket, watermark copy
  WHY    Tickets up to the watermark must be as many as the database's rows: fewer, and the store lost data; more, and some were not recorded.
         The range is closed on both sides and covers only what waits.
  COST   O(log n + d) for a queue depth of d                                                                                          ]]
local version = redis.call('HGET', KEYS[1], 'version') or '0'
local watermark = redis.call('HGET', KEYS[3], 'watermark') or '0'
local top = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local last, above = top[2] or '0', 0
if tonumber(last) > tonumber(ARGV[1]) then
  above = redis.call('ZCOUNT', KEYS[2], '(' .. ARGV[1], last)
end
return { tonumber(version), redis.call('ZCARD', KEYS[2]), above, tonumber(last), tonumber(watermark) }
