-- account, ticket, fence, generation, reason -> 1, or 0 for a stale claim
local account, ticket, fence, generation, reason = unpack(ARGV, 3)

local job = held(account, ticket, fence)
if not job then return 0 end

if job.generation == tonumber(generation) then
  park(job, reason)
else
  start_over(job, job.again or now)  -- the ticket went on since it was read: as if that had come after the parking
end
return 1
