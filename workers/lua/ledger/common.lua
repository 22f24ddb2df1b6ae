-- Put before every script. The keys are built here from a prefix: one Redis server, no cluster.
--
--   job:<account>:<ticket>  hash   v state generation fence attempts crashes due created
--                                  failing (first counted failure) again (accepted while claimed) reason why
--   due:<account>           zset   ticket -> when it may be claimed        (waiting and claimed jobs)
--   ring:<account>          zset   ticket -> when the sweep may ring it    (the same jobs)
--   claimed:<account>       set    tickets                                 (claimed jobs)
--   parked:<account>        zset   ticket -> since when                    (parked jobs)
--   accounts set · paused hash · outcomes hash · fence counter · bell list · seen:<digest> string
--
-- Times are milliseconds of the server's own clock. The meaning of `v` and `generation` never changes between
-- releases; a job of another `v` is left to the release that understands it.

local VERSION = '1'
local LEASE = 60 * 1000            -- longer than Celery's hard time limit for a task (40 s)
local CRASHES = 5
local ATTEMPTS = 30
local PATIENCE = 24 * 3600 * 1000  -- of failing, counted from the first failure
local BELL_GRACE = 5 * 1000        -- before the sweep rings what the bell has rung
local RING_AGAIN = 30 * 1000
local BELL_LENGTH = 10000
local BULK = {
  reconcile = true, backfill = true,  -- these come by the thousand: for the sweep, accounts in turn
  review = true,                      -- whoever accepts it so claims it himself
}

local prefix = ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2]

local function key(...)
  return prefix .. table.concat({...}, ':')
end

local function job_of(account, ticket)
  local names = {'v', 'state', 'generation', 'fence', 'attempts', 'crashes', 'due', 'created', 'failing', 'again'}
  local values = redis.call('HMGET', key('job', account, ticket), unpack(names))
  if not values[1] then return nil end
  local job = {account = account, ticket = ticket, key = key('job', account, ticket)}
  for i, name in ipairs(names) do job[name] = tonumber(values[i]) or values[i] end
  job.known = values[1] == VERSION
  return job
end

local function leave_indexes(job)
  for _, index in ipairs({'due', 'ring', 'parked'}) do redis.call('ZREM', key(index, job.account), job.ticket) end
  redis.call('SREM', key('claimed', job.account), job.ticket)
end

local function schedule(job, due, ring)
  leave_indexes(job)
  redis.call('ZADD', key('due', job.account), due, job.ticket)
  redis.call('ZADD', key('ring', job.account), ring, job.ticket)
end

local function wait(job, due, quiet)
  redis.call('HSET', job.key, 'state', 'waiting', 'due', due)
  redis.call('HDEL', job.key, 'again')
  if quiet or due > now then return schedule(job, due, due) end
  schedule(job, due, now + BELL_GRACE)
  redis.call('RPUSH', key('bell'), job.account .. ':' .. job.ticket)
  redis.call('LTRIM', key('bell'), -BELL_LENGTH, -1)
end

local function start_over(job, due, quiet)
  redis.call('HSET', job.key, 'attempts', 0, 'crashes', 0, 'created', now)
  redis.call('HDEL', job.key, 'failing', 'reason')
  wait(job, due, quiet)
end

local function park(job, reason)
  redis.call('HSET', job.key, 'state', 'parked', 'reason', reason)
  redis.call('HDEL', job.key, 'due', 'again')
  leave_indexes(job)
  redis.call('ZADD', key('parked', job.account), now, job.ticket)
end

local function forget(job)
  leave_indexes(job)
  redis.call('DEL', job.key)
end

-- The job under this claim, or nil where the claim is stale and must not change anything.
local function held(account, ticket, fence)
  local job = job_of(account, ticket)
  if job and job.known and job.state == 'claimed' and job.fence == tonumber(fence) then return job end
end
