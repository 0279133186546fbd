internal import Facts
internal import Hummingbird
internal import Ledger
internal import Operations

/// All routes of the server in one place, each with the right that it requires. Pages add theirs in
/// ``WebPages``.
enum Routes {
  static func router(_ house: House) -> Router<Visit> {
    let router = Router(context: Visit.self)
    router.middlewares.add(CrewMiddleware(crew: house.crew))
    router.middlewares.add(
      ErrorResponses(
        counters: house.counters, isSecure: house.settings.isSecure, pages: house.pages))
    router.middlewares.add(CompressResponses())
    router.middlewares.add(Limits(patience: house.settings.patience))
    router.middlewares.add(house.hosts)
    router.middlewares.add(Identify(house: house))
    router.middlewares.add(Seating(seats: house.seats, connections: house.connections))
    let door = Door(router, house)
    health(door, house)
    read(door, house)
    send(door, house)
    account(door, house)
    write(door, house)
    house.pages.add(to: PageDoor(door: door, house: house))
    door.refuseOthers()
    return router
  }

  private static func write(_ door: Door, _ house: House) {
    let write = WriteRoutes(house: house)
    door.allow(.lever, .post, "/notes", write.note)
    door.allow(.lever, .post, "/plays", write.play)
    door.allow(.lever, .post, "/plays/{play}/stop", write.stop)
    door.allow(.all, .post, "/plan", write.plan)
    door.allow(.all, .post, "/imports", write.importFile)
    door.allow(.all, .post, "/data/quarantine/{row}/replay", write.replay)
    door.allow(.all, .post, "/data/quarantine/{row}/drop", write.drop)
    door.allow(.all, .post, "/users", write.addUser)
    door.allow(.all, .post, "/users/{name}/revoke", write.revokeUser)
    door.allow(.all, .post, "/links/{number}/end", write.endLink)
    door.allow(.all, .post, "/tokens", write.addToken)
    door.allow(.all, .post, "/tokens/{number}/revoke", write.revokeToken)
    door.allow(.all, .post, "/tokens/{number}/undo", write.undoToken)
  }

  private static func health(_ door: Door, _ house: House) {
    door.open(.get, "/health") { _, _ in .text("well\n") }
    door.open(.get, "/ready", Readiness(conditions: house.conditions).get)
    door.allow(.flash, .get, "/metrics", Metrics(house: house).get)
  }

  private static func read(_ door: Door, _ house: House) {
    let answers = AnswerRoutes(house: house)
    let live = LiveFeed(house)
    door.allow(.flash, .get, "/") { request, visit in
      let look = PageDoor.look(request, visit, house)
      return house.pages.flash(look.snapshot, look.viewer)
    }
    door.allow(.flash, .get, "/v1/flash", answers.flash)
    door.allow(.all, .get, "/v1/audit", AuditRoutes(ledger: house.ledger).get)
    let openAPI = OpenAPI.document
    door.open(.get, "/v1/openapi.json") { _, _ in .json(openAPI) }
    door.open(.get, "/v1/answers/{name}", answers.get)
    door.allow(.flash, .get, "/live", live.get)
  }

  private static func send(_ door: Door, _ house: House) {
    let facts = FactDoor(house: house)
    door.allow(.send, .post, "/v1/facts", facts.post)
    let segment = SegmentDoor(house: house)
    for call in SegmentDoor.calls { door.open(.post, "/v1/\(call)", segment.post) }
    let sender = SenderDoor(house: house)
    for path in ["facts"] + SegmentDoor.calls {
      door.open(.options, "/v1/\(path)") { request, _ in try sender.preflight(request) }
    }
    let stripe = StripeDoor(
      keeper: house.keeper, newest: house.newest, ledger: house.ledger, counters: house.counters,
      settings: house.settings, now: house.now)
    door.open(.post, "/hooks/stripe", stripe.post)
  }

  private static func account(_ door: Door, _ house: House) {
    let account = AccountRoutes(house: house)
    door.open(.get, "/sign-in", account.signInPage)
    door.open(.post, "/sign-in", account.signIn)
    door.open(.get, "/sign-up", account.signUpPage)
    door.open(.post, "/sign-up", account.signUp)
    door.allow(.flash, .post, "/sign-out", account.signOut)
  }
}
