import Testing

@testable import Outlets

/// Bodies of forms, sound and hostile.
@Suite("Bodies of forms", .serialized)
struct MultipartTests {
  private func parts(_ body: String, boundary: String) -> [Multipart.Part]? {
    Multipart.parts(Array(body.utf8), type: "multipart/form-data; boundary=\(boundary)")
  }

  private static let fileHead =
    "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv"

  @Test("Fields and files come out as they were sent")
  func sound() throws {
    let parts = try #require(
      self.parts(
        "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx-y\r\n"
          + "--b\r\n\(Self.fileHead)\r\n\r\na,b\r\n1,2\r\n--b--\r\n",
        boundary: "b"))
    #expect(parts.map(\.name) == ["csrf", "file"])
    #expect(parts.map(\.file) == [nil, "a.csv"])
    #expect(parts.map { String(decoding: $0.bytes, as: UTF8.self) } == ["x-y", "a,b\r\n1,2"])
  }

  @Test("Boundaries are of 1 to 70 bytes")
  func boundary() {
    for length in [1, 70, 71, 15_000] {
      let mark = String(repeating: "-", count: length)
      let body =
        "--\(mark)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--\(mark)--\r\n"
      #expect((parts(body, boundary: mark) != nil) == (length <= 70), "\(length)")
    }
    #expect(parts("--\r\n\r\n--", boundary: "") == nil)
  }

  @Test("A hundred parts are taken, and no more")
  func most() {
    func body(_ count: Int) -> String {
      String(
        repeating: "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", count: count)
        + "--b--\r\n"
    }
    #expect(parts(body(100), boundary: "b")?.count == 100)
    #expect(parts(body(101), boundary: "b") == nil)
  }

  @Test("A mark is found where it first stands", arguments: 0..<200 as Range<UInt64>)
  func search(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func roll(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let mark = (0..<1 + roll(6)).map { _ in UInt8(roll(2)) }
    let bytes = (0..<roll(60)).map { _ in UInt8(roll(2)) }
    let start = roll(bytes.count + 1)
    let found = Multipart.place(of: mark, in: bytes[start...])
    let wanted = bytes.indices.first {
      $0 >= start && $0 + mark.count <= bytes.count && Array(bytes[$0..<$0 + mark.count]) == mark
    }
    #expect(found == wanted)
  }

  static let bodies: [(name: String, type: String, body: @Sendable (Int) -> [UInt8])] = [
    (
      "dashes", "multipart/form-data; boundary=\(String(repeating: "-", count: 69))x",
      { Array(repeating: UInt8(ascii: "-"), count: $0) }
    ),
    (
      "empty parts", "multipart/form-data; boundary=b",
      { Array(String(repeating: "--b\r\n", count: $0 / 5).utf8) }
    ),
    (
      "pluses", "application/x-www-form-urlencoded",
      { Array(repeating: UInt8(ascii: "+"), count: $0) }
    ),
    (
      "escapes", "application/x-www-form-urlencoded",
      { Array(String(repeating: "%20", count: $0 / 3).utf8) }
    ),
    (
      "pairs", "application/x-www-form-urlencoded",
      { Array(String(repeating: "a&", count: $0 / 2).utf8) }
    ),
    (
      "equals", "application/x-www-form-urlencoded",
      { Array(repeating: UInt8(ascii: "="), count: $0) }
    ),
  ]

  @Test("A body twice as long takes about twice as long", arguments: bodies.indices)
  func linear(body: Int) {
    let (name, type, make) = Self.bodies[body]
    let clock = ContinuousClock()
    func time(_ bytes: [UInt8]) -> Duration {
      (0..<3).map { _ in clock.measure { _ = try? Form(bytes, type: type) } }.min() ?? .zero
    }
    let (one, two) = (time(make(1 << 19)), time(make(1 << 20)))
    #expect(two < .seconds(4), "\(name)")
    #expect(two < .milliseconds(500) || two / one < 3.4, "\(name): \(one), \(two)")
  }

  @Test(
    "Words are decoded as browsers write them",
    arguments: [
      ("a=b+c", ["a": "b c"]), ("a=%C3%A9%2B", ["a": "é+"]), ("a=%c3%a9", ["a": "é"]),
      ("a=100%&b=2", ["a": "100%", "b": "2"]), ("a=%zz+x", ["a": "%zz+x"]),
      ("a=%FF+", ["a": "%FF+"]), ("a", ["a": ""]), ("a=b=c", ["a": "b=c"]), ("", [:]),
      ("=x", ["": "x"]), ("a%3D=1", ["a=": "1"]),
    ])
  func words(text: String, fields: [String: String]) {
    #expect(Form.decoded(text) == fields)
  }
}
