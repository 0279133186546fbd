public import Facts
public import Scoreboard
internal import Tally

extension Flash: Answer {
  /// The number and the clock are nested as complete answers.
  public var json: JSON {
    var answer = AnswerJSON("flash", heading)
    answer.set("business", .string(business))
    answer.set("measure", .string(measure))
    answer.set("day_is_over", .bool(dayIsOver))
    answer.set("number", number.json)
    answer.set("clock", clock.json)
    answer.set("today", today)
    answer.set("yesterday", yesterday)
    answer.set(
      "levers_today",
      .members([
        "product": .money(leversToday.product, heading.currency),
        "sales": .money(leversToday.sales, heading.currency),
        "marketing": .money(leversToday.marketing, heading.currency),
        "unattributed": .string(unattributedToday.decimal),
      ]))
    answer.set("activations_today", activationsToday)
    answer.set("activations_yesterday", activationsYesterday)
    answer.set("activations_in_period", activationsInPeriod)
    answer.set("activations_before", activationsBefore)
    answer.set("active", standing.active)
    answer.set("lapsed", standing.lapsed)
    answer.set("reactivated", standing.reactivated)
    answer.set("outlook", outlookJSON)
    answer.set("plays", playsJSON)
    if plays == nil { answer.explain("plays", "nobody looked at them") }
    return answer.json
  }

  /// Without colours, as for a pipe or a mail.
  public var text: String { text(colour: false) }

  /// The Flash in 80 columns, with ANSI colours if `colour` is true.
  public func text(colour: Bool) -> String {
    let ink = Ink(colour: colour)
    return [
      title(ink), headline(ink), clockLines(ink), outlook(ink), moved(ink), customers(ink),
      verdicts(ink), period(ink),
    ].filter { !$0.isEmpty }.joined(separator: "\n") + restated
  }

  private static let width = 78

  private func title(_ ink: Ink) -> String {
    let state = dayIsOver ? "" : ", so far"
    let when = "\(Self.dayName(heading.asOf)) \(heading.asOf)\(state)"
    let room = Self.width - when.count - 2
    let name = business.count <= room ? business : business.prefix(room - 1) + "…"
    let gap = String(repeating: " ", count: Self.width - name.count - when.count)
    let rule = String(repeating: "─", count: Self.width)
    return "\(ink(.strong, name))\(gap)\(ink(.faint, when))\n\(ink(.faint, rule))"
  }

  private static func dayName(_ day: CalendarDay) -> String {
    let name = day.weekday.rawValue.prefix(3)
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  private func headline(_ ink: Ink) -> String {
    let what = measure.prefix(1).uppercased() + measure.dropFirst()
    var text = "\(what), \(heading.period), in \(heading.currency)\n\n"
    let amount = ink(.strong, Figures.amount(number.actual))
    guard let target = number.target.value, target.minor > 0 else {
      let why = number.target.why ?? "it is zero"
      return text + "  \(amount)\n  No target, so no pace: \(why).\n"
    }
    let share = Double(number.actual.minor) / Double(target.minor)
    let bar = ink(share >= 1 ? .good : .accent, Sparkline.bar(share, width: 50))
    text += "  \(amount) of \(Figures.amount(target))\n"
    text += "  \(bar) \(Figures.percent(share)) in\n"
    return text
  }

  private func clockLines(_ ink: Ink) -> String {
    let left = Figures.plural(clock.left, "business day")
    let withToday = clock.dayNumber > clock.elapsed ? " with today" : ""
    var lines = [
      (
        "Clock",
        "day \(clock.dayNumber) of \(clock.businessDays), \(left) left\(withToday), "
          + "resets in \(Figures.plural(clock.resetsIn, "day"))"
      )
    ]
    guard number.target.value != nil else { return Self.labelled(lines) }
    lines.append(("Pace", paceText(ink)))
    if let toGo = number.toGo.value, toGo.minor <= 0 {
      lines.append(("Needed", ink(.good, "nothing: the target is reached")))
    } else if let needed = clock.neededPerDay.value {
      let rate = clock.runRate.value.map { "; run rate \(Figures.amount($0)) a day" } ?? ""
      lines.append(("Needed", "\(Figures.amount(needed)) a business day from here\(rate)"))
    } else if let why = clock.neededPerDay.why {
      lines.append(("Needed", "unknown: \(why)"))
    }
    return Self.labelled(lines)
  }

  private func paceText(_ ink: Ink) -> String {
    guard let pace = clock.pace.value else { return "unknown: \(clock.pace.why ?? "")" }
    let due = clock.shareExpected.value.map(Figures.percent) ?? ""
    let path = clock.curvePeriods > 0 ? "the path to the target" : "a straight path to the target"
    let curve = "\(path) (\(due) due by \(lastClose))"
    let text = Figures.percent(pace)
    return "\(pace >= 1 ? ink(.good, text) : pace < 0.9 ? ink(.bad, text) : text) of \(curve)"
  }

  private func moved(_ ink: Ink) -> String {
    let change = Money(minor: today.minor - yesterday.minor, heading.currency)
    let shade: Ink.Shade = change.minor < 0 ? .bad : .good
    var parts = Lever.allCases.filter { leversToday[$0] != 0 }.map {
      "\($0.rawValue) \(Figures.amount(Money(minor: leversToday[$0], heading.currency)))"
    }
    if unattributedToday.minor != 0 {
      parts.append("unattributed \(Figures.amount(unattributedToday))")
    }
    var lines = [
      (
        "The day",
        ink(.strong, Figures.amount(today))
          + "; the day before \(Figures.amount(yesterday)) (\(ink(shade, Figures.change(change))))"
      )
    ]
    if !parts.isEmpty {
      lines += Self.folded("Credit", parts)
      lines.append(("", ink(.faint, "(credit is not cause)")))
    }
    return Self.labelled(lines)
  }

  private func customers(_ ink: Ink) -> String {
    Self.labelled([
      (
        "Activations",
        ink(.strong, Figures.count(activationsToday))
          + " on the day; \(Figures.count(activationsYesterday)) the day before"
      ),
      (
        "",
        "\(Figures.count(activationsInPeriod)) this period; "
          + "\(Figures.count(activationsBefore)) by this day of \(periodBefore)"
      ),
      (
        "Customers",
        "\(Figures.count(standing.active)) active, "
          + "\(Figures.count(standing.lapsed)) lapsed in all, "
          + "\(Figures.count(standing.reactivated)) reactivated on the day"
      ),
    ])
  }

  private func period(_ ink: Ink) -> String {
    let count = clock.starts.distance(to: clock.ends) + 1
    var values: [Int128?] = number.days.map { $0.actual.minor }
    values += Array(repeating: nil, count: max(0, count - values.count))
    let best = number.days.max { $0.actual.minor < $1.actual.minor }
    let rows = stride(from: 0, to: values.count, by: 62).map {
      ink(.accent, Sparkline.text(Array(values[$0..<min($0 + 62, values.count)])))
    }
    var lines = rows.enumerated().map { ($0 == 0 ? "Day by day" : "", $1) }
    if let best, best.actual.minor > 0 {
      let day = "\(Self.dayName(best.day)) \(best.day)"
      lines.append(("", ink(.faint, "best \(day), \(Figures.amount(best.actual))")))
    }
    return Self.labelled(lines)
  }

  private var restated: String {
    guard !number.restatements.isEmpty else { return "" }
    let lines = number.restatements.map {
      ("Restated", "\($0.period) by \(Figures.change($0.change)), to \(Figures.amount($0.now))")
    }
    return "\n" + Self.labelled(lines)
  }

  /// Joins parts by commas, over several lines if needed.
  private static func folded(_ label: String, _ parts: [String]) -> [(String, String)] {
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, last.count + part.count + 2 <= 64 {
        lines[lines.count - 1] = last + ", " + part
      } else {
        lines.append(part)
      }
    }
    return lines.enumerated().map { ($0 == 0 ? label : "", $1) }
  }

  static func labelled(_ lines: [(String, String)]) -> String {
    lines.map { label, text in
      label + String(repeating: " ", count: max(1, 13 - label.count)) + text + "\n"
    }.joined()
  }
}
