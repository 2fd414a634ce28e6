--[[ reset_progress-1.lua: set the store's copies of the watermark and of the count of rows back to the database's.
  KEYS   1 progress HASH
  ARGV   1 the watermark that the caller saw here   2 watermark   3 recorded, both as the database has them
  RETURN 1 when it was set, 0 when somebody changed it meanwhile
  WHY    raise_progress only raises, as copies arrive out of order. After the database was restored the copy is ahead, and members are told
         a progress that isn't so; only a comparison that saw the difference may set it back. One HSET ends the script.
  COST   O(1)                                                                                                                        ]]
if (redis.call('HGET', KEYS[1], 'watermark') or '0') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'watermark', ARGV[2], 'recorded', ARGV[3])
return 1
