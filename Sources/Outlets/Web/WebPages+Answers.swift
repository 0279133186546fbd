internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Operations
internal import Pay
internal import Scoreboard
internal import Surfaces
internal import Tally

extension PageDoor.Context {
  /// Returns an answer as the type that its page shows.
  ///
  /// - Throws: ``Refusal``.
  func take<Wanted: Answer>(_ request: AnswerRequest, as type: Wanted.Type) async throws -> Wanted {
    guard let answer = try await answer(request) as? Wanted else {
      throw Refusal(
        .internalServerError, "the answer \(request) is not the one that its page shows",
        "report this, with the version of Fulcrum")
    }
    return answer
  }
}

extension WebPages {
  /// Adds the pages of levers, customers, the forecast and the wall.
  func addAnswers(_ door: PageDoor) {
    door.page("/levers", for: .leads) { look in
      let credit = try await look.take(AnswerRequest(.credit), as: CreditAnswer.self)
      return .html(LeversPage(credit: credit).html(.of(look)))
    }
    door.page("/customers", for: .leads) { look in
      let page = CustomersPage(
        lifecycle: try await look.take(AnswerRequest(.lifecycle), as: LifecycleAnswer.self),
        bridge: try await look.take(AnswerRequest(.bridge), as: BridgeAnswer.self),
        retention: try await look.take(AnswerRequest(.retention), as: RetentionAnswer.self))
      return .html(page.html(.of(look)))
    }
    door.page("/forecast", for: .leads) { look in
      let flash = look.snapshot.flash
      let forecast = try await look.take(
        AnswerRequest(.forecast) { $0.isScored = true }, as: ForecastAnswer.self)
      let page = ForecastPage(
        forecast: forecast, momentum: flash.momentum, curve: flash.curve, number: flash.number)
      return .html(page.html(.of(look)))
    }
    door.page("/day") { look in
      let day = look.fields["as-of"] ?? ""
      let request = try AnswerRequest(.flash, [(AnswerOption.asOf.rawValue, day)])
      let flash = try await look.take(request, as: Flash.self)
      return .html(FlashPage(flash: flash).html(.of(look)))
    }
    door.page("/wall") { look in
      let people = people(look.snapshot, look.viewer)
      return .html(WallPage(flash: look.snapshot.flash, people: people).html(.of(look)))
    }
  }

  /// Adds the pages of plays and of each play's evidence.
  func addPlays(_ door: PageDoor) {
    door.page("/plays", for: .leads) { look in
      .html(try await WebPages.plays(look).html(.of(look)))
    }
    door.page("/plays/{play}", for: .leads) { look in
      let answer = try await look.take(AnswerRequest(.plays), as: PlaysAnswer.self)
      let id = look.part("play")
      guard let play = answer.plays.first(where: { $0.terms.play.text == id }) else {
        throw Refusal(
          .notFound, "there is no play '\(id)'", "see /plays for those there are")
      }
      let looks = try look.ledger.seals(.look, of: id, through: look.snapshot.board.day)
      return .html(
        EvidencePage(play: play, heading: answer.heading, looks: looks).html(.of(look)))
    }
  }

  static func plays(
    _ look: PageDoor.Context, draft: PlaysPage.Draft? = nil
  ) async throws -> PlaysPage {
    let answer = try await look.take(AnswerRequest(.plays), as: PlaysAnswer.self)
    return PlaysPage(
      plays: answer, draft: draft,
      page: look.fields["page"].flatMap { Int($0) } ?? 1)
  }

  /// Adds the pages of people and of each person's statement.
  func addPeople(_ door: PageDoor) {
    door.page("/people", for: .people) { look in
      let people = try await look.take(AnswerRequest(.people), as: PeopleAnswer.self)
      let seen = AnswerRoutes.visible(to: look.viewer.visitor, look.snapshot)
      let isGM = look.viewer.visitor.role == .gm
      return .html(PeoplePage(people: people, open: isGM ? nil : seen).html(.of(look)))
    }
    door.page("/people/{member}", for: .people) { look in
      let id = look.part("member")
      let visitor = look.viewer.visitor
      guard let member = MemberID(id) else { throw WebPages.nobody(id) }
      guard
        visitor.role == .gm || AnswerRoutes.visible(to: visitor, look.snapshot).contains(member)
      else {
        throw Refusal.role(
          visitor.role, isPage: true, cannot: "see this statement",
          "leads see those who report to them, members their own")
      }
      let pay = try await look.take(AnswerRequest(.pay), as: PayAnswer.self)
      guard let statement = pay.statement(of: member) else { throw WebPages.nobody(id) }
      return .html(StatementPage(statement: statement).html(.of(look)))
    }
  }

  private static func nobody(_ id: String) -> Refusal {
    Refusal(.notFound, "nobody called '\(id)' has a pay plan", "see /people for those who have")
  }
}

extension PageDoor.Context {
  /// A path parameter with its percent encoding removed.
  func part(_ name: String) -> String {
    let raw = fields[name] ?? ""
    return raw.removingPercentEncoding ?? raw
  }
}
