internal import Foundation

/// Detects passwords that are easily guessed.
///
/// A password is guessable if too little of it is left once its common parts are taken out. These
/// are the parts that NIST SP 800-63B (5.1.1.2) names: common passwords, repeated and sequential
/// characters, and words of the context.
enum Guessable {
  /// The fewest letters that must be left once the common parts are taken out.
  private static let least = 6

  /// Parts of common passwords; sorted longest first.
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

  /// Keyboard rows and the alphabet, forwards and backwards, for sequences such as `qwerty`.
  private static let rows = [
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl",
    "zxcvbnm", "yxcvbnm", "1234567890", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn",
  ].flatMap { [$0, String($0.reversed())] }

  /// Digits and symbols that commonly replace a letter.
  private static let stands: [Character: Character] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
  ]

  /// True if a password is easily guessed, also by someone who knows the words in `context`.
  static func isGuessable(_ password: String, knowing context: [String]) -> Bool {
    let plain = password.lowercased()
    guard Set(plain).count > 4 else { return true }
    guard !isRepeated(plain) else { return true }
    let known = context.flatMap(parts)
    return min(left(plain, known), left(String(plain.map { stands[$0] ?? $0 }), known)) < least
  }

  /// The words of at least four characters in a text.
  private static func parts(_ text: String) -> [String] {
    text.prefix(2000).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      .filter { $0.count >= 4 }
  }

  /// Counts the letters left without common words, keyboard sequences and repetitions. Digits, such
  /// as years, never count.
  private static func left(_ text: String, _ known: [String]) -> Int {
    var rest = text
    for word in known.sorted(by: { $0.count > $1.count }) + words {
      rest = rest.replacingOccurrences(of: word, with: " ")
    }
    var count = 0
    for piece in rest.split(separator: " ") { count += unwalked(Array(piece)) }
    return count
  }

  /// Counts the letters of a piece outside of keyboard sequences and runs of one character.
  private static func unwalked(_ piece: [Character]) -> Int {
    var count = 0
    var place = 0
    while place < piece.count {
      let walk = walk(piece[place...])
      if walk >= 3 {
        place += walk
      } else {
        // Digits and symbols do not count, because everyone adds them to words.
        if piece[place].isLetter { count += 1 }
        place += 1
      }
    }
    return count
  }

  /// The length of the sequence at the start: one repeated character, or neighbours in a row.
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

  /// True if a text is one short part repeated.
  private static func isRepeated(_ text: String) -> Bool {
    let characters = Array(text)
    return (1...max(1, characters.count / 3)).contains { length in
      characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
    }
  }
}
