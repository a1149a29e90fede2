package solve

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/dispatch/search"
)

const (
	flexible = "2 3 1.5\n2 1 0 4 2 1 3 2 5\n1 2 0 2 2 6\n"
	workers  = "2 2 3\n2 1 1 2 1 4 3 5 2 1 1 2 3 2 2 1 6 3 7\n\n1 1 2 1 3 9\n"
	jobShop  = "2 2\n0 3 1 4\n1 2\t0 5\n"
)

func TestParseFlexible(t *testing.T) {
	in, err := Parse("fjsp", flexible)
	require.NoError(t, err)
	require.NoError(t, in.Problem.Check())
	require.Len(t, in.Problem.Resources, 3)
	require.Equal(t, []Place{{0, 0}, {0, 1}, {1, 0}}, in.Places)
	require.Equal(t, []Use{{1, -1}, {2, -1}}, in.Uses[1])
	require.Equal(t, []search.Mode{{Resources: []int{1}, Duration: 3}, {Resources: []int{2}, Duration: 5}}, in.Problem.Operations[1].Modes)
	require.Equal(t, []int{0}, in.Problem.Operations[1].After)
}

func TestParseFlexibleCountingFromOne(t *testing.T) {
	in, err := Parse("fjsp", "1 2\n2 1 1 4 1 2 3\n")
	require.NoError(t, err)
	require.Equal(t, []Use{{2, -1}}, in.Uses[1])
	require.Equal(t, []int{1}, in.Problem.Operations[1].Modes[0].Resources)
}

func TestParseWorkers(t *testing.T) {
	in, err := Parse("fjsspw", workers)
	require.NoError(t, err)
	require.NoError(t, in.Problem.Check())
	require.Len(t, in.Problem.Resources, 5)
	require.Equal(t, []Use{{1, 2}, {2, 1}, {2, 3}}, in.Uses[1])
	require.Equal(t, search.Mode{Resources: []int{1, 4}, Duration: 7}, in.Problem.Operations[1].Modes[2])
}

func TestParseJobShopAndPromise(t *testing.T) {
	in, err := Parse("jsp", jobShop)
	require.NoError(t, err)
	in.Promise(1.3)
	require.Equal(t, []search.Job{{Due: 9, Weight: 4}, {Due: 9, Weight: 2}}, in.Problem.Jobs)
}

func TestWeightsFollowSingerAndPinedo(t *testing.T) {
	in, err := Parse("jsp", "10 1\n"+strings.Repeat("0 100\n", 10))
	require.NoError(t, err)
	in.Promise(1.3)
	var weights []int64
	for _, j := range in.Problem.Jobs {
		weights = append(weights, j.Weight)
		require.EqualValues(t, 130, j.Due)
	}
	require.Equal(t, []int64{4, 4, 2, 2, 2, 2, 2, 2, 1, 1}, weights)
}

func TestBadFilesNameTheLine(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"fjsp", "", "line 1: the file is empty"},
		{"fjsp", "2", "line 1: the line ends where the number of machines should be"},
		{"fjsp", "x 2\n", `line 1: the number of jobs is "x", not a whole number`},
		{"fjsp", "0 2\n", "line 1: the number of jobs is 0, outside 1 to 10000"},
		{"fjsp", "2 3\n1 1 0 4\n", "line 2: the file ends after 1 of 2 jobs"},
		{"fjsp", "1 3\n1 1 0 4\n\n1 1 0 4\n", "line 4: text after the last of 1 jobs"},
		{"fjsp", "1 3\n2 1 0 4 4 0 1\n", "line 2: the number of machines of an operation is 4, outside 1 to 3"},
		{"fjsp", "1 3\n1 1 7 4\n", "line 2: a machine is 7, outside 0 to 2"},
		{"fjsp", "1 3\n1 1 0 -4\n", "line 2: a duration is -4, outside 0 to 1000000000"},
		{"fjsp", "1 3\n1 1 0\n", "line 2: the line ends where a duration should be"},
		{"fjsp", "1 3\n1 1 0 4 5\n", `line 2: 1 numbers too many, from "5"`},
		{"fjsp", "1 3\n1 1 0 4.5\n", `line 2: a duration is "4.5", not a whole number`},
		{"fjsspw", "1 2 2\n1 1 0 1 1 4\n", "line 2: a machine is 0, outside 1 to 2"},
		{"fjsspw", "1 2 2\n1 1 1 1 3 4\n", "line 2: a worker is 3, outside 1 to 2"},
		{"fjsspw", "1 2\n1 1 1 1 1 4\n", "line 1: the line ends where the number of workers should be"},
		{"jsp", "1 2 5\n0 4 1 5\n", `line 1: 1 numbers too many, from "5"`},
		{"jsp", "1 2\n0 4 2 5\n", "line 2: a machine is 2, outside 0 to 1"},
		{"jsp", "1 2\n0 4 1\n", "line 2: the line ends where a duration should be"},
	} {
		_, err := Parse(c.format, c.text)
		var parse *ParseError
		require.ErrorAs(t, err, &parse, c.text)
		require.EqualError(t, err, c.want)
	}
	_, err := Parse("xls", flexible)
	require.ErrorContains(t, err, `format "xls" is none of`)
}

func FuzzParse(f *testing.F) {
	f.Add("fjsp", flexible)
	f.Add("fjsspw", workers)
	f.Add("jsp", jobShop)
	f.Fuzz(func(t *testing.T, format, text string) {
		if in, err := Parse(format, text); err == nil {
			require.NoError(t, in.Problem.Check())
		}
	})
}
