package board

import (
	"regexp"
	"strconv"
)

// ShopID names one workshop. It is part of every journal key, URL and channel.
type ShopID string

var shopID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// Valid reports whether a new shop may have this name: it stands in addresses, file names and channels.
func (id ShopID) Valid() bool { return shopID.MatchString(string(id)) }

// VisitID names one visit within a shop, "V" and the sequence number of the
// event that opened it.
type VisitID string

// PersonID names one person of the shop (technician, advisor, inspector ...).
type PersonID string

// BayID names one bay.
type BayID string

// TeamID names one team of technicians.
type TeamID string

// OperationRef names one operation: the visit and its line on the repair order.
type OperationRef struct {
	Visit VisitID `json:"visit"`
	Line  int     `json:"line"`
}

// String returns "V17/2".
func (r OperationRef) String() string { return string(r.Visit) + "/" + strconv.Itoa(r.Line) }
