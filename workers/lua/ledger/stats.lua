-- -> {account, waiting, claimed, parked, milliseconds since the oldest job was due (0 if none is), ...}
local rows = {}
for _, account in ipairs(redis.call('SMEMBERS', key('accounts'))) do
  local claimed = redis.call('SCARD', key('claimed', account))
  local scheduled = redis.call('ZCARD', key('due', account))
  local head = redis.call('ZRANGE', key('due', account), 0, 0, 'WITHSCORES')
  local overdue = head[2] and math.max(0, now - tonumber(head[2])) or 0
  local row = {account, scheduled - claimed, claimed, redis.call('ZCARD', key('parked', account)), overdue}
  for _, cell in ipairs(row) do table.insert(rows, cell) end
end
return rows
