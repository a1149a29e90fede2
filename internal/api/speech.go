package api

import (
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/words"
)

// speech prints messages in both languages of the contract, with times as the
// shop reads them.
type speech struct{ zh, en words.Printer }

func speechOf(zone *time.Location, now time.Time) speech {
	return speech{words.Embedded().Printer("zh").In(zone, now), words.Embedded().Printer("en").In(zone, now)}
}

func (p speech) sentence(r dispatch.Reason) sentence {
	return sentence{Code: r.Code, ZH: p.zh.Say(r.Message()), EN: p.en.Say(r.Message())}
}

func (p speech) sentences(reasons []dispatch.Reason) []sentence {
	out := make([]sentence, len(reasons))
	for i, r := range reasons {
		out[i] = p.sentence(r)
	}
	return out
}

func (p speech) violations(list []dispatch.Violation) []Violation {
	out := make([]Violation, len(list))
	for i, v := range list {
		said := p.sentence(v.Reason)
		out[i] = Violation{Code: said.Code, ZH: said.ZH, EN: said.EN, Overridable: !v.Impossible}
	}
	return out
}

// part names a part of a score.
func (p speech) part(part dispatch.ScorePart) partRow {
	said := board.Say("score." + part.Code)
	return partRow{part, p.zh.Say(said), p.en.Say(said)}
}
