package dispatch

type sentence struct{ zh, en string }

// texts holds one sentence per code. Words in braces are filled from the
// arguments.
var texts = map[string]sentence{
	// Why a visit is at risk, late, stopped or cannot be planned.
	"past_promise":            {"预计晚于约定时间 {minutes}。", "Expected {minutes} after the promise."},
	"promise_passed":          {"约定时间 {promise} 已过 {minutes}。", "The promise {promise} passed {minutes} ago."},
	"tight":                   {"距约定时间只剩 {minutes}余量。", "Only {minutes} to spare before the promise."},
	"waits_for_bay":           {"等待 {bay}，车辆 {plate} 正占用或排在前面。", "Waits for {bay}, which {plate} has first."},
	"waits_for_technician":    {"等待技师 {person}，其先完成 {plate}。", "Waits for {person}, who does {plate} first."},
	"waits_for_person":        {"等待 {person}，{until} 起可用。", "Waits for {person}, who is back at {until}."},
	"waits_for_shift":         {"要到 {until} 上班后才能继续。", "Can only go on when the shift begins at {until}."},
	"no_gap":                  {"{until} 之前，所需的工位和技师没有足够长的共同空档。", "Bay and people have no common gap long enough before {until}."},
	"work_left":               {"剩余工序排下来还要 {minutes}工作时间。", "The work left takes {minutes} of working time."},
	"waits_for_parts":         {"等待配件 {part}，预计 {eta} 到。", "Waits for {part}, expected {eta}."},
	"waits_for_parts_undated": {"等待配件 {part}，到货时间未知。", "Waits for {part}, which has no expected time."},
	"stopped":                 {"停工：{reason}，恢复时间未知。", "Stopped: {reason}, nobody knows until when."},
	"stopped_until":           {"停工：{reason}，预计 {until} 恢复。", "Stopped: {reason}, expected to end {until}."},
	"planned_start":           {"人工指定 {until} 开工。", "A person set the start to {until}."},
	"overrun":                 {"{bay} 的 {plate} 已超出标准工时 {minutes}。", "{plate} in {bay} is {minutes} over its standard time."},
	"wash_overrun":            {"{plate} 洗车已超时 {minutes}。", "The wash of {plate} is {minutes} over."},
	"warned":                  {"{plate} 的技师报告还需多用 {minutes}。", "The technician on {plate} said it takes {minutes} more."},
	"starts_late":             {"第 {line} 项应于 {planned} 开工，已晚 {minutes}。", "Line {line} should have started at {planned}, {minutes} ago."},
	"behind_parts":            {"前车 {plate} 等待配件 {part}，预计 {eta} 到。", "{plate} before it waits for {part}, expected {eta}."},
	"behind_stop":             {"前车 {plate} 停工：{reason}，预计 {until} 恢复。", "{plate} before it is stopped: {reason}, expected to end {until}."},
	"no_shift_left":           {"今天的班次内做不完，预计 {until} 交车。", "Does not fit into today's shift; ready {until}."},
	"bay_blocked":             {"{bay} 被停工车辆 {plate} 占用，恢复时间未知；移走该车后才能安排。", "{bay} is held by {plate}, stopped without a date; move it out to go on."},
	"bay_closed":              {"{bay} 正在维护，恢复时间未知。", "{bay} is under maintenance without an end."},
	"no_bay":                  {"没有可用的{bay_type}。", "There is no usable {bay_type}."},
	"no_technician":           {"没有{trade}技师可以做第 {line} 项。", "Nobody of the trade {trade} can do line {line}."},
	"no_grade":                {"没有达到{grade}等级的{trade}技师可以做第 {line} 项。", "No {grade} of the trade {trade} can do line {line}."},
	"beyond_horizon":          {"在可排程的 {days} 天内安排不下。", "Does not fit into the next {days} days."},
	// What a quoted time depends on.
	"parts_unchecked":    {"尚有 {count} 种配件未核对（{part}），按有货计算。", "{count} parts not checked yet ({part}); taken to be in stock."},
	"trade_crowded":      {"{trade}今天的剩余工时已排 {percent}%。", "What {trade} can still do today is {percent} % taken."},
	"nothing_in_the_way": {"工位和人都有空，可以马上安排。", "A bay and people are free; nothing is in the way."},
	// Why fewer than two appointments are offered.
	"no_more_slots": {"{days} 天内只找到 {count} 个顾问和车间都能保证的时间。", "Times that advisor and workshop can both keep within {days} days: {count}."},
	// What imagined changes would do.
	"whatif_stuck":        {"{plate} 将无法安排完工。", "{plate} could not be planned to its end."},
	"whatif_new":          {"新车预计 {at} 可交。", "The new car would be ready about {at}."},
	"whatif_new_promised": {"新车预计 {at} 可交，按所填时间交车的把握 {percent}%。", "The new car would be ready about {at}; its promise is kept with {percent} %."},
	"whatif_new_stuck":    {"新车的工作目前无法安排。", "The work of the new car cannot be planned."},
	"whatif_endangered":   {"{count} 个承诺变得危险，首先是 {plate}。", "Promises endangered: {count}, first {plate}."},
	"whatif_delayed":      {"{count} 台车要多等，最久的 {plate} 晚 {minutes}。", "Cars that wait longer: {count}; {plate} longest, {minutes}."},
	"whatif_gained":       {"{count} 台车会提前。", "Cars that are ready sooner: {count}."},
	"whatif_moves":        {"{count} 个项目要换人。", "Operations that change hands: {count}."},
	"whatif_nothing":      {"对现有的承诺没有影响。", "No promise is touched."},
	// What a choice breaks.
	"visit_closed":       {"该工单没有可派的项目。", "This visit has no such open work."},
	"bay_unknown":        {"没有这个工位。", "There is no such bay."},
	"person_unknown":     {"没有这个人员。", "There is no such person."},
	"running":            {"第 {line} 项已在施工。", "Line {line} is being worked on already."},
	"bay_type":           {"{bay} 不是{bay_type}。", "{bay} is no {bay_type}."},
	"bay_busy":           {"{bay} 被车辆 {plate} 占用，预计 {until} 空出。", "{bay} is taken by {plate}, expected until {until}."},
	"bay_held":           {"{bay} 被停工车辆 {plate} 占用，空出时间未知。", "{bay} is held by {plate}, which is stopped without a date."},
	"bay_maintenance":    {"{bay} 正在维护：{why}。", "{bay} is under maintenance: {why}."},
	"trade":              {"{person} 不会{trade}。", "{person} does not do {trade} work."},
	"grade":              {"这项工作至少需要一名{grade}。", "This work needs at least one {grade}."},
	"crew_size":          {"需要 {need} 人，选了 {have} 人。", "Needs {need} people, {have} chosen."},
	"crew_limit":         {"一项工作须有 1 至 3 名技师。", "Work takes one to three technicians."},
	"absent":             {"{person} 当前为“{presence}”。", "{person} is {presence}."},
	"off_shift":          {"{person} 在 {at} 不当班。", "{person} is off shift at {at}."},
	"busy":               {"{person} 要在 {plate} 上工作到 {until}。", "{person} works on {plate} until {until}."},
	"team_bays":          {"{person} 正在 {plate} 上工作，只能同时兼顾本班组的两个工位。", "{person} works on {plate} and can only work the two bays of the team at once."},
	"parts":              {"配件 {part} 要到 {eta} 才到。", "{part} is expected only {eta}."},
	"parts_undated":      {"配件 {part} 缺货，到货时间未知。", "{part} is missing and has no expected time."},
	"precedence":         {"须先完成第 {before} 项，预计 {until}。", "Line {before} must be finished first, expected {until}."},
	"precedence_undated": {"须先完成第 {before} 项，完成时间未知。", "Line {before} must be finished first; nobody knows when."},
	"car_elsewhere":      {"车辆 {plate} 正在 {bay} 施工，预计到 {until}。", "{plate} is being worked on in {bay} until {until}."},
	"inspector_worked":   {"{person} 参与了该车维修，不能检验。", "{person} worked on this car and cannot inspect it."},
	"not_inspector":      {"{person} 不是质检员或班组长。", "{person} is neither inspector nor leader."},
	"slower":             {"比推荐方案晚 {minutes}完成。", "Finishes {minutes} after the suggestion."},
	"ranked_lower":       {"可以，但排在推荐方案之后。", "Possible, but ranks behind the suggestions."},
	// What speaks for a suggestion.
	"free_now":       {"{person} 现在就可以开始。", "{person} can start now."},
	"free_at":        {"{person} {at} 可以开始。", "{person} can start at {at}."},
	"knows_car":      {"{person} 已在做这辆车。", "{person} works on this car already."},
	"stays":          {"车辆已在 {bay}，不用移车。", "The car is in {bay} already and need not move."},
	"own_bay":        {"{bay} 是该班组的工位。", "{bay} belongs to the team."},
	"finishes":       {"预计 {at} 完成。", "Finishes about {at}."},
	"no_harm":        {"不影响其他车辆的约定时间。", "No other promise suffers."},
	"delays":         {"{plate} 将推迟 {minutes}。", "{plate} is put back by {minutes}."},
	"makes_late":     {"{plate} 将因此晚于约定时间。", "{plate} would miss its promise."},
	"keeps_promise":  {"可按约定时间 {promise} 交车。", "Keeps the promise of {promise}."},
	"misses_promise": {"交车仍会晚于约定时间 {minutes}。", "The car is still {minutes} late."},
}

// terms names the codes that appear inside sentences, by argument and code.
var terms = map[string]sentence{
	"trade:mechanical": {"机修", "mechanical"}, "trade:electrical": {"电工", "electrical"}, "trade:body": {"钣金", "body"}, "trade:paint": {"喷漆", "paint"},
	"trade:alignment": {"四轮定位", "alignment"}, "trade:tyre": {"轮胎", "tyre"}, "trade:wash": {"洗车", "wash"}, "trade:inspection": {"检验", "inspection"},

	"grade:senior": {"大工", "senior"}, "grade:junior": {"中工", "junior"}, "grade:apprentice": {"实习生", "apprentice"}, "grade:": {"技师", "technician"},

	"presence:off": {"休息", "off duty"}, "presence:break": {"小休", "on a break"}, "presence:rescue": {"外出救援", "on road rescue"},
	"presence:training": {"培训", "in training"}, "presence:expected": {"应到", "expected"}, "presence:present": {"在岗", "present"},

	"reason:parts": {"待料", "waiting for parts"}, "reason:approval": {"待客户确认", "waiting for the customer's approval"}, "reason:estimate": {"待报价", "waiting for an estimate"},
	"reason:decision": {"待技术判断", "waiting for a technical decision"}, "reason:insurer": {"待定损", "waiting for the insurer"},
	"reason:warranty": {"待索赔批复", "waiting for the warranty answer"}, "reason:sublet": {"外委", "sublet work outside"}, "reason:equipment": {"待设备", "waiting for equipment"},
	"reason:crew": {"待人", "waiting for people"}, "reason:shift": {"跨班", "goes over to the next shift"}, "reason:customer": {"客户原因", "the customer's wish"}, "reason:other": {"其他原因", "another reason"},

	"bay_type:quick": {"快保工位", "quick-service bay"}, "bay_type:lift": {"举升工位", "lift bay"}, "bay_type:lift_ev": {"新能源工位", "electric-vehicle bay"}, "bay_type:flat": {"普通工位", "flat bay"},
	"bay_type:align": {"四轮定位工位", "alignment bay"}, "bay_type:tyre": {"轮胎工位", "tyre bay"}, "bay_type:body": {"钣金工位", "body bay"}, "bay_type:frame": {"大梁校正工位", "frame bay"},
	"bay_type:prep": {"喷漆准备工位", "paint preparation bay"}, "bay_type:booth": {"烤漆房", "paint booth"}, "bay_type:polish": {"抛光工位", "polishing bay"},
	"bay_type:wash": {"洗车工位", "wash bay"}, "bay_type:qc": {"终检工位", "inspection lane"}, "bay_type:": {"工位", "bay"},
}
