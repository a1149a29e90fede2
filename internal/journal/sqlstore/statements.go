package sqlstore

import (
	"fmt"
	"strings"
)

const (
	// advanceHead comes first in every append: it makes the writers of one shop queue on the shop's row, so that
	// the sequence has no gap, and its result tells whether the writer decided on the present head, and on the
	// record that is there.
	advanceHead = `INSERT INTO head (shop, seq) VALUES ($1, $2)
		ON CONFLICT (shop) DO UPDATE SET seq = head.seq + $2
		RETURNING seq, COALESCE((SELECT at FROM record WHERE record.shop = $1 AND record.seq = $3), 0)`

	// moveHead and beginHead advance the head from the position a writer decided on, and on the record that is there,
	// and from no other: they change no row then. What follows them in a batch looks whether they did.
	moveHead = `UPDATE head SET seq = seq + $2 WHERE shop = $1 AND seq = $3
		AND EXISTS (SELECT 1 FROM record WHERE record.shop = $1 AND record.seq = $3 AND (record.at = $4 OR $4 = 0))`
	beginHead = `INSERT INTO head (shop, seq) VALUES ($1, $2) ON CONFLICT (shop) DO NOTHING`

	headIsAt       = ` WHERE EXISTS (SELECT 1 FROM head WHERE head.shop = $1 AND head.seq = `
	insertRecordAt = `INSERT INTO record (shop, seq, at, actor, kind, data) SELECT $1, $2, $3, $4, $5, $6` + headIsAt + `$7)`
	insertKeyAt    = `INSERT INTO command_key (shop, name, digest, first_seq, last_seq, reply, at)
		SELECT $1, $2, $3, $4, $5, $6, $7` + headIsAt + `$8)`

	insertRecord = `INSERT INTO record (shop, seq, at, actor, kind, data) VALUES ($1, $2, $3, $4, $5, $6)`
	readRecords  = `SELECT seq, at, actor, kind, data FROM record WHERE shop = $1 AND seq > $2 ORDER BY seq LIMIT $3`

	insertKey = `INSERT INTO command_key (shop, name, digest, first_seq, last_seq, reply, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	findKey         = `SELECT first_seq, last_seq, digest, reply FROM command_key WHERE shop = $1 AND name = $2`
	forgetShopsKeys = `DELETE FROM command_key WHERE shop = $1 AND at < $2`
	forgetKeys      = `DELETE FROM command_key WHERE at < $1`

	listShops = `SELECT shop FROM head ORDER BY shop`
	allHeads  = `SELECT shop, seq, COALESCE((SELECT at FROM record WHERE record.shop = head.shop AND record.seq = head.seq), 0)
		FROM head`

	dropOldSnapshots = `DELETE FROM snapshot WHERE shop = $1 AND schema = $2 AND seq < (
		SELECT MIN(seq) FROM (
			SELECT seq FROM snapshot WHERE shop = $1 AND schema = $2 ORDER BY seq DESC LIMIT 2) AS newest)`

	// readPast joins the newest snapshot to the record it was made after.
	readPast = `SELECT record.seq, at, actor, kind, record.data, snapshot.data FROM (
			SELECT seq, at, actor, kind, data FROM record WHERE shop = $1 AND seq >= COALESCE((
				SELECT MAX(seq) FROM snapshot WHERE shop = $1 AND schema = $2 AND seq < $4
					AND seq <= (SELECT seq FROM head WHERE shop = $1)), 0)
			ORDER BY seq LIMIT $3) AS record
		LEFT JOIN snapshot ON snapshot.shop = $1 AND schema = $2 AND snapshot.seq = record.seq AND snapshot.seq < $4
		ORDER BY record.seq`
)

// saveSnapshot inserts a snapshot or replaces the one with the same key.
const saveSnapshot = `INSERT INTO snapshot (shop, schema, seq, data) VALUES ($1, $2, $3, $4)
	ON CONFLICT (shop, schema, seq) DO UPDATE SET data = excluded.data`

// headsOf is the text that asks for the heads of n shops. n is a power of two, so that there are few texts.
func headsOf(n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	return allHeads + " WHERE shop IN (" + strings.Join(marks, ", ") + ")"
}
