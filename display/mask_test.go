package display

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
)

func TestPlatesAreMasked(t *testing.T) {
	for plate, want := range map[string]string{
		"京A12345": "京A·1**45", "京AD12345": "京A·D1**45", "粤A00001D": "粤A·00**1D",
		"粤A1234学": "粤A·1**4学", "粤Z1234港": "粤Z·1**4港", "使014578": "*******", "WJ0112345": "*********", "": "", "京AI2345": "*******",
	} {
		require.Equal(t, want, MaskPlate(plate), plate)
	}
}

func TestNamesAreMasked(t *testing.T) {
	for name, want := range map[string]string{
		"王先生": "王**", "王小明": "王**", "李娜": "李*", "欧阳娜": "欧阳*", "欧阳娜娜": "欧阳**", "欧阳": "欧*", "王": "王*",
		"John Smith": "J***", "emma": "E***", "13800138000": "***", " 赵 ": "赵*", "广州海珠汽车贸易有限公司": "广***", "阿卜杜拉·买买提": "阿***", "": "",
	} {
		require.Equal(t, want, MaskName(name), name)
	}
}

func TestSurnames(t *testing.T) {
	for name, want := range map[string]string{"林静": "林", "欧阳倩": "欧阳", "林": "林", "Emma Brown": "Emma", "O'Neil Sean": "O'Neil", "42": "", "": ""} {
		require.Equal(t, want, Surname(name), name)
	}
}

// drawPlate draws a plate of a recognised form.
func drawPlate(t *rapid.T) string {
	return rapid.Map(rapid.StringMatching(`[京津沪粤琼][A-Z]([0-9A-HJ-NP-Z]{4}[0-9A-HJ-NP-Z学警港澳领]|[A-HJK][0-9A-HJ-NP-Z][0-9]{4})`), board.NormalisePlate).Draw(t, "plate")
}

// A mask of a recognised plate hides exactly two characters, keeps the length
// and the rest in place, and can never be the plate.
func TestAPlateMaskHidesTwoCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plate := drawPlate(t)
		mask := MaskPlate(plate)
		bare := strings.Replace(mask, "·", "", 1)
		require.Equal(t, utf8.RuneCountInString(plate), utf8.RuneCountInString(bare))
		require.NotEqual(t, plate, bare)
		require.Equal(t, 2, strings.Count(mask, "*"))
		whole, shown := []rune(plate), []rune(bare)
		for i := range whole {
			if shown[i] != '*' {
				require.Equal(t, whole[i], shown[i])
			}
		}
		require.Equal(t, "**", string(shown[len(shown)-4:len(shown)-2]))
	})
}

// Whatever somebody typed into the box of the plate, an unrecognised text
// shows none of its characters.
func TestAnUnknownPlateShowsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plate := rapid.Map(rapid.String(), board.NormalisePlate).Filter(func(p string) bool { return !board.KnownPlate(p) }).Draw(t, "plate")
		require.Empty(t, strings.Trim(MaskPlate(plate), "*"))
	})
}

// A mask of a name shows at most a surname, and never the whole name.
func TestANameMaskShowsOneWordAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[王李欧阳司马]{1,2}[一-鿿]{1,3}`), rapid.StringMatching(`[A-Za-z]{1,9} [A-Za-z]{1,9}`)).Draw(t, "name")
		mask := MaskName(name)
		clear := strings.TrimRight(mask, "*")
		require.LessOrEqual(t, utf8.RuneCountInString(clear), 2)
		require.LessOrEqual(t, utf8.RuneCountInString(mask), 5)
		if name = strings.TrimSpace(name); name != "" {
			require.NotEqual(t, name, mask)
			require.Contains(t, mask, "*")
		}
	})
}
