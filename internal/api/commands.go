package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bayline/board"
	"bayline/internal/floor"
)

// Writer is what every command request carries beside its body. huma fills an
// embedded struct only when its name is exported.
type Writer struct {
	Shop  string    `query:"shop" required:"true" maxLength:"40" doc:"which shop"`
	Key   string    `header:"Idempotency-Key" maxLength:"200" doc:"the same key and body give the same answer again and change nothing"`
	Actor string    `header:"X-Bayline-Actor" maxLength:"400" doc:"who asks: a name, percent-encoded UTF-8"`
	Role  string    `header:"X-Bayline-Role" maxLength:"20" doc:"in which role"`
	On    time.Time `header:"X-Bayline-On" timeFormat:"2006-01-02T15:04:05.999999999Z07:00" doc:"when it happened, for a tap made while offline (RFC 3339)"`
}

// request reads who asks.
func (w Writer) request() (floor.Request, error) {
	name, err := url.PathUnescape(w.Actor)
	if err != nil || !utf8.ValidString(name) {
		p := problem(http.StatusUnprocessableEntity, "actor_unreadable")
		p.Field = "actor"
		return floor.Request{}, p
	}
	name = strings.TrimSpace(name)
	if name == "" {
		p := problem(http.StatusUnprocessableEntity, "actor_missing")
		p.Field = "actor"
		return floor.Request{}, p
	}
	role := board.Role(w.Role)
	if role != "" && !slices.Contains(board.Roles, role) {
		return floor.Request{}, &board.Refusal{Code: "field_invalid", Field: "role", Args: map[string]any{"field": "role", "value": w.Role}}
	}
	return floor.Request{Actor: board.Actor{Name: name, Role: role}, On: w.On, Key: w.Key}, nil
}

type commandInput[C board.Command] struct {
	Writer
	Body C
}

type receiptOutput struct {
	Body floor.Receipt
}

// command registers POST /api/v1/commands/{name}.
func command[C board.Command](s *Server, summary, tag string) {
	var zero C
	handle(s, operation{id: zero.Name(), method: http.MethodPost, path: "/api/v1/commands/" + zero.Name(), summary: summary, tag: tag},
		func(ctx context.Context, in *commandInput[C]) (*receiptOutput, error) {
			req, err := in.request()
			if err != nil {
				return nil, err
			}
			req.Predicted = s.predict(ctx, in.Shop, in.Body)
			r, err := s.Floor.Execute(ctx, board.ShopID(in.Shop), in.Body, req)
			if err != nil {
				return nil, err
			}
			return &receiptOutput{Body: r}, nil
		})
}

// registerCommands gives every command of the board its route. That none is
// missing is tested against board.Commands.
func (s *Server) registerCommands() {
	const shop, front, order, work, after = "shop", "front desk", "order", "work", "after the work"
	command[board.OpenShop](s, "Open a shop", shop)
	command[board.ConfigureShop](s, "Replace the shop's settings", shop)
	command[board.SetPerson](s, "Add or change a person", shop)
	command[board.RemovePerson](s, "Remove a person", shop)
	command[board.SetPresence](s, "Say who is here, away or off", shop)
	command[board.SetBay](s, "Add or change a bay", shop)
	command[board.RemoveBay](s, "Remove a bay", shop)
	command[board.SetMaintenance](s, "Put a bay out of use, or back", shop)
	command[board.SetTeam](s, "Add or change a team", shop)
	command[board.RemoveTeam](s, "Dissolve a team", shop)
	command[board.SetLabourTimes](s, "Add or change standard labour times", shop)

	command[board.Book](s, "Book an appointment", front)
	command[board.ConfirmAppointment](s, "Record that the appointment was confirmed", front)
	command[board.Rebook](s, "Move an appointment", front)
	command[board.MarkNoShow](s, "Record a no-show", front)
	command[board.Arrive](s, "Record an arrival, booked or walk-in", front)
	command[board.ChangeDetails](s, "Change the master data of a visit", front)
	command[board.StartReception](s, "Start the write-up", front)
	command[board.Cancel](s, "Cancel a visit", front)
	command[board.LeaveUnrepaired](s, "Record that the car left unrepaired", front)
	command[board.CarryOver](s, "Decide to keep a car over night", front)
	command[board.AddNote](s, "Add a note", front)
	command[board.TellCustomer](s, "Record a talk with the customer", front)

	command[board.AddOperation](s, "Add an operation to the order", order)
	command[board.ChangeOperation](s, "Change an operation", order)
	command[board.CancelOperation](s, "Take an operation off the order", order)
	command[board.SignOrder](s, "Record the signature and the promise", order)
	command[board.RePromise](s, "Change the promise", order)
	command[board.FindAdditional](s, "Record additional work found", order)
	command[board.AnswerAdditional](s, "Move additional work on", order)
	command[board.SetPart](s, "Add a part or move it on", order)
	command[board.ImportOrder](s, "Bring in a signed order of another system", order)

	command[board.Dispatch](s, "Dispatch an operation", work)
	command[board.Recall](s, "Take a dispatched operation back", work)
	command[board.SetPin](s, "Fix part of an operation's plan, or free it", work)
	command[board.AdoptPlan](s, "Take over what a plan says about operations", work)
	command[board.RejectPlan](s, "Decline a proposed plan", work)
	command[board.StartWork](s, "Clock on", work)
	command[board.StopWork](s, "Stop an operation or the whole vehicle", work)
	command[board.EndStop](s, "Lift a stop", work)
	command[board.FinishWork](s, "Finish an operation", work)
	command[board.SignSelfCheck](s, "Sign the self-check", work)
	command[board.MoveCar](s, "Move a car", work)
	command[board.SetHelp](s, "Call for help, or end the call", work)
	command[board.WarnLate](s, "Say that the work will not be finished in time", work)
	command[board.SeeWarning](s, "Acknowledge a technician's warning", work)

	const forecast = "forecast"
	command[board.AcknowledgeWarning](s, "Take notice of the warning that a promise became unlikely", forecast)
	command[board.WarnPromise](s, "Warn that a promise became unlikely", forecast)
	command[board.NoteForecast](s, "Write down what the forecast says about a promise", forecast)

	command[board.Inspect](s, "Record an inspection", after)
	command[board.ReleaseRework](s, "Give rework out", after)
	command[board.StartWash](s, "Start the wash", after)
	command[board.FinishWash](s, "Finish the wash", after)
	command[board.SkipWash](s, "Let the car go without a wash", after)
	command[board.Settle](s, "Settle", after)
	command[board.VoidSettlement](s, "Take a settlement back", after)
	command[board.Deliver](s, "Hand the car over", after)
	command[board.FollowUpCall](s, "Record the follow-up call", after)
	command[board.Correct](s, "Correct where a visit stands", after)
}
