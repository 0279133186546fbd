import Facts
import HTTPTypes
import HTTPTypes
import Hummingbird
import Ledger
import Testing

@testable import Outlets

/// Segment's API as its libraries use it.
@Suite struct SegmentTests {
  private struct Times: Sendable {
    let given: String?
    let sent: String?
    let wanted: String
  }

  // A clock that is an hour fast, one that is right, one that never says when it sent, an event without a
  // time, one that says it has not happened yet.
  private static let moments = [
    Times(
      given: "2026-11-25T12:59:50Z", sent: "2026-11-25T13:00:00Z",
      wanted: "2026-11-25T11:59:50Z"),
    Times(
      given: "2026-11-25T11:59:50Z", sent: "2026-11-25T12:00:00Z",
      wanted: "2026-11-25T11:59:50Z"),
    Times(given: "2026-11-25T11:00:00Z", sent: nil, wanted: "2026-11-25T11:00:00Z"),
    Times(given: nil, sent: "2026-11-25T11:00:00Z", wanted: "2026-11-25T12:00:00Z"),
    Times(
      given: "2026-11-25T14:00:00Z", sent: "2026-11-25T13:00:00Z",
      wanted: "2026-11-25T12:00:00Z"),
  ]

  @Test(
    "the time is corrected by what passed between it and the sending",
    arguments: SegmentTests.moments)
  private func times(_ times: Times) {
    let moment = SegmentEvent.corrected(
      times.given.flatMap { Instant($0) }, sent: times.sent.flatMap { Instant($0) },
      TestHouse.noon)
    #expect(moment == Instant(times.wanted))
  }

  private static func batch(_ sent: String) -> String {
    #"{"batch":[{"type":"track","event":"Order Completed","messageId":"m1","userId":"u","timestamp":"2026-11-25T11:00:00Z","properties":{"total":12.5,"currency":"EUR"}},{"type":"track","event":"Other","messageId":"m2","userId":"u"},{"type":"page","messageId":"m3","anonymousId":"a","context":{"campaign":{"name":"autumn","medium":"mail"}}}],"sentAt":"\#(sent)"}"#
  }

  @Test("a batch sent again at another time is known by its ids, and nothing is quarantined")
  func retries() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      for sent in ["2026-11-25T11:00:01Z", "2026-11-25T11:02:00Z"] {
        let response = try await client.execute(
          uri: "/v1/batch", method: .post,
          headers: [.authorization: "Basic \(base64(token + ":"))"],
          body: ByteBuffer(string: Self.batch(sent)))
        #expect(response.status == .ok)
      }
    }
    var kept: [String] = []
    try test.ledger.facts { fact, _ in kept.append("\(fact.id) \(fact.kind)") }
    #expect(kept == ["m1 money", "m3 touch"])
    #expect(try test.ledger.quarantine().isEmpty)
  }

  @Test("the write key may be in the body; without one nothing is kept")
  func keys() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      for (key, status) in [(token, 200), ("flc_wrong", 401)] {
        let response = try await client.execute(
          uri: "/v1/identify", method: .post,
          body: ByteBuffer(
            string: #"{"writeKey":"\#(key)","messageId":"i","userId":"u","traits":{"plan":"gold"}}"#
          ))
        #expect(response.status.code == status)
      }
    }
    #expect(try test.ledger.extent().facts == 1)
  }

  @Test("an event past 32 KiB is refused alone, a batch past 500 KiB whole")
  func limits() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    let long = String(repeating: "x", count: SegmentDoor.eventLimit)
    try await test.visit { client in
      let body =
        #"{"batch":[{"type":"identify","messageId":"a","userId":"u","traits":{"plan":"\#(long)"}},{"type":"identify","messageId":"b","userId":"u","traits":{"plan":"x"}}]}"#
      let some = try await client.execute(
        uri: "/v1/batch", method: .post, headers: bearer(token), body: ByteBuffer(string: body))
      #expect(some.status == .ok)
      let whole = try await client.execute(
        uri: "/v1/batch", method: .post, headers: bearer(token),
        body: ByteBuffer(string: String(repeating: " ", count: SegmentDoor.batchLimit + 1)))
      #expect(whole.status == .contentTooLarge)
    }
    #expect(try test.ledger.extent().facts == 1)
    #expect(try test.ledger.quarantine().count == 1)
  }

  private func base64(_ text: String) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 {
        out += place <= part.count ? String(letters[word >> (18 - 6 * place) & 63]) : "="
      }
    }
    return out
  }
}
