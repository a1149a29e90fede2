package displaytest

import "time"

// car is one repair order and what happened to it: steps "HHMM verb args",
// parted by semicolons.
type car struct {
	plate, who, class, codes, arrive, promise, advisor string
	waiter, special, optOut                            bool
	script                                             string
}

var cars = []car{
	// Gone home.
	{plate: "粤A11111", who: "王小明", class: "maintenance", codes: "MN-01", arrive: "0810", promise: "1000", advisor: "A1", script: "0825 work 1 B8 T9; 0855 done 1; 0900 pass; 0905 wash B12; 0920 washed; 0925 told; 0935 settle; 0945 deliver"},
	{plate: "粤A22222", who: "陈丽", class: "maintenance", codes: "MN-01", arrive: "0820", promise: "1030", advisor: "A2", script: "0900 work 1 B8 T9; 0935 done 1; 0940 pass; 0945 wash B12; 1000 washed; 1005 told; 1015 settle; 1030 deliver"},
	{plate: "粤B33333", who: "刘洋", class: "general", codes: "EL-01", arrive: "0830", promise: "1100", advisor: "A3", script: "0900 work 1 B4 T15; 1040 done 1; 1045 pass; 1050 pass; 1055 wash B12; 1110 washed; 1115 told; 1125 settle; 1140 deliver"},
	// Ready, one of them settled.
	{plate: "粤A22C6P", who: "黄建国", class: "maintenance", codes: "MN-01", arrive: "1250", promise: "1445", advisor: "A1", waiter: true, script: "1305 work 1 B8 T9; 1340 done 1; 1345 pass; 1400 wash B12; 1414 washed; 1420 told"},
	{plate: "粤AX70D1", who: "赵敏", class: "maintenance", codes: "MN-02", arrive: "0920", promise: "1500", advisor: "A2", script: "0935 work 1 B2 T2; 1335 done 1; 1350 pass; 1355 wash; 1405 washed"},
	{plate: "粤E4K91B", who: "司马光", class: "general", codes: "TY-01", arrive: "1100", promise: "1510", advisor: "A2", script: "1155 work 1 B9 T14; 1240 done 1; 1310 pass; 1315 pass; 1330 wash; 1345 washed; 1350 told; 1400 settle"},
	{plate: "粤A5S77Q", who: "John Smith", class: "general", codes: "ME-01", arrive: "1005", promise: "1600", advisor: "A4", script: "1020 work 1 B4 T4; 1150 done 1; 1305 pass; 1320 pass; 1400 wash; 1425 washed"},
	// Wash.
	{plate: "粤AY1127", who: "许晴", class: "maintenance", codes: "MN-01", arrive: "1310", promise: "1450", advisor: "A3", waiter: true, script: "1325 work 1 B3 T8; 1358 done 1; 1405 pass; 1418 wash B12"},
	{plate: "粤A5M38N", who: "蒋欣", class: "general", codes: "ME-01", arrive: "1040", promise: "1515", advisor: "A1", script: "1100 work 1 B3 T8; 1320 done 1; 1400 pass; 1423 pass"},
	{plate: "粤AF06128", who: "沈腾", class: "maintenance", codes: "MN-01", arrive: "1305", promise: "1530", advisor: "A4", script: "1400 work 1 B3 T8; 1425 done 1; 1430 pass"},
	// Inspection, one failed; then one that stands without a bay.
	{plate: "粤AB8812", who: "韩梅", class: "collision", codes: "BO-01", arrive: "0905", promise: "1620", advisor: "A2", script: "0930 work 1 B10 T11; 1150 done 1; 1410 pass"},
	{plate: "粤A3T90K", who: "杨阳", class: "maintenance", codes: "MN-01", arrive: "1300", promise: "1610", advisor: "A3", script: "1345 work 1 B8 T9; 1420 done 1"},
	{plate: "粤A7Z331", who: "朱军", class: "general", codes: "ME-02", arrive: "1010", promise: "1730", advisor: "A1", script: "1030 work 1 B1 T3; 1145 done 1; 1330 pass; 1421 fail"},
	{plate: "粤AJ5520D", who: "华晨", class: "warranty", codes: "EL-01", arrive: "1020", promise: "1600", advisor: "A2", script: "1040 work 1 B9 T15; 1150 stop 1 parts out"},
	// In repair.
	{plate: "粤A1L5K8", who: "秦岚", class: "general", codes: "ME-02", arrive: "1240", promise: "1420", advisor: "A1", waiter: true, script: "1301 work 1 B4 T4; 1420 help 1"},
	{plate: "粤A7W602", who: "尤勇", class: "general", codes: "ME-03", arrive: "0830", promise: "1730", advisor: "A2", script: "0930 work 1 B5 T5+T6"},
	{plate: "粤AD31886", who: "欧阳娜娜", class: "maintenance", codes: "MN-02;EL-02", arrive: "1255", promise: "+1 0930", advisor: "A4", script: "1330 work 1 B1 T1"},
	{plate: "粤A6U18M", who: "何炅", class: "maintenance", codes: "MN-01", arrive: "1350", promise: "1600", advisor: "A3", waiter: true, script: "1408 work 1 B2 T2"},
	{plate: "粤A90L2E", who: "吕布", class: "maintenance", codes: "MN-01", arrive: "1400", promise: "1540", advisor: "A1", waiter: true, script: "1422 work 1 B8 T9"},
	{plate: "粤AH3H3H", who: "施琅", class: "collision", codes: "BO-02;PA-01", arrive: "0815", promise: "+1 1130", advisor: "A2", special: true, script: "1300 work 1 B10 T11"},
	{plate: "粤C9G77X", who: "张伟", class: "general", codes: "TY-01;AL-01", arrive: "1340", promise: "1650", advisor: "A3", script: "1415 work 1 B9 T10"},
	{plate: "粤AP0A12", who: "孔明", class: "collision", codes: "PA-01", arrive: "0840", promise: "1730", advisor: "A4", script: "1310 work 1 B11 T12"},
	// Stopped.
	{plate: "粤A62H9T", who: "曹颖", class: "collision", codes: "BO-01", arrive: "1120", promise: "+1 1000", advisor: "A1", script: "1300 part 1 前保险杠 1510; 1327 stop 0 parts 1510"},
	{plate: "粤A0F4J3", who: "严宽", class: "general", codes: "ME-04", arrive: "1200", promise: "+1 1100", advisor: "A1", script: "1320 work 1 B6 T7; 1410 stop 1 approval"},
	// Waiting for dispatch, some with an order for work.
	{plate: "粤A8Q27M", who: "金星", class: "general", codes: "ME-01", arrive: "1410", promise: "1600", advisor: "A3", waiter: true, script: "1420 repromise 1700"},
	{plate: "粤AK9031", who: "魏晨", class: "maintenance", codes: "MN-01", arrive: "1425", promise: "1620", advisor: "A2", waiter: true, script: "1429 give 1 B3 T13"},
	{plate: "粤B55D2F", who: "陶虹", class: "general", codes: "EL-01", arrive: "1428", promise: "1730", advisor: "A4"},
	{plate: "粤ADD5678", who: "姜文", class: "maintenance", codes: "MN-02", arrive: "1405", promise: "+1 1200", advisor: "A1", special: true},
	{plate: "粤A1A145", who: "范伟", class: "maintenance", codes: "MN-01", arrive: "1415", promise: "1730", advisor: "A2"},
	{plate: "粤A1B245", who: "彭博", class: "maintenance", codes: "MN-01", arrive: "1418", promise: "+1 0930", advisor: "A3"},
	{plate: "使014578", who: "Maria Gonzalez", class: "general", codes: "EL-02", arrive: "1422", promise: "+1 1030", advisor: "A4"},
	{plate: "粤Z1234港", who: "郎平", class: "maintenance", codes: "MN-01", arrive: "1426", promise: "+1 1000", advisor: "A1"},
	{plate: "粤A0PT99", who: "鲁豫", class: "maintenance", codes: "MN-01", arrive: "1427", promise: "1715", advisor: "A1", optOut: true},
}

// appointment is one booking; arrived is how long before Now the car came.
type appointment struct {
	plate, who, at, advisor string
	arrived                 time.Duration
	optOut                  bool
}

var appointments = []appointment{
	{plate: "粤A8C47M", who: "王建军", at: "1430", advisor: "A1", arrived: 20 * time.Second},
	{plate: "粤A2W19N", who: "李娜", at: "1415", advisor: "A3", arrived: 6 * time.Minute},
	{plate: "粤AK2031", who: "李梅", at: "1445", advisor: "A2"},
	{plate: "粤AD56720", who: "欧阳娜", at: "1500", advisor: "A1"},
	{plate: "粤B5662F", who: "陈小春", at: "1500", advisor: "A3"},
	{plate: "粤A3880K", who: "周迅", at: "1515", advisor: "A2"},
	{plate: "粤C9117X", who: "吴京京", at: "1530", advisor: "A1"},
	{plate: "粤A0VIP9", who: "郭靖", at: "1525", advisor: "A4", optOut: true},
	{plate: "粤A0H6J3", who: "郑爽爽", at: "1600", advisor: "A2"},
	{plate: "粤A41R7P", who: "冯小刚", at: "1630", advisor: "A4"},
	{plate: "粤A77K0T", who: "Emma Brown", at: "1420", advisor: "A4"},
	{plate: "粤A12N90", who: "贺兰", at: "1400", advisor: "A4"},
}
