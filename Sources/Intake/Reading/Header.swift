internal import Facts

/// The columns of a file, by name.
struct Header: Sendable {
  let names: [String]
  /// The index of each column by its name, with and without a currency in brackets.
  private let places: [String: Int]
  private let twice: Set<String>

  init(_ names: [String]) {
    self.names = names
    var places: [String: Int] = [:]
    var twice: Set<String> = []
    for (index, name) in names.enumerated() where places.updateValue(index, forKey: name) != nil {
      twice.insert(name)
    }
    for (index, name) in names.enumerated() {
      guard let (plain, _) = Header.currency(in: name), places[plain] == nil else { continue }
      places[plain] = index
    }
    self.places = places
    self.twice = twice
  }

  /// The index of a column, by its exact name or its name without the currency in brackets.
  func place(of name: String) -> Int? { places[name] }

  /// True if several columns have that name.
  func isTwice(_ name: String) -> Bool { twice.contains(name) }

  /// The currency in a column's name: `EUR` for `Cost (EUR)`.
  func currency(of name: String) -> String? {
    place(of: name).flatMap { Header.currency(in: names[$0])?.code }
  }

  /// True if the header has all of these columns.
  func has(_ wanted: [String]) -> Bool { wanted.allSatisfy { place(of: $0) != nil } }

  /// The problem of missing columns, with a suggestion for the first.
  func missing(_ columns: [String], of name: String) -> IntakeProblem {
    let near = columns.first.flatMap { Suggestion.nearest(to: $0, among: names) }
    return .missingColumns(name, missing: columns, known: names, suggestion: near)
  }

  /// Splits `Amount spent (EUR)` into name and currency code.
  private static func currency(in name: String) -> (plain: String, code: String)? {
    guard name.hasSuffix(")"), let bracket = name.lastIndex(of: "(") else { return nil }
    let code = name[name.index(after: bracket)...].dropLast()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    let plain = name[..<bracket].reversed().drop { $0 == " " }.reversed()
    return (String(plain), String(code))
  }
}
