package testkit

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Waits of a page. A machine of two cores under the race detector is slow, so a step may take long; a test that cares
// about speed measures it itself.
const (
	stepTimeout  = 30 * time.Second
	pollInterval = 20 * time.Millisecond
)

// Browser is one headless Chromium with an empty profile, ended with its test.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// OpenBrowser starts a Chromium for one test. Without one on this machine the test fails and says what to install.
func OpenBrowser(t testing.TB) *Browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("this test needs a browser: %v\ninstall the Debian packages chromium and fonts-noto-cjk, or run: bash .ci/test", err)
	}
	// The allocator adds a new, empty --user-data-dir of its own and removes it when the browser has ended.
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(program),
		chromedp.WSURLReadTimeout(stepTimeout),
		chromedp.Flag("headless", true),
		chromedp.Flag("no-sandbox", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("no-first-run", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
	)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		end()
		stop()
	})
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return &Browser{t: t, ctx: ctx}
}

// Open shows url in a window of its own, width and height in CSS pixels, and returns when its document has loaded.
// Several pages of one browser are live side by side.
func (b *Browser) Open(url string, width, height int) *Page {
	b.t.Helper()
	page := &Page{t: b.t}
	ctx, closeWindow := chromedp.NewContext(b.ctx, chromedp.WithListener(page.notice))
	page.ctx = ctx
	b.t.Cleanup(closeWindow)
	// The first run makes the window and must not carry a timeout: that would end the window with it.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))); err != nil {
		b.t.Fatalf("open a window: %v", err)
	}
	page.do("open "+url, chromedp.Navigate(url))
	return page
}

// Page is one window. A step that cannot be done in time fails the test; selectors are CSS.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	problems []string
}

// Text returns the visible text of the first element that matches, waiting until there is one.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return run(p, "text of "+selector, chromedp.Text(chromedp.CSS(selector)))
}

// Click presses the first element that matches, as a mouse would, waiting until it is visible.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type presses the keys of text in the element, after what it holds.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Fill replaces the value of a box or the choice of a list and tells the page so.
func (p *Page) Fill(selector, value string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("document.querySelector(%q)", selector))
	set := fmt.Sprintf(`(() => { const el = document.querySelector(%q); el.value = %q;
		for (const kind of ["input", "change"]) el.dispatchEvent(new Event(kind, {bubbles: true})); return el.value === %q })()`, selector, value, value)
	if !run(p, "fill "+selector, chromedp.Evaluate[bool](set)) {
		p.t.Fatalf("fill %s: it does not take %q", selector, value)
	}
}

// WaitText returns when an element that matches holds text.
func (p *Page) WaitText(selector, text string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("Array.from(document.querySelectorAll(%q)).some((el) => el.innerText.includes(%q))", selector, text))
}

// WaitGone returns when nothing matches any more.
func (p *Page) WaitGone(selector string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("!document.querySelector(%q)", selector))
}

// Wait returns when the JavaScript expression is truthy.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	run(p, "wait for "+expression, chromedp.Poll[bool]("!!("+expression+")",
		chromedp.WithPollingInterval(pollInterval), chromedp.WithPollingTimeout(stepTimeout)))
}

// Eval returns the value of a JavaScript expression, decoded into T. A promise is awaited.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, "evaluate "+expression, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Resize changes the window, in CSS pixels.
func (p *Page) Resize(width, height int) {
	p.t.Helper()
	p.do("resize", chromedp.EmulateViewport(int64(width), int64(height)))
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// Memory is what a window holds after its garbage was collected.
type Memory struct {
	Heap      int64 // bytes of JavaScript
	Nodes     int64 // of the document, and those a script still holds
	Listeners int64
}

// collections is how often garbage is collected to find what a window holds. One collection leaves what it found out to be
// garbage only then, and what an animation held that was running.
const collections = 10

// Memory collects the window's garbage again and again and counts the least that was left.
func (p *Page) Memory() Memory {
	p.t.Helper()
	return run(p, "count memory", func(ctx context.Context, window *chromedp.Target) (least Memory, err error) {
		for n := range collections {
			if _, err = cdp.Call(ctx, window, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
				return least, err
			}
			heap, err := cdp.Call(ctx, window, runtime.GetHeapUsage, cdp.Empty{})
			if err != nil {
				return least, err
			}
			counted, err := cdp.Call(ctx, window, memory.GetDOMCounters, cdp.Empty{})
			if err != nil {
				return least, err
			}
			if m := (Memory{int64(heap.UsedSize), counted.Nodes, counted.JsEventListeners}); n == 0 || m.Heap < least.Heap {
				least = m
			}
		}
		return least, nil
	})
}

// Screenshot writes what the window shows to path, as PNG.
func (p *Page) Screenshot(path string) {
	p.t.Helper()
	picture := run(p, "screenshot", chromedp.CaptureScreenshot())
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		p.t.Fatalf("screenshot: %v", err)
	}
}

// Problems lists what went wrong in the page so far: exceptions nobody caught, console errors, failed requests and
// answers of 400 and above.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.problems...)
}

// RequireCalm fails the test when the page had a problem.
func (p *Page) RequireCalm() {
	p.t.Helper()
	if problems := p.Problems(); len(problems) > 0 {
		p.t.Fatalf("the page had problems:\n%s", strings.Join(problems, "\n"))
	}
}

// notice runs on the goroutine that reads the browser: it only takes notes.
func (p *Page) notice(event any) {
	var problem string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			problem += " " + e.ExceptionDetails.Exception.Description
		}
		problem += fmt.Sprintf(" (%s:%d)", e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber+1)
	case *runtime.EventConsoleAPICalled:
		if e.Type != "error" && e.Type != "assert" {
			return
		}
		problem = "console: " + consoleText(e)
	case *network.EventLoadingFailed:
		if e.Canceled {
			return
		}
		problem = fmt.Sprintf("request failed: %s (%s)", e.ErrorText, e.Type)
	case *network.EventResponseReceived:
		if e.Response.Status < 400 {
			return
		}
		problem = fmt.Sprintf("answer %d: %s", e.Response.Status, e.Response.URL)
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, problem)
}

func consoleText(e *runtime.EventConsoleAPICalled) string {
	words := make([]string, 0, len(e.Args))
	for _, arg := range e.Args {
		word := arg.Description
		if word == "" {
			word = string(arg.Value)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, chromedp.Steps(steps...))
}

// run does one step within stepTimeout; a failure shows the page's problems too, which are often the cause.
func run[T any](p *Page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("%s: %v\nproblems of the page: %s", what, err, strings.Join(p.Problems(), "\n"))
	}
	return value
}
