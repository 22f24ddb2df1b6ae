-- KEYS: secret, bucket. ARGV: the secret by which the hashes were made, when both keys end (s), most sentences in a
-- bucket, most tickets of a sentence; then a sentence's fingerprint and the ticket's mark, by turns.
-- -> 1, or 0 where there is another secret by now: under it these fingerprints would never be found again.
-- A mark that is there is not added again, so a ticket counts once however often it comes.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local most_sentences, most_tickets = tonumber(ARGV[3]), tonumber(ARGV[4])
local size = redis.call('HLEN', KEYS[2])

local function has(marks, mark)
  for at = 1, #marks, #mark do
    if string.sub(marks, at, at + #mark - 1) == mark then return true end
  end
  return false
end

for at = 5, #ARGV, 2 do
  local sentence, mark = ARGV[at], ARGV[at + 1]
  local marks = redis.call('HGET', KEYS[2], sentence)
  if not marks then
    if size < most_sentences then
      redis.call('HSET', KEYS[2], sentence, mark)
      size = size + 1
    end
  elseif #marks < most_tickets * #mark and not has(marks, mark) then
    redis.call('HSET', KEYS[2], sentence, marks .. mark)
  end
end
redis.call('EXPIREAT', KEYS[1], ARGV[2])
redis.call('EXPIREAT', KEYS[2], ARGV[2])
return 1
