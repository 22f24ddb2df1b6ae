-- account, ticket, fence, generation, outcome, seen digest or '', its life (ms) -> 1, or 0 for a stale claim
local account, ticket, fence, generation, outcome, seen, life = unpack(ARGV, 3)

local job = held(account, ticket, fence)
if not job then return 0 end

redis.call('HINCRBY', key('outcomes'), outcome, 1)
if seen ~= '' then redis.call('SET', key('seen', seen), 'looked at', 'PX', life) end
if job.generation == tonumber(generation) then
  forget(job)
else
  start_over(job, job.again or now)
end
return 1
