public import Facts
public import Ledger

/// The page of users and tokens, with their roles.
public struct UsersPage: Sendable {
  let users: [UserRecord]
  let invitations: [InvitationRecord]
  let tokens: [TokenRecord]
  let sent: [Int64: Sending]
  let zone: Zone
  let secret: Secret?

  /// A new link or token, which is shown only once.
  public struct Secret: Sendable, Hashable {
    /// A label: `The link for mia`.
    public let what: String
    /// The link or the token.
    public let text: String

    /// Creates a secret.
    public init(what: String, text: String) {
      self.what = what
      self.text = text
    }
  }

  /// The most users, links and tokens of a page; a note names the command that lists all.
  public static let shown = 200

  /// Creates the page from users who may sign in, open invitations and valid tokens.
  public init(
    users: [UserRecord], invitations: [InvitationRecord], tokens: [TokenRecord],
    sent: [Int64: Sending] = [:], zone: Zone, secret: Secret? = nil
  ) {
    self.sent = sent
    self.users = users
    self.invitations = invitations
    self.tokens = tokens
    self.zone = zone
    self.secret = secret
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "Users and tokens", .users, live: .still,
      """
      <h1>Who may do what</h1>
      <p class="deck">Users sign in to these pages; tokens are for programs that send facts or read \
      answers. Every change stands in the <a href="/audit">audit trail</a>.</p>
      \(secret.map(shown) ?? .nothing)
      <section><h2>Users</h2>\(userTable(frame.reader))\(frame.reader.map(userForm) ?? .nothing)</section>
      <section><h2>Tokens</h2>\(tokenTable(frame.reader))\(frame.reader.map(tokenForm) ?? .nothing)</section>
      """)
  }

  private func shown(_ secret: Secret) -> HTML {
    """
    <div class="done" role="status"><p>\(secret.what), shown this once:</p>\
    <pre tabindex="0" role="region" aria-label="\(secret.what)">\(secret.text)</pre></div>
    """
  }

  private func userTable(_ reader: Reader?) -> HTML {
    var table = PageTable(
      "Users",
      [
        .words("name"), .words("role"), .words("for", wide: true), .words("since", wide: true),
        .words("revoke").unseen,
      ])
    for user in users.prefix(UsersPage.shown) {
      table.add([
        "\(user.visitor.name)", "\(user.visitor.role.rawValue)", "\(about(user.visitor))",
        "\(Wording.moment(user.made, zone))",
        revoke(
          reader, "/users/\(Address.encoded(user.visitor.name))/revoke", user.visitor.name),
      ])
    }
    for invitation in invitations.prefix(UsersPage.shown) {
      let name = invitation.name ?? "whoever has the link"
      table.add([
        "\(name) (invited)", "\(invitation.visitor.role.rawValue)",
        "\(about(invitation.visitor))",
        "the link expires \(Wording.moment(invitation.expires, zone))",
        revoke(reader, "/links/\(invitation.number)/end", "the link for \(name)"),
      ])
    }
    return table.html + more(max(users.count, invitations.count), "fulcrum user list")
  }

  /// A note on how to list the rows that the page does not show.
  private func more(_ count: Int, _ command: String) -> HTML {
    guard count > UsersPage.shown else { return .nothing }
    return """
      <p class="note">The first \(UsersPage.shown) are shown; <code>\(command)</code> lists all.</p>
      """
  }

  /// The lever and the member of a role.
  private func about(_ visitor: Visitor) -> String {
    [visitor.lever?.rawValue, visitor.member?.text].compactMap(\.self).joined(separator: ", ")
  }

  private func revoke(_ reader: Reader?, _ path: String, _ name: String) -> HTML {
    guard let reader, reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <form class="inline" method="post" action="\(path)">\(reader.token)\
      <button class="plain" data-ask="Revoke the access of \(name)?">Revoke\
      <span class="unseen"> \(name)</span></button></form>
      """
  }

  /// A button that undoes a leaked key: it is revoked, and everything that it sent is retracted.
  private func undo(_ reader: Reader?, _ token: TokenRecord) -> HTML {
    guard let reader, reader.may.contains(.changeAccess), sent[token.number]?.kept ?? 0 > 0 else {
      return .nothing
    }
    return """
      <form class="inline" method="post" action="/tokens/\(token.number)/undo">\(reader.token)\
      <button class="plain" data-ask="Revoke \(token.visitor.name), and retract all that it sent?">Undo\
      <span class="unseen"> what \(token.visitor.name) sent</span></button></form>
      """
  }

  private func roleField(_ offered: [Role]) -> HTML {
    let options = offered.map { "<option>\($0.rawValue)</option>" as HTML }
    return "<label>Role<select name=\"role\">\(options)</select></label>"
  }

  private var leverField: HTML {
    let options = Lever.allCases.map { "<option>\($0.rawValue)</option>" as HTML }
    return """
      <label>Lever <small>of a lead</small><select name="lever"><option value="">none</option>\
      \(options)</select></label>
      """
  }

  private func userForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a user</h3><form method="post" action="/users">\(reader.token)<div class="fields">
      <label>Name<input name="name" required></label>\(roleField(Role.allCases.filter { $0 != .source }))
      \(leverField)<label>Who in the plan <small>of a lead or member</small><input name="member"></label></div>
      <div class="actions"><button>Add, and create a sign-up link</button></div></form>
      """
  }

  private func tokenTable(_ reader: Reader?) -> HTML {
    guard !tokens.isEmpty else {
      return "<p class=\"empty\">No token yet: add one for each program that sends facts.</p>"
    }
    var table = PageTable(
      "Tokens",
      [
        .words("name"), .words("role"), .words("allowed kinds", wide: true),
        .figure("facts sent", wide: true), .figure("refused", wide: true),
        .words("last used"), .words("expires", wide: true), .words("created by", wide: true),
        .words("revoke").unseen,
      ])
    for token in tokens.prefix(UsersPage.shown) {
      table.add([
        "\(token.number) \(token.visitor.name)", "\(token.visitor.role.rawValue)",
        "\(token.visitor.scope.map { $0.kindWords.replacing(",", with: ", ") } ?? "")",
        "\(Figures.count(sent[token.number]?.kept ?? 0))",
        "\(Figures.count(sent[token.number]?.refused ?? 0))",
        "\(token.used.map { Wording.moment($0, zone) } ?? "never")",
        "\(token.expires.map { Wording.moment($0, zone) } ?? "when revoked")",
        "\(token.owner ?? "the command line")",
        "\(revoke(reader, "/tokens/\(token.number)/revoke", token.visitor.name))\(undo(reader, token))",
      ])
    }
    return table.html + more(tokens.count, "fulcrum token list")
  }

  private func tokenForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a token</h3><form method="post" action="/tokens">\(reader.token)<div class="fields">
      <label>What it is for<input name="name" required></label>\(roleField(Role.allCases.reversed()))
      <label>Allowed kinds <small>of a source; empty for what is usual</small><input name="may" \
      placeholder="money, time, touch"></label>
      <label>From pages of <small>of a source</small><input name="origin" \
      placeholder="https://shop.example"></label>
      <label>Valid for days <small>empty until it is revoked</small><input name="days" \
      inputmode="numeric"></label></div>
      <div class="actions"><button>Add</button></div></form>
      """
  }
}
