public import Facts
internal import Foundation

/// A file of customers, one id per line.
public enum CustomerList {
  /// Reads the customers in order without duplicates. Skips blank lines and a header line
  /// `customer`. The path `-` is standard input.
  ///
  /// - Throws: ``Failure`` that names the line at fault.
  public static func read(_ path: String) throws -> [CustomerID] {
    let text =
      path == "-"
      ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
      : try TextFile.read(path)
    var seen: Set<CustomerID> = []
    var customers: [CustomerID] = []
    for (line, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let id = row.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "\r\u{FEFF}\"")))
      guard !id.isEmpty, line > 0 || id.lowercased() != "customer" else { continue }
      guard let customer = CustomerID(id) else {
        throw Failure(
          problem: "\(path):\(line + 1): '\(id.prefix(40))…' is no id of a customer",
          remedy: "write one id of at most 128 bytes a line")
      }
      if seen.insert(customer).inserted { customers.append(customer) }
    }
    guard !customers.isEmpty else {
      throw Failure(problem: "\(path) names no customer", remedy: "write one id a line")
    }
    return customers
  }
}
