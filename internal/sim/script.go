package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"bayline/board"
)

// car is one car of a simulated day with what nobody in the shop knows yet:
// when it comes, what will be found, and how long the work really takes.
type car struct {
	details     board.Details
	at          time.Time // appointment or arrival
	booked      bool
	noShow      bool
	codes       []string
	factor      []float64 // actual over standard, per code
	extra       string    // code of additional work that will be found, "" for none
	extraFactor float64
	agrees      bool
	answer      int // minutes until the customer answers
	shortPart   int // minutes until a missing part comes, 0: all there
	rework      bool
	patience    int // minutes the advisor takes for each step
	visit       board.VisitID
}

// job is a kind of order: how often it comes, its class and its operations.
type job struct {
	weight int
	class  board.Class
	codes  []string
	wish   string
}

// jobs is the mix of a 4S shop's day: mostly quick service, some repairs, a
// little body and paint. Codes are of the starter catalogue.
var jobs = []job{
	{18, board.ClassMaintenance, []string{"ME-001", "ME-007"}, "做个小保养"},
	{12, board.ClassFirstService, []string{"ME-001"}, "首保"},
	{14, board.ClassMaintenance, []string{"ME-002", "ME-010"}, "常规保养，清洗节气门"},
	{12, board.ClassMaintenance, []string{"ME-004", "ME-007"}, "四万公里大保养"},
	{6, board.ClassGeneral, []string{"ME-013", "ME-012"}, "换制动液和冷却液"},
	{6, board.ClassGeneral, []string{"ME-010"}, "加速无力"},
	{5, board.ClassGeneral, []string{"ME-032"}, "皮带异响"},
	{5, board.ClassGeneral, []string{"ME-015"}, "变速箱油循环"},
	{4, board.ClassGeneral, []string{"ME-019", "ME-023"}, "怠速抖动，空调有异味"},
	{4, board.ClassWarranty, []string{"ME-033"}, "三包期内发动机异响"},
	{4, board.ClassGeneral, []string{"trade:alignment"}, "跑偏"},
	{4, board.ClassGeneral, []string{"trade:tyre"}, "换轮胎"},
	{5, board.ClassGeneral, []string{"trade:electrical"}, "电路检查"},
	{4, board.ClassCollision, []string{"trade:body", "trade:paint"}, "前翼子板事故"},
}

var (
	surnames = []string{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "朱", "马", "胡", "郭", "林", "何", "高", "欧阳"}
	titles   = []string{"先生", "女士"}
	models   = []string{"朗逸 1.5L", "轩逸 1.6L", "卡罗拉 1.2T", "思域 1.5T", "哈弗 H6", "博越 1.8T", "帕萨特 2.0T", "凯美瑞 2.5L", "秦 PLUS EV", "元 PLUS EV"}
)

// day writes the script of one day. The same seed and date give the same day.
func day(seed uint64, date time.Time, cars int, catalogue map[string]*board.LabourTime) []*car {
	r := rand.New(rand.NewPCG(seed, uint64(date.Unix())))
	script := make([]*car, 0, cars)
	open := time.Date(date.Year(), date.Month(), date.Day(), 8, 0, 0, 0, date.Location())
	for n := range cars {
		c := &car{booked: r.Float64() < 0.45, patience: 2 + r.IntN(7), agrees: r.Float64() < 0.75, answer: 5 + r.IntN(35)}
		c.at = open.Add(arrival(r))
		if c.booked {
			c.at = c.at.Round(15 * time.Minute)
			c.noShow = r.Float64() < 0.06
		}
		j := pick(r)
		c.codes = resolve(r, j.codes, catalogue)
		for range c.codes {
			c.factor = append(c.factor, overrun(r))
		}
		if r.Float64() < 0.12 {
			c.extra, c.extraFactor = []string{"ME-010", "ME-013", "ME-007", "ME-032"}[r.IntN(4)], overrun(r)
			if slices.Contains(c.codes, c.extra) {
				c.extra = ""
			}
		}
		if r.Float64() < 0.11 {
			c.shortPart = 30 + r.IntN(100)
		}
		c.rework = r.Float64() < 0.06
		c.details = board.Details{
			OrderNo: fmt.Sprintf("R%s%03d", date.Format("060102"), n+1), Plate: plate(r), Customer: surnames[r.IntN(len(surnames))] + titles[r.IntN(2)],
			Phone: fmt.Sprintf("139%08d", r.IntN(100000000)), Model: models[r.IntN(len(models))], Advisor: advisors[n%len(advisors)],
			Class: j.class, Purpose: j.wish, Waiter: j.class != board.ClassCollision && r.Float64() < 0.35, NoWash: r.Float64() < 0.15,
		}
		script = append(script, c)
	}
	slices.SortStableFunc(script, func(a, b *car) int { return a.at.Compare(b.at) })
	return script
}

// arrival draws minutes after opening: half before 9:45, a third until 14:30,
// the rest later.
func arrival(r *rand.Rand) time.Duration {
	from, to := 0, 105
	switch u := r.Float64(); {
	case u > 0.84:
		from, to = 390, 480
	case u > 0.48:
		from, to = 150, 400
	}
	return time.Duration(from+r.IntN(to-from)) * time.Minute
}

// overrun draws actual over standard time: lognormal, sigma 0.28, with 6 % of
// heavy overruns.
func overrun(r *rand.Rand) float64 {
	f := math.Exp(0.28 * r.NormFloat64())
	if r.Float64() < 0.06 {
		f *= 1.8
	}
	return min(max(f, 0.5), 3.5)
}

func pick(r *rand.Rand) job {
	total := 0
	for _, j := range jobs {
		total += j.weight
	}
	u := r.IntN(total)
	for _, j := range jobs {
		if u -= j.weight; u < 0 {
			return j
		}
	}
	return jobs[0]
}

// resolve replaces "trade:x" by a short operation of that trade.
func resolve(r *rand.Rand, codes []string, catalogue map[string]*board.LabourTime) []string {
	var out []string
	for _, code := range codes {
		trade, wild := "", len(code) > 6 && code[:6] == "trade:"
		if !wild {
			out = append(out, code)
			continue
		}
		trade = code[6:]
		var fits []string
		for _, l := range board.Sorted(catalogue) {
			if string(l.Trade) == trade && l.StandardMinutes <= 180 && l.BayType != board.BayLiftEV && l.BayType != board.BayFrame {
				fits = append(fits, l.Code)
			}
		}
		if len(fits) > 0 {
			out = append(out, fits[r.IntN(len(fits))])
		}
	}
	return out
}

const plateLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

// plate draws a plate: mostly local, some new energy.
func plate(r *rand.Rand) string {
	head := []string{"粤A", "粤A", "粤A", "粤B", "粤E", "湘A"}[r.IntN(6)]
	if r.Float64() < 0.2 {
		return fmt.Sprintf("%sD%05d", head, r.IntN(100000))
	}
	tail := []byte(fmt.Sprintf("%05d", r.IntN(100000)))
	for range r.IntN(3) {
		tail[r.IntN(5)] = plateLetters[r.IntN(len(plateLetters))]
	}
	return head + string(tail)
}
