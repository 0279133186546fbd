import ArgumentParser
import Facts
import Foundation
import Statistics
import Terminal
import Operations

/// `fulcrum-lab backtest`: forecasts past periods with only the data known then, as JSON.
struct Backtest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forecast past periods of a series with only what was known then.",
    discussion: """
      The file has a line `day,amount` for each day with an amount; other days are zero. Its first day
      begins the first period. Each later period that the file covers is forecast from each of the days
      given, counted from the period's first, and printed beside what it came to.

      Example:
        fulcrum-lab backtest amounts.csv --on 0 --on 10 --on 20
      """)

  @Argument(help: "A CSV file with the columns day and amount.", completion: .file())
  var file: String
  @Option(help: "Days gone when the forecast is made (default: 0 5 10 15 20 25).")
  var on: [Int] = []
  @Flag(help: "Periods are quarters, not months.") var quarters = false

  /// The quantiles to print.
  private static let levels = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
  private static let usualDays = [0, 5, 10, 15, 20, 25]

  func validate() throws {
    guard on.allSatisfy({ (0...91).contains($0) }) else {
      throw ValidationError("--on goes from 0 to 91.")
    }
  }

  func run() throws {
    let series = try DailySeries(TextFile.read(file), name: file)
    let starts = starts(series)
    let weekdays = (0..<(starts.last ?? 0)).map { day in
      Weekday.allCases.firstIndex(of: series.first.advanced(by: day).weekday) ?? 0
    }
    var rows: [JSON] = []
    for place in 1..<max(starts.count - 1, 1) {
      let total = series.amounts[starts[place]..<starts[place + 1]].reduce(0, +)
      for gone in on.isEmpty ? Self.usualDays : on
      where gone < starts[place + 1] - starts[place] {
        let history = PeriodHistory(
          amounts: Array(series.amounts[..<(starts[place] + gone)]),
          weekdays: Array(weekdays[..<starts[place + 1]]), starts: Array(starts[...(place + 1)]))
        let start = series.first.advanced(by: starts[place])
        rows.append(Self.row(PeriodForecast(history), start, gone, total, series, starts, place))
      }
    }
    Console.print(JSON.array(rows).compact)
  }

  /// The index of each period's first day, and of the day after the last period that the series
  /// covers.
  private func starts(_ series: DailySeries) -> [Int] {
    let calendar = FiscalCalendar(length: quarters ? .quarter : .month)
    var starts = [0]
    while let last = starts.last {
      let next = series.first.distance(
        to: calendar.period(containing: series.first.advanced(by: last)).end)
      guard next <= series.amounts.count else { break }
      starts.append(next)
    }
    return starts
  }

  private static func row(
    _ forecast: PeriodForecast, _ start: CalendarDay, _ gone: Int, _ total: Double,
    _ series: DailySeries, _ starts: [Int], _ place: Int
  ) -> JSON {
    let last = (max(0, place - 3)..<place).map { period in
      series.amounts[starts[period]..<starts[period + 1]].reduce(0, +)
    }
    let scale = last.reduce(0, +) / Double(last.count)
    let odds = [0.9, 1, 1.1].map { part in
      JSON.members([
        "target": .double(part * scale),
        "chance": .double(forecast.chance(ofReaching: part * scale)),
      ])
    }
    return JSON.members([
      "period": .string("\(start)"), "gone": .integer(gone), "total": .double(total),
      "scale": .double(scale), "so_far": .double(forecast.soFar), "rest": .double(forecast.rest),
      "variance": .double(forecast.variance), "surprise": .double(forecast.surprise),
      "replays": .integer(forecast.replays), "crps": .double(forecast.crps(total)),
      "quantiles": .object(
        levels.map { JSON.Member("\($0)", .double(forecast.quantile($0))) }),
      "odds": .array(odds),
    ])
  }
}

/// A time series of amounts by day, read from lines `day,amount`.
struct DailySeries {
  let first: CalendarDay
  let amounts: [Double]

  init(_ text: String, name: String) throws {
    var rows: [(day: CalendarDay, amount: Double)] = []
    for (place, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 2, let day = CalendarDay(cells[0]), let amount = Double(cells[1]),
        amount.isFinite
      else {
        if place == 0 { continue }
        throw Failure(
          problem: "\(name):\(place + 1) isn't a date and an amount: \(line)",
          remedy: "write it like 2026-10-31,12.50")
      }
      rows.append((day, amount))
    }
    guard let first = rows.map(\.day.number).min(), let last = rows.map(\.day.number).max() else {
      throw Failure(problem: "\(name) has no amounts", remedy: "give a day and an amount a line")
    }
    var amounts = [Double](repeating: 0, count: Int(last - first) + 1)
    for row in rows { amounts[Int(row.day.number - first)] += row.amount }
    self.first = CalendarDay(number: first)
    self.amounts = amounts
  }
}
