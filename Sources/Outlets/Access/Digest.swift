internal import CCrypto
internal import HTTPTypes
internal import Synchronization

/// The three functions of OpenSSL's libcrypto that the server needs.
enum Digest {
  /// SHA-256 of bytes: 32 bytes (FIPS 180-4).
  static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return filled(Int(SHA256_DIGEST_LENGTH)) {
      precondition(SHA256(bytes, bytes.count, $0) != nil, "libcrypto has no SHA-256")
    }
  }

  /// HMAC-SHA256 of bytes under a key: 32 bytes (RFC 2104).
  static func authentication(of bytes: some Sequence<UInt8>, key: some Sequence<UInt8>) -> [UInt8] {
    let (bytes, key) = (Array(bytes), Array(key))
    return filled(Int(SHA256_DIGEST_LENGTH)) {
      let made = HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, $0, nil)
      precondition(made != nil, "libcrypto has no HMAC-SHA256")
    }
  }

  /// The cost of scrypt. N = 2^`rounds`, block size r = `blocks` (128 · r bytes), parallelization p
  /// = `parallel`.
  struct Cost: Equatable {
    let rounds: Int
    let blocks: Int
    let parallel: Int
  }

  /// The number of scrypt keys derived since the process started.
  static let derivations = Atomic<Int>(0)

  /// Derives a key of 32 bytes from a password with scrypt (RFC 7914).
  ///
  /// - Throws: ``Refusal`` if the cost is not valid for scrypt, or needs more than 64 MiB.
  static func scrypt(
    _ password: some Sequence<UInt8>, salt: some Sequence<UInt8>, _ cost: Cost
  ) throws(Refusal) -> [UInt8] {
    let (password, salt) = (Array(password), Array(salt))
    derivations.add(1, ordering: .relaxed)
    var status: Int32 = 0
    let isCost = (1..<64).contains(cost.rounds) && cost.blocks > 0 && cost.parallel > 0
    let key = filled(32) { key in
      guard isCost else { return }
      status = password.withUnsafeBytes { bytes in
        EVP_PBE_scrypt(
          bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, salt, salt.count,
          1 << UInt64(cost.rounds), UInt64(cost.blocks), UInt64(cost.parallel), 64 << 20, key, 32)
      }
    }
    guard status == 1 else {
      ERR_clear_error()
      throw Refusal(
        .internalServerError, "scrypt refused its cost of \(cost)", "set the password anew")
    }
    return key
  }

  private static func filled(
    _ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      if let start = buffer.baseAddress { fill(start) }
      filled = count
    }
  }
}
