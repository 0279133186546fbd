import Facts
import Simulation

/// What can be seen of a large business from its facts alone.
struct Observed {
  /// The customers of one play, in one arm.
  struct Arm {
    var customers = 0
    var activated = 0
    var purchases = 0
    var sessions = 0

    var rate: Double { Double(activated) / Double(max(customers, 1)) }
  }

  private(set) var treated: [PlayID: Arm] = [:]
  private(set) var held: [PlayID: Arm] = [:]
  /// All customers who were touched by anything.
  private(set) var reached = Arm()
  private(set) var lives: [CustomerID: Life] = [:]
  private(set) var dealsWon: [Instant] = []

  /// One customer's facts, as far as they are needed.
  struct Life {
    var touched: [PlayID: Instant] = [:]
    var held: [PlayID: Instant] = [:]
    var channel: String?
    var member: MemberID?
    var spent: [Spend] = []
    var refunds = 0
  }

  /// Cents or seconds, spent at an instant.
  struct Spend {
    let at: Instant
    let minor: Int64
    let seconds: Int64
  }

  private static let window: Int64 = 14 * 86_400
  private static let nurturing: Int64 = 30 * 86_400

  init(_ business: SimulatedBusiness) {
    business.forEachFact { fact, _ in note(fact) }
    for life in lives.values { count(life) }
  }

  private mutating func note(_ fact: Fact) {
    guard let customer = fact.customer else { return }
    switch fact.body {
    case .touch(let channel):
      guard let play = fact.play else { return }
      let first = lives[customer]?.touched[play]
      lives[customer, default: Life()].touched[play] = min(first ?? fact.at, fact.at)
      if play.text.hasPrefix("on-") { lives[customer]?.channel = channel }
    case .holdout:
      guard let play = fact.play else { return }
      lives[customer, default: Life()].held[play] = fact.at
    case .money(let money):
      if money.amount.minor < 0 { lives[customer, default: Life()].refunds += 1 }
      lives[customer, default: Life()].member = fact.member
      lives[customer, default: Life()].spent.append(
        Spend(at: fact.at, minor: Int64(clamping: money.amount.minor), seconds: 0))
    case .time(let seconds):
      lives[customer, default: Life()].spent.append(
        Spend(at: fact.at, minor: 0, seconds: seconds))
    case .deal(let deal): if deal.stage == .won { dealsWon.append(fact.at) }
    default: break
    }
  }

  private mutating func count(_ life: Life) {
    let activation = life.activation
    for (play, at) in life.touched {
      add(life, activation, from: at, to: &treated[play, default: Arm()])
    }
    for (play, at) in life.held { add(life, activation, from: at, to: &held[play, default: Arm()]) }
    if let first = life.touched.values.min() { add(life, activation, from: first, to: &reached) }
  }

  private func add(_ life: Life, _ activation: Instant?, from: Instant, to arm: inout Arm) {
    arm.customers += 1
    if let activation, (0..<Observed.window).contains(activation.seconds - from.seconds) {
      arm.activated += 1
    }
    let spent = life.spent.filter {
      (0..<Observed.nurturing).contains($0.at.seconds - from.seconds)
    }
    arm.purchases += spent.filter { $0.minor > 0 }.count
    arm.sessions += spent.filter { $0.seconds > 0 }.count
  }
}

extension Observed.Life {
  /// When 1.00 or 30 minutes was first reached.
  var activation: Instant? {
    var minor: Int64 = 0
    var seconds: Int64 = 0
    for spend in spent.sorted(by: { $0.at < $1.at }) {
      minor += spend.minor
      seconds += spend.seconds
      if minor >= 100 || seconds >= 1800 { return spend.at }
    }
    return nil
  }

  /// Days from the first to the last spend.
  var length: Double {
    let at = spent.map(\.at.seconds)
    return Double((at.max() ?? 0) - (at.min() ?? 0)) / 86_400
  }
}
