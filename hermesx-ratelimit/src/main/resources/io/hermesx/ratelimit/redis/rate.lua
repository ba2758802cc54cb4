-- SPDX-License-Identifier: Apache-2.0
--
-- Executes commands on rate limits, in order and all in one step. It says what io.hermesx.core.ratelimit.shared.Batch
-- says, whose answers the client computes again from the values that this returns.
--
-- Nothing is written before everything is judged: wherever it ends early, it has changed nothing.
--
-- It is one file of more than 400 lines because Redis executes one text, which knows no other: the five algorithms, what
-- is done with them and what is written must be one step, and a text put together from files would have no line numbers
-- that the errors of Redis could name.
--
-- Numbers are doubles here, exact below 2^53, so all times are whole microseconds since 1970, a level is kept as whole
-- permits and a part of one, and the one long product is divided digit by digit (see divide).
--
-- KEYS     first the epoch of each tenant, then the limits' keys and the markers of refunds
-- ARGV[1]  MessagePack, written by Request.java: latest, horizons, token, layers, shapes, commands, replacements

local DONE, LATE, STALE, ADOPT = 0, 1, 2, 3
local ACQUIRE, REFUND, RELEASE, RENEW, LEASE, END_LEASE = 1, 2, 3, 4, 5, 6
local EXACT = 9007199254740992
local LONGEST_TTL = 4503599627370496

local floor, max, min = math.floor, math.max, math.min

local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]

local latest, horizons, token, layers, shapes, commands, replacements = unpack(cmsgpack.unpack(ARGV[1]))
if clock > latest then
  return {LATE, clock}
end

local values = redis.call('MGET', unpack(KEYS))
local replaced = {}
for _, r in ipairs(replacements) do
  if values[r[1]] == r[2] then
    values[r[1]] = r[3]
    replaced[r[1]] = true
  end
end

-- floor(count * rest / period) and the numerator, over the period, of what that leaves. count below 2^35, rest at most
-- the period, a period below 2^45.
local function divide(count, rest, period)
  local product = count * rest
  if product < EXACT then
    local whole = floor(product / period)
    return whole, product - whole * period
  end
  local whole, part, digit = 0, 0, 268435456
  while digit >= 1 do
    local sum = part * 128 + rest * (floor(count / digit) % 128)
    local quotient = floor(sum / period)
    whole = whole * 128 + quotient
    part = sum - quotient * period
    digit = digit / 128
  end
  return whole, part
end

-- Each algorithm is a table of functions on a layer l and a tally t. Of those that clamp, now is never before t.at.

local counters = {}

function counters.read(t, value)
  if value then
    t.span, t.at, t.used, t.part = struct.unpack('>I8I8I8I8', value)
  end
end

function counters.write(t)
  return struct.pack('>I8I8I8I8', t.span, t.at, t.used, t.part)
end

function counters.take(l, t, cost)
  t.used = t.used + cost
end

local algorithms, used, stale, foreign = {}, {}, false, false
for _, terms in ipairs(layers) do
  used[terms[2]] = true
end

-- Token bucket

if used.b then
  local bucket = {clamps = true, read = counters.read, write = counters.write, take = counters.take}

  local function subtract(l, t, whole, part)
    local used, rest = t.used - whole, t.part - part
    if rest < 0 then
      used, rest = used - 1, rest + l.period
    end
    if used < 0 then
      used, rest = 0, 0
    end
    t.used, t.part = used, rest
  end

  local function leak(l, t, elapsed)
    local units = elapsed * l.permits
    if units < EXACT then
      local whole = floor(units / l.period)
      subtract(l, t, whole, units - whole * l.period)
      return
    end
    local periods = floor(elapsed / l.period)
    if periods > floor(t.used / l.permits) then
      t.used, t.part = 0, 0
      return
    end
    local whole, part = divide(l.permits, elapsed - periods * l.period, l.period)
    subtract(l, t, periods * l.permits + whole, part)
  end

  function bucket.terms(l, terms)
    l.permits, l.period, l.burst = terms[5], terms[6], terms[7]
  end

  function bucket.adopt(l, t)
    if t.part > 0 then
      t.used = t.used + 1
    end
    t.part = 0
  end

  function bucket.advance(l, t, now)
    local elapsed = now - t.at
    if elapsed > 0 then
      t.at = now
      if t.used > 0 or t.part > 0 then
        leak(l, t, elapsed)
      end
    end
  end

  function bucket.fits(l, t, cost)
    local used = t.used + cost
    return used < l.burst or (used == l.burst and t.part == 0)
  end

  function bucket.giveBack(l, t, cost, at, now)
    local rest = {at = at, used = min(cost, l.burst), part = 0}
    bucket.advance(l, rest, now)
    if (rest.used == 0 and rest.part == 0) or (t.used == 0 and t.part == 0) then
      return false
    end
    subtract(l, t, rest.used, rest.part)
    return true
  end

  function bucket.leaseEnd(l, til)
    return til
  end

  function bucket.lease(l, t, least, amount, til, now)
    local span = til - now
    local periods = floor(span / l.period)
    if periods > floor(l.burst / l.permits) then
      return 0
    end
    local whole, part = divide(l.permits, span - periods * l.period, l.period)
    local used = t.used + periods * l.permits + whole
    part = part + t.part
    if part >= l.period then
      used, part = used + 1, part - l.period
    end
    amount = min(amount, l.burst - used - (part > 0 and 1 or 0))
    if amount < least then
      return 0
    end
    t.used, t.part = used + amount, part
    return amount
  end

  function bucket.endLease(l, t, amount, til, at, now)
    if til >= now then
      leak(l, t, til - now)
      subtract(l, t, amount, 0)
    else
      bucket.giveBack(l, t, amount, til, now)
    end
  end

  -- From t.at on, to which a later command that took nothing may have moved it. Doubles may round this down by less
  -- than the millisecond that every time to live has on top.
  function bucket.idle(l, t, now)
    return t.at - now + (t.used * l.period + t.part) / l.permits
  end

  algorithms.b = bucket
end

-- Counters of windows have this in common

local windows = {}

if used.s or used.c then
  function windows.lease(l, t, least, amount, _, now)
    amount = min(amount, max(0, l.algorithm.remaining(l, t, now)))
    if amount < least then
      return 0
    end
    t.used = t.used + amount
    return amount
  end

  function windows.endLease(l, t, amount, til, at, now)
    l.algorithm.giveBack(l, t, amount, at, now)
  end
end

-- Sliding window

if used.s then
  local sliding = {read = counters.read, write = counters.write, take = counters.take, lease = windows.lease, endLease = windows.endLease}

  function sliding.terms(l, terms)
    l.permits, l.period = terms[5], terms[6]
  end

  function sliding.adopt(l, t)
    local last = t.at + t.span - 1
    t.used = t.used + t.part
    t.part = 0
    t.at = last - last % l.period
  end

  function sliding.advance(l, t, now)
    local start = now - now % l.period
    if start > t.at then
      t.part = start - t.at == l.period and t.used or 0
      t.used = 0
      t.at = start
    end
  end

  function sliding.remaining(l, t, now)
    local whole, part = divide(t.part, t.at + l.period - max(now, t.at), l.period)
    return l.permits - t.used - whole - (part > 0 and 1 or 0)
  end

  function sliding.fits(l, t, cost, now)
    return cost <= sliding.remaining(l, t, now)
  end

  function sliding.giveBack(l, t, cost, at)
    local start = at - at % l.period
    if start == t.at and t.used > 0 then
      t.used = max(0, t.used - cost)
      return true
    end
    if start == t.at - l.period and t.part > 0 then
      t.part = max(0, t.part - cost)
      return true
    end
    return false
  end

  function sliding.leaseEnd(l, til, now)
    return min(til, now - now % l.period + l.period - 1)
  end

  function sliding.idle(l, t, now)
    if t.used > 0 then
      return t.at + 2 * l.period - now
    end
    return t.part > 0 and t.at + l.period - now or 0
  end

  algorithms.s = sliding
end

-- Calendar window: its bounds come from the client, for its time and for the window after that

if used.c then
  local calendar = {read = counters.read, write = counters.write, take = counters.take, lease = windows.lease, endLease = windows.endLease}
  function calendar.terms(l, terms)
    l.permits, l.start, l.stop, l.nextStop, l.longest = terms[5], terms[6], terms[7], terms[8], terms[9]
  end

  -- Where a window of another length lies only the client can tell.
  function calendar.adopt()
    foreign = true
  end

  function calendar.advance(l, t, now)
    if now < l.start or now >= l.nextStop then
      stale = now
      return
    end
    local start = now < l.stop and l.start or l.stop
    if start > t.at then
      t.used = 0
      t.at = start
    end
  end

  function calendar.remaining(l, t)
    return l.permits - t.used
  end

  function calendar.fits(l, t, cost)
    return cost <= l.permits - t.used
  end

  -- at is where the window began that it was taken in.
  function calendar.giveBack(l, t, cost, at)
    if t.used == 0 or at ~= t.at then
      return false
    end
    t.used = max(0, t.used - cost)
    return true
  end

  function calendar.leaseEnd(l, til, now)
    return min(til, (now < l.stop and l.stop or l.nextStop) - 1)
  end

  -- The window lies ahead where the clock went back.
  function calendar.idle(l, t, now)
    if t.used == 0 then
      return 0
    elseif t.at > l.stop then
      return t.at + l.longest - now
    end
    return (max(now, t.at) < l.stop and l.stop or l.nextStop) - now
  end

  algorithms.c = calendar
end

-- Exact window: when and how much, oldest first, from index first on

if used.e then
  local log = {clamps = true}

  function log.terms(l, terms)
    l.permits, l.period = terms[5], terms[6]
  end

  function log.read(t, value)
    t.times, t.costs, t.first, t.last = {}, {}, 1, 0
    if value then
      t.at = struct.unpack('>I8', value)
      for position = 9, #value, 12 do
        t.last = t.last + 1
        local when, cost = struct.unpack('>I8I4', value, position)
        t.times[t.last], t.costs[t.last] = when, cost
        t.used = t.used + cost
      end
    end
  end

  function log.write(t)
    local parts = {struct.pack('>I8', t.at)}
    for i = t.first, t.last do
      parts[#parts + 1] = struct.pack('>I8I4', t.times[i], t.costs[i])
    end
    return table.concat(parts)
  end

  function log.advance(l, t, now)
    local past = now - l.period
    while t.first <= t.last and t.times[t.first] <= past do
      t.used = t.used - t.costs[t.first]
      t.first = t.first + 1
      t.at = now
    end
  end

  function log.fits(l, t, cost)
    return cost <= l.permits - t.used
  end

  function log.take(l, t, cost, now)
    t.at = now
    t.used = t.used + cost
    if t.first <= t.last and t.times[t.last] == now then
      t.costs[t.last] = t.costs[t.last] + cost
    else
      t.last = t.last + 1
      t.times[t.last], t.costs[t.last] = now, cost
    end
  end

  function log.giveBack(l, t, cost, at)
    for i = t.first, t.last do
      if t.times[i] == at then
        local back = min(cost, t.costs[i])
        t.used = t.used - back
        t.costs[i] = t.costs[i] - back
        if t.costs[i] == 0 then
          table.remove(t.times, i)
          table.remove(t.costs, i)
          t.last = t.last - 1
        end
        return true
      end
    end
    return false
  end

  function log.idle(l, t, now)
    return t.first > t.last and 0 or t.times[t.last] + l.period - now
  end

  algorithms.e = log
end

-- Concurrency: until when, by which permit, how many

if used.k then
  local slots = {}

  function slots.terms(l, terms)
    l.permits, l.period = terms[5], terms[6]
  end

  function slots.read(t, value)
    t.holders = {}
    if value then
      for position = 1, #value, 28 do
        local til, permit, count = struct.unpack('>I8c16I4', value, position)
        t.holders[#t.holders + 1] = {til, permit, count}
        t.used = t.used + count
      end
    end
  end

  function slots.write(t)
    local parts = {}
    for i, h in ipairs(t.holders) do
      parts[i] = struct.pack('>I8c16I4', h[1], h[2], h[3])
    end
    return table.concat(parts)
  end

  function slots.advance(l, t, now)
    local live, ended = {}, false
    for _, h in ipairs(t.holders) do
      if h[1] <= now then
        t.used = t.used - h[3]
        ended = true
      else
        live[#live + 1] = h
      end
    end
    if ended then
      t.holders = live
    end
  end

  function slots.fits(l, t, cost)
    return cost <= l.permits - t.used
  end

  function slots.take(l, t, cost, now, permit)
    t.used = t.used + cost
    t.holders[#t.holders + 1] = {now + l.period, permit, cost}
  end

  local function holder(t, permit)
    for i, h in ipairs(t.holders) do
      if h[2] == permit then
        return i, h
      end
    end
  end

  function slots.release(l, t, permit)
    local i, h = holder(t, permit)
    if i then
      t.used = t.used - h[3]
      table.remove(t.holders, i)
    end
    return i ~= nil
  end

  function slots.renew(l, t, permit, now)
    local i, h = holder(t, permit)
    if i then
      h[1] = max(h[1], now + l.period)
    end
    return i ~= nil
  end

  function slots.giveBack(l, t, cost, at, now, permit)
    return slots.release(l, t, permit)
  end

  function slots.idle(l, t, now)
    local last = now
    for _, h in ipairs(t.holders) do
      last = max(last, h[1])
    end
    return last - now
  end

  algorithms.k = slots
end

-- What was asked, made ready

local tallies = {}

for i, terms in ipairs(layers) do
  local key, algorithm = terms[1], algorithms[terms[2]]
  local l = {
    enforced = terms[3] == 1, span = terms[4], permits = 0, period = 0, burst = 0, tally = 0, seen = false,
    clamps = algorithm.clamps or false, advance = algorithm.advance, fits = algorithm.fits, take = algorithm.take,
    algorithm = algorithm
  }
  algorithm.terms(l, terms)
  local t = tallies[key]
  if not t then
    t = {
      span = l.span, at = 0, used = 0, part = 0, changed = false, now = 0, replaced = replaced[key] or false
    }
    algorithm.read(t, values[key])
    tallies[key] = t
  end
  l.tally = t
  layers[i] = l
end

for _, shape in ipairs(shapes) do
  for i, layer in ipairs(shape[1]) do
    shape[1][i] = layers[layer]
  end
end

local written = false

local function changed(l, now)
  local t = l.tally
  t.changed, t.now = l, now
  written = true
end

-- The time of a command: the clock, or the latest that its keys have seen if the clock went back.
local function begin(shape)
  local now = clock
  for _, l in ipairs(shape) do
    local t = l.tally
    if t.span ~= l.span then
      l.algorithm.adopt(l, t)
      t.span = l.span
      l.seen = false
    end
    if l.clamps and t.at > now then
      now = t.at
    end
  end
  for _, l in ipairs(shape) do
    if l.seen ~= now then
      l.seen = now
      l.advance(l, l.tally, now)
      if l.tally.replaced then
        changed(l, now)
      end
    end
  end
  return now
end

local function acquire(command, shape, costs, now)
  local shadow
  for i, l in ipairs(shape) do
    if not l.fits(l, l.tally, costs[i], now) then
      if l.enforced then
        return 0
      end
      shadow = shadow or {}
      shadow[i] = true
    end
  end
  for i, l in ipairs(shape) do
    if not (shadow and shadow[i]) then
      l.take(l, l.tally, costs[i], now, command[3])
      changed(l, now)
    end
  end
  return 1
end

-- What is asked for less often
local function others()
  local execute = {}

  execute[REFUND] = function(command, shape, costs, now)
    local any = 0
    for i, l in ipairs(shape) do
      if l.algorithm.giveBack(l, l.tally, costs[i], command[6][i], now, command[3]) then
        any = 1
        changed(l, now)
      end
    end
    return any
  end

  local function hold(action)
    return function(command, shape, costs, now)
      local all, any = 1, 0
      for _, l in ipairs(shape) do
        local act = l.algorithm[action]
        if act then
          if act(l, l.tally, command[3], now) then
            any = 1
            changed(l, now)
          else
            all = 0
          end
        end
      end
      return all, any
    end
  end

  local release = hold('release')
  execute[RELEASE] = function(command, shape, costs, now)
    local _, any = release(command, shape, costs, now)
    return any
  end
  local renew = hold('renew')
  execute[RENEW] = function(command, shape, costs, now)
    local all = renew(command, shape, costs, now)
    return all
  end

  execute[LEASE] = function(command, shape, costs, now)
    local l = shape[1]
    local til = l.algorithm.lease and l.algorithm.leaseEnd(l, command[5], now) or now
    local amount = til > now and l.algorithm.lease(l, l.tally, command[3], command[4], til, now) or 0
    if amount > 0 then
      changed(l, now)
    end
    return amount
  end

  execute[END_LEASE] = function(command, shape, costs, now)
    local l = shape[1]
    if l.algorithm.endLease then
      l.algorithm.endLease(l, l.tally, command[3], command[4], command[5], now)
      changed(l, now)
    end
    return 1
  end

  return execute
end

local execute
local markers = {}
local amounts = {}
for i, command in ipairs(commands) do
  local marker = command[1] == REFUND and command[4]
  if marker and (values[marker] or markers[marker]) then
    amounts[i] = 0
  else
    if marker then
      markers[marker] = command[5]
    end
    local shape = shapes[command[2]]
    local now = begin(shape[1])
    if foreign then
      return {ADOPT, clock, values}
    end
    if stale then
      return {STALE, stale}
    end
    if command[1] == ACQUIRE then
      amounts[i] = acquire(command, shape[1], shape[2], now)
    else
      execute = execute or others()
      amounts[i] = execute[command[1]](command, shape[1], shape[2], now)
    end
  end
end

-- Nothing was written so far

for i, horizon in ipairs(written and horizons or {}) do
  local til, created, known = 0, clock, token
  if values[i] then
    til, created, known = struct.unpack('>I8I8c16', values[i])
  end
  if til < clock + horizon then
    values[i] = struct.pack('>I8I8c16', clock + 2 * horizon, created, known)
    redis.call('SET', KEYS[i], values[i], 'PX', floor(2 * horizon / 1000) + 1)
  end
end
for key, t in pairs(tallies) do
  local l = t.changed
  if l then
    local idle = l.algorithm.idle(l, t, t.now)
    local ttl = idle > 0 and floor((idle + t.now - clock) / 1000) + 2 or 1
    redis.call('SET', KEYS[key], l.algorithm.write(t), 'PX', min(ttl, LONGEST_TTL))
  end
end
for key, ttl in pairs(markers) do
  redis.call('SET', KEYS[key], '1', 'PX', ttl)
end
return {DONE, clock, values, amounts}
