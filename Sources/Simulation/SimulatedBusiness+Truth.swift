public import Facts

extension SimulatedBusiness {
  /// The hidden truth of the business, which no fact states, for scoring answers.
  ///
  /// `plays`: `true_lift` is what being treated multiplies the goal's rate by, less 1; the rate is
  /// the probability of activating within the window for `activation`, sessions a day for `time`,
  /// and purchases a day for `money` and `retention`. `reps` and `channels`: multiples of the
  /// usual. `work`: the effect of shipping on the metric, as a share, or in points for
  /// satisfaction. `totals`: exact for facts received up to the last day if `customers_counted`
  /// equals `customers`; otherwise scaled up from the first customers.
  public func truth() -> JSON {
    .members([
      "seed": .integer(seed), "customers": .integer(customers),
      "first_day": .string(firstDay.description), "last_day": .string(lastDay.description),
      "timezone": .string(zone.name), "currency": "EUR",
      "plays": .array(world.plays.map(truth)), "reps": .array(world.staff.reps.map(truth)),
      "channels": .array(Channel.allCases.map(truth)), "work": .array(world.work.map(truth)),
      "totals": totals(),
    ])
  }

  private func truth(of play: SimulatedPlay) -> JSON {
    .members([
      "play": .string(play.id.text), "lever": .string(play.lever.rawValue),
      "goal": .string(play.goal.rawValue), "true_lift": .double(play.lift),
      "works": .bool(play.lift > 0), "harms": .bool(play.lift < 0),
      "selection": .string(play.selection.name), "holdout": .double(play.selection.holdout),
      "window": .integer(play.window), "from": .string(world.calendar.day(play.from).description),
      "to": .text(play.to.map { world.calendar.day($0).description }),
      "channel": .text(play.channel),
    ])
  }

  private func truth(of rep: Rep) -> JSON {
    .members([
      "member": .string(rep.id.text), "winning": .double(rep.winning),
      "leaving": .double(rep.leaving), "refunds": .double(rep.refunds),
      "oversells": .bool(rep.leaving > 2),
    ])
  }

  private func truth(of channel: Channel) -> JSON {
    .members([
      "channel": .string(channel.rawValue), "activation": .double(channel.activation),
      "leaving": .double(channel.leaving), "refunds": .double(channel.refunds),
      "does_not_stay": .bool(channel.leaving > 2),
    ])
  }

  private func truth(of item: SimulatedWork) -> JSON {
    .members([
      "work": .string(item.id), "type": .string(item.type.rawValue),
      "metric": .text(item.metric?.rawValue), "true_effect": .double(item.effect),
      "holds": .bool(item.effect > 0), "dropped": .bool(item.isDropped),
      "ended": .text(
        item.ended < world.calendar.count ? world.calendar.day(item.ended).description : nil),
    ])
  }

  private func totals() -> JSON {
    let survey = Survey(world)
    let months = survey.months.indices.map { index in
      JSON.members([
        "month": .string(survey.months[index].label),
        "payments": euros(survey.scaled(survey.payments[index])),
        "refunds": euros(survey.scaled(survey.refunds[index])),
        "bookings": euros(survey.scaled(survey.bookings[index])),
        "activations": .integer(survey.scaled(Int64(survey.activations[index]))),
      ])
    }
    let kinds = zip(FactKind.allCases, survey.kinds).filter { $0.1 > 0 }.map { kind, count in
      JSON.Member(kind.rawValue, .integer(survey.scaled(Int64(count))))
    }
    return .members([
      "customers_counted": .integer(min(customers, Survey.sample)), "months": .array(months),
      "customer_facts": .object(kinds),
    ])
  }

  private func euros(_ cents: Int64) -> JSON { .string(DecimalText.render(cents, places: 2)) }
}
