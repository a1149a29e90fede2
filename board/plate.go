package board

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// pickupCode returns the code printed on the customer's slip, "A017".
func pickupCode(n int) string { return fmt.Sprintf("A%03d", n) }

// NormalisePlate tidies a plate as people type it: upper case, no blanks, dots
// or dashes, full-width letters and digits folded.
func NormalisePlate(s string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(strings.TrimSpace(s)) {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '　':
			r = ' '
		}
		if r == ' ' || r == '·' || r == '.' || r == '-' || r == '•' || r == '・' {
			continue
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// KnownPlate reports whether a normalised plate has one of the forms of
// mainland China: province, letter and five characters (the last may be a
// suffix such as 学 or 警), or six for new energy. Other plates are kept and
// only warned about.
func KnownPlate(plate string) bool {
	runes := []rune(plate)
	if len(runes) != 7 && len(runes) != 8 {
		return false
	}
	if !strings.ContainsRune(plateLetters.Provinces, runes[0]) || runes[1] < 'A' || runes[1] > 'Z' {
		return false
	}
	rest := runes[2:]
	for i, r := range rest {
		last := i == len(rest)-1
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z' && r != 'I' && r != 'O':
		case last && len(rest) == 5 && strings.ContainsRune(plateLetters.Suffixes, r):
		default:
			return false
		}
	}
	if len(rest) == 6 {
		return strings.ContainsRune(plateLetters.Energy, rest[0]) || strings.ContainsRune(plateLetters.Energy, rest[5])
	}
	return true
}

// ShowPlate returns a plate with the dot it is painted with, "粤A·12345".
func ShowPlate(plate string) string {
	runes := []rune(plate)
	if !KnownPlate(plate) || utf8.RuneCountInString(plate) < 3 {
		return plate
	}
	return string(runes[:2]) + "·" + string(runes[2:])
}
