// Package report keeps the read models that reports are made from: one row per visit and one per operation (facts).
//
// They are a projection of the journal. A Follower reads a shop's records in batches, folds them, and stores the rows
// that changed together with the position it has reached, so that every record counts once, whoever is killed when. It
// follows what this instance commits within seconds, and a reader that comes earlier catches up first: an answer is
// never older than the journal was when it was asked for. Rebuild makes the rows of a shop anew from its first record.
//
//	journal -> Follower -> Store -> Follower (queries)
package report
