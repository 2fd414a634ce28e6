--[[ add_addresses-1.lua: add an instance's counts of claims by address to a campaign's, and keep the busiest.
  KEYS   1 addresses ZSET, network address → claims
  ARGV   1 seconds to keep   2 addresses to keep   then pairs: address, count
  RETURN the number of addresses added to
  WHY    For the operator's eyes only: no claim waits for it and nothing is decided by it, so a crash that keeps half of the writes costs a count some of its height.
  COST   O(a log n) for a addresses of n kept, at most a hundred each                                                                                            ]]
for i = 3, #ARGV, 2 do
  redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i])
end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[2] - 1)
redis.call('EXPIRE', KEYS[1], ARGV[1])
return (#ARGV - 2) / 2
