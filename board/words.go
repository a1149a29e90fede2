package board

import "strings"

// say puts one argument of a refusal into words. What an argument means
// follows from its name: the same code "arrived" is 已到店 of a visit and 已到货
// of a part, and a person called "off" is nobody's presence. Arguments without
// words of their own (plates, names, times) are said as they are.
func say(name, value, lang string) string {
	words, ok := vocabulary[name]
	if !ok {
		return value
	}
	word, ok := words[value]
	switch {
	case ok && lang == "zh":
		return word.zh
	case ok && word.en != "":
		return word.en
	}
	return strings.ReplaceAll(value, "_", " ")
}

// FieldName gives the word for a field of a command, as a form would label it,
// in "zh" or, for any other language, in English.
func FieldName(field, lang string) string { return say("field", field, lang) }

// vocabulary gives the words of every argument whose values are codes. An
// empty English word is the code itself with blanks.
var vocabulary = map[string]map[string]sentence{
	"stage": stageWords, "from": stageWords, "to": stageWords,
	"state": stateWords, "part_from": partWords, "part_to": partWords,
	"presence": presenceWords, "level": levelWords,
	"what": whatWords, "why": whyWords, "action": actionWords, "field": fieldWords,
}

var stageWords = map[string]sentence{
	"booked": {"已预约", ""}, "confirmed": {"已确认", ""}, "no_show": {"失约", "no-show"}, "arrived": {"已到店", ""},
	"reception": {"接待预检", "write-up"}, "wait_dispatch": {"待派工", "waiting for dispatch"}, "dispatched": {"已派工", "next job"},
	"in_repair": {"在修", "being serviced"}, "stopped": {"停工", ""}, "wait_inspection": {"待检", "waiting for inspection"},
	"rework": {"内返", "internal rework"}, "wait_wash": {"待洗", "waiting for wash"}, "washing": {"洗车中", ""}, "ready": {"待交车", ""},
	"settled": {"已结算", ""}, "delivered": {"已交车", "handed over"}, "closed": {"已回访", "followed up"}, "cancelled": {"取消", ""},
	"left_unrepaired": {"未修离店", ""},
}

// stateWords name the states of an operation and of additional work.
var stateWords = map[string]sentence{
	"waiting": {"待派工", ""}, "dispatched": {"已派工", ""}, "in_progress": {"施工中", ""}, "stopped": {"停工", ""}, "done": {"已完工", ""}, "cancelled": {"已取消", ""},
	"found": {"已发现", ""}, "quoted": {"已报价", ""}, "sent": {"已发送", ""}, "approved": {"已同意", ""}, "declined": {"已拒绝", ""}, "expired": {"已过期", ""},
}

var partWords = map[string]sentence{
	"unchecked": {"未查", ""}, "kitted": {"已备料", ""}, "short": {"缺料", ""}, "ordered": {"已订货", ""}, "in_transit": {"在途", ""},
	"arrived": {"已到货", ""}, "issued": {"已发料", ""}, "returned": {"已退料", ""},
}

var presenceWords = map[string]sentence{
	"off": {"休息", "off duty"}, "expected": {"应到", ""}, "present": {"在岗", ""}, "break": {"小休", "on a break"},
	"rescue": {"外出救援", "on road rescue"}, "training": {"培训", "in training"},
}

var levelWords = map[string]sentence{
	"self": {"自检", "self-check"}, "peer": {"互检", "peer inspection"}, "final": {"终检", "final inspection"},
}

var whatWords = map[string]sentence{
	"operation": {"维修项目", ""}, "additional work": {"增项", ""},
}

var whyWords = map[string]sentence{
	"the future": {"在未来", "it is in the future"}, "too long ago": {"过早", "it is too long ago"}, "too far ahead": {"过远", "it is too far ahead"},
	"before the arrival": {"早于到店", "it is before the arrival"}, "before the last change": {"早于上一次变更", "it is before the last change"},
	"before the appointment": {"早于预约时间", "it is before the appointment"}, "ends before it starts": {"结束早于开始", "it ends before it starts"},
}

var actionWords = map[string]sentence{
	"confirm": {"确认预约", ""}, "rebook": {"改约", ""}, "mark a no-show": {"标记失约", ""}, "arrive": {"登记到店", ""}, "come back": {"作为返修来源", "have come back"},
	"start reception": {"开始接待", ""}, "sign": {"签字", ""}, "re-promise": {"改约交车时间", ""}, "change": {"修改", ""}, "remove": {"删除", ""},
	"dispatch": {"派工", ""}, "recall": {"收回", ""}, "pin": {"固定", ""}, "plan": {"排程", ""}, "start": {"开工", ""}, "stop": {"停工", ""}, "resume": {"复工", ""},
	"self-check": {"签自检", ""}, "inspect": {"检验", ""}, "release": {"下达返工", ""}, "rework": {"判为返工项目", "be the line to rework"}, "wait": {"作为前置项目", "be waited for"},
	"start the wash": {"开始洗车", ""}, "finish the wash": {"结束洗车", ""}, "skip the wash": {"免洗", ""},
	"settle": {"结算", ""}, "void the settlement": {"撤销结算", ""}, "deliver": {"交车", ""}, "follow up": {"回访", ""},
	"cancel": {"取消", ""}, "let it leave": {"未修离店", ""}, "carry over": {"留店过夜", ""}, "move": {"移车", ""}, "call help": {"求助", ""},
	"add work": {"增项", ""}, "quote": {"报价", ""}, "send": {"发送", ""}, "approve": {"同意", ""}, "decline": {"拒绝", ""}, "expire": {"作废", ""},
}

// fieldWords name the fields of commands as a form would.
var fieldWords = map[string]sentence{
	"actor": {"操作人", ""}, "role": {"岗位", ""}, "on": {"发生时间", "time it happened"}, "id": {"编号", "id"}, "name": {"名称", ""}, "code": {"编码", ""},
	"shop": {"门店", ""}, "visit": {"工单", ""}, "line": {"项目行", ""}, "order_no": {"工单号", "order number"}, "plate": {"车牌", ""}, "customer": {"客户", ""}, "phone": {"电话", ""},
	"model": {"车型", ""}, "vin": {"车架号", "VIN"}, "advisor": {"服务顾问", ""}, "class": {"维修类型", "job class"}, "purpose": {"事由", ""}, "wishes": {"客户要求", ""},
	"at": {"预约时间", "appointment time"}, "override": {"例外说明", "reason for the exception"}, "linked_to": {"关联工单", "linked visit"}, "comeback_of": {"返修来源工单", "earlier visit"},
	"arrived_at": {"进厂时间", "arrival time"}, "promised_at": {"约定交车时间", "promised time"}, "confirmed_by": {"确认人", "person who confirmed"}, "how": {"联系方式", "way of contact"},
	"promise": {"约定交车时间", "promised time"}, "horizon": {"预测时点", "time of the forecast"}, "p90": {"预测分位数", "quantiles of the forecast"}, "late": {"延误概率", "probability of lateness"},
	"why_zh": {"预警原因", "reason of the warning"}, "why_en": {"预警原因（英文）", "reason of the warning in English"},
	"signed": {"客户签字", "customer's signature"}, "checked": {"交车核对", "check before hand-over"},
	"operations": {"维修项目", ""}, "codes": {"增项项目", ""}, "additional": {"增项", "additional work"}, "what": {"内容", "description"}, "amount": {"金额", ""}, "after": {"前置项目", "lines that come first"},
	"trade": {"工种", ""}, "trades": {"工种", ""}, "standard_minutes": {"标准工时", "standard time"}, "passive_minutes": {"等待时间", "passive time"}, "crew": {"作业人数", ""},
	"min_grade": {"最低级别", "lowest grade"}, "grade": {"级别", ""}, "bay_type": {"工位类型", ""}, "name_zh": {"名称", "Chinese name"}, "name_en": {"英文名", "English name"},
	"powertrain": {"动力类型", ""}, "parts": {"配件", ""}, "part": {"配件名称", "part name"}, "source": {"来源", ""}, "times": {"工时标准", "labour times"}, "eta": {"预计到货时间", "expected arrival"},
	"bay": {"工位", ""}, "bays": {"工位", ""}, "types": {"工位类型", "bay types"}, "order": {"顺序", "place in the row"}, "parking": {"停车位", "parking place"},
	"person": {"人员", ""}, "technicians": {"技师", ""}, "inspector": {"质检员", ""}, "roles": {"岗位", ""}, "efficiency": {"效率", ""}, "shift": {"班次", ""}, "desk": {"接待台", ""},
	"presence": {"出勤", ""}, "team": {"班组", ""}, "members": {"班组成员", "team members"}, "leader": {"班组长", "team leader"},
	"start": {"开工时间", "start"}, "until": {"预计结束时间", "expected end"}, "minutes": {"分钟数", ""}, "owner": {"责任人", "owner of the next step"},
	"reason": {"原因", ""}, "note": {"说明", ""}, "cause": {"原因", ""}, "decision": {"处理决定", ""}, "text": {"内容", ""}, "phase": {"阶段", ""}, "item": {"不合格项", "failed item"},
	"level": {"检验级别", "inspection level"}, "to": {"目标状态", "stage to go to"}, "state": {"状态", ""},
	"zone": {"时区", "time zone"}, "language": {"语言", ""}, "calendar.week": {"营业时间", "opening hours"}, "calendar.breaks": {"休息时段", "breaks"}, "calendar.days": {"特殊日期", "exceptional days"},
	"reception_minutes": {"接待时长", "length of the write-up"}, "inspection_minutes": {"检验时长", "length of an inspection"}, "wash_minutes": {"洗车时长", "length of the wash"},
	"move_minutes": {"移车时长", "time to move a car"}, "risk_percent": {"风险阈值", "risk threshold"}, "levels": {"检验级别", "inspection levels"},
	"final_sampling": {"终检抽检比例", "share of final inspections"}, "wip_limits": {"在制上限", "limit of a column"}, "appointment_gap": {"预约间隔", "gap between appointments"},
	"appointment_per_hour": {"每小时预约数", "appointments in an hour"}, "on_time_target": {"准时交车率目标", "on-time target"}, "comeback_target": {"外返率目标", "comeback target"}, "plan_mode": {"排程方式", "plan mode"}, "promise_percent": {"承诺把握", "confidence of a promise"},
	"lines": {"排程行", "lines of the plan"}, "fingerprint": {"方案标识", "mark of the plan"},
}
