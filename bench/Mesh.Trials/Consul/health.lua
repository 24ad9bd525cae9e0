-- Health queries over the services s-0 … s-(N-1), in a fixed order: wrk -s health.lua URL -- N QUERY
local services, query, at = 1000, "passing", 0

function init(args)
  services = tonumber(args[1]) or services
  query = args[2] or query
end

function request()
  at = (at * 7919 + 4001) % services
  return wrk.format("GET", "/v1/health/service/s-" .. at .. "?" .. query)
end
