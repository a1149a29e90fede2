package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhen(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	now := time.Date(2026, 1, 2, 9, 0, 0, 0, zone)
	const fine = "2026-03-02 08:30"
	for text, want := range map[string]string{
		"2026-03-02 08:30": fine, "2026-03-02 08:30:59": fine, "2026/3/2 8:30": fine, "2026.3.2 8:30": fine, "2026年3月2日 8:30": fine, "2026年3月2日8时30分": fine,
		"3月2日 08:30": fine, "3/2 8:30": fine, "3-2 8：30": fine, "2026-03-02T08:30": fine, "2026-03-02T08:30:00+08:00": fine, "2026-03-02T00:30:00Z": fine,
		"2026-03-02 上午8:30": fine, "2026-03-02 8:30 AM": fine, "３月２日　０８：３０": fine, "2026年3月2日（周一） 8点30分": fine, "46083.354166666664": fine,
		"2026-03-02 下午2点": "2026-03-02 14:00", "2026-03-02 2:05 pm": "2026-03-02 14:05", "2026-03-02 12:00 AM": "2026-03-02 00:00", "3月2日 中午12:30": "2026-03-02 12:30",
		"12月30日 10:00":     "2025-12-30 10:00", // nearest to now
		"2024-02-29 10:00": "2024-02-29 10:00",
	} {
		at, fault := when(text, now, zone, false)
		require.Equal(t, whenFine, fault, text)
		require.Equal(t, want, at.In(zone).Format("2006-01-02 15:04"), text)
	}
	for text, want := range map[string]whenFault{
		"": whenUnreadable, "明天": whenUnreadable, "8:30": whenUnreadable, "2026-02-30 10:00": whenUnreadable, "2026-13-01 10:00": whenUnreadable,
		"2026-03-02 25:00": whenUnreadable, "2026-03-02 10:61": whenUnreadable, "NaN": whenUnreadable, "Inf": whenUnreadable, "-5.5": whenUnreadable, "1e300": whenUnreadable,
		"3/2/2026 8:30": whenUnreadable, "0001-01-01 00:00": whenUnreadable, "9999-01-01T00:00:00Z": whenUnreadable, "2025-02-29 10:00": whenUnreadable,
		"2026-03-02": whenNoClock, "3月2日": whenNoClock, "46083": whenNoClock,
	} {
		_, fault := when(text, now, zone, false)
		require.Equal(t, want, fault, text)
	}
	at, fault := when("44621.354166666664", now, zone, true)
	require.Equal(t, whenFine, fault)
	require.Equal(t, fine, at.Format("2006-01-02 15:04"), "a file that counts from 1904")
}

func TestHeadersMeanOneFieldEach(t *testing.T) {
	for _, kind := range Kinds {
		for _, c := range kind.Columns() {
			require.Equal(t, c.Field, fieldOf(kind, c.Field))
			require.NotEmpty(t, c.Headers)
			require.Equal(t, c.Field, fieldOf(kind, c.Headers[0]), "%s: the usual header of %s means something else", kind, c.Field)
		}
	}
	require.Equal(t, "standard_minutes", fieldOf(LabourTimes, "标准工时（分钟）"))
	require.Equal(t, "standard_hours", fieldOf(LabourTimes, "标准工时（小时）"))
	require.Equal(t, "plate", fieldOf(Orders, " 车牌 号* "))
	require.Equal(t, "phone", fieldOf(Orders, "联系电话（必填）"))
}

// The usual headers of a kind, in Chinese or by field name, are recognised as
// that kind and no other.
func TestKindsAreToldApart(t *testing.T) {
	for _, kind := range Kinds {
		var zh, en []string
		for _, c := range kind.Columns() {
			if c.Required {
				zh, en = append(zh, c.Headers[0]), append(en, c.Field)
			}
		}
		if kind == LabourTimes {
			zh, en = append(zh, "标准工时"), append(en, "standard_hours")
		}
		for _, row := range [][]string{zh, en} {
			got, ok := recognise(row)
			require.True(t, ok, row)
			require.Equal(t, kind, got, row)
		}
	}
}
