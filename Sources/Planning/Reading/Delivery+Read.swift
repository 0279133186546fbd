import Facts

extension Delivery {
  /// The reports that can be sent: the Flash, or one answer.
  static let names = [
    "flash", "number", "clock", "bridge", "lifecycle", "retention", "plays", "credit",
    "scorecards", "pay", "momentum", "forecast", "alignment", "links", "quarantine",
  ]

  /// Reads `deliver:`.
  static func readAll(_ node: PlanNode) -> [String: Delivery]? {
    guard let fields = PlanFields(node, keys: names) else { return nil }
    var deliveries: [String: Delivery] = [:]
    for name in names {
      if let node = fields[name] { deliveries[name] = read(node) }
    }
    return deliveries
  }

  private static func read(_ node: PlanNode) -> Delivery? {
    guard let fields = PlanFields(node, keys: ["at", "days", "mail", "slack"]) else { return nil }
    let at = fields.required("at", like: "at: \"07:30\"")?.timeOfDay()
    let days = fields["days"]?.word(Days.self)
    let mail = fields["mail"]?.atLeastOne(like: "[gm@example.com]")?
      .compactMap(address)
    let slack = fields["slack"].flatMap(variable)
    if !fields.isMeant("mail"), !fields.isMeant("slack") {
      node.report("'\(node.key)' goes to nobody", "write mail: [gm@example.com], or slack")
    }
    return at.map { Delivery(at: $0, days: days ?? .business, mail: mail ?? [], slack: slack) }
  }

  private static func address(_ node: PlanNode) -> String? {
    guard let text = node.text() else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isValid = parts.count == 2 && !parts.contains("") && !text.contains(where: \.isWhitespace)
    guard isValid else {
      node.report("'\(text)' isn't a valid email address", "write one like gm@example.com")
      return nil
    }
    return text
  }

  /// Reads the name of an environment variable. Other text may be a secret, so errors don't
  /// repeat it.
  private static func variable(_ node: PlanNode) -> String? {
    guard let text = node.text() else { return nil }
    let isName = text.utf8.allSatisfy {
      (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
    if isName, text.first?.isNumber == false { return text }
    guard text.contains("/") || text.contains(":") else {
      node.report(
        "'\(node.key)' must be the name of an environment variable",
        "write capitals, digits and _, like FULCRUM_SLACK_URL")
      return nil
    }
    node.report(
      "a chat's address is a secret and must not stand in a plan",
      "put it into an environment variable and write its name here, like FULCRUM_SLACK_URL")
    return nil
  }
}
