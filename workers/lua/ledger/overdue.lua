-- limit -> {account, ticket, account, ticket, ...}: what to ring now, one from each account in turn, the longest
-- waiting account first. Each will not be rung again for a while; paused accounts keep theirs.
local limit = tonumber(ARGV[3])

local turns = {}
for _, account in ipairs(redis.call('SMEMBERS', key('accounts'))) do
  local head = redis.call('ZRANGE', key('ring', account), 0, 0, 'WITHSCORES')
  local paused = redis.call('HEXISTS', key('paused'), account) == 1
  if head[1] and not paused then table.insert(turns, {account = account, ring = tonumber(head[2])}) end
end
table.sort(turns, function(a, b) return a.ring < b.ring end)

local function take_one(account)
  local ring = key('ring', account)
  local ticket = redis.call('ZRANGEBYSCORE', ring, '-inf', now, 'LIMIT', 0, 1)[1]
  if ticket then redis.call('ZADD', ring, now + RING_AGAIN, ticket) end
  return ticket
end

local rung = {}
while #turns > 0 and #rung < 2 * limit do
  local still = {}
  for _, turn in ipairs(turns) do
    local ticket = #rung < 2 * limit and take_one(turn.account)
    if ticket then
      table.insert(rung, turn.account)
      table.insert(rung, ticket)
      table.insert(still, turn)
    end
  end
  turns = still
end
return rung
