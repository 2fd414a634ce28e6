--[[ use_once-1.lua: use up an id that is good for one use.
  KEYS   1 used STRING with expiry, one for each id
  ARGV   1 milliseconds until nobody takes the id any more
  RETURN 1 for the first use, 0 for every later one
  WHY    One SET decides between two browsers. The key outlives the id by its expiry, so a use is never forgotten too early.
  COST   O(1)                                                                                                                        ]]
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return 1
end
return 0
