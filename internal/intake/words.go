package intake

import "bayline/board"

// The words people write for codes, folded; the codes themselves are known
// too.
var (
	classWords = vocabulary(board.Classes, map[string]board.Class{
		"首保": board.ClassFirstService, "首次保养": board.ClassFirstService, "免费首保": board.ClassFirstService,
		"保养": board.ClassMaintenance, "常规保养": board.ClassMaintenance, "定期保养": board.ClassMaintenance, "小保养": board.ClassMaintenance, "大保养": board.ClassMaintenance, "快保": board.ClassMaintenance, "service": board.ClassMaintenance, "periodic maintenance": board.ClassMaintenance,
		"一般修理": board.ClassGeneral, "一般维修": board.ClassGeneral, "普通修理": board.ClassGeneral, "维修": board.ClassGeneral, "机修": board.ClassGeneral, "小修": board.ClassGeneral, "general repair": board.ClassGeneral, "repair": board.ClassGeneral,
		"事故": board.ClassCollision, "事故车": board.ClassCollision, "事故维修": board.ClassCollision, "钣喷": board.ClassCollision, "钣金喷漆": board.ClassCollision, "保险": board.ClassCollision, "accident": board.ClassCollision, "body and paint": board.ClassCollision,
		"索赔": board.ClassWarranty, "三包": board.ClassWarranty, "保修": board.ClassWarranty,
	})
	tradeWords = vocabulary(board.Trades, map[string]board.Trade{
		"机修": board.TradeMechanical, "机械": board.TradeMechanical, "机电": board.TradeMechanical, "机修工": board.TradeMechanical, "保养": board.TradeMechanical, "mechanic": board.TradeMechanical,
		"电工": board.TradeElectrical, "电器": board.TradeElectrical, "电气": board.TradeElectrical, "电路": board.TradeElectrical, "electrician": board.TradeElectrical, "electric": board.TradeElectrical,
		"钣金": board.TradeBody, "钣金工": board.TradeBody, "bodywork": board.TradeBody,
		"喷漆": board.TradePaint, "油漆": board.TradePaint, "漆工": board.TradePaint, "油漆工": board.TradePaint, "painter": board.TradePaint,
		"四轮定位": board.TradeAlignment, "定位": board.TradeAlignment, "轮胎": board.TradeTyre, "tire": board.TradeTyre, "tyres": board.TradeTyre,
		"洗车": board.TradeWash, "清洗": board.TradeWash, "洗车工": board.TradeWash, "检验": board.TradeInspection, "质检": board.TradeInspection, "终检": board.TradeInspection,
	})
	gradeWords = vocabulary(board.Grades, map[string]board.Grade{
		"大工": board.GradeSenior, "高级": board.GradeSenior, "高级工": board.GradeSenior, "高级技师": board.GradeSenior, "master": board.GradeSenior,
		"中工": board.GradeJunior, "中级": board.GradeJunior, "中级工": board.GradeJunior, "journeyman": board.GradeJunior,
		"小工": board.GradeApprentice, "实习生": board.GradeApprentice, "学徒": board.GradeApprentice, "初级": board.GradeApprentice, "trainee": board.GradeApprentice,
	})
	bayWords = vocabulary(board.BayTypes, map[string]board.BayType{
		"快保": board.BayQuick, "快保工位": board.BayQuick, "express": board.BayQuick, "举升": board.BayLift, "举升工位": board.BayLift, "举升机": board.BayLift, "机修工位": board.BayLift,
		"新能源": board.BayLiftEV, "新能源工位": board.BayLiftEV, "ev": board.BayLiftEV, "ev lift": board.BayLiftEV, "普通": board.BayFlat, "普通工位": board.BayFlat, "平地": board.BayFlat, "平地工位": board.BayFlat,
		"四轮定位": board.BayAlign, "四轮定位工位": board.BayAlign, "定位": board.BayAlign, "alignment": board.BayAlign, "轮胎": board.BayTyre, "轮胎工位": board.BayTyre, "tire": board.BayTyre,
		"钣金": board.BayBody, "钣金工位": board.BayBody, "大梁": board.BayFrame, "大梁校正": board.BayFrame, "大梁校正工位": board.BayFrame, "喷漆准备": board.BayPrep, "喷漆准备工位": board.BayPrep, "打磨": board.BayPrep,
		"烤漆房": board.BayBooth, "烤房": board.BayBooth, "喷漆": board.BayBooth, "paint booth": board.BayBooth, "抛光": board.BayPolish, "抛光工位": board.BayPolish,
		"洗车": board.BayWash, "洗车工位": board.BayWash, "终检": board.BayQC, "终检工位": board.BayQC, "质检": board.BayQC, "检验": board.BayQC, "inspection": board.BayQC,
	})
	roleWords = vocabulary(board.Roles, map[string]board.Role{
		"技师": board.RoleTechnician, "维修技师": board.RoleTechnician, "维修工": board.RoleTechnician, "修理工": board.RoleTechnician, "机修工": board.RoleTechnician, "mechanic": board.RoleTechnician,
		"班组长": board.RoleLeader, "组长": board.RoleLeader, "班长": board.RoleLeader, "team leader": board.RoleLeader,
		"服务顾问": board.RoleAdvisor, "顾问": board.RoleAdvisor, "前台": board.RoleAdvisor, "sa": board.RoleAdvisor, "service advisor": board.RoleAdvisor,
		"质检员": board.RoleInspector, "质检": board.RoleInspector, "总检": board.RoleInspector, "检验员": board.RoleInspector,
		"车间主管": board.RoleSupervisor, "调度": board.RoleSupervisor, "调度员": board.RoleSupervisor, "dispatcher": board.RoleSupervisor, "workshop supervisor": board.RoleSupervisor,
		"技术主管": board.RoleTechLead, "技术总监": board.RoleTechLead, "technical lead": board.RoleTechLead, "配件": board.RoleParts, "配件员": board.RoleParts, "配件主管": board.RoleParts, "parts clerk": board.RoleParts,
		"预约专员": board.RoleAppointment, "预约": board.RoleAppointment, "appointment clerk": board.RoleAppointment, "服务经理": board.RoleManager, "站长": board.RoleManager, "service manager": board.RoleManager,
		"管理员": board.RoleAdmin, "系统管理员": board.RoleAdmin, "administrator": board.RoleAdmin,
	})
	yesNo = map[string]bool{
		"是": true, "y": true, "yes": true, "1": true, "true": true, "√": true, "✓": true, "✔": true, "有": true, "等": true, "在店": true, "estimate": true,
		"否": false, "n": false, "no": false, "0": false, "false": false, "×": false, "x": false, "✗": false, "无": false, "不等": false, "": false,
		"source": false, "sourcealigned": false, "derived": false, "example": false,
	}
)

// vocabulary folds the words and adds the codes.
func vocabulary[T ~string](codes []T, words map[string]T) map[string]T {
	known := make(map[string]T, len(codes)+len(words))
	for word, code := range words {
		known[fold(word)] = code
	}
	for _, code := range codes {
		known[fold(string(code))] = code
	}
	return known
}
