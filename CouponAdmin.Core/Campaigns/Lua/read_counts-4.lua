--[[ read_counts-4.lua: a campaign's live numbers, all of one moment.
  KEYS   1 facts HASH   2 queue ZSET member → ticket   3 progress HASH (watermark, recorded)   4 drainer STRING
  ARGV   none
  RETURN now_us, version (0: no facts here), quantity, void, tickets given, last ticket, watermark, recorded, drainer ('' when nobody)
  WHY    Read one by one, the numbers would contradict each other in the very seconds in which somebody looks.
  COST   O(1); one round trip                                                                                                         ]]
local time = redis.call('TIME')
local facts = redis.call('HMGET', KEYS[1], 'version', 'quantity', 'void')
local top = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local progress = redis.call('HMGET', KEYS[3], 'watermark', 'recorded')
return {
  tonumber(time[1]) * 1000000 + tonumber(time[2]),
  tonumber(facts[1] or '0'), tonumber(facts[2] or '0'), tonumber(facts[3] or '0'),
  redis.call('ZCARD', KEYS[2]), tonumber(top[2] or '0'),
  tonumber(progress[1] or '0'), tonumber(progress[2] or '0'),
  redis.call('GET', KEYS[4]) or ''
}
