package intake

// Kind is what the rows of a file are.
type Kind string

// The kinds of rows.
const (
	Orders       Kind = "orders"       // repair orders 工单
	Appointments Kind = "appointments" // 预约
	People       Kind = "people"       // technicians, advisors, inspectors 人员
	Bays         Kind = "bays"         // 工位
	Teams        Kind = "teams"        // 班组
	LabourTimes  Kind = "labour_times" // 工时标准
)

// Kinds lists every kind once, in the order a new shop needs them.
var Kinds = []Kind{LabourTimes, Bays, People, Teams, Appointments, Orders}

// Column is one column a kind knows: the field's name and the headers it goes
// by. The first header is the usual Chinese one.
type Column struct {
	Field    string   `json:"field"`
	Required bool     `json:"required"`
	Headers  []string `json:"headers"`
}

// Columns lists the columns a kind knows, the required ones marked.
func (k Kind) Columns() []Column { return columns[k] }

func need(field string, headers ...string) Column { return Column{field, true, headers} }
func may(field string, headers ...string) Column  { return Column{field, false, headers} }

var (
	plateColumn    = need("plate", "车牌", "车牌号", "车牌号码", "牌照", "牌照号", "license plate", "plate no", "plate number", "registration")
	customerColumn = may("customer", "客户", "客户姓名", "客户名称", "车主", "车主姓名", "customer name", "owner")
	phoneColumn    = may("phone", "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "tel", "telephone", "mobile", "phone number")
	modelColumn    = may("model", "车型", "车型名称", "车系", "vehicle", "vehicle model", "car")
	vinColumn      = may("vin", "车架号", "vin码", "车辆识别代号", "chassis no")
	advisorColumn  = may("advisor", "服务顾问", "顾问", "接待", "接待员", "服务接待", "sa", "service advisor")
	classColumn    = may("class", "维修类型", "维修类别", "业务类型", "工单类型", "类型", "job class", "type", "repair type")
	purposeColumn  = may("purpose", "事由", "预约事由", "预约内容", "报修内容", "故障描述", "客户描述", "reason", "complaint", "request")
	waiterColumn   = may("waiter", "在店等", "在店等待", "是否等待", "客户等待", "等待", "waiting", "waits")
)

// columns lists what each kind's files may hold. Unknown columns are ignored.
var columns = map[Kind][]Column{
	Orders: {
		need("order_no", "工单号", "委托书号", "工单编号", "委托书编号", "单号", "施工单号", "ro", "ro no", "ro number", "order", "order number", "repair order"),
		plateColumn,
		need("arrived_at", "进厂时间", "到店时间", "进店时间", "来店时间", "接车时间", "开单时间", "arrived", "arrival", "arrival time", "check in"),
		need("promised_at", "约定交车时间", "承诺交车时间", "预计交车时间", "预交车时间", "交车时间", "目标竣工时间", "promised", "promise", "promised time", "due", "due at"),
		need("operations", "维修项目", "作业项目", "项目", "维修项目编码", "项目编码", "工时编码", "operation", "operation codes", "codes", "jobs"),
		customerColumn, phoneColumn, modelColumn, vinColumn, advisorColumn, classColumn, purposeColumn, waiterColumn,
		may("wishes", "客户要求", "特殊要求", "备注", "special wishes", "remarks"),
	},
	Appointments: {
		need("at", "预约时间", "预约进厂时间", "预约到店时间", "预约日期", "appointment", "appointment at", "appointment time", "booked for", "time"),
		plateColumn, customerColumn, phoneColumn, modelColumn, vinColumn, advisorColumn, classColumn, purposeColumn, waiterColumn,
		may("wishes", "客户要求", "特殊要求", "备注", "special wishes", "remarks"),
	},
	People: {
		need("id", "工号", "员工号", "员工编号", "人员编号", "编号", "employee id", "employee no", "staff id", "person"),
		need("name", "姓名", "名字", "员工姓名", "full name"),
		may("role", "岗位", "职务", "角色", "职位", "roles", "position", "post"),
		may("trades", "工种", "技能", "trade", "skills"),
		may("grade", "级别", "等级", "技师级别", "技能等级", "level"),
		may("team", "班组", "所属班组", "小组", "组别", "group", "team id"),
		may("efficiency", "效率", "效率(%)", "工效", "效率系数", "efficiency percent", "speed"),
		may("desk", "接待台", "台号", "工位号", "counter"),
	},
	Bays: {
		need("id", "编号", "工位编号", "工位号", "bay", "bay id", "bay no"),
		need("name", "名称", "工位名称", "工位", "bay name"),
		need("types", "类型", "工位类型", "功能", "type", "bay type", "bay types"),
		may("order", "顺序", "排序", "序号", "位置", "position", "place", "sort"),
	},
	Teams: {
		need("id", "班组编号", "班组号", "编号", "team", "team id"),
		need("name", "班组名称", "班组", "名称", "team name"),
		need("members", "成员", "班组成员", "组员", "member", "technicians"),
		may("leader", "班组长", "组长", "team leader"),
		may("bays", "工位", "负责工位", "bay"),
	},
	LabourTimes: {
		need("code", "编码", "项目编码", "工时编码", "代码", "项目代码", "工时代码", "operation code", "op code"),
		need("name_zh", "名称", "项目名称", "维修项目", "中文名", "中文名称", "作业项目", "name", "chinese name", "operation"),
		may("name_en", "英文名", "英文名称", "english name"),
		need("trade", "工种", "作业类别", "skill"),
		may("standard_hours", "标准工时", "标准工时(小时)", "标准工时(h)", "工时", "工时(小时)", "工时定额", "hours", "standard time", "flat rate", "frt"),
		may("standard_minutes", "标准工时(分钟)", "标准工时(分)", "工时(分钟)", "标准分钟", "standard minutes", "minutes"),
		may("passive_minutes", "等待时间(分钟)", "等待分钟", "被动时间", "被动时间(分钟)", "passive min estimate", "passive"),
		may("crew", "人数", "作业人数", "people"),
		may("bay_type", "工位类型", "工位", "bay"),
		may("min_grade", "最低级别", "级别要求", "grade"),
		may("powertrain", "动力类型", "动力", "适用车型"),
		may("parts_zh", "配件", "所需配件", "备件", "parts"),
		may("parts_en", "配件英文名", "english parts"),
		may("source", "来源", "依据", "source detail"),
		may("source_url", "来源网址", "网址", "url"),
		may("notes", "说明", "备注", "note", "remark"),
		may("estimate", "是否估算", "估算", "估计", "source type"),
	},
}
