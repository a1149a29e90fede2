package api

import (
	"context"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/words"
)

// Sentence is a reason: its code, the message for whoever has the word catalogue, and the printed sentence for whoever
// has not. ZH and EN are older than Detail and stay for the clients that read them.
type Sentence struct {
	Code    string        `json:"code"`
	Message board.Message `json:"message" doc:"key of the word catalogue and the values of its places"`
	Detail  string        `json:"detail" doc:"the message in the language of Accept-Language"`
	ZH      string        `json:"zh"`
	EN      string        `json:"en"`
}

// Violation is one broken rule of dispatching. An overridable one passes when the command carries a note.
type Violation struct {
	Sentence
	Overridable bool `json:"overridable"`
}

// speech prints messages in the language of a request and in both languages of the contract, with times as the shop
// reads them.
type speech struct{ asked, zh, en words.Printer }

func speechOf(ctx context.Context, zone *time.Location, now time.Time) speech {
	return speechIn(words.Embedded().Printer(spoken(languageOf(ctx))), zone, now)
}

func speechIn(asked words.Printer, zone *time.Location, now time.Time) speech {
	contract := func(lang string) words.Printer { return words.Embedded().Printer(lang).In(zone, now) }
	return speech{asked.In(zone, now), contract("zh"), contract("en")}
}

func (p speech) say(code string, m board.Message) Sentence {
	return Sentence{Code: code, Message: m, Detail: p.asked.Say(m), ZH: p.zh.Say(m), EN: p.en.Say(m)}
}

func (p speech) sentence(r dispatch.Reason) Sentence { return p.say(r.Code, r.Message()) }

func (p speech) sentences(reasons []dispatch.Reason) []Sentence {
	out := make([]Sentence, len(reasons))
	for i, r := range reasons {
		out[i] = p.sentence(r)
	}
	return out
}

func (p speech) violations(list []dispatch.Violation) []Violation {
	out := make([]Violation, len(list))
	for i, v := range list {
		out[i] = Violation{Sentence: p.sentence(v.Reason), Overridable: !v.Impossible}
	}
	return out
}

// part names a part of a score.
func (p speech) part(part dispatch.ScorePart) partRow {
	said := p.say(part.Code, board.Say("score."+part.Code))
	return partRow{part, said.Message, said.Detail, said.ZH, said.EN}
}
