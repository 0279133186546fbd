internal import Planning

/// The columns of a file, by name.
struct Header: Sendable {
  let names: [String]
  /// The column of each name as the mapping may write it.
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

  /// Where a column is: by its exact name, or by its name without the currency in brackets.
  func place(of name: String) -> Int? { places[name] }

  /// Whether several columns have that name.
  func isTwice(_ name: String) -> Bool { twice.contains(name) }

  /// The currency that a column's name says: `EUR` for `Cost (EUR)`.
  func currency(of name: String) -> String? {
    place(of: name).flatMap { Header.currency(in: names[$0])?.code }
  }

  /// Whether it has all of these columns.
  func has(_ wanted: [String]) -> Bool { wanted.allSatisfy { place(of: $0) != nil } }

  /// The problem of columns that are not there, and what they were meant to be.
  func missing(_ columns: [String], of name: String) -> IntakeProblem {
    let near = columns.first.flatMap { Suggestion.nearest(to: $0, among: names) }
    return .missingColumns(name, missing: columns, known: names, suggestion: near)
  }

  /// Takes `Amount spent (EUR)` apart.
  private static func currency(in name: String) -> (plain: String, code: String)? {
    guard name.hasSuffix(")"), let bracket = name.lastIndex(of: "(") else { return nil }
    let code = name[name.index(after: bracket)...].dropLast()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    let plain = name[..<bracket].reversed().drop { $0 == " " }.reversed()
    return (String(plain), String(code))
  }
}
