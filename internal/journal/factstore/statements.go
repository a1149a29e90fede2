package factstore

import (
	"fmt"
	"strings"
)

var (
	saveVisit     = upsert("visit_fact", []string{"shop", "visit"}, visitColumns())
	saveOperation = upsert("operation_fact", []string{"shop", "visit", "line"}, operationColumns())

	visitsSettled = fmt.Sprintf(`SELECT visit, %s FROM visit_fact
		WHERE shop = $1 AND settled_at >= $2 AND settled_at < $3 ORDER BY settled_at, visit`, strings.Join(visitColumns(), ", "))
	visitOfOrder = fmt.Sprintf(`SELECT visit, %s FROM visit_fact
		WHERE shop = $1 AND order_no = $2 ORDER BY arrived_at DESC, visit DESC LIMIT 1`, strings.Join(visitColumns(), ", "))
	operationsFinished = fmt.Sprintf(`SELECT visit, line, %s FROM operation_fact
		WHERE shop = $1 AND finished_at >= $2 AND finished_at < $3 ORDER BY finished_at, visit, line`, strings.Join(operationColumns(), ", "))
)

// upsert is the text that inserts a row or replaces the one with the same key, while the facts are at the position given
// by the last two arguments. The first argument is the shop.
func upsert(table string, key, columns []string) string {
	all := append(append([]string{}, key...), columns...)
	marks, replaced := make([]string, len(all)), make([]string, len(columns))
	for i := range all {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	for i, column := range columns {
		replaced[i] = column + " = excluded." + column
	}
	return fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s WHERE EXISTS (
			SELECT 1 FROM report_position WHERE report_position.shop = $1 AND report_position.seq = $%d AND report_position.at = $%d)
		ON CONFLICT (%s) DO UPDATE SET %s`,
		table, strings.Join(all, ", "), strings.Join(marks, ", "), len(all)+1, len(all)+2, strings.Join(key, ", "), strings.Join(replaced, ", "))
}
