-- account, ticket, settle (ms), seen digest or '', its life (ms), why -> new | coalesced | known
local account, ticket, settle, seen, life, why = unpack(ARGV, 3)

local due = now + settle
local job = job_of(account, ticket)

-- Reconcile only tells of tickets that nobody is looking at: a waiting job keeps its time, and what was given up
-- stays with a person until the ticket itself goes on.
if job and why == 'reconcile' then return 'known' end

if seen ~= '' and not redis.call('SET', key('seen', seen), why, 'NX', 'PX', life) then return 'known' end

if not job then
  redis.call('SADD', key('accounts'), account)
  job = {account = account, ticket = ticket, key = key('job', account, ticket)}
  redis.call('HSET', job.key, 'v', VERSION, 'generation', 1, 'fence', 0, 'why', why)
  start_over(job, due, BULK[why])
  return 'new'
end

redis.call('HINCRBY', job.key, 'generation', 1)
if not job.known then return 'coalesced' end
if job.state == 'parked' then
  start_over(job, due, BULK[why])
  return 'new'
end
if job.state == 'claimed' then
  redis.call('HSET', job.key, 'again', math.min(job.again or due, due))
elseif due < job.due then
  wait(job, due, BULK[why])
end
return 'coalesced'
