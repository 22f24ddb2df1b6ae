-- account, ticket, fence, delay (ms), reason, counts (1 or 0) -> 1, or 0 for a stale claim
local account, ticket, fence, delay, reason, counts = unpack(ARGV, 3)

local job = held(account, ticket, fence)
if not job then return 0 end

if counts == '1' then
  local failing = job.failing or now
  local attempts = redis.call('HINCRBY', job.key, 'attempts', 1)
  redis.call('HSET', job.key, 'failing', failing)
  if attempts >= ATTEMPTS or now - failing >= PATIENCE then
    park(job, 'gave up: ' .. reason)
    return 1
  end
end

redis.call('HSET', job.key, 'reason', reason)
wait(job, math.min(now + delay, job.again or math.huge))
return 1
