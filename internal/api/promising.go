package api

import (
	"context"
	"net/http"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

type quoteInput struct {
	OfShop
	Body struct {
		dispatch.WorkRequest
		PromisedAt time.Time `json:"promised_at,omitzero" doc:"a time somebody has in mind; the answer gives its chance"`
	}
}

type quoteOutput struct {
	Body struct {
		Times   []dispatch.QuotedTime `json:"times" doc:"by when the car is ready with which chance, ascending; empty: nobody can tell"`
		Share   int                   `json:"share" doc:"chance in percent this shop promises with"`
		Met     *float64              `json:"met,omitempty" doc:"chance of the time in mind, 0 to 1"`
		Reasons []Sentence            `json:"reasons" doc:"what the times depend on, or why there are none"`
		Harmed  []dispatch.Harm       `json:"harmed" doc:"promises of other cars this one would endanger"`
	}
}

type slotsInput struct {
	OfShop
	From    time.Time `query:"from" doc:"the wished time; empty: as soon as possible"`
	Class   string    `query:"class" choice:"class" default:"general" doc:"class of the work"`
	Codes   []string  `query:"codes" maxItems:"50" doc:"codes of the work, separated by commas; empty: the usual work of the class"`
	Visit   string    `query:"visit" maxLength:"30" doc:"a booked visit that moves"`
	Advisor string    `query:"advisor" maxLength:"40" doc:"who receives the customer; empty: anybody"`
}

type slotsOutput struct {
	Body struct {
		Slots   []dispatch.Slot `json:"slots" doc:"two at most, the earlier first"`
		Reasons []Sentence      `json:"reasons" doc:"why there are fewer than two"`
	}
}

type whatIfInput struct {
	OfShop
	Body struct {
		Changes []dispatch.Change `json:"changes" minItems:"1" maxItems:"20" doc:"imagined one after the other"`
	}
}

type commandRow struct {
	Name string        `json:"name" doc:"as in /api/v1/commands/{name}"`
	Body board.Command `json:"body"`
}

type whatIfOutput struct {
	Body struct {
		Cars     []dispatch.CarEffect `json:"cars" doc:"every car of the plan, those worst hit first"`
		Moves    []dispatch.Move      `json:"moves" doc:"operations that would change hands"`
		Before   dispatch.Sums        `json:"before"`
		After    dispatch.Sums        `json:"after"`
		Reasons  []Sentence           `json:"reasons"`
		Commands []commandRow         `json:"commands" doc:"what carries the changes out, in this order"`
		Open     []int                `json:"open" doc:"indexes of changes that no command carries out"`
	}
}

func (s *Server) registerPromising() {
	const tag = "promising"
	handle(s, operation{id: "quote", method: http.MethodPost, path: "/api/v1/quotes", summary: "When work can be promised, with which chance, and whom that harms; changes nothing", tag: tag}, s.quote)
	handle(s, operation{id: "slots", method: http.MethodGet, path: "/api/v1/slots", summary: "Two appointments that advisor and workshop can keep, with the ready time", tag: tag}, s.slots)
	handle(s, operation{id: "whatif", method: http.MethodPost, path: "/api/v1/whatif", summary: "What imagined changes would do to every promise; changes nothing", tag: tag}, s.whatIf)
}

func (s *Server) quote(ctx context.Context, in *quoteInput) (*quoteOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	q, err := dispatch.Quote(scene.State, scene.Now, in.Body.WorkRequest, in.Body.PromisedAt, dispatch.Options{})
	if err != nil {
		return nil, err
	}
	out := &quoteOutput{}
	out.Body.Times, out.Body.Share, out.Body.Met, out.Body.Reasons, out.Body.Harmed = q.Times, q.Share, q.Met, say.sentences(q.Reasons), q.Harmed
	return out, nil
}

func (s *Server) slots(ctx context.Context, in *slotsInput) (*slotsOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	w := dispatch.WorkRequest{Visit: board.VisitID(in.Visit), Class: board.Class(in.Class)}
	for _, code := range in.Codes {
		w.Operations = append(w.Operations, board.NewOperation{Code: code})
	}
	slots, reasons, err := dispatch.Slots(scene.State, scene.Now, in.From, board.PersonID(in.Advisor), w, dispatch.Options{})
	if err != nil {
		return nil, err
	}
	out := &slotsOutput{}
	out.Body.Slots, out.Body.Reasons = slots, say.sentences(reasons)
	return out, nil
}

func (s *Server) whatIf(ctx context.Context, in *whatIfInput) (*whatIfOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	o, err := dispatch.WhatIf(scene.State, scene.Now, in.Body.Changes, dispatch.Options{})
	if err != nil {
		return nil, err
	}
	out := &whatIfOutput{}
	out.Body.Cars, out.Body.Moves, out.Body.Before, out.Body.After, out.Body.Open = o.Cars, o.Moves, o.Before, o.After, o.Open
	out.Body.Reasons, out.Body.Commands = say.sentences(o.Reasons), []commandRow{}
	for _, c := range o.Commands {
		out.Body.Commands = append(out.Body.Commands, commandRow{c.Name(), c})
	}
	return out, nil
}
