import Facts

/// A fact with the time at which it is received.
struct Receipt: Sendable {
  let fact: Fact
  let received: Instant
}

/// The system that sends a fact.
enum Origin: String, Sendable {
  case app, billing, crm, mail, survey, office

  /// The usual delay before it sends a fact, in seconds.
  var delay: ClosedRange<Int> {
    switch self {
    case .app, .mail: 1...90
    case .billing, .survey, .office: 2...600
    case .crm: 60...14_400
    }
  }
}
