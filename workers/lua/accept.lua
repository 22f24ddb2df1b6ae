-- account, ticket, settle (ms), seen digest or '', its life (ms), why -> new | coalesced | known
local account, ticket, settle, seen, life, why = unpack(ARGV, 3)

if seen ~= '' and not redis.call('SET', key('seen', seen), why, 'NX', 'PX', life) then return 'known' end

local due = now + settle
local job = job_of(account, ticket)

if not job then
  redis.call('SADD', key('accounts'), account)
  job = {account = account, ticket = ticket, key = key('job', account, ticket)}
  redis.call('HSET', job.key, 'v', VERSION, 'generation', 1, 'fence', 0, 'why', why)
  start_over(job, due)
  return 'new'
end

-- What was given up is for a person to look at; only a new event of the ticket tries again by itself.
if job.state == 'parked' and why == 'reconcile' then return 'known' end

redis.call('HINCRBY', job.key, 'generation', 1)
if not job.known then return 'coalesced' end
if job.state == 'parked' then
  start_over(job, due)
  return 'new'
end
if job.state == 'claimed' then
  redis.call('HSET', job.key, 'again', math.min(job.again or due, due))
elseif due < job.due then
  wait(job, due)
end
return 'coalesced'
