public import Facts

/// Who may do what: users and tokens.
public struct UsersPage: Sendable {
  let users: [User]
  let tokens: [Token]
  let roles: [String]
  let zone: Zone
  let secret: Secret?

  /// Somebody who may sign in.
  public struct User: Sendable, Hashable {
    /// The name they sign in with.
    public let name: String
    /// Their role.
    public let role: String
    /// The lever or member that the role is about; nil for none.
    public let about: String?
    /// When they were added.
    public let added: Instant
    /// Whether they have chosen a password yet.
    public let isActive: Bool

    /// A user as the ledger knows them.
    public init(name: String, role: String, about: String?, added: Instant, isActive: Bool) {
      self.name = name
      self.role = role
      self.about = about
      self.added = added
      self.isActive = isActive
    }
  }

  /// What a program signs its requests with; the token itself is never known again.
  public struct Token: Sendable, Hashable {
    /// What it is for.
    public let name: String
    /// The role of whoever holds it.
    public let role: String
    /// When it was made.
    public let added: Instant
    /// When it was last used; nil for never.
    public let used: Instant?

    /// A token as the ledger knows it.
    public init(name: String, role: String, added: Instant, used: Instant?) {
      self.name = name
      self.role = role
      self.added = added
      self.used = used
    }
  }

  /// A link or a token that was just made, and is shown this once.
  public struct Secret: Sendable, Hashable {
    /// What it is: `The link for mia`.
    public let what: String
    /// The link or the token.
    public let text: String

    /// A secret to be shown once.
    public init(what: String, text: String) {
      self.what = what
      self.text = text
    }
  }

  /// Users and tokens as the ledger knows them, and the roles that can be given.
  public init(
    users: [User], tokens: [Token], roles: [String], zone: Zone, secret: Secret? = nil
  ) {
    self.users = users
    self.tokens = tokens
    self.roles = roles
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
    for user in users {
      table.add([
        "\(user.name)\(user.isActive ? "" : " (not signed up yet)")", "\(user.role)",
        "\(user.about ?? "")", "\(Wording.moment(user.added, zone))",
        revoke(reader, "/users/\(Address.encoded(user.name))/revoke", user.name),
      ])
    }
    return table.html
  }

  private func revoke(_ reader: Reader?, _ path: String, _ name: String) -> HTML {
    guard let reader, reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <form class="inline" method="post" action="\(path)">\(reader.token)\
      <button class="plain" data-ask="Take away the access of \(name)?">Revoke\
      <span class="unseen"> \(name)</span></button></form>
      """
  }

  private func roleField(_ offered: [String]) -> HTML {
    "<label>Role<select name=\"role\">\(offered.map { "<option>\($0)</option>" as HTML })</select></label>"
  }

  private func userForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a user</h3><form method="post" action="/users">\(reader.token)<div class="fields">
      <label>Name<input name="name" required></label>\(roleField(roles.filter { $0 != "source" }))
      <label>Lever or member <small>for lead and member</small><input name="about"></label></div>
      <div class="actions"><button>Add, and make a link to sign up</button></div></form>
      """
  }

  private func tokenTable(_ reader: Reader?) -> HTML {
    guard !tokens.isEmpty else {
      return "<p class=\"empty\">No token yet: add one for each program that sends facts.</p>"
    }
    var table = PageTable(
      "Tokens",
      [
        .words("name"), .words("role"), .words("since", wide: true),
        .words("last used", wide: true),
        .words("revoke").unseen,
      ])
    for token in tokens {
      table.add([
        "\(token.name)", "\(token.role)", "\(Wording.moment(token.added, zone))",
        "\(token.used.map { Wording.moment($0, zone) } ?? "never")",
        revoke(reader, "/tokens/\(Address.encoded(token.name))/revoke", token.name),
      ])
    }
    return table.html
  }

  private func tokenForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a token</h3><form method="post" action="/tokens">\(reader.token)<div class="fields">
      <label>What it is for<input name="name" required></label>\(roleField(roles.reversed()))</div>
      <div class="actions"><button>Add</button></div></form>
      """
  }
}

/// The audit trail: every change and who made it.
public struct AuditPage: Sendable {
  let entries: [Entry]
  let zone: Zone

  /// One change.
  public struct Entry: Sendable, Hashable {
    /// When it was made.
    public let at: Instant
    /// Who made it.
    public let by: String
    /// What was done.
    public let what: String

    /// A change as the ledger knows it.
    public init(at: Instant, by: String, what: String) {
      self.at = at
      self.by = by
      self.what = what
    }
  }

  /// Changes, the newest first.
  public init(entries: [Entry], zone: Zone) {
    self.entries = entries
    self.zone = zone
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    var table = PageTable("Changes", [.words("when"), .words("who"), .words("what")])
    for entry in entries {
      table.add(["\(Wording.moment(entry.at, zone))", "\(entry.by)", "\(entry.what)"])
    }
    let list: HTML = entries.isEmpty ? "<p>Nothing has been changed yet.</p>" : table.html
    return frame.page(
      "Audit", .audit, live: .still,
      "<h1>The audit trail</h1><p class=\"deck\">Every change, who made it and when; the newest "
        + "first.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        + "aria-label=\"Changes\">\(list)</div>")
  }
}
