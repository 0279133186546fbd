-- A small ledger as version 4 of its tables left it, as SQLite writes it out.
PRAGMA application_id = 1181508461;
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE customer (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "customer" VALUES(1,'c0');
INSERT INTO "customer" VALUES(2,'c1');
INSERT INTO "customer" VALUES(3,'c2');
INSERT INTO "customer" VALUES(4,'c3');
INSERT INTO "customer" VALUES(5,'c4');
CREATE TABLE fact (
  number INTEGER PRIMARY KEY, -- the order in which facts were kept
  id TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 12),
  at INTEGER NOT NULL,        -- milliseconds since 1970
  received INTEGER NOT NULL,  -- milliseconds since 1970
  customer INTEGER REFERENCES customer,
  play INTEGER REFERENCES name,
  lever INTEGER CHECK (lever BETWEEN 1 AND 3),
  member INTEGER REFERENCES name,
  source INTEGER REFERENCES name,
  amount INTEGER CHECK (amount BETWEEN -9000000000000000 AND 9000000000000000),
  currency INTEGER,           -- three letters packed
  refers TEXT,                -- the id of the fact that this one retracts or refunds
  body TEXT                   -- the kind's other fields and the props, canonical JSON
, channel INTEGER REFERENCES name, deal INTEGER REFERENCES name) STRICT;
INSERT INTO "fact" VALUES(1,'m0',4,1790848800000,1791288000000,1,NULL,NULL,NULL,NULL,100,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(2,'m1',4,1790935200000,1791288000000,2,NULL,NULL,NULL,NULL,200,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(3,'m2',4,1791021600000,1791288000000,3,NULL,NULL,NULL,NULL,300,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(4,'m3',4,1791108000000,1791288000000,4,NULL,NULL,NULL,NULL,400,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(5,'m4',4,1791194400000,1791288000000,5,NULL,NULL,NULL,NULL,500,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(6,'m5',4,1791280800000,1791288000000,1,NULL,NULL,NULL,NULL,600,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(7,'m6',4,1790848800000,1791288000000,2,NULL,NULL,NULL,NULL,700,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(8,'m7',4,1790935200000,1791288000000,3,NULL,NULL,NULL,NULL,800,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(9,'m8',4,1791021600000,1791288000000,4,NULL,NULL,NULL,NULL,900,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(10,'m9',4,1791108000000,1791288000000,5,NULL,NULL,NULL,NULL,1000,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(11,'m10',4,1791194400000,1791288000000,1,NULL,NULL,NULL,NULL,1100,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(12,'m11',4,1791280800000,1791288000000,2,NULL,NULL,NULL,NULL,1200,4543826,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES(13,'d1',6,1790982000000,1791288000000,2,NULL,NULL,1,NULL,4000,5591876,NULL,'{"deal":"d","stage":"won"}',NULL,2);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1 facts, quarantine, plans');
INSERT INTO "grdb_migrations" VALUES('2 channels and deals have numbers');
INSERT INTO "grdb_migrations" VALUES('3 pay');
INSERT INTO "grdb_migrations" VALUES('4 seals');
CREATE TABLE import (
  number INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  known INTEGER NOT NULL,
  quarantined INTEGER NOT NULL
) STRICT;
INSERT INTO "import" VALUES(1,'facts','facts.ndjson',1795796550211,1795796550220,14,0,13,0,1);
CREATE TABLE name (
  number INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,     -- 1 play, 2 member, 3 source, 4 channel, 5 deal
  text TEXT NOT NULL,
  UNIQUE (space, text)
) STRICT;
INSERT INTO "name" VALUES(1,2,'ana');
INSERT INTO "name" VALUES(2,5,'d');
CREATE TABLE pay_adjustment (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  period TEXT NOT NULL,
  member TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount <> 0),
  reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE TABLE pay_dispute (
  number INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL,
  member TEXT NOT NULL,
  line INTEGER NOT NULL,            -- counted from 1 on the statement
  FOREIGN KEY (snapshot, member) REFERENCES pay_statement (snapshot, member)
) STRICT;
CREATE TABLE pay_dispute_entry (
  number INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL REFERENCES pay_dispute,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
  text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE TABLE pay_hold (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  deal TEXT NOT NULL,
  day INTEGER NOT NULL,             -- days since 1970: the first day held, or the day released
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  why TEXT NOT NULL
) STRICT;
CREATE TABLE pay_snapshot (
  number INTEGER PRIMARY KEY,
  period TEXT NOT NULL,             -- 2026-10, 2026-Q4 or 2026
  plan INTEGER NOT NULL REFERENCES plan,
  mark INTEGER NOT NULL,            -- the number of the last fact known
  day INTEGER NOT NULL,             -- days since 1970: the day looked from
  happened_before INTEGER NOT NULL, -- milliseconds since 1970
  taken INTEGER NOT NULL,           -- milliseconds since 1970
  author TEXT NOT NULL,
  total INTEGER NOT NULL            -- minor units of the plan's currency
) STRICT;
CREATE TABLE pay_statement (
  snapshot INTEGER NOT NULL REFERENCES pay_snapshot,
  place INTEGER NOT NULL,           -- in the plan's order, from 1
  member TEXT NOT NULL,
  body TEXT NOT NULL,               -- the statement as JSON, every figure and sentence
  PRIMARY KEY (snapshot, member)
) STRICT, WITHOUT ROWID;
CREATE TABLE pay_step (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,              -- milliseconds since 1970
  author TEXT NOT NULL,
  step TEXT NOT NULL,               -- process, lock, unlock, paid, adjust, hold, release, …
  snapshot INTEGER REFERENCES pay_snapshot,
  about TEXT NOT NULL,              -- the period, member, deal or dispute
  detail TEXT NOT NULL
) STRICT;
CREATE TABLE plan (
  version INTEGER PRIMARY KEY,
  applied INTEGER NOT NULL,   -- milliseconds since 1970
  text TEXT NOT NULL
) STRICT;
INSERT INTO "plan" VALUES(1,1795796550125,'business: Northwind
timezone: Europe/London
currency: EUR
rates: { USD: 0.92 }
number: { measure: revenue, basis: payments, period: month, targets: { 2026-10: 1000 } }
activation: { money: 10, time: 30m, lapse: 60d }
');
CREATE TABLE quarantine (
  number INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  field TEXT NOT NULL,
  why TEXT NOT NULL,
  mend TEXT NOT NULL,
  row TEXT NOT NULL,
  received INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replayed', 'dropped')),
  UNIQUE (source, file, line, row)
) STRICT;
INSERT INTO "quarantine" VALUES(1,'facts','facts.ndjson',14,'amount','''ten'' is not a number','write digits with a point for decimals, like 1234.50','{"id": "x", "kind": "money", "at": "2026-10-01", "customer": "c", "amount": "ten", "currency": "EUR"}',1795796550216,'waiting');
CREATE TABLE seal (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('terms', 'look', 'forecast')),
  subject TEXT NOT NULL,      -- the play's id, or the period's label
  day INTEGER NOT NULL,       -- days since 1970: as of its close, for forecasts its morning
  sealed INTEGER NOT NULL,    -- milliseconds since 1970
  body TEXT NOT NULL,         -- as published, JSON
  UNIQUE (kind, subject, day)
) STRICT;
CREATE INDEX fact_refers ON fact (refers) WHERE refers IS NOT NULL;
CREATE TRIGGER fact_is_kept BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;
CREATE TRIGGER fact_is_append_only BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
CREATE TRIGGER pay_snapshot_keeps_update BEFORE UPDATE ON pay_snapshot
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_snapshot_keeps_delete BEFORE DELETE ON pay_snapshot
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_statement_keeps_update BEFORE UPDATE ON pay_statement
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_statement_keeps_delete BEFORE DELETE ON pay_statement
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_step_keeps_update BEFORE UPDATE ON pay_step
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_step_keeps_delete BEFORE DELETE ON pay_step
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_adjustment_keeps_update BEFORE UPDATE ON pay_adjustment
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_adjustment_keeps_delete BEFORE DELETE ON pay_adjustment
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_hold_keeps_update BEFORE UPDATE ON pay_hold
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_hold_keeps_delete BEFORE DELETE ON pay_hold
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_dispute_keeps_update BEFORE UPDATE ON pay_dispute
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_dispute_keeps_delete BEFORE DELETE ON pay_dispute
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_dispute_entry_keeps_update BEFORE UPDATE ON pay_dispute_entry
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER pay_dispute_entry_keeps_delete BEFORE DELETE ON pay_dispute_entry
BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END;
CREATE TRIGGER seal_is_append_only BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;
CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
COMMIT;
