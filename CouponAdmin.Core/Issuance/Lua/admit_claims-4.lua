--[[ admit_claims-4.lua: give each member of a batch a ticket, in order of arrival.
  KEYS   1 facts HASH   2 queue ZSET member → ticket, append-only   3 progress HASH (watermark, recorded, settles_us)   4 members SET of the list that ARGV 4 names
  ARGV   1 highest ticket this instance knows   2, 3 a member and the ticket acknowledged to them last ("", 0: none)   4 name of the member list it knows ("": none)   5… member ids
  RETURN now_us, quantity, opens_us, watermark, recorded; then three numbers per member: ClaimKind, ticket, place
  WHY    A known member gets the first ticket again, even after closing: a retry is always safe.
         One ZADD ends the script: no crash leaves half a claim, on any server. TIME is the only clock.
         Units that end a "sold out" wait for their moment (write_facts-2.lua): an instance may still be saying it from memory.
         A queue whose last ticket is below ARGV 1 has lost data, unless the loss up to there is mended (floor): nothing is written.
         Nor is anything where the pair is missing: a fail-over lost it, whatever newer tickets hide that. After one, others are compared first (settles_us).
         Who may claim is one list, named by the facts: a caller that knows another, or a set that isn't whole, judges nobody.
  COST   O(b log n) for b members; b is at most ClaimBatchSize. A list adds O(b).                                                     ]]
local ADMITTED, KNOWN, NOT_OPEN, PAUSED, SOLD_OUT, CLOSED, NOT_WARM, LOST, SOON, PAIR_LOST, NOT_ELIGIBLE, LIST_MOVED, LIST_MISSING = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
local facts = redis.call('HMGET', KEYS[1], 'version', 'quantity', 'void', 'opens_us', 'closes_us', 'paused', 'closed', 'floor', 'on_sale_us', 'list', 'list_size')
local progress = redis.call('HMGET', KEYS[3], 'watermark', 'recorded', 'settles_us')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local quantity, opens = tonumber(facts[2] or '0'), tonumber(facts[4] or '0')
local floor, on_sale = tonumber(facts[8] or '0'), tonumber(facts[9] or '0')
local watermark, recorded = tonumber(progress[1] or '0'), tonumber(progress[2] or '0')
local known, last = tonumber(ARGV[1]), tonumber(redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2] or '0')
local given, list, refusal = redis.call('ZCARD', KEYS[2]), facts[10] or ''

if not facts[1] then refusal = NOT_WARM
elseif ARGV[2] ~= '' and tonumber(redis.call('ZSCORE', KEYS[2], ARGV[2]) or nil) ~= tonumber(ARGV[3]) then refusal = PAIR_LOST
elseif last < known and floor < known then refusal = LOST
elseif now < tonumber(progress[3] or '0') then refusal = SOON
elseif facts[7] == '1' or now >= tonumber(facts[5]) then refusal = CLOSED
elseif now < opens then refusal = NOT_OPEN
elseif facts[6] == '1' then refusal = PAUSED
elseif list ~= '' and list ~= ARGV[4] then refusal = LIST_MOVED
elseif list ~= '' and redis.call('SCARD', KEYS[4]) ~= tonumber(facts[11]) then refusal = LIST_MISSING
end

local answers, tickets, listed = { now, quantity, opens, watermark, recorded }, {}
if refusal ~= NOT_WARM and refusal ~= LOST and refusal ~= PAIR_LOST then tickets = redis.call('ZMSCORE', KEYS[2], unpack(ARGV, 5)) end
if list ~= '' and not refusal then listed = redis.call('SMISMEMBER', KEYS[4], unpack(ARGV, 5)) end
local left, seen, adds = quantity + tonumber(facts[3] or '0') - given, {}, {}
local top = math.max(now, last + 1, floor + 1, watermark + 1)
for i = 5, #ARGV do
  local member, ticket = ARGV[i], seen[ARGV[i]] or tonumber(tickets[i - 4] or nil)
  local kind, place = KNOWN, 0
  if not ticket then
    ticket = 0
    if refusal then kind = refusal
    elseif listed and listed[i - 4] == 0 then kind = NOT_ELIGIBLE
    elseif left <= 0 then kind = SOLD_OUT
    elseif now < on_sale then kind = SOON
    else
      kind, ticket, left, given = ADMITTED, top, left - 1, given + 1
      place, top, seen[member] = given, top + 1, ticket
      local at = #adds
      adds[at + 1], adds[at + 2] = string.format('%d', ticket), member
    end
  end
  local at = #answers
  answers[at + 1], answers[at + 2], answers[at + 3] = kind, ticket, place
end
if #adds > 0 then redis.call('ZADD', KEYS[2], unpack(adds)) end
return answers
