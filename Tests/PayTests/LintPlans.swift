import Facts
import Pay
import Planning

/// A plan whose one pay plan, `rep`, is written in braces; `extra` goes into the person on it.
func lint(_ pay: String, person: String = "quota: { 2026-10: 10000 }", model: String = "linear")
  throws -> [PayFinding]
{
  let yaml = """
    business: Lint
    timezone: UTC
    currency: EUR
    number: { targets: {} }
    activation: { money: 1 }
    attribution: { model: \(model) }
    people: [ { id: ana, pay: rep, \(person) } ]
    pay: { rep: { \(pay) } }
    """
  return PayLint(try Plan.read(yaml)).findings
}

/// A faulty pay plan, and what must be found in it: sort and place.
struct FaultyPay: Sendable {
  let pay: String
  let kind: PayFinding.Kind
  let place: String
  var person = "quota: { 2026-10: 10000 }"
  var model = "linear"
  var text: String { "\(kind.rawValue) at \(place) in \(pay)" }

  static let all = [
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { how: whole, tiers: [ { up-to: 5000, rate: 5% }, { rate: \
        8% } ] }
        """,
      kind: .jump, place: "rates.tiers[0].up-to"),
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { how: whole, tiers: [ { up-to: 5000, rate: 8% }, { rate: \
        5% } ] }
        """,
      kind: .jump, place: "rates.tiers[0].up-to"),
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { how: whole, tiers: [ { up-to: 5000, rate: 5% }, { rate: \
        8% } ] }
        """,
      kind: .bound, place: "rates.tiers[0].up-to"),
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { how: whole, by: attainment, bound: upper, tiers: [ { \
        up-to: 100%, rate: 5% }, { rate: 6% } ] }
        """,
      kind: .bound, place: "rates.tiers[0].up-to"),
    FaultyPay(
      pay: "gate: 40%, cap: { payout: 900 }, rates: { tiers: [ { rate: 5% } ] }", kind: .jump,
      place: "gate"),
    FaultyPay(
      pay: """
        cap: { payout: 9000 }, rates: { tiers: [ { up-to: 5000, rate: 5% }, { up-to: 6000, \
        rate: 0% }, { rate: 8% } ] }
        """,
      kind: .gap, place: "rates.tiers[1]"),
    FaultyPay(
      pay: "rates: { tiers: [ { up-to: 5000, rate: 5% }, { up-to: 20000, rate: 8% } ] }",
      kind: .gap, place: "rates.tiers[1].up-to"),
    FaultyPay(
      pay: "rates: { how: whole, tiers: [ { up-to: 20000, rate: 8% } ] }", kind: .gap,
      place: "rates.tiers[0].up-to"),
    FaultyPay(
      pay: """
        spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, how: marginal, tiers: \
        [ { up-to: 3, amount: 5 } ] } ]
        """,
      kind: .gap, place: "spifs[0].tiers[0].up-to"),
    FaultyPay(
      pay: """
        spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, amount: 5 }, { id: t, \
        from: 2026-10-20, to: 2026-11-10, for: deals, amount: 7 } ]
        """,
      kind: .overlap, place: "spifs[1]"),
    FaultyPay(
      pay: """
        spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: { product: pro }, rate: 2% }, \
        { id: t, from: 2026-10-31, to: 2026-10-31, for: { product: pro }, amount: 7 } ]
        """,
      kind: .overlap, place: "spifs[1]"),
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { by: attainment, tiers: [ { up-to: 50%, rate: 5% }, { \
        up-to: 50.00001%, rate: 6% }, { rate: 7% } ] }
        """,
      kind: .overlap, place: "rates.tiers[1].up-to"),
    FaultyPay(
      pay: "cap: { payout: 200 }, rates: { tiers: [ { up-to: 5000, rate: 5% }, { rate: 8% } ] }",
      kind: .unreachable, place: "rates.tiers[1]"),
    FaultyPay(
      pay: """
        target-pay: 1000, cap: { payout: 100% }, rates: { by: attainment, tiers: [ { up-to: \
        120%, multiplier: 1 }, { multiplier: 2 } ] }
        """,
      kind: .unreachable, place: "rates.tiers[1]"),
    FaultyPay(
      pay: """
        cap: { payout: 90000 }, rates: { tiers: [ { up-to: 500000, rate: 5% }, { rate: 8% } ] \
        }
        """,
      kind: .unreachable, place: "rates.tiers[1]"),
    FaultyPay(
      pay: """
        gate: 60%, cap: { payout: 900 }, rates: { how: whole, by: attainment, tiers: [ { \
        up-to: 50%, rate: 2% }, { rate: 4% } ] }
        """,
      kind: .unreachable, place: "rates.tiers[0]"),
    FaultyPay(
      pay: """
        period: year, cap: { payout: 90000 }, rates: { by: attainment, tiers: [ { up-to: 50%, \
        rate: 2% }, { up-to: 90%, rate: 4%, year-gate: true }, { rate: 5% } ] }
        """,
      kind: .unreachable, place: "rates.tiers[1].year-gate"),
    FaultyPay(
      pay: """
        cap: { payout: 900 }, rates: { tiers: [ { up-to: 5000, rate: 5% }, { rate: 8%, \
        year-gate: true } ] }
        """,
      kind: .unreachable, place: "rates.tiers[1].year-gate", person: "name: Ana"),
    FaultyPay(
      pay: """
        cap: { payout: 1500 }, draw: { amount: 2000, recoverable: true }, rates: { tiers: [ { \
        rate: 50% } ] }
        """,
      kind: .unreachable, place: "draw.amount"),
    FaultyPay(
      pay: "rates: { tiers: [ { up-to: 5000, rate: 5% }, { rate: 8% } ] }", kind: .uncapped,
      place: "rates.tiers[1]"),
    FaultyPay(
      pay: """
        target-pay: 5000, rates: { by: attainment, tiers: [ { up-to: 100%, multiplier: 1 }, { \
        multiplier: 1.5 } ] }
        """,
      kind: .uncapped, place: "rates.tiers[1]"),
    FaultyPay(
      pay: """
        cap: { payout: 9000 }, rates: { tiers: [ { rate: 5% } ] }, examples: [ { credits: \
        [1000], pays: 60 } ]
        """,
      kind: .example, place: "examples[0]"),
    FaultyPay(
      pay: """
        cap: { payout: 9000 }, rates: { tiers: [ { rate: 5% } ] }, examples: [ { credits: \
        [1000, 10], pays-each: [50, 0.51] } ]
        """,
      kind: .example, place: "examples[0]"),
    FaultyPay(
      pay: "target-pay: 2500, cap: { payout: 9000 }, rates: { tiers: [ { rate: 20% } ] }",
      kind: .target, place: "target-pay"),
    FaultyPay(
      pay: """
        target-pay: 2500, cap: { payout: 9000 }, rates: { by: attainment, tiers: [ { \
        multiplier: 0.8 } ] }
        """,
      kind: .target, place: "target-pay"),
    FaultyPay(
      pay: "credit: attributed, cap: { payout: 9000 }, rates: { tiers: [ { rate: 5% } ] }",
      kind: .unpaid, place: "credit", model: "shapley"),
    FaultyPay(
      pay: """
        spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, how: whole, tiers: [ { \
        up-to: 3, amount: 9 }, { amount: 5 } ] } ]
        """,
      kind: .jump, place: "spifs[0].tiers[0].up-to"),
  ]
}

/// Pay plans in which there is nothing to find.
let soundPay = [
  "cap: { payout: 900 }, rates: { tiers: [ { rate: 5% } ] }",
  "cap: { payout: 2000 }, rates: { tiers: [ { up-to: 5000, rate: 5% }, { rate: 8% } ] }",
  """
  cap: { payout: 2000 }, rates: { bound: upper, tiers: [ { up-to: 5000, rate: 8% }, { rate: \
  5% } ] }
  """,
  "cap: { per-deal: 500 }, rates: { tiers: [ { rate: 5% } ] }",
  """
  target-pay: 5000, cap: { payout: 250% }, rates: { by: attainment, tiers: [ { up-to: 100%, \
  multiplier: 1 }, { multiplier: 1.5 } ] }
  """,
  """
  target-pay: 5000, cap: { payout: 200% }, period: quarter, rates: { by: attainment, tiers: \
  [ { up-to: 100%, multiplier: 1 }, { multiplier: 1.5, year-gate: true } ] }
  """,
  """
  rates: { how: interpolated, by: attainment, tiers: [ { up-to: 50%, amount: 1000 }, { \
  up-to: 100%, amount: 3000 } ] }
  """,
  """
  gate: 40%, cap: { payout: 900 }, rates: { by: attainment, tiers: [ { up-to: 40%, rate: 0% \
  }, { rate: 5% } ] }
  """,
  "cap: { payout: 900 }, rates: { how: whole, tiers: [ { rate: 5% } ] }",
  "cap: { payout: 900 }, rates: { how: whole, tiers: [ { up-to: 5000, rate: 5% }, { rate: 5% } ] }",
  """
  cap: { payout: 900 }, rates: { accumulate: each, tiers: [ { up-to: 1000, rate: 1% }, { \
  rate: 2% } ] }
  """,
  "cap: { payout: 900 }, rates: { tiers: [ { up-to: 5000, rate: 5% }, { rate: 0% } ] }",
  "cap: { payout: 250 }, rates: { tiers: [ { up-to: 5000, rate: 5% } ] }",
  "draw: { amount: 500, recoverable: false }",
  "target-pay: 500, cap: { payout: 900 }, rates: { tiers: [ { rate: 5% } ] }",
  """
  target-pay: 500, cap: { payout: 900 }, rates: { accumulate: each, tiers: [ { rate: 1% } ] }
  """,
  """
  cap: { payout: 4000 }, draw: { amount: 2000, recoverable: true }, rates: { tiers: [ { \
  rate: 50% } ] }
  """,
  "spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, amount: 5 } ]",
  """
  spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, amount: 5 }, { id: t, \
  from: 2026-11-01, to: 2026-11-10, for: deals, amount: 7 } ]
  """,
  """
  spifs: [ { id: s, from: 2026-10-01, to: 2026-10-31, for: deals, how: whole, tiers: [ { \
  up-to: 3, amount: 5 }, { amount: 9 } ] }, { id: t, from: 2026-10-01, to: 2026-10-31, for: \
  activations, pot: 100, ranks: [60%, 40%] } ]
  """,
  """
  cap: { payout: 9000 }, rates: { tiers: [ { rate: 5% } ] }, examples: [ { credits: [1000, \
  10], pays: 50.50, pays-each: [50, 0.50] } ]
  """,
  """
  cap: { payout: 9000 }, draw: { amount: 2000, recoverable: true }, rates: { tiers: [ { \
  rate: 100% } ] }, examples: [ { credits: [[2750], [1500], [2600]], pays: [2750, 2000, \
  2100] } ]
  """,
  "credit: team, measure: payments, cap: { payout: 9000 }, rates: { tiers: [ { rate: 1% } ] }",
  "credit: attributed, cap: { payout: 9000 }, rates: { tiers: [ { rate: 5% } ] }",
]
