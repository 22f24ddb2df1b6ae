-- account, ticket -> {fence, generation, attempts, crashes} or nil. Claiming is postponing by a lease:
-- the job of a dead worker comes back by itself, and is counted as a crash when it does.
local account, ticket = unpack(ARGV, 3)

if redis.call('HEXISTS', key('paused'), account) == 1 then return nil end

local job = job_of(account, ticket)
if not job then return nil end
if not job.known or job.state == 'parked' or job.due > now then return nil end

if job.state == 'claimed' then
  job.crashes = redis.call('HINCRBY', job.key, 'crashes', 1)
  if job.crashes >= CRASHES then
    park(job, 'crashed')
    return nil
  end
end

local fence = redis.call('INCR', key('fence'))
redis.call('HSET', job.key, 'state', 'claimed', 'fence', fence, 'due', now + LEASE)
redis.call('HDEL', job.key, 'again')
schedule(job, now + LEASE, now + LEASE)
redis.call('SADD', key('claimed', account), ticket)
return {fence, job.generation, job.attempts, job.crashes}
