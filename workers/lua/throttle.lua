-- key, per minute, the longest wait (ms), clock offset (ms) -> 0 = go, or milliseconds until a place is kept.
-- A token bucket as one moment in time (GCRA), with a second moment for the end of the line behind it: whoever is turned
-- away gets a later place than the one before, so that a backlog comes back spread out, not all at once.
local per_minute, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[3]

local interval = 60000 / per_minute
local burst = math.max(1, math.floor(per_minute / 6)) * interval  -- ten seconds' worth
local state = redis.call('HMGET', KEYS[1], 'used_until', 'line_until')
local used_until = math.max(tonumber(state[1]) or 0, now)
local open_at = used_until + interval - burst

local function keep(field, value)
  redis.call('HSET', KEYS[1], field, string.format('%.3f', value))
  redis.call('PEXPIRE', KEYS[1], math.ceil(longest + 2 * burst + interval))
end

if open_at <= now then
  keep('used_until', used_until + interval)
  return 0
end
local place = math.min(math.max((tonumber(state[2]) or 0) + interval, open_at), now + longest)
keep('line_until', place)
return math.ceil(place - now)
