-- What dossiers owe, what was paid, and the day's cash. Written by features/payment only.

-- One line of what a dossier owes. A line set anew leaves the old one as 'replaced'.
CREATE TABLE charge (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  agency TEXT NOT NULL,
  seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  kind TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  unit_vi TEXT NOT NULL,
  unit_dong BIGINT,
  -- NULL: owed, but how much is not established. Not zero.
  dong BIGINT,
  exempted_by TEXT,
  entered_basis TEXT,
  -- owed, exempt, unknown, replaced
  state TEXT NOT NULL,
  charged_by TEXT NOT NULL,
  charged_at BIGINT NOT NULL,
  salt TEXT NOT NULL
);
CREATE INDEX charge_by_dossier ON charge(dossier_id, seq);

-- The cash of one officer from one closing to the next, within one day.
CREATE TABLE till (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  officer TEXT NOT NULL,
  day TEXT NOT NULL,
  expected_dong BIGINT,
  counted_dong BIGINT,
  difference_reason TEXT,
  closed_at BIGINT,
  accepted_by TEXT,
  accepted_at BIGINT,
  salt TEXT NOT NULL
);
CREATE INDEX till_by_officer ON till(agency, officer, day);
CREATE INDEX till_by_closing ON till(agency, accepted_at, closed_at);

-- Money that changed hands; a refund is a payment of less than nothing.
CREATE TABLE payment (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  agency TEXT NOT NULL,
  dong BIGINT NOT NULL,
  -- cash or transfer
  method TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  -- NULL where the accountant acts, who keeps the fund and no till.
  till_id TEXT REFERENCES till(id),
  refund_of TEXT REFERENCES payment(id),
  reason TEXT,
  salt TEXT NOT NULL
);
CREATE INDEX payment_by_dossier ON payment(dossier_id, id);
CREATE INDEX payment_by_till ON payment(till_id, id);
