import Facts
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Testing

@testable import Outlets

/// Events that Stripe signs.
@Suite struct StripeTests {
  private static let now = TestHouse.noon

  private func sign(_ body: String, _ secret: String, at seconds: Int64) -> String {
    Secret.hex(Digest.authentication(of: "\(seconds).\(body)".utf8, key: secret.utf8))
  }

  @Test("any of several signatures by any of several secrets is enough, within 300 seconds")
  func signatures() throws {
    let seconds = Self.now.seconds
    let good = sign("{}", "two", at: seconds)
    try StripeSignature.check(
      "t=\(seconds),v1=00,v1=\(good),v0=1", Array("{}".utf8), secrets: ["one", "two"],
      at: Self.now)
    try StripeSignature.check(
      "t=\(seconds),v1=\(good)", Array("{}".utf8), secrets: ["two"],
      at: Self.now.advanced(bySeconds: 300))
  }

  @Test(
    "forged, stale and broken ones are refused",
    arguments: [
      (0 as Int64, "one", "{}"), (-301, "two", "{}"), (301, "two", "{}"), (0, "two", "{ }"),
    ])
  func refused(late: Int64, secret: String, body: String) {
    let seconds = Self.now.seconds + late
    let signature = sign("{}", secret, at: seconds)
    #expect(throws: Refusal.self) {
      try StripeSignature.check(
        "t=\(seconds),v1=\(signature)", Array(body.utf8), secrets: ["two"], at: Self.now)
    }
    #expect(throws: Refusal.self) {
      try StripeSignature.check(nil, Array(body.utf8), secrets: ["two"], at: Self.now)
    }
  }

  private func post(_ client: TestClient, _ event: String) async throws {
    let seconds = Self.now.seconds
    let response = try await client.execute(
      uri: "/hooks/stripe", method: .post,
      headers: [
        .stripeSignature: "t=\(seconds),v1=\(sign(event, "whsec_test", at: seconds))"
      ], body: ByteBuffer(string: event))
    #expect(response.status == .ok)
  }

  private static let charge =
    #""id":"ch_1","amount":1000,"currency":"eur","created":1795600000,"customer":"cus""#

  @Test("a refund counts once, whichever events tell of it and in whatever order")
  func refunds() async throws {
    let refunded = { (all: Int) in
      #"{"type":"charge.refunded","created":1795600100,"data":{"object":{\#(Self.charge),"amount_refunded":\#(all)}}}"#
    }
    let refund = { (id: String, amount: Int) in
      #"{"type":"refund.created","data":{"object":{"id":"\#(id)","charge":"ch_1","amount":\#(amount),"currency":"eur","created":1795600100}}}"#
    }
    let orders = [
      [refunded(300), refund("re_1", 300), refunded(500), refund("re_2", 200)],
      [refund("re_1", 300), refunded(300), refund("re_2", 200), refunded(500)],
      [refund("re_1", 300), refund("re_2", 200), refund("re_1", 300), refunded(500)],
    ]
    for order in orders {
      let test = try TestHouse()
      try await test.visit { client in
        try await post(
          client, #"{"type":"charge.succeeded","data":{"object":{\#(Self.charge)}}}"#)
        for event in order { try await post(client, event) }
      }
      let back = try test.ledger.refunds(of: "ch_1").reduce(0) { $0 + $1.minor }
      #expect(back == -500)
    }
  }

  @Test("a charge that pays an invoice is counted as the invoice, with its service period")
  func invoices() async throws {
    let test = try TestHouse()
    try await test.visit { client in
      try await post(
        client,
        #"{"type":"charge.succeeded","data":{"object":{\#(Self.charge),"invoice":"in_1"}}}"#)
      try await post(
        client,
        #"{"type":"invoice.paid","created":1795600000,"data":{"object":{"id":"in_1","customer":"cus","amount_paid":1000,"currency":"eur","subscription":"sub","lines":{"data":[{"period":{"start":1795600000,"end":1798192000}}]}}}}"#
      )
    }
    var kept: [Fact] = []
    try test.ledger.facts { fact, _ in kept.append(fact) }
    #expect(kept.map(\.id.text) == ["in_1"])
    guard case .money(let money) = try #require(kept.first).body else {
      Issue.record("no money")
      return
    }
    #expect(money.amount.decimal == "10.00")
    #expect(money.recurring?.from.description == "2026-11-25")
    #expect(money.recurring?.to.description == "2026-12-25")
  }
}
