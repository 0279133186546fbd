import ArgumentParser
import Operations
import Terminal

/// `fulcrum init`: writes a commented plan and creates an empty ledger.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a commented plan.yaml and start an empty ledger.",
    discussion: "Example:\n  fulcrum init acme --business \"Acme Ltd\" --timezone Europe/Paris")

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder = "."
  @Option(help: "The name of the business.") var business = "My business"
  @Option(help: "Its time zone.") var timezone = "Europe/London"
  @Option(help: "Its currency.") var currency = "EUR"

  func run() throws {
    let start = BusinessStart(folder, business: business, timezone: timezone, currency: currency)
    guard try start.run(by: Console.principal, at: SystemClock.now) else {
      return Console.print("Wrote \(start.plan), which an earlier start had left out.")
    }
    let enter = folder == "." ? "" : "cd \(folder), then "
    Console.print(
      """
      Wrote \(start.plan), applied it, and started \(start.ledger).
      Next: \(enter)edit plan.yaml; 'fulcrum plan apply plan.yaml' applies your changes;
      'fulcrum sources' lists what can be imported; 'fulcrum import SOURCE FILE' imports it.
      """)
  }
}
