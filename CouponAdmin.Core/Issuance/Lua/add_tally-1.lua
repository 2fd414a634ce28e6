--[[ add_tally-1.lua: add an instance's counts of one second to a campaign's tally of that minute.
  KEYS   1 tally HASH of one minute, "<second>:<kind>" → count
  ARGV   1 seconds to keep   then pairs: field, count
  RETURN the number of fields added to
  WHY    For charts only: no claim waits for it and nothing is decided by it, so a crash that keeps half of the writes costs a bar some height.
  COST   O(f) for f fields, at most five                                                                                              ]]
for i = 2, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return (#ARGV - 1) / 2
