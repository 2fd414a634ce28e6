--[[ hand_over_lease-1.lua: take the lease of a campaign's draining from its owner, at an operator's wish.
  KEYS   1 drainer STRING, the owner, with expiry
  ARGV   1 milliseconds that the owner stays away
  RETURN the former owner; '' when nobody had it
  WHY    A lease that is only deleted is taken again by the same instance, which is the busiest. Held as "-owner" it is free for all others,
         and for that one too when nobody wanted it in time, so claims wait no longer than for a drainer that died.
         One SET ends the script.
  COST   O(1)                                                                                                                        ]]
local owner = redis.call('GET', KEYS[1])
if not owner or string.sub(owner, 1, 1) == '-' then
  return ''
end
redis.call('SET', KEYS[1], '-' .. owner, 'PX', ARGV[1])
return owner
