internal import HTTPTypes
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// The server's certificate and key, which can be reloaded while it runs.
final class Certificate: Sendable {
  private let chainFile: String
  private let keyFile: String
  private let current: Mutex<Pair>

  private struct Pair: Sendable {
    let chain: [NIOSSLCertificateSource]
    let key: NIOSSLPrivateKeySource
  }

  /// - Throws: ``Refusal`` if the files cannot be read.
  init(_ chain: String, key: String) throws(Refusal) {
    chainFile = chain
    keyFile = key
    current = Mutex(try Certificate.read(chain, key))
  }

  /// Reads the files again.
  ///
  /// - Throws: ``Refusal`` if they cannot be read; the previous certificate stays in use.
  func reload() throws(Refusal) {
    let pair = try Certificate.read(chainFile, keyFile)
    current.withLock { $0 = pair }
  }

  /// TLS 1.2 and 1.3, only with suites that have forward secrecy and authenticated encryption (RFC
  /// 9325, 4.2).
  func configuration() -> TLSConfiguration {
    let pair = current.withLock { $0 }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: pair.chain, privateKey: pair.key)
    configuration.minimumTLSVersion = .tlsv12
    configuration.cipherSuiteValues = [
      .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
      .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]
    configuration.sslContextCallback = { [self] _, promise in
      let pair = current.withLock { $0 }
      var override = NIOSSLContextConfigurationOverride()
      override.certificateChain = pair.chain
      override.privateKey = pair.key
      promise.succeed(override)
    }
    return configuration
  }

  private static func read(_ certificate: String, _ key: String) throws(Refusal) -> Pair {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      return Pair(
        chain: chain.map { .certificate($0) },
        key: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    } catch {
      throw Refusal(
        .badRequest, "the certificate \(certificate) or its key \(key) cannot be read (\(error))",
        "give PEM files, the server's own certificate first")
    }
  }
}
