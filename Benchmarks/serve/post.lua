-- Posts of facts for wrk, each fact with an id of its own: env FACTS a post, TOKEN.
local facts = tonumber(os.getenv("FACTS") or "1")
local token = os.getenv("TOKEN")
local day = os.getenv("DAY")
local run = os.getenv("RUN") or "r"
local threads = 0

function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

local number = 0
local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }

function request()
  local parts = {}
  for index = 1, facts do
    number = number + 1
    parts[index] = string.format(
      '{"id":"%s-%d-%d","kind":"money","at":"%sT00:00:01Z","customer":"c%d","amount":"%d.50","currency":"EUR"}',
      run, place, number, day, number % 50000, number % 90 + 1)
  end
  return wrk.format("POST", "/v1/facts", headers, "[" .. table.concat(parts, ",") .. "]")
end
