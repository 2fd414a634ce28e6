--[[ settle_campaign-1.lua: admit nobody new to a campaign for a moment, on any instance.
  KEYS   1 progress HASH (settles_us)
  ARGV   1 microseconds from now
  RETURN the moment at which admission goes on, in microseconds
  WHY    Another server has become the master and may miss claims that instances acknowledged. Each needs the time to notice and to put its own back,
         before their units are given to others. Only upwards, by the store's clock. One HSET ends the script.
  COST   O(1)                                                                                                                        ]]
local time = redis.call('TIME')
local settles = tonumber(time[1]) * 1000000 + tonumber(time[2]) + tonumber(ARGV[1])
local held = tonumber(redis.call('HGET', KEYS[1], 'settles_us') or '0')
if held >= settles then
  return held
end
redis.call('HSET', KEYS[1], 'settles_us', string.format('%.0f', settles))
return settles
