internal import Glibc
internal import NIOCore

/// Groups addresses for limits.
enum NetworkAddress {
  /// Returns an IPv4 address as it is, or the first 64 bits of an IPv6 one. A customer gets a whole
  /// such network.
  static func group(_ address: String) -> String {
    guard address.contains(":"), let bytes = bytes(address) else { return address }
    // IPv4 addresses mapped into IPv6 (RFC 4291, 2.5.5.2) count as IPv4.
    if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map(String.init).joined(separator: ".")
    }
    return Secret.hex(bytes.prefix(8)) + "::/64"
  }

  /// The 16 bytes of an IPv6 address; nil if it is not one.
  private static func bytes(_ address: String) -> [UInt8]? {
    do {
      guard case .v6(let found) = try SocketAddress(ipAddress: address, port: 0) else { return nil }
      return withUnsafeBytes(of: found.address.sin6_addr) { Array($0) }
    } catch { return nil }
  }
}
