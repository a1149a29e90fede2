package sqlstore

// bytesOrNull keeps "no bytes" the same in both databases: NULL.
func bytesOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
