package display

import (
	_ "embed"
	"strings"
	"unicode"

	"bayline/board"
)

// A wall that strangers read never carries a whole plate or name. What is
// hidden is hidden here, on the server: the pages never get it.

// MaskPlate hides the middle of a recognised plate and keeps its length:
// 京A12345 becomes 京A·1**45, the new-energy 京AD12345 becomes 京A·D1**45. A
// plate of a form we do not recognise may be anything, so all of it is hidden.
func MaskPlate(plate string) string {
	runes := []rune(plate)
	if !board.KnownPlate(plate) {
		return strings.Repeat("*", len(runes))
	}
	head, tail := runes[2:len(runes)-4], runes[len(runes)-2:]
	return string(runes[:2]) + "·" + string(head) + "**" + string(tail)
}

// compoundSurnames are the surnames of two characters that are met today, in both ways of writing, one a line.
//
//go:embed data/surnames.txt
var compoundSurnames string

// Surname gives what of a name may be read aloud in a lounge: the surname of a
// Chinese name, the first word of any other, "" when the name does not begin
// with a letter.
func Surname(name string) string {
	name = strings.TrimSpace(name)
	runes := []rune(name)
	switch {
	case len(runes) == 0 || !unicode.IsLetter(runes[0]):
		return ""
	case unicode.Is(unicode.Han, runes[0]):
		return string(runes[:surnameLength(runes)])
	}
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })[0]
}

// surnameLength gives how many of the characters are the surname. Two
// characters alone are a surname of one and a given name.
func surnameLength(runes []rune) int {
	if len(runes) > 2 {
		for _, s := range strings.Fields(compoundSurnames) {
			if strings.HasPrefix(string(runes), s) {
				return 2
			}
		}
	}
	return 1
}

// mostStars keeps a long company name from being told by its length.
const mostStars = 3

// MaskName keeps the surname of a Chinese name, 王小明 becomes 王** and 欧阳娜
// becomes 欧阳*, and the first letter of any other, John Smith becomes J***.
// What does not begin with a letter, such as a number typed into the wrong
// box, is hidden altogether.
func MaskName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	switch {
	case len(runes) == 0:
		return ""
	case !unicode.IsLetter(runes[0]):
		return strings.Repeat("*", mostStars)
	case unicode.Is(unicode.Han, runes[0]):
		n := surnameLength(runes)
		return string(runes[:n]) + strings.Repeat("*", min(max(len(runes)-n, 1), mostStars))
	}
	return string(unicode.ToUpper(runes[0])) + strings.Repeat("*", mostStars)
}
