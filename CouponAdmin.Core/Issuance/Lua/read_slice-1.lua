--[[ read_slice-1.lua: the first claims above a ticket, in order.
  KEYS   1 queue ZSET member → ticket
  ARGV   1 above this ticket   2 up to this one, which the queue holds   3 claims at most   4 claims in the range that is read at most
         5 microseconds of the first range that is tried
  RETURN the ticket up to which the range went, then its members and tickets, each member before its ticket
  WHY    On the embedded server counting costs what is counted and a range what it holds, whatever its LIMIT says; admission waits meanwhile.
         So the range grows until it holds enough, then shrinks while it holds too much, and a long queue is never counted as a whole.
         Here and not outside: above watermark 0 that is 37 steps, and each would be a round trip or two.
  COST   O(c) for c claims in the range, O(log n) a step on Redis; more only where a crowd waits behind a long silence: once, all of it     ]]
local above, last = tonumber(ARGV[1]), tonumber(ARGV[2])
local most, span = tonumber(ARGV[4]), tonumber(ARGV[5])
local enough = math.min(tonumber(ARGV[3]), most)

local function held_to(ticket)
  return redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[1], string.format('%.0f', ticket))
end

local empty, to = above, math.min(above + span, last)
local held = held_to(to)
while held < enough and to < last do
  if held == 0 then empty = to end
  span = span * 2
  to = math.min(above + span, last)
  held = held_to(to)
end
while held > most and to - empty > 1 do
  local middle = empty + math.floor((to - empty) / 2)
  local found = held_to(middle)
  if found == 0 then
    empty = middle
  else
    to, held = middle, found
  end
end
return { to, redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], string.format('%.0f', to), 'WITHSCORES', 'LIMIT', 0, ARGV[3]) }
