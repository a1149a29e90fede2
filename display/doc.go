// Package display computes what each screen shows. A view is a pure function
// of a Scene: the same state, plan and time give the same view. Codes, not
// words, go to the pages; they speak the viewer's language themselves.
//
// Public views (lounge, welcome) are types of their own with only the fields
// a stranger may see, filled by allow-list.
package display
