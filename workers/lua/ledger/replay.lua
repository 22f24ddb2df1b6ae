-- account, ticket -> 1, or 0 where no such job is parked
local account, ticket = unpack(ARGV, 3)

local job = job_of(account, ticket)
if not job or not job.known or job.state ~= 'parked' then return 0 end

redis.call('HSET', job.key, 'why', 'replay')
start_over(job, now)
return 1
