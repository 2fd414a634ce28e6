--[[ settle_campaign-1.lua: admit nobody new to a campaign for a moment, on any instance.
  KEYS   1 progress HASH (settles_us, settles_run)
  ARGV   1 microseconds from now, for the first instance that finds this server   2 for each later one   3 the server's run id
  RETURN the moment at which admission goes on, in microseconds
  WHY    Another server has become the master and may miss claims that instances acknowledged. Each needs the time to notice and to put its own back,
         before their units are given to others. A later one has noticed already. Only upwards, by the store's clock. One HSET ends the script.
  COST   O(1)                                                                                                                        ]]
local progress = redis.call('HMGET', KEYS[1], 'settles_us', 'settles_run')
local time = redis.call('TIME')
local wait = progress[2] == ARGV[3] and ARGV[2] or ARGV[1]
local settles = tonumber(time[1]) * 1000000 + tonumber(time[2]) + tonumber(wait)
local held = tonumber(progress[1] or '0')
if held >= settles then
  return held
end
redis.call('HSET', KEYS[1], 'settles_us', string.format('%.0f', settles), 'settles_run', ARGV[3])
return settles
