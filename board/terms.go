package board

// Stage is where a visit stands. It follows from the visit's facts; after
// every event Visit.Stage holds what they say.
type Stage string

// The stages of a visit, in the order a car lives through them.
const (
	StageBooked         Stage = "booked"          // 已预约
	StageConfirmed      Stage = "confirmed"       // 已确认
	StageNoShow         Stage = "no_show"         // 失约
	StageArrived        Stage = "arrived"         // 已到店
	StageReception      Stage = "reception"       // 接待预检
	StageWaitDispatch   Stage = "wait_dispatch"   // 待派工
	StageDispatched     Stage = "dispatched"      // 已派工
	StageInRepair       Stage = "in_repair"       // 在修
	StageStopped        Stage = "stopped"         // 停工
	StageWaitInspection Stage = "wait_inspection" // 待检
	StageRework         Stage = "rework"          // 内返
	StageWaitWash       Stage = "wait_wash"       // 待洗
	StageWashing        Stage = "washing"         // 洗车中
	StageReady          Stage = "ready"           // 待交车
	StageSettled        Stage = "settled"         // 已结算
	StageDelivered      Stage = "delivered"       // 已交车
	StageClosed         Stage = "closed"          // 已回访
	StageCancelled      Stage = "cancelled"       // 取消
	StageLeft           Stage = "left_unrepaired" // 未修离店
)

// Stages lists every stage once.
var Stages = []Stage{
	StageBooked, StageConfirmed, StageNoShow, StageArrived, StageReception, StageWaitDispatch, StageDispatched,
	StageInRepair, StageStopped, StageWaitInspection, StageRework, StageWaitWash, StageWashing, StageReady,
	StageSettled, StageDelivered, StageClosed, StageCancelled, StageLeft,
}

// Flag marks a visit without moving it.
type Flag string

// The flags of a visit. FlagAppointment, FlagComeback, FlagAdditional and
// FlagHelp follow from the facts; the others are set by people.
const (
	FlagWaiter      Flag = "waiter"      // 在店等
	FlagAppointment Flag = "appointment" // 预约
	FlagComeback    Flag = "comeback"    // 返修
	FlagSpecial     Flag = "special"     // 重点关注
	FlagCollision   Flag = "collision"   // 事故
	FlagWarranty    Flag = "warranty"    // 索赔
	FlagAdditional  Flag = "additional"  // 增项待处理
	FlagOvernight   Flag = "overnight"   // 滞留
	FlagHelp        Flag = "help"        // 求助
)

// StopReason says why work stands still.
type StopReason string

// The stop reasons.
const (
	StopParts     StopReason = "parts"     // 待料
	StopApproval  StopReason = "approval"  // 待客户确认
	StopEstimate  StopReason = "estimate"  // 待报价
	StopDecision  StopReason = "decision"  // 待技术判断
	StopInsurer   StopReason = "insurer"   // 待定损
	StopWarranty  StopReason = "warranty"  // 待索赔批复
	StopSublet    StopReason = "sublet"    // 外委
	StopEquipment StopReason = "equipment" // 待设备
	StopCrew      StopReason = "crew"      // 待人
	StopShift     StopReason = "shift"     // 跨班
	StopCustomer  StopReason = "customer"  // 客户原因
	StopOther     StopReason = "other"     // needs a text
)

// stops lists every stop reason once, what is met most often first, with the role that owns the next action unless
// the command names somebody else. A new reason is a row here and its word in each language.
var stops = []struct {
	Reason StopReason
	Owner  Role
}{
	{StopParts, RoleParts},
	{StopApproval, RoleAdvisor},
	{StopDecision, RoleTechLead},
	{StopEquipment, RoleSupervisor},
	{StopCrew, RoleSupervisor},
	{StopEstimate, RoleAdvisor},
	{StopShift, RoleSupervisor},
	{StopInsurer, RoleAdvisor},
	{StopWarranty, RoleAdvisor},
	{StopSublet, RoleSupervisor},
	{StopCustomer, RoleAdvisor},
	{StopOther, RoleSupervisor},
}

// stopReasons lists every stop reason once.
func stopReasons() []StopReason {
	reasons := make([]StopReason, len(stops))
	for i, s := range stops {
		reasons[i] = s.Reason
	}
	return reasons
}

// owner returns the role that owns the next action while work is stopped for the reason.
func (r StopReason) owner() Role {
	for _, s := range stops {
		if s.Reason == r {
			return s.Owner
		}
	}
	return ""
}

// Trade is the kind of work an operation is and a technician can do.
type Trade string

// The trades.
const (
	TradeMechanical Trade = "mechanical" // 机修
	TradeElectrical Trade = "electrical" // 电工
	TradeBody       Trade = "body"       // 钣金
	TradePaint      Trade = "paint"      // 喷漆
	TradeAlignment  Trade = "alignment"  // 四轮定位
	TradeTyre       Trade = "tyre"       // 轮胎
	TradeWash       Trade = "wash"       // 洗车
	TradeInspection Trade = "inspection" // 检验
)

// Trades lists every trade once.
var Trades = []Trade{TradeMechanical, TradeElectrical, TradeBody, TradePaint, TradeAlignment, TradeTyre, TradeWash,
	TradeInspection}

// Grade is a technician's level.
type Grade string

// The grades, lowest first.
const (
	GradeApprentice Grade = "apprentice" // 实习生
	GradeJunior     Grade = "junior"     // 中工
	GradeSenior     Grade = "senior"     // 大工
)

// Grades lists every grade once, lowest first.
var Grades = []Grade{GradeApprentice, GradeJunior, GradeSenior}

// Rank orders grades; an unknown or empty grade ranks lowest.
func (g Grade) Rank() int {
	switch g {
	case GradeSenior:
		return 2
	case GradeJunior:
		return 1
	}
	return 0
}

// Class is the job class a visit is counted under.
type Class string

// The job classes.
const (
	ClassFirstService Class = "first_service" // 首保
	ClassMaintenance  Class = "maintenance"   // 常规保养
	ClassGeneral      Class = "general"       // 一般修理
	ClassCollision    Class = "collision"     // 事故车
	ClassWarranty     Class = "warranty"      // 索赔
)

// Classes lists every job class once.
var Classes = []Class{ClassFirstService, ClassMaintenance, ClassGeneral, ClassCollision, ClassWarranty}

// BayType is a kind of place work needs and a bay offers.
type BayType string

// The bay types of the labour-time catalogue.
const (
	BayQuick  BayType = "quick"   // 快保工位
	BayLift   BayType = "lift"    // 举升工位
	BayLiftEV BayType = "lift_ev" // 新能源工位
	BayFlat   BayType = "flat"    // 普通工位
	BayAlign  BayType = "align"   // 四轮定位工位
	BayTyre   BayType = "tyre"    // 轮胎工位
	BayBody   BayType = "body"    // 钣金工位
	BayFrame  BayType = "frame"   // 大梁校正工位
	BayPrep   BayType = "prep"    // 喷漆准备工位
	BayBooth  BayType = "booth"   // 烤漆房
	BayPolish BayType = "polish"  // 抛光工位
	BayWash   BayType = "wash"    // 洗车工位
	BayQC     BayType = "qc"      // 终检工位
)

// BayTypes lists every bay type once.
var BayTypes = []BayType{BayQuick, BayLift, BayLiftEV, BayFlat, BayAlign, BayTyre, BayBody, BayFrame, BayPrep,
	BayBooth, BayPolish, BayWash, BayQC}

// Role is what a person does in the shop.
type Role string

// The roles.
const (
	RoleTechnician  Role = "technician"  // 技师
	RoleLeader      Role = "leader"      // 班组长
	RoleAdvisor     Role = "advisor"     // 服务顾问
	RoleInspector   Role = "inspector"   // 质检员
	RoleSupervisor  Role = "supervisor"  // 车间主管
	RoleTechLead    Role = "tech_lead"   // 技术主管
	RoleParts       Role = "parts"       // 配件
	RoleAppointment Role = "appointment" // 预约专员
	RoleManager     Role = "manager"     // 服务经理
	RoleAdmin       Role = "admin"       // 管理员
)

// Roles lists every role once.
var Roles = []Role{RoleTechnician, RoleLeader, RoleAdvisor, RoleInspector, RoleSupervisor, RoleTechLead, RoleParts,
	RoleAppointment, RoleManager, RoleAdmin}

// Presence says whether a person can be counted on now.
type Presence string

// The presences people set; assigned, working and paused follow from work.
const (
	PresenceOff      Presence = "off"      // 休息
	PresenceExpected Presence = "expected" // 应到
	PresencePresent  Presence = "present"  // 在岗
	PresenceBreak    Presence = "break"    // 小休
	PresenceRescue   Presence = "rescue"   // 外出救援
	PresenceTraining Presence = "training" // 培训
)

// Presences lists every presence once.
var Presences = []Presence{PresenceOff, PresenceExpected, PresencePresent, PresenceBreak, PresenceRescue,
	PresenceTraining}

// Away lists the presences of somebody who cannot be given work today or for a while.
var Away = []Presence{PresenceOff, PresenceBreak, PresenceRescue, PresenceTraining}

// How a customer was reached or gave consent.
type How string

// The ways to reach a customer.
const (
	HowPhone     How = "phone"     // 电话
	HowWeChat    How = "wechat"    // 微信
	HowSMS       How = "sms"       // 短信
	HowInPerson  How = "in_person" // 当面
	HowSignature How = "signature" // 签字
	HowPage      How = "page"      // 客户页面
)

// Hows lists every way once.
var Hows = []How{HowPhone, HowWeChat, HowSMS, HowInPerson, HowSignature, HowPage}

// Level is one of the three inspections.
type Level string

// The inspection levels, in order.
const (
	LevelSelf  Level = "self"  // 自检
	LevelPeer  Level = "peer"  // 互检
	LevelFinal Level = "final" // 终检
)

// Levels lists every inspection level once, in order.
var Levels = []Level{LevelSelf, LevelPeer, LevelFinal}

// Phase is when a note was written, seen from the repair.
type Phase string

// The phases.
const (
	PhaseBefore Phase = "before"
	PhaseDuring Phase = "during"
	PhaseAfter  Phase = "after"
)

// Phases lists every phase once.
var Phases = []Phase{PhaseBefore, PhaseDuring, PhaseAfter}

func known[T comparable](all []T, one T) bool {
	for _, t := range all {
		if t == one {
			return true
		}
	}
	return false
}
