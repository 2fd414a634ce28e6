--[[ hold_lease-1.lua: take or prolong the lease of a campaign's draining.
  KEYS   1 drainer STRING, the owner, with expiry; '-' and an owner: that one handed it over, and anybody else may take it
  ARGV   1 owner   2 milliseconds
  RETURN the owner that holds the lease now, milliseconds until it ends
  WHY    Saves two instances the same work and shows who drains. Nothing depends on it: the campaign row's lock and watermark decide.
         One SET ends the script.
  COST   O(1)                                                                                                                        ]]
local owner = redis.call('GET', KEYS[1])
local mayTake = not owner or owner == ARGV[1] or (string.sub(owner, 1, 1) == '-' and owner ~= '-' .. ARGV[1])
if not mayTake then
  return { owner, redis.call('PTTL', KEYS[1]) }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { ARGV[1], tonumber(ARGV[2]) }
