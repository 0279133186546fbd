import Testing

@testable import Outlets

/// Digests against their standards' own examples.
@Suite struct DigestTests {
  @Test("SHA-256 of FIPS 180-4's example")
  func sha256() {
    #expect(
      Secret.hex(Digest.sha256("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Secret.hex(Digest.sha256([]))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("HMAC-SHA256 of RFC 4231's second case")
  func authentication() {
    #expect(
      Secret.hex(
        Digest.authentication(of: "what do ya want for nothing?".utf8, key: "Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test("scrypt of RFC 7914's third case; costs that are none are refused")
  func scrypt() throws {
    let cost = Digest.Cost(rounds: 14, blocks: 8, parallel: 1)
    #expect(
      Secret.hex(try Digest.scrypt("pleaseletmein".utf8, salt: "SodiumChloride".utf8, cost))
        == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    for wrong in [(0, 8, 1), (70, 8, 1), (14, 0, 1), (14, 8, -1), (30, 8, 1)] {
      #expect(throws: Refusal.self) {
        try Digest.scrypt(
          "a".utf8, salt: "b".utf8,
          Digest.Cost(rounds: wrong.0, blocks: wrong.1, parallel: wrong.2))
      }
    }
  }
}
