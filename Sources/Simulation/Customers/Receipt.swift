import Facts

/// A fact and when it is received.
struct Receipt: Sendable {
  let fact: Fact
  let received: Instant
}

/// The system that a fact comes from.
enum Origin: String, Sendable {
  case app, billing, crm, mail, survey, office

  /// Seconds after which it usually sends a fact on.
  var delay: ClosedRange<Int> {
    switch self {
    case .app, .mail: 1...90
    case .billing, .survey, .office: 2...600
    case .crm: 60...14_400
    }
  }
}
