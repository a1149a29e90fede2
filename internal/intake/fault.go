package intake

import "fmt"

// Fault says why a file as a whole cannot be taken in. Code is stable; the
// sentence exists in Chinese and English.
type Fault struct {
	Code string `json:"code"`
	ZH   string `json:"reason_zh"`
	EN   string `json:"reason_en"`
}

// Error gives the English sentence.
func (f *Fault) Error() string { return f.EN }

// In gives the sentence in "zh" or, for any other language, in English.
func (f *Fault) In(lang string) string {
	if lang == "zh" {
		return f.ZH
	}
	return f.EN
}

func faultf(code, zh, en string, args ...any) *Fault {
	return &Fault{Code: code, ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}

// Problem is one thing wrong with one row. Line counts from 1 as an editor or
// a spreadsheet does; Column is the header as the file has it, Field the name
// this program knows it by. A Warning does not keep the row out.
type Problem struct {
	Line     int    `json:"line"`
	Column   string `json:"column,omitempty"`
	Field    string `json:"field,omitempty"`
	Value    string `json:"value,omitempty"`
	Code     string `json:"code"`
	ReasonZH string `json:"reason_zh"`
	ReasonEN string `json:"reason_en"`
	Warning  bool   `json:"warning,omitempty"`
}

// In gives the reason in "zh" or, for any other language, in English.
func (p Problem) In(lang string) string {
	if lang == "zh" {
		return p.ReasonZH
	}
	return p.ReasonEN
}
