internal import Foundation

/// Tells passwords that are guessed first: what is left of them without the parts that everybody tries is too short.
/// The parts are those that NIST SP 800-63B (5.1.1.2) names: common passwords, repeated and sequential characters,
/// and words of the context.
enum Guessable {
  /// Characters that must be left once the common parts are taken out.
  private static let least = 6

  /// Parts that common passwords are made of, longest first within a letter.
  private static let words = [
    "password", "passwort", "passw", "qwertz", "qwerty", "azerty", "letmein", "welcome", "admin",
    "administrator", "iloveyou", "monkey", "dragon", "master", "sunshine", "princess", "football",
    "baseball", "superman", "batman", "trustno", "shadow", "secret", "login", "access", "starwars",
    "charlie", "michael", "jennifer", "jordan", "hunter", "killer", "freedom", "whatever", "hello",
    "flower", "google", "computer", "internet", "summer", "winter", "spring", "autumn", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "monday", "friday", "sunday", "company", "business", "changeme", "default", "guest",
    "root", "test", "user", "fulcrum", "love", "pass", "word", "abc",
  ].sorted { $0.count > $1.count }

  /// Rows of keys and of the alphabet, along which fingers walk.
  private static let rows = [
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl",
    "zxcvbnm", "yxcvbnm", "1234567890", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn",
  ].flatMap { [$0, String($0.reversed())] }

  /// Letters that digits and marks stand for.
  private static let stands: [Character: Character] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
  ]

  /// Whether a password is one of those that are guessed first, by somebody who knows some words of its context.
  static func isGuessable(_ password: String, knowing context: [String]) -> Bool {
    let plain = password.lowercased()
    guard Set(plain).count > 4 else { return true }
    guard !isRepeated(plain) else { return true }
    let known = context.flatMap(parts)
    return min(left(plain, known), left(String(plain.map { stands[$0] ?? $0 }), known)) < least
  }

  /// Words of four letters and more in a text.
  private static func parts(_ text: String) -> [String] {
    text.prefix(2000).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      .filter { $0.count >= 4 }
  }

  /// Characters that are left without common words, walks along rows, years and repetitions.
  private static func left(_ text: String, _ known: [String]) -> Int {
    var rest = text
    for word in known.sorted(by: { $0.count > $1.count }) + words {
      rest = rest.replacingOccurrences(of: word, with: " ")
    }
    var count = 0
    for piece in rest.split(separator: " ") { count += unwalked(Array(piece)) }
    return count
  }

  /// Characters of a piece that no walk along a row, run of one character or number at an end explains.
  private static func unwalked(_ piece: [Character]) -> Int {
    var count = 0
    var place = 0
    while place < piece.count {
      let walk = walk(piece[place...])
      if walk >= 3 {
        place += walk
      } else {
        // Digits and marks beside words are what everybody adds.
        if piece[place].isLetter { count += 1 }
        place += 1
      }
    }
    return count
  }

  /// How many characters from here on are one character again and again, or follow each other in a row.
  private static func walk(_ piece: ArraySlice<Character>) -> Int {
    guard let first = piece.first else { return 0 }
    var longest = piece.prefix { $0 == first }.count
    for row in rows {
      var start = row.startIndex
      while let found = row[start...].firstIndex(of: first) {
        longest = max(longest, zip(piece, row[found...]).prefix { $0 == $1 }.count)
        start = row.index(after: found)
      }
    }
    return longest
  }

  /// Whether a text is one short part again and again.
  private static func isRepeated(_ text: String) -> Bool {
    let characters = Array(text)
    return (1...max(1, characters.count / 3)).contains { length in
      characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
    }
  }
}
