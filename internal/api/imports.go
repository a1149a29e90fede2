package api

import (
	"context"
	"net/http"
	"time"

	"bayline/board"
	"bayline/internal/floor"
	"bayline/internal/intake"
	"bayline/internal/shopsetup"
	"bayline/internal/words"
)

// importTimeout bounds a whole import; what was done until then stays, and the
// same file again continues.
const importTimeout = 55 * time.Second

type importInput struct {
	Writer
	Name    string `query:"name" maxLength:"200" doc:"name of the file, for the report"`
	Kind    string `query:"kind" enum:"orders,appointments,people,bays,teams,labour_times," doc:"what the rows are; empty: recognised by the header"`
	DryRun  bool   `query:"dry_run" doc:"only say what would happen"`
	Create  string `query:"create" maxLength:"60" doc:"of a dry run: the name of a shop that is not there yet, which is imagined"`
	RawBody []byte `contentType:"application/octet-stream" doc:"the file: CSV (UTF-8 or GB18030) or xlsx"`
}

type importOutput struct {
	Body ImportResult
}

// ImportResult is what became, or would become, of a file's rows.
type ImportResult struct {
	File      string       `json:"file"`
	Sheet     string       `json:"sheet,omitempty"`
	Kind      intake.Kind  `json:"kind"`
	DryRun    bool         `json:"dry_run"`
	Done      int          `json:"done" doc:"rows carried out, or that would be"`
	Unchanged int          `json:"unchanged" doc:"rows that were so already"`
	Bad       int          `json:"bad" doc:"rows with a problem; they stop no others"`
	Problems  []RowProblem `json:"problems" doc:"every problem and warning, in the file's order"`
}

// RowProblem is one thing wrong with one row: its line, column, and the reason.
type RowProblem struct {
	intake.Problem
	Detail string `json:"detail" doc:"the message in the language of Accept-Language"`
}

func rowProblems(list []intake.Problem, lang string) []RowProblem {
	out, printer := make([]RowProblem, len(list)), words.Embedded().Printer(lang)
	for i, p := range list {
		out[i] = RowProblem{p, printer.Say(p.Message)}
	}
	return out
}

func (s *Server) registerImports() {
	handle(s, operation{
		id: "import", method: http.MethodPost, path: "/api/v1/imports", tag: "imports", body: maxImport, timeout: importTimeout,
		summary:     "Bring in repair orders, appointments, people, bays, teams or labour times from a file",
		description: "The good rows are carried out one by one as commands; a bad row stops no other. The same file twice changes nothing.",
	}, s.importFile)
}

func (s *Server) importFile(ctx context.Context, in *importInput) (*importOutput, error) {
	req, err := in.request()
	if err != nil {
		return nil, err
	}
	state, err := s.importedInto(ctx, in, req.Actor)
	if err != nil {
		return nil, err
	}
	result, err := Import(ctx, ImportRequest{
		Shop: board.ShopID(in.Shop), State: state, Now: s.Floor.Now(), Name: in.Name, Data: in.RawBody, Kind: intake.Kind(in.Kind), DryRun: in.DryRun, Request: req,
		Lang: spoken(languageOf(ctx)),
	}, s.Floor, s.Known)
	if err != nil {
		return nil, err
	}
	return &importOutput{Body: result}, nil
}

// importedInto returns the state of the shop, or of the one a dry run imagines.
func (s *Server) importedInto(ctx context.Context, in *importInput, actor board.Actor) (*board.State, error) {
	id := board.ShopID(in.Shop)
	if !in.DryRun || in.Create == "" || !id.Valid() {
		return s.state(ctx, in.Shop)
	}
	state, err := s.Floor.State(ctx, id)
	if err != nil || state.Open {
		return state, err
	}
	return shopsetup.Imagine(state, in.Create, actor, s.Floor.Now())
}

// Known tells whether a shop has had an order of a number before.
type Known func(ctx context.Context, shop board.ShopID, orderNo string) (bool, error)

// ImportRequest is one file for one shop, with the shop as it is now.
type ImportRequest struct {
	Shop    board.ShopID
	State   *board.State
	Now     time.Time
	Name    string
	Data    []byte
	Kind    intake.Kind
	DryRun  bool
	Lang    string // of the details of the report
	Request floor.Request
}

// Import reads a file, decides every row, and carries the good ones out unless
// it is a dry run. Errors: an *intake.Fault when the file as a whole cannot be
// read, or the executor's when the shop cannot be reached.
func Import(ctx context.Context, in ImportRequest, x shopsetup.Executor, known Known) (ImportResult, error) {
	table, err := intake.Read(ctx, in.Name, in.Data)
	if err != nil {
		return ImportResult{}, err
	}
	var lookup error
	report, err := intake.Plan(ctx, table, in.State, in.Now, intake.Options{Kind: in.Kind, Known: func(orderNo string) bool {
		if known == nil || lookup != nil {
			return false
		}
		found, err := known(ctx, in.Shop, orderNo)
		lookup = err
		return found
	}})
	if err != nil {
		return ImportResult{}, err
	}
	if lookup != nil {
		return ImportResult{}, lookup
	}
	out := ImportResult{File: report.File, Sheet: report.Sheet, Kind: report.Kind, DryRun: in.DryRun}
	if in.DryRun {
		out.Done, out.Unchanged, out.Bad = report.Counts()
		out.Problems = rowProblems(report.Problems(), in.Lang)
		return out, nil
	}
	done, err := intake.Run(ctx, report, func(ctx context.Context, c board.Command, key string) error {
		req := in.Request
		req.Key = key
		_, err := x.Execute(ctx, in.Shop, c, req)
		return err
	})
	out.Done, out.Unchanged, out.Bad, out.Problems = done.Done, done.Unchanged, done.Bad, rowProblems(done.Problems, in.Lang)
	return out, err
}
