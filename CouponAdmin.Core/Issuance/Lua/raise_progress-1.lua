--[[ raise_progress-1.lua: copy the database's watermark and count of rows to the store, only upwards.
  KEYS   1 progress HASH (watermark, recorded)
  ARGV   1 watermark   2 recorded
  RETURN 1 when something rose, else 0
  WHY    Two drainers may finish in either order: the later copy must not take the earlier one back. The database's is the truth.
         One HSET ends the script.
  COST   O(1)                                                                                                                        ]]
local held = redis.call('HMGET', KEYS[1], 'watermark', 'recorded')
local watermark = tonumber(held[1] or '-1') < tonumber(ARGV[1]) and ARGV[1] or held[1]
local recorded = tonumber(held[2] or '-1') < tonumber(ARGV[2]) and ARGV[2] or held[2]
if watermark == held[1] and recorded == held[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'watermark', watermark, 'recorded', recorded)
return 1
