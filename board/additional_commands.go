package board

import (
	"slices"
	"time"
)

// FindAdditional records work found after the order was signed, with the codes
// it would add.
type FindAdditional struct {
	Visit VisitID  `json:"visit"`
	What  string   `json:"what" maxLength:"200"`
	Codes []string `json:"codes" maxItems:"50"`
}

// Name implements Command.
func (FindAdditional) Name() string { return "find_additional" }
func (c FindAdditional) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "add_work", StageWaitDispatch, StageDispatched, StageInRepair, StageStopped,
		StageWaitInspection, StageRework, StageWaitWash, StageReady)
	if err != nil {
		return err
	}
	if len(c.Codes) == 0 {
		return refuse("field_missing", "field", "codes")
	}
	if err := checkCount("codes", len(c.Codes), 50); err != nil {
		return err
	}
	if err := checkCount("additional", len(v.Additional)+1, maxLines); err != nil {
		return err
	}
	if err := checkLength(text{"what", c.What, maxReason}); err != nil {
		return err
	}
	what := c.What
	for _, code := range c.Codes {
		l, ok := d.Catalogue[code]
		if !ok {
			return refuse("unknown_code", "field", "codes", "value", code)
		}
		if what == "" {
			what = l.NameZH
		}
	}
	return d.emit(AdditionalFoundEvent{ofVisit{v.ID}, len(v.Additional) + 1, what, slices.Clone(c.Codes)})
}

// AnswerAdditional moves additional work on: quoted with an amount in fen,
// sent, approved, declined or expired. Approval needs a re-confirmed promise
// or NoChange.
type AnswerAdditional struct {
	Visit      VisitID         `json:"visit"`
	ID         int             `json:"id"`
	State      AdditionalState `json:"state" choice:"additional_answer"`
	Amount     int64           `json:"amount,omitempty" doc:"fen"`
	How        How             `json:"how,omitempty" choice:"how"`
	Note       string          `json:"note,omitempty" maxLength:"200"`
	PromisedAt time.Time       `json:"promised_at,omitzero"`
	NoChange   bool            `json:"no_change,omitempty"`
}

// Name implements Command.
func (AnswerAdditional) Name() string { return "answer_additional" }

// additionalMoves lists where additional work may go from each state.
var additionalMoves = map[AdditionalState][]AdditionalState{
	AdditionalFound:  {AdditionalQuoted, AdditionalSent, AdditionalApproved, AdditionalDeclined, AdditionalExpired},
	AdditionalQuoted: {AdditionalQuoted, AdditionalSent, AdditionalApproved, AdditionalDeclined, AdditionalExpired},
	AdditionalSent:   {AdditionalSent, AdditionalApproved, AdditionalDeclined, AdditionalExpired},
}

func (c AnswerAdditional) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Additional, func(a Additional) bool { return a.ID == c.ID })
	if i < 0 {
		return refuse("additional_unknown", "field", "id", "visit", v.ID, "id", c.ID)
	}
	a := v.Additional[i]
	if !known(additionalMoves[a.State], c.State) {
		return refuse("wrong_state", "what", "additional", "state", Say("additional."+string(a.State)), "action",
			additionalAction[c.State])
	}
	if c.State == AdditionalApproved && (!v.InShop() || v.Stage == StageSettled) {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "add_work")
	}
	if err := checkHow(c.How, c.State == AdditionalSent || c.State == AdditionalApproved ||
		c.State == AdditionalDeclined); err != nil {
		return err
	}
	if c.Amount < 0 || c.Amount > maxAmount {
		return refuse("field_invalid", "field", "amount", "value", c.Amount)
	}
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	if c.State != AdditionalApproved {
		return d.emit(AdditionalMoved{ofVisit{v.ID}, c.ID, c.State, c.Amount, c.How, c.Note})
	}
	if c.PromisedAt.IsZero() == !c.NoChange {
		return refuse("promise_needed", "field", "promised_at")
	}
	if err := d.emit(AdditionalMoved{ofVisit{v.ID}, c.ID, c.State, c.Amount, c.How, c.Note}); err != nil {
		return err
	}
	if !c.PromisedAt.IsZero() {
		if err := (RePromise{Visit: v.ID, PromisedAt: c.PromisedAt, Cause: CauseAdditional, Note: a.What, Confirmed: true,
			How: c.How}).decide(d); err != nil {
			return err
		}
	}
	for _, code := range a.Codes {
		if err := d.addOperation(v.ID, NewOperation{Code: code}, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// maxAmount is the highest quote taken as meant: ten million yuan, in fen.
const maxAmount = 1_000_000_000

var additionalAction = map[AdditionalState]string{
	AdditionalQuoted: "quote", AdditionalSent: "send", AdditionalApproved: "approve", AdditionalDeclined: "decline",
	AdditionalExpired: "expire",
}
