package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.session.Session;

/** What readers need of a row: the record, and the number that the next page starts after. */
record SessionRow(long sequence, Session session) {}
