--[[ release_lease-1.lua: give the lease of a campaign's draining back, if it is still ours.
  KEYS   1 drainer STRING, the owner, with expiry
  ARGV   1 owner
  RETURN 1 when it was given back else 0
  WHY    An instance that ends in order hands its work over at once. One that came too late must not end the next owner's lease.
         One DEL ends the script.
  COST   O(1)                                                                                                                        ]]
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
