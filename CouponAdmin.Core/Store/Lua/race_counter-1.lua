--[[ race_counter-1.lua: read a counter, then write it one higher, in two commands.
  KEYS   1 counter STRING, of the self-test alone
  ARGV   1 milliseconds until the counter goes away
  RETURN the counter after this call
  WHY    Where scripts are not atomic, callers that race get the same number twice: such a store must never serve a sale.
  COST   O(1)                                                                                                                        ]]
local count = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
redis.call('SET', KEYS[1], string.format('%d', count), 'PX', ARGV[1])
return count
