extension Plan {
  /// A commented first plan for a business: required keys are written, optional ones are
  /// commented out.
  ///
  /// The time zone is an IANA name like `Europe/London`, the currency an ISO 4217 code like
  /// `EUR`. None of the three arguments is validated.
  public static func starter(business: String, timezone: String, currency: String) -> String {
    """
    # The plan of \(oneLine(business)): what the GM decided, in one file.
    # `fulcrum plan check plan.yaml` tells what is wrong with it, `fulcrum plan apply plan.yaml`
    # applies it, and `fulcrum plan diff plan.yaml` says what would change.
    # A line that starts with # is a comment. Take the # and one space out to make it count.

    business: \(quoted(business))
    timezone: \(quoted(timezone))   # days begin and end here
    currency: \(quoted(currency))   # everything is reported in it

    \(head)
    \(team)
    \(edges)
    """
  }

  /// The text with line ends, control characters and others that YAML does not allow replaced by
  /// spaces.
  private static func oneLine(_ text: String) -> String {
    let kept = text.unicodeScalars.map { scalar in
      let refused = [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
      let control = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      return control || refused ? " " : String(scalar)
    }
    return kept.joined()
  }

  /// A YAML string in double quotes, on one line.
  private static func quoted(_ text: String) -> String {
    let escaped = oneLine(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  private static let head = """
    # What one unit of another currency is worth in yours.
    # rates: { USD: 0.92, GBP: 1.17 }

    # The Number: the commercial figure you answer for.
    number:
      measure: revenue        # revenue, or profit (revenue less cost and pay)
      basis: payments         # payments (money that came in), or bookings (deals won)
      period: month           # month, or quarter: when the quota clock resets
      year-starts: january
      # targets: { yearly: 3000000 }        # spread evenly, or by seasonality: [8%, 7%, …]
      # targets: { 2026-10: 250000, 2026-11: 260000 }

    # Days on which no business is done.
    calendar:
      weekend: [saturday, sunday]
      # holidays: [2026-12-25, 2027-01-01]

    # A customer activates when spend first reaches one of these, and lapses after a time without.
    activation:
      money: 1                # in your currency
      # time: 30m             # m minutes, h hours, d days, w weeks
      within: 14d             # how soon a new customer should activate
      lapse: 60d

    # How credit for money is shared among the touches before it.
    attribution: { model: position, lookback: 30d }

    """

  private static let team = """
    # The three levers and who leads them.
    # levers:
    #   product:   { lead: priya, rolling: 90d }
    #   marketing: { lead: mia }
    #   sales:     { lead: sam, stages: { qualified: 20%, proposal: 50%, verbal: 80% } }

    # Everyone with a quota or reports.
    # people:
    #   - { id: sam, name: Sam Okoro, lever: sales }
    #   - id: ana
    #     name: Ana Silva
    #     lever: sales
    #     manager: sam
    #     from: 2026-01-01
    #     quota: { yearly: 480000 }
    #     pay: account-executive

    # How pay follows from credit. Every example is computed when the plan is checked.
    # pay:
    #   account-executive:
    #     credit: owner
    #     rates:
    #       tiers:
    #         - { up-to: 20000, rate: 5% }
    #         - { rate: 8% }
    #     examples:
    #       - { credits: [15000, 10000], pays: 1400 }

    """

  private static let edges = """
    # How rows of your files become facts. `fulcrum sources` lists what comes with Fulcrum.
    # sources:
    #   crm:
    #     format: csv
    #     rows:
    #       - kind: deal
    #         id: "{Opportunity_ID}:{Stage}"
    #         deal: "{Opportunity_ID}"
    #         customer: "{Account}"
    #         member: "{Owner}"
    #         stage: { column: Stage, map: { Won: won, Lost: lost }, else: open }
    #         amount: "{Amount}"
    #         at: ["{Close_Date}", "{Created_On}"]

    """
}
