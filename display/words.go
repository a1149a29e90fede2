package display

// Words is one text in both languages; the page shows the viewer's.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// bothWays fills a missing language with the other.
func bothWays(zh, en string) Words {
	if zh == "" {
		zh = en
	}
	if en == "" {
		en = zh
	}
	return Words{zh, en}
}
