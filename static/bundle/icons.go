package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// icons names the drawings the pages use, as the set calls them. One more is one more word here.
const icons = `
activity armchair arrow-down arrow-left arrow-right arrow-up badge-check ban bell bell-ring
briefcase-business calendar calendar-check calendar-clock calendar-plus car car-front chart-column
check check-check chevron-down chevron-left chevron-right chevron-up circle-check circle-dashed
circle-help circle-pause circle-play circle-stop circle-x clipboard-check clipboard-list clock coffee
columns-3 copy door-open download droplets external-link eye flag gauge gantt-chart hammer
hand-helping hard-hat history hourglass house info languages layers layout-dashboard life-buoy link
list list-filter log-in maximize menu message-square minus monitor moon move octagon-alert package
package-check package-search paint-roller pause pencil phone pin pin-off play plus printer redo-2
refresh-cw rotate-ccw save search send settings shield-check sofa sparkles square store sun tablet
tag ticket timer trash-2 triangle-alert truck undo-2 unlink user user-check user-plus users
volume-2 volume-x warehouse wifi-off wrench x zap
`

// iconSprite joins the drawings into one SVG of symbols. Stroke and size are set where an icon is
// used, so one sprite serves the dark wall and the light desk.
func iconSprite(dir string) ([]byte, error) {
	drawing := regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)
	space := regexp.MustCompile(`\s+`)
	var out strings.Builder
	out.WriteString("<!-- lucide (ISC), a subset made by static/bundle; see lock.json and LICENCES.txt -->\n")
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">` + "\n")
	for _, name := range strings.Fields(icons) {
		text, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		if err != nil {
			return nil, fmt.Errorf("icon %s: %w", name, err)
		}
		found := drawing.FindSubmatch(text)
		if found == nil {
			return nil, fmt.Errorf("icon %s: no drawing in its file", name)
		}
		body := strings.ReplaceAll(strings.TrimSpace(space.ReplaceAllString(string(found[1]), " ")), "> <", "><")
		fmt.Fprintf(&out, `<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">%s</symbol>`+"\n", name, body)
	}
	out.WriteString("</svg>\n")
	return []byte(out.String()), nil
}
