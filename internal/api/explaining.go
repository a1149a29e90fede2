package api

import (
	"context"
	"net/http"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// partRow is one part of a score with its name.
type partRow struct {
	dispatch.ScorePart
	Message board.Message `json:"message" doc:"key of the word catalogue"`
	Detail  string        `json:"detail" doc:"the message in the language of Accept-Language"`
	ZH      string        `json:"zh"`
	EN      string        `json:"en"`
}

type weighedRow struct {
	Technicians []board.PersonID  `json:"technicians"`
	Bay         board.BayID       `json:"bay"`
	Start       time.Time         `json:"start" doc:"the earliest"`
	Finish      time.Time         `json:"finish"`
	Ready       time.Time         `json:"ready,omitzero"`
	Score       int               `json:"score" doc:"sum of the parts, in minutes; less is better"`
	Parts       []partRow         `json:"parts"`
	Effects     []dispatch.Effect `json:"effects" doc:"what the choice does to other cars"`
	Chosen      bool              `json:"chosen,omitempty" doc:"this one stands in the plan"`
	Reasons     []Sentence        `json:"reasons"`
	WouldWin    *Sentence         `json:"would_win,omitempty" doc:"the smallest single change that would make it the best; looked for where it is near the best or the best of a person"`
}

type refusedPair struct {
	Technician board.PersonID `json:"technician"`
	Bay        board.BayID    `json:"bay"`
	Rules      []Violation    `json:"rules"`
}

// linkRow is one step of a cascade, with names to show.
type linkRow struct {
	dispatch.DelayCause
	Plate  string    `json:"plate"`
	NameZH string    `json:"name_zh,omitempty"`
	NameEN string    `json:"name_en,omitempty"`
	Why    *Sentence `json:"why,omitempty"`
}

type explainOutput struct {
	Body struct {
		Candidates []weighedRow  `json:"candidates" doc:"every crew in every bay that may do the work, the best first; the second is the second best"`
		Refused    []refusedPair `json:"refused" doc:"every technician in every bay that may not, with the rules"`
		Reasons    []Sentence    `json:"reasons" doc:"why there is no choice, or why the plan has another than the best"`
		Health     string        `json:"health,omitempty" doc:"how the visit stands"`
		Risks      []Sentence    `json:"risks" doc:"why the visit is not well"`
		Cascade    []linkRow     `json:"cascade" doc:"from the visit's last step back over what it waits for to what started it"`
	}
}

type explainInput struct {
	OfShop
	Visit string `query:"visit" required:"true" maxLength:"30" doc:"id of the visit, V17"`
	Line  int    `query:"line" minimum:"0" doc:"line of the order; without it only the cascade is told"`
}

func (s *Server) registerExplaining() {
	handle(s, operation{id: "explain", method: http.MethodGet, path: "/api/v1/explain", tag: "dispatching",
		summary: "Why an operation is planned as it is, what speaks for and against every other choice, and what keeps its car waiting"}, s.explain)
}

func (s *Server) explain(ctx context.Context, in *explainInput) (*explainOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	if err := known(scene.State, in.Visit, in.Line); err != nil {
		return nil, err
	}
	out := &explainOutput{}
	body, visit := &out.Body, board.VisitID(in.Visit)
	body.Candidates, body.Refused, body.Cascade = []weighedRow{}, []refusedPair{}, []linkRow{}
	if in.Line > 0 {
		e := dispatch.Explain(scene.State, scene.Plan, scene.Now, board.OperationRef{Visit: visit, Line: in.Line})
		for i, c := range e.Candidates {
			body.Candidates = append(body.Candidates, say.weighed(c, i == e.Chosen))
		}
		for _, r := range e.Refused {
			body.Refused = append(body.Refused, refusedPair{r.Technician, r.Bay, say.violations(r.Rules)})
		}
		body.Reasons = say.sentences(e.Reasons)
	}
	o := scene.Plan.Outlooks[visit]
	body.Health, body.Risks = string(o.Health), say.sentences(o.Reasons)
	for _, l := range dispatch.Cascade(scene.State, scene.Now, visit) {
		body.Cascade = append(body.Cascade, say.link(scene.State, l))
	}
	return out, nil
}

func (say speech) weighed(c dispatch.Weighed, chosen bool) weighedRow {
	row := weighedRow{
		Technicians: c.Technicians, Bay: c.Bay, Start: c.Start, Finish: c.Finish, Ready: c.Ready, Score: c.Score, Chosen: chosen,
		Parts: []partRow{}, Effects: append([]dispatch.Effect{}, c.Effects...), Reasons: say.sentences(c.Reasons),
	}
	for _, part := range c.Parts {
		row.Parts = append(row.Parts, say.part(part))
	}
	if c.WouldWin != nil {
		said := say.sentence(*c.WouldWin)
		row.WouldWin = &said
	}
	return row
}

func (say speech) link(s *board.State, l dispatch.DelayCause) linkRow {
	v := s.Visits[l.Visit]
	row := linkRow{DelayCause: l, Plate: v.Plate}
	if o := v.Operation(l.Line); o != nil {
		row.NameZH, row.NameEN = o.NameZH, o.NameEN
	}
	if l.Reason != nil {
		said := say.sentence(*l.Reason)
		row.Why = &said
	}
	return row
}
