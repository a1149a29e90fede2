package search

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBoundSharesTheWorkAmongThoseWhoCanDoIt(t *testing.T) {
	either := []Mode{{[]int{0}, 5}, {[]int{1}, 5}}
	p := &Problem{Resources: make([]Resource, 3), Jobs: make([]Job, 4), Operations: []Operation{
		{Job: 0, Modes: either}, {Job: 1, Modes: either}, {Job: 2, Modes: either},
	}}
	require.EqualValues(t, 8, Bound(p), "15 on two machines")

	for j := range 3 {
		p.Operations[j].Release = 10
		p.Operations = append(p.Operations, Operation{Job: j, After: []int{j}, Modes: []Mode{{nil, int64(2 + j)}}})
	}
	require.EqualValues(t, 20, Bound(p), "after their release, before the shortest of what follows")

	p.Operations = append(p.Operations, Operation{Job: 3, Modes: []Mode{{[]int{2}, 90}}})
	require.EqualValues(t, 90, Bound(p), "one machine alone")

	p.Resources[2].Capacity = 2
	for range 3 {
		p.Operations = append(p.Operations, Operation{Job: 3, Modes: []Mode{{[]int{2}, 70}}})
	}
	require.EqualValues(t, 150, Bound(p), "300 for a team of two")
}
