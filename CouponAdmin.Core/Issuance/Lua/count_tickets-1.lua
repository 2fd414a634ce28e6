--[[ count_tickets-1.lua: how many tickets each bucket of time holds, for the buckets that are over.
  KEYS   1 queue ZSET member → ticket
  ARGV   1 where the first bucket begins, in microseconds   2 how long each is   3 buckets at most
  RETURN now_us, tickets given, tickets given since the last bucket's end, then the tickets of each bucket
  WHY    For charts. A bucket that is over never changes, as no ticket is below the clock: a reader counts each claim once.
         Ranges are closed on both sides and end at the last ticket: on the embedded server a range costs what it holds.
  COST   O(b log n) for b buckets, at most 120; on the embedded server what they hold                                        ]]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local from, width, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local last = tonumber(redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or '0')

local function held(first, to)
  if first > last then return 0 end
  return redis.call('ZCOUNT', KEYS[1], string.format('%.0f', first), string.format('%.0f', math.min(to, last)))
end

local answer = { now, redis.call('ZCARD', KEYS[1]), 0 }
while from + width <= now and #answer < most + 3 do
  answer[#answer + 1] = held(from, from + width - 1)
  from = from + width
end
answer[3] = held(from, last)
return answer
