internal import Facts

/// The plays that facts name, with place, rank, lever and window, as of a view.
struct Plays: Sendable {
  /// One play's rank, lever and window.
  struct Play: Sendable, Equatable {
    /// The ledger's number of the play.
    let number: Int64
    /// The play's position in the order of play ids.
    var rank: Int32 = .max
    /// The number of the lever that its latest declaration names; 0 for none.
    var lever: UInt8 = 0
    /// The length after exposure in which outcomes count, in milliseconds.
    var window: Int64
  }

  /// Plays in the order in which facts first named them; places stay fixed as plays are added.
  private(set) var all: [Play] = []
  private var places: [Int64: Int32] = [:]

  /// The plays that the keys name.
  init(
    _ keys: [FactKey], names: [Int64: PlayID], _ declarations: [Declaration], rules: Rules
  ) {
    for key in keys where key.play != 0 && places[Int64(key.play)] == nil {
      places[Int64(key.play)] = Int32(all.count)
      all.append(
        Play(number: Int64(key.play), window: Int64(rules.window) * 86_400_000))
    }
    for (rank, entry) in names.sorted(by: { $0.value < $1.value }).enumerated() {
      if let place = places[entry.key] { all[Int(place)].rank = Int32(rank) }
    }
    var latest: [Int64: Declaration] = [:]
    for declaration in declarations {
      if let old = latest[declaration.play],
        (old.at, old.number) > (declaration.at, declaration.number)
      {
        continue
      }
      latest[declaration.play] = declaration
    }
    for (number, declaration) in latest {
      guard let place = places[number] else { continue }
      all[Int(place)].lever = declaration.lever
      if declaration.window > 0 {
        all[Int(place)].window = Int64(declaration.window) * 86_400_000
      }
    }
  }

  /// The place of a play by the ledger's number; −1 if unknown.
  func place(of number: Int64) -> Int32 { places[number] ?? -1 }
}
