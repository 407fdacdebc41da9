package sites

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Browser starts a Chromium that reaches this machine and nothing else. The
// caller calls the function in the end.
func Browser(ctx context.Context) (context.Context, func(), error) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, nil, errors.New("no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	browser, stop := chromedp.NewContext(allocator)
	if err := chromedp.Do(browser); err != nil {
		stop()
		end()
		return nil, nil, err
	}
	return browser, func() { stop(); end() }, nil
}

// Device is what a reader sits before. The zero value is a desk with a light
// screen of 1440 x 900.
type Device struct {
	Width, Height int64
	Dark          bool
	Phone         bool // with touch
	NoScript      bool
	Print         bool
	Still         bool // prefers reduced motion
	Forced        bool // forced colours
	Slow          bool // 1.6 Mbit/s, 150 ms, a quarter of the speed
}

// The two sizes of screen that pages are made for.
var (
	Desk  = Device{Width: 1440, Height: 900}
	Phone = Device{Width: 390, Height: 844, Phone: true}
)

// Asked is an address that a page asked for.
type Asked struct {
	URL   *url.URL
	Early bool // before the load event
}

// Tab reads one site at an address of its own, so no two tabs share what is
// stored or kept.
type Tab struct {
	ctx    context.Context
	server *httptest.Server
	stop   func()

	mu     sync.Mutex
	asked  []Asked
	errors []string
	loaded bool
}

// Tab opens an empty tab on a device.
func (s Site) Tab(browser context.Context, d Device) (*Tab, error) {
	ctx, stop := chromedp.NewContext(browser)
	t := &Tab{ctx: ctx, server: s.Serve(), stop: stop}
	if err := t.prepare(d); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// Close closes the tab and its address.
func (t *Tab) Close() {
	t.stop()
	t.server.CloseClientConnections()
	t.server.Close()
}

func (t *Tab) prepare(d Device) error {
	if err := chromedp.Listen(t.ctx, t.hear); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		return err
	}
	if d.NoScript {
		if _, err := chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			return err
		}
	}
	if d.Slow {
		if _, err := chromedp.Call(t.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8}},
		}); err != nil {
			return err
		}
		if _, err := chromedp.Call(t.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
			return err
		}
	}
	return t.Become(d)
}

// Become changes the screen below the page that is open.
func (t *Tab) Become(d Device) error {
	if d.Width == 0 {
		d.Width, d.Height = Desk.Width, Desk.Height
	}
	var how []chromedp.EmulateViewportOption
	if d.Phone {
		how = append(how, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(t.ctx, chromedp.EmulateViewport(d.Width, d.Height, how...)); err != nil {
		return err
	}
	feature := func(name string, is bool, yes, no string) *emulation.MediaFeature {
		if is {
			return &emulation.MediaFeature{Name: name, Value: yes}
		}
		return &emulation.MediaFeature{Name: name, Value: no}
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		feature("prefers-color-scheme", d.Dark, "dark", "light"),
		feature("prefers-reduced-motion", d.Still, "reduce", "no-preference"),
		feature("forced-colors", d.Forced, "active", "none"),
	}}
	if d.Print {
		media.Media = "print"
	}
	_, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, media)
	return err
}

// Before sets a script that runs before those of each page.
func (t *Tab) Before(script string) error {
	_, err := chromedp.Call(t.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

// Open opens a page and waits until it has been drawn. It gives the status.
func (t *Tab) Open(address string) (int64, error) {
	t.mu.Lock()
	t.asked, t.errors, t.loaded = nil, nil, false
	t.mu.Unlock()
	response, err := chromedp.Run(t.ctx, chromedp.NavigateResponse(t.server.URL+"/"+address))
	if err != nil {
		return 0, err
	}
	return response.Status, nil
}

// Root is the address of the site.
func (t *Tab) Root() string { return t.server.URL }

// Asked tells what the page has asked for since it was opened.
func (t *Tab) Asked() []Asked {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Asked(nil), t.asked...)
}

// Errors tells what went wrong in the page since it was opened.
func (t *Tab) Errors() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.errors...)
}

func (t *Tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && strings.HasPrefix(u.Scheme, "http") {
			t.asked = append(t.asked, Asked{u, !t.loaded})
		}
	case *page.EventLoadEventFired:
		t.loaded = true
	case *runtime.EventExceptionThrown:
		t.errors = append(t.errors, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" {
			t.errors = append(t.errors, "console.error")
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" {
			t.errors = append(t.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// Do runs steps in the tab.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error { return chromedp.Do(t.ctx, steps...) }

// Value asks the page, from the protocol's side, so that its policy stays as it
// is. A promise is waited for.
func Value[T any](t *Tab, expression string) (T, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Until waits until an expression is true, at most as long as said. The page may
// be another one meanwhile.
func (t *Tab) Until(expression string, most time.Duration) bool {
	for began := time.Now(); time.Since(began) < most; time.Sleep(5 * time.Millisecond) {
		if is, err := Value[bool](t, "!!("+expression+")"); err == nil && is {
			return true
		}
	}
	return false
}

// Wait lets the page do what it does by itself.
func (t *Tab) Wait(d time.Duration) { t.Do(chromedp.Sleep(d)) }

// Press presses keys, wherever the focus is.
func (t *Tab) Press(keys string, modifiers ...chromedp.Modifier) error {
	return t.Do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// Picture photographs the viewport.
func (t *Tab) Picture() ([]byte, error) { return chromedp.Run(t.ctx, chromedp.CaptureScreenshot()) }

// Paper prints the page on A4, with the margins that the page asks for.
func (t *Tab) Paper() ([]byte, error) {
	return chromedp.Run(t.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)))
}
