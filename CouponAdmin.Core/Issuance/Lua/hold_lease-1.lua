--[[ hold_lease-1.lua: take or prolong the lease of a campaign's draining.
  KEYS   1 drainer STRING, the owner, with expiry
  ARGV   1 owner   2 milliseconds
  RETURN the owner that holds the lease now
  WHY    Saves two instances the same work and shows who drains. Nothing depends on it: the campaign row's lock and watermark decide.
         One SET ends the script.
  COST   O(1)                                                                                                                        ]]
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return owner
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
